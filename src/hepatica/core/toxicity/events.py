"""The adverse events of a course, each as an episode; never a statement about a dose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from hepatica.core.chart.course import Course
from hepatica.core.chart.systemic_entries import AdverseEvent
from hepatica.core.chart.systemic_words import Attribution, Event
from hepatica.core.frozen import frozen
from hepatica.core.pump.ledger import keep_ledger
from hepatica.core.quantities import clinical_arithmetic
from hepatica.core.toxicity.baseline import Baseline, find_baselines
from hepatica.core.toxicity.reading import Units
from hepatica.core.toxicity.samples import Grading, grade_samples
from hepatica.core.toxicity.table import GradingTable, plain

DEATH = 5


@frozen
class Episode:
    """One adverse event from its first grade above 0 to its return to 0.

    `grades` are those above 0, in time, at least one. `ended` is the first grade 0 after them,
    None while the event is open. A grade that could not be told neither begins nor ends an
    episode unless it is surely above 0. `cycle` is the number of FUDR fills at or before the
    worst grade, 0 before the first.
    """

    term: str
    grades: tuple[Grading, ...]
    ended: Grading | None
    cycle: int

    @property
    def began(self) -> Grading:
        """The first grade above 0."""
        return self.grades[0]

    @property
    def worst(self) -> Grading:
        """The first of the highest grades that are sure."""
        return _worst(self.grades)

    @property
    def worst_at_most(self) -> int:
        """How high the worst grade may have been, where one could not be told exactly."""
        return max(grading.most for grading in self.grades)

    @property
    def is_laboratory(self) -> bool:
        """Whether the grades are those of laboratory values, and not a clinician's."""
        return self.began.test is not None

    @property
    def attributed_to(self) -> tuple[Attribution, ...]:
        """What the newest entry puts the event down to; nothing for a laboratory value."""
        return self._all[-1].attributed_to

    @property
    def entries(self) -> tuple[str, ...]:
        """The entries that the episode rests on."""
        return tuple(dict.fromkeys(entry for each in self._all for entry in each.rests_on))

    @property
    def _all(self) -> tuple[Grading, ...]:
        return self.grades if self.ended is None else (*self.grades, self.ended)


@frozen
class ToxicityRecord:
    """The adverse events of a course, by when they began, then by term.

    `gradings` holds every grade of every value and entry, those that are 0 and those that could
    not be told among them; `baselines` the values before therapy that were found.
    """

    course: Course
    episodes: tuple[Episode, ...]
    gradings: tuple[Grading, ...]
    baselines: tuple[Baseline, ...]

    @property
    def not_graded(self) -> tuple[Grading, ...]:
        """What could not be graded, in time, each with what it needs."""
        return tuple(grading for grading in self.gradings if grading.is_open)


def record_toxicity(course: Course, table: GradingTable, units: Units) -> ToxicityRecord:
    """The adverse events of a course by a table of grades.

    Laboratory values are graded beside the limits reported with them and the value of the same
    test before therapy; what a clinician graded stands as charted. The grade of a value and the
    decision on FUDR are independent: neither is derived from the other (clinical facts 8).

    Args:
        course: the chart at a moment, corrected and without withdrawn entries.
        table: the table of grades.
        units: the units of everything that is graded (`library.grades.units_for_grading`).
    """
    ledger = keep_ledger(course)
    fills = [dwell.fill.at.earliest for dwell in ledger.fudr_dwells]
    baselines = find_baselines(course, ledger)
    with clinical_arithmetic():
        measured = tuple(grade_samples(course, table, units, baselines))
    noted = tuple(_noted(course))
    episodes = (*_all_episodes(measured, fills), *_all_episodes(noted, fills))
    return ToxicityRecord(
        course,
        tuple(sorted(episodes, key=lambda each: (each.began.at.earliest, plain(each.term)))),
        tuple(sorted((*measured, *noted), key=lambda each: (each.at.earliest, plain(each.term)))),
        tuple(baselines.values()),
    )


def _noted(course: Course) -> Iterator[Grading]:
    """What clinicians graded, as they charted it."""
    for entry in course.all(AdverseEvent):
        said = entry.payload
        yield Grading(
            term=name_of_event(said),
            at=entry.at,
            entry=entry.id,
            least=said.grade,
            most=said.grade,
            reason="graded by a clinician",
            rests_on=(entry.id,),
            attributed_to=said.attributed_to,
        )


def name_of_event(said: AdverseEvent) -> str:
    """The event in plain words; another by its own term."""
    event = said.event.value.replace("-", " ")
    if said.term is None:
        return event
    return said.term if said.event is Event.OTHER else f"{event} ({said.term})"


def _all_episodes(gradings: Iterable[Grading], fills: list[datetime]) -> Iterator[Episode]:
    by_term: dict[str, list[Grading]] = {}
    for grading in gradings:
        by_term.setdefault(plain(grading.term), []).append(grading)
    for of_one_term in by_term.values():
        yield from _episodes(of_one_term, fills)


def _episodes(gradings: list[Grading], fills: list[datetime]) -> Iterator[Episode]:
    """The episodes of one term, its grades in the order of the course."""
    above: list[Grading] = []
    for grading in gradings:
        if grading.least > 0:
            above.append(grading)
        elif above and not grading.is_open:
            yield _episode(above, grading, fills)
            above = []
    if above:
        yield _episode(above, None, fills)


def _episode(above: list[Grading], ended: Grading | None, fills: list[datetime]) -> Episode:
    worst = _worst(above)
    cycle = sum(fill <= worst.at.earliest for fill in fills)
    return Episode(worst.term, tuple(above), ended, cycle)


def _worst(gradings: Iterable[Grading]) -> Grading:
    return max(gradings, key=lambda each: each.least)
