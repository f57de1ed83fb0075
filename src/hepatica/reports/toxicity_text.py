"""The toxicity of a course as text for a terminal, and as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from textwrap import wrap

from hepatica import __version__
from hepatica.core.chart.laboratory import LabValue
from hepatica.core.moment import Moment
from hepatica.core.toxicity.baseline import Baseline
from hepatica.core.toxicity.events import DEATH, Episode, ToxicityRecord
from hepatica.core.toxicity.reading import NEEDS, Fact
from hepatica.core.toxicity.samples import MEASURED_VALUE, Grading
from hepatica.core.toxicity.words import Basis
from hepatica.reports.figures import as_written, instant
from hepatica.reports.layout import columns, items, section, wrapped
from hepatica.reports.sentences import GOVERNANCE

Data = dict[str, object]

INDEPENDENT = (
    "The grade of a laboratory value is independent of the FUDR decision: they rest on different "
    "numbers, and neither is derived from the other."
)
_HEAD = ("term", "worst", "began", "worst on", "ended", "attributed to", "cycle")
_TERM_WIDTH, _ATTRIBUTED_WIDTH = 28, 14
_MISSING = {
    NEEDS[Basis.ULN]: "the upper limit of normal reported with the value",
    NEEDS[Basis.LLN]: "the lower limit of normal reported with the value",
    NEEDS[Basis.BASELINE]: "a value from before therapy",
    Fact.SYMPTOMATIC.value: "whether the patient has symptoms of it, which is not charted",
    Fact.ON_ANTICOAGULATION.value: "whether an anticoagulant is taken (patient_fact anticoagulant)",
    MEASURED_VALUE: "a measured value in place of one reported as below an amount",
}


def toxicity_as_text(record: ToxicityRecord, *, table: str, min_grade: int, is_now: bool) -> str:
    """The record for a terminal.

    Args:
        record: the adverse events of a course.
        table: the name of the table of grades.
        min_grade: episodes that surely stay below are counted and not shown.
        is_now: whether the moment is that of the clock.
    """
    course = record.course
    shown, hidden = _split(record.episodes, min_grade)
    at = instant(course.at)
    known = "" if course.known_by == course.at else f", known by {instant(course.known_by)}"
    mark = ". SYNTHETIC chart, no patient" if course.is_synthetic else ""
    heading = f"Toxicity up to {'now, ' if is_now else ''}{at}{known}. Case {course.case}{mark}"
    parts = (
        [*wrapped(heading, first=""), *wrapped(f"Graded by {table}. {INDEPENDENT}", first="")],
        section("EPISODES", _episode_lines(shown, hidden, min_grade)),
        section("WHY THE WORST GRADE", items(map(_why, shown))),
        section("NOT GRADED", items(_not_graded(record.not_graded))),
        [f"Head {course.head}"],
    )
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def _split(episodes: Iterable[Episode], min_grade: int) -> tuple[list[Episode], int]:
    found = list(episodes)
    shown = [each for each in found if each.worst_at_most >= min_grade]
    return shown, len(found) - len(shown)


def _episode_lines(shown: Sequence[Episode], hidden: int, min_grade: int) -> Iterator[str]:
    if shown:
        yield from columns([_HEAD, *(line for each in shown for line in _rows(each))], gap=2)
    elif not hidden:
        yield "  none"
    if hidden:
        yield f"  {hidden} below grade {min_grade} not shown"


def _rows(episode: Episode) -> Iterator[tuple[str, ...]]:
    """The cells of one episode, long ones over several lines."""
    words = ", ".join(each.value for each in episode.attributed_to)
    cells = (
        wrap(episode.term, _TERM_WIDTH),
        [_worst(episode)],
        [_day(episode.began)],
        [_day(episode.worst)],
        [_ended(episode)],
        wrap(words, _ATTRIBUTED_WIDTH),
        [f"{episode.cycle}" if episode.cycle else "before"],
    )
    yield from zip_longest(*cells, fillvalue="")


def _worst(episode: Episode) -> str:
    return _between(episode.worst.least, episode.worst_at_most)


def _between(least: int, most: int) -> str:
    return f"{least}" if least == most else f"{least} to {most}"


def _ended(episode: Episode) -> str:
    if episode.ended is not None:
        return _day(episode.ended)
    return "death" if episode.worst.least == DEATH else "open"


def _day(grading: Grading) -> str:
    return grading.at.day.isoformat()


def _why(episode: Episode) -> str:
    worst = episode.worst
    reason = worst.reason or f"{_value(worst.value)}; what is missing stands below"
    entries = f"{'entries' if worst.rests_on[1:] else 'entry'} {', '.join(worst.rests_on)}"
    return f"{episode.term}, grade {_worst(episode)}: {reason} ({entries})"


def _value(value: LabValue | None) -> str:
    if value is None:
        return ""
    below = "<" if value.is_below else ""
    return f"{below}{as_written(value.reported)} {value.reported_unit}"


def _not_graded(gradings: Iterable[Grading]) -> Iterator[str]:
    """One line for a term and what is missing, with the samples it is missing of."""
    groups: dict[tuple[str, tuple[str, ...]], list[Grading]] = {}
    for grading in gradings:
        groups.setdefault((grading.term, grading.needs), []).append(grading)
    for (term, needs), found in groups.items():
        missing = " and ".join(_MISSING[name] for name in needs)
        between = f"between {min(g.least for g in found)} and {max(g.most for g in found)}"
        yield f"{term}: missing {missing}; without, the grade is {between} ({_samples(found)})"


def _samples(gradings: Sequence[Grading]) -> str:
    first, last = gradings[0], gradings[-1]
    if first is last:
        return f"{_day(first)}, {_value(first.value)}, entry {first.entry}"
    return f"{len(gradings)} samples, {_day(first)} to {_day(last)}"


def toxicity_as_data(record: ToxicityRecord, *, table: str, min_grade: int) -> Data:
    """Everything for JSON: numbers of the chart as texts, days and instants as ISO 8601."""
    course = record.course
    shown, hidden = _split(record.episodes, min_grade)
    return {
        "made_by": f"Hepatica {__version__}",
        "about": GOVERNANCE,
        "independence": INDEPENDENT,
        "case": course.case,
        "at": course.at.isoformat(),
        "known_by": course.known_by.isoformat(),
        "is_sealed": course.is_sealed,
        "is_synthetic": course.is_synthetic,
        "head": course.head,
        "entries_left_out": course.left_out,
        "table": table,
        "min_grade": min_grade,
        "episodes_below_min_grade": hidden,
        "episodes": [_episode_data(each) for each in shown],
        "not_graded": [_grading_data(each) for each in record.not_graded],
        "baselines": [_baseline_data(each) for each in record.baselines],
        "gradings": [_grading_data(each) for each in record.gradings],
    }


def _episode_data(episode: Episode) -> Data:
    ended = episode.ended
    return {
        "term": episode.term,
        "graded_by": "laboratory-value" if episode.is_laboratory else "clinician",
        "worst_grade": episode.worst.least,
        "worst_grade_at_most": episode.worst_at_most,
        "began": _moment(episode.began.at),
        "worst_on": _moment(episode.worst.at),
        "ended": None if ended is None else _moment(ended.at),
        "is_open": ended is None,
        "attributed_to": [each.value for each in episode.attributed_to],
        "cycle": episode.cycle,
        "entries": list(episode.entries),
        "grades": [_grading_data(each) for each in episode.grades],
    }


def _grading_data(grading: Grading) -> Data:
    return {
        "term": grading.term,
        "at": _moment(grading.at),
        "entry": grading.entry,
        "grade": None if grading.is_open else grading.least,
        "grade_at_least": grading.least,
        "grade_at_most": grading.most,
        "reason": grading.reason or None,
        "needs": list(grading.needs),
        "rests_on": list(grading.rests_on),
        "test": None if grading.test is None else grading.test.value,
        **_value_data(grading.value),
        "attributed_to": [each.value for each in grading.attributed_to],
    }


def _baseline_data(baseline: Baseline) -> Data:
    return {
        "test": baseline.test.value,
        "at": _moment(baseline.at),
        "entry": baseline.entry,
        **_value_data(baseline.value),
    }


def _value_data(value: LabValue | None) -> Data:
    """The value as the laboratory wrote it; everything None for a clinician's grade."""
    if value is None:
        return dict.fromkeys(("value", "is_below", "unit", "upper_limit", "lower_limit"))
    upper, lower = value.upper_limit, value.lower_limit
    return {
        "value": as_written(value.reported),
        "is_below": value.is_below,
        "unit": value.reported_unit,
        "upper_limit": None if upper is None else as_written(upper),
        "lower_limit": None if lower is None else as_written(lower),
    }


def _moment(at: Moment) -> str:
    return at.earliest.isoformat() if at.is_exact else at.day.isoformat()
