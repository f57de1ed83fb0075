"""Why a value has its grade, in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from hepatica.core.quantities import twelve_digits
from hepatica.core.toxicity.reading import Fact, LaboratoryValue, RowReading
from hepatica.core.toxicity.table import GradedTerm, GradeRow
from hepatica.core.toxicity.words import Basis, Bound, PrintedUnit, Threshold

_REACHED = {Bound.ABOVE: "above", Bound.AT_LEAST: "at least", Bound.BELOW: "below"}
_NOT_REACHED = {Bound.ABOVE: "at most", Bound.AT_LEAST: "below", Bound.BELOW: "at least"}
_NAMES = {Basis.ULN: "ULN", Basis.LLN: "LLN", Basis.BASELINE: "the baseline"}
_SAID = {
    (Fact.BASELINE_ABNORMAL, False): "the baseline was normal",
    (Fact.BASELINE_ABNORMAL, True): "the baseline was abnormal",
    (Fact.SYMPTOMATIC, False): "without symptoms",
    (Fact.SYMPTOMATIC, True): "with symptoms",
    (Fact.ON_ANTICOAGULATION, False): "without anticoagulation",
    (Fact.ON_ANTICOAGULATION, True): "on anticoagulation",
}

_Part = tuple[GradeRow, str, Threshold]


def reason_of(
    term: GradedTerm,
    found: LaboratoryValue,
    readings: Sequence[RowReading],
    facts: Mapping[Fact, bool | None],
    *,
    lacks_baseline: bool,
) -> str:
    """Between which thresholds the value lies, for whom, and what no number can say.

    Args:
        term: the term with its rows.
        found: the value.
        readings: the rows that counted.
        facts: what decided which rows count; an open fact did not matter.
        lacks_baseline: whether a baseline, which nobody gave, could have led to another grade.
    """
    grade = max(reading.least for reading in readings)
    parts = _parts(readings, grade)
    said = [_SAID[fact, answer] for fact, answer in facts.items() if answer is not None]
    value_is = f"read as {term.term.value_is}" if term.term.value_is else ""
    notes = ["no baseline was given"] if lacks_baseline else said
    sentence = f"{_amount(found.value, found.unit)} is {_compared(parts, found)}"
    return "; ".join(filter(None, [sentence, *notes, value_is, _beside(term, grade)]))


def _parts(readings: Sequence[RowReading], grade: int) -> list[_Part]:
    """The threshold that gives the grade and the next one; for grade 0 those not reached."""
    if grade == 0:
        return list(_first_not_reached(readings))
    row = next(reading.row for reading in readings if reading.reached == grade)
    begins = dict(row.thresholds)[grade]
    found = [(row, _REACHED[begins.bound], begins)]
    ahead = [
        (other is not row, next_grade, other, cell)
        for other in (reading.row for reading in readings)
        for next_grade, cell in other.thresholds
        if next_grade > grade
    ]
    if ahead:
        *_, other, cell = min(ahead, key=lambda each: each[:2])
        found.append((other, _NOT_REACHED[cell.bound], cell))
    return found


def _first_not_reached(readings: Sequence[RowReading]) -> Iterator[_Part]:
    """The lowest threshold of each row; an amount only where no limit of normal stands first."""
    lowest = min(reading.row.thresholds[0][0] for reading in readings)
    for reading in readings:
        grade, cell = reading.row.thresholds[0]
        if grade == lowest or reading.row.of is not Basis.AMOUNT:
            yield reading.row, _NOT_REACHED[cell.bound], cell


def _compared(parts: Sequence[_Part], found: LaboratoryValue) -> str:
    texts = []
    for position, (row, word, cell) in enumerate(parts):
        is_again = any(row is other for other, *_ in parts[:position])
        lead = _lead(row, found) if row.of is Basis.FALL and not is_again else ""
        texts.append(f"{lead}{word} {_threshold(row, cell, found, is_again=is_again)}")
    return " and ".join(texts)


def _lead(row: GradeRow, found: LaboratoryValue) -> str:
    return f"a fall from the baseline ({_of(row, found)}) of "


def _threshold(row: GradeRow, cell: Threshold, found: LaboratoryValue, *, is_again: bool) -> str:
    number = twelve_digits(cell.number)
    if row.of is Basis.FALL:
        return f"{number} %"
    if row.of is Basis.AMOUNT:
        return _amount(cell.number, row.unit or "")
    if is_again:
        return f"{number} x"
    times = "" if cell.number == 1 else f"{number} x "
    return f"{times}{_NAMES[row.of]} ({_of(row, found)})"


def _of(row: GradeRow, found: LaboratoryValue) -> str:
    limits = {Basis.ULN: found.uln, Basis.LLN: found.lln}
    return _amount(limits.get(row.of, found.baseline) or Decimal(0), found.unit)


def _amount(number: Decimal, unit: str) -> str:
    """A number as it was written, with its unit; a ratio has none."""
    return f"{number:f}" if unit == PrintedUnit.RATIO else f"{number:f} {unit}"


def _beside(term: GradedTerm, grade: int) -> str:
    """Which higher grades are also given for something that is no number."""
    higher = [str(each) for each in term.term.beside_numbers if each > grade]
    if not higher:
        return ""
    *others, last = higher
    named = f"grades {', '.join(others)} and {last}" if others else f"grade {last}"
    return f"{named} can also be given for what is no number"
