"""The grade of a laboratory value, or what is missing (clinical facts 8, CTCAE limits).

The highest grade of all rows that are for the patient counts. A fact or a limit that nobody
gave is missing only where it could change the grade.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from hepatica.core.frozen import frozen
from hepatica.core.toxicity.reading import (
    WANTED,
    Fact,
    LaboratoryValue,
    RowReading,
    answer_to,
    read_row,
    rows_in_unit,
)
from hepatica.core.toxicity.reason import reason_of
from hepatica.core.toxicity.table import GradedTerm, GradeRow
from hepatica.core.toxicity.words import Basis, When


@frozen
class Grade:
    """A grade, 0 where none is reached, and why in plain words."""

    grade: int
    reason: str


@frozen
class OpenGrade:
    """No grade: without what it `needs` the grade is from `least` to `most`."""

    needs: tuple[str, ...]
    least: int
    most: int


def grade_laboratory(term: GradedTerm, found: LaboratoryValue) -> Grade | OpenGrade:
    """The grade of a value under a term; never a statement about a dose.

    Needs the clinical context to be open.

    Args:
        term: the term with its rows.
        found: the value, above 0 or for a count 0, and what is known with it.
    """
    rows = rows_in_unit(term, found.unit, found.scales)
    facts = _facts(rows, term, found)
    worlds = list(_worlds(rows, facts, found))
    least = min(max(r.least for r in readings) for readings in worlds)
    most = max(max(r.most for r in readings) for readings in worlds)
    if least < most:
        return OpenGrade(tuple(_needs(term, facts, worlds)), least, most)
    readings = [reading for reading in worlds[0] if reading.reached is not None]
    lacks_baseline = _lacks_baseline(rows, facts, found, least)
    return Grade(least, reason_of(term, found, readings, facts, lacks_baseline=lacks_baseline))


def _facts(
    rows: Sequence[GradeRow], term: GradedTerm, found: LaboratoryValue
) -> dict[Fact, bool | None]:
    """The facts that the rows ask for, with their answers."""
    asked = [wanted[0] for row in rows if (wanted := WANTED[row.when]) is not None]
    return {fact: answer_to(fact, term, found) for fact in dict.fromkeys(asked)}


def _worlds(
    rows: Sequence[GradeRow], facts: Mapping[Fact, bool | None], found: LaboratoryValue
) -> Iterator[list[RowReading]]:
    """The rows that count, read, once for every way in which open facts may turn out."""
    choices = [(False, True) if answer is None else (answer,) for answer in facts.values()]
    for answers in product(*choices):
        world = dict(zip(facts, answers, strict=True))
        yield [read_row(row, found) for row in rows if _counts(row, world, found)]


def _counts(row: GradeRow, world: Mapping[Fact, bool], found: LaboratoryValue) -> bool:
    wanted = WANTED[row.when]
    if wanted is None:
        return not _is_left_out(row, found)
    fact, answer = wanted
    return world[fact] is answer


def _is_left_out(row: GradeRow, found: LaboratoryValue) -> bool:
    """A second column of multiples of the baseline, where nobody speaks of a baseline."""
    is_second = row.when is When.ALWAYS and row.of is Basis.BASELINE
    return is_second and found.baseline is None and not found.baseline_abnormal


def _needs(
    term: GradedTerm, facts: Mapping[Fact, bool | None], worlds: Sequence[Sequence[RowReading]]
) -> list[str]:
    """What is missing: open facts, then limits that count however those turn out."""
    limit = "lln" if term.is_low else "uln"
    asked = [
        limit if fact is Fact.BASELINE_ABNORMAL else fact.value
        for fact, answer in facts.items()
        if answer is None
    ]
    in_each = [[r.needs for r in readings if _could_change(r, readings)] for readings in worlds]
    common = [name for name in in_each[0] if all(name in names for names in in_each)]
    return list(dict.fromkeys([*asked, *common]))


def _could_change(reading: RowReading, readings: Sequence[RowReading]) -> bool:
    return reading.reached is None and reading.most > max(r.least for r in readings)


def _lacks_baseline(
    rows: Sequence[GradeRow],
    facts: Mapping[Fact, bool | None],
    found: LaboratoryValue,
    grade: int,
) -> bool:
    """Whether a baseline that nobody gave could have led to another grade."""
    if Fact.BASELINE_ABNORMAL in facts:
        return found.baseline is None and found.baseline_abnormal is None
    return any(_is_left_out(row, found) and row.thresholds[-1][0] > grade for row in rows)
