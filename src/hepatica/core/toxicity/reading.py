"""What one laboratory value reaches in each row of its term; one function for each word."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum

from hepatica.core.frozen import frozen
from hepatica.core.quantities import HUNDRED
from hepatica.core.toxicity.table import GradedTerm, GradeRow
from hepatica.core.toxicity.words import Basis, Bound, Measured, PrintedUnit, Threshold, When


@frozen
class Scale:
    """From the reported unit to a printed one, exactly: value × times ÷ over."""

    times: Decimal
    over: Decimal

    @property
    def is_same(self) -> bool:
        """Whether both are one unit."""
        return self.times == self.over

    def to(self, other: Scale) -> Scale:
        """From this unit to another, where both lead to one canonical unit."""
        return Scale(self.times * other.over, self.over * other.times)

    def apply(self, amount: Decimal) -> Decimal:
        """An amount in the other unit; needs the clinical context to be open."""
        return amount if self.is_same else amount * self.times / self.over


# The units of each quantity, each with its scale to the canonical one.
Units = Mapping[Measured, Mapping[str, Scale]]


def printed_scales(unit: str, units: Mapping[str, Scale]) -> dict[PrintedUnit, Scale]:
    """From one unit of a quantity to each that a table of grades prints, exactly.

    Raises:
        KeyError: the quantity has no such unit.
    """
    here = units[unit]
    return {printed: here.to(units[printed]) for printed in PrintedUnit if printed in units}


@frozen
class LaboratoryValue:
    """One laboratory value with what its grade may rest on; None is unknown.

    Value, limits of normal and baseline are in `unit`. `scales` leads from it to each printed
    unit in which the term may be measured.
    """

    value: Decimal
    unit: str
    scales: Mapping[PrintedUnit, Scale]
    uln: Decimal | None = None
    lln: Decimal | None = None
    baseline: Decimal | None = None
    baseline_abnormal: bool | None = None
    symptomatic: bool | None = None
    on_anticoagulation: bool | None = None


class Fact(StrEnum):
    """What decides for whom a row is; named as it is asked for."""

    BASELINE_ABNORMAL = "baseline_abnormal"
    SYMPTOMATIC = "symptomatic"
    ON_ANTICOAGULATION = "on_anticoagulation"


@frozen
class RowReading:
    """The grade that a value reaches in a row; None where `needs` is missing."""

    row: GradeRow
    reached: int | None
    needs: str = ""

    @property
    def least(self) -> int:
        """The grade that this row gives at least."""
        return 0 if self.reached is None else self.reached

    @property
    def most(self) -> int:
        """The grade that this row gives at most."""
        return self.row.thresholds[-1][0] if self.reached is None else self.reached


# For whom a row is: the fact it asks for, and which answer makes the row count.
WANTED: Mapping[When, tuple[Fact, bool] | None] = {
    When.ALWAYS: None,
    When.BASELINE_NORMAL: (Fact.BASELINE_ABNORMAL, False),
    When.BASELINE_ABNORMAL: (Fact.BASELINE_ABNORMAL, True),
    When.ASYMPTOMATIC: (Fact.SYMPTOMATIC, False),
    When.SYMPTOMATIC: (Fact.SYMPTOMATIC, True),
    When.NO_ANTICOAGULATION: (Fact.ON_ANTICOAGULATION, False),
    When.ON_ANTICOAGULATION: (Fact.ON_ANTICOAGULATION, True),
}


def answer_to(fact: Fact, term: GradedTerm, found: LaboratoryValue) -> bool | None:
    """Whether a fact holds; None where nobody says."""
    return _ANSWERS[fact](term, found)


def rows_in_unit(
    term: GradedTerm, unit: str, scales: Mapping[PrintedUnit, Scale]
) -> list[GradeRow]:
    """The rows of a term; of amounts printed in two units, those in the reported one.

    Where the reported unit is not printed, the first printed unit stands for it.
    """
    printed = list(dict.fromkeys(row.unit for row in term.rows if row.unit is not None))
    chosen = next(iter(printed), None)
    for candidate in reversed(printed):
        if scales[candidate].is_same:
            chosen = candidate
    if unit in printed:
        chosen = PrintedUnit(unit)
    return [row for row in term.rows if row.unit in {None, chosen}]


def read_row(row: GradeRow, found: LaboratoryValue) -> RowReading:
    """The grade that a value reaches in a row. Thresholds are compared as products."""
    compared = _COMPARED[row.of](row, found)
    if compared is None:
        return RowReading(row, None, NEEDS[row.of])
    measured, one = compared
    reached = [g for g, begins in row.thresholds if is_reached(begins, measured, one)]
    return RowReading(row, max(reached, default=0))


def is_reached(begins: Threshold, measured: Decimal, one: Decimal) -> bool:
    """Whether a measured amount lies beyond a threshold, which counts in multiples of `one`."""
    return _BOUNDS[begins.bound](measured, begins.number * one)


# What a row needs beside the value, as it is asked for.
NEEDS: Mapping[Basis, str] = {
    Basis.ULN: "uln",
    Basis.LLN: "lln",
    Basis.BASELINE: "baseline",
    Basis.FALL: "baseline",
    Basis.AMOUNT: "unit",
}
_BOUNDS: Mapping[Bound, Callable[[Decimal, Decimal], bool]] = {
    Bound.ABOVE: lambda measured, limit: measured > limit,
    Bound.AT_LEAST: lambda measured, limit: measured >= limit,
    Bound.BELOW: lambda measured, limit: measured < limit,
}

_Compared = tuple[Decimal, Decimal] | None


def _of(one: Decimal | None, found: LaboratoryValue) -> _Compared:
    return None if one is None else (found.value, one)


def _of_uln(_: GradeRow, found: LaboratoryValue) -> _Compared:
    return _of(found.uln, found)


def _of_lln(_: GradeRow, found: LaboratoryValue) -> _Compared:
    return _of(found.lln, found)


def _of_baseline(_: GradeRow, found: LaboratoryValue) -> _Compared:
    return _of(found.baseline, found)


def _fall(_: GradeRow, found: LaboratoryValue) -> _Compared:
    baseline = found.baseline
    return None if baseline is None else ((baseline - found.value) * HUNDRED, baseline)


def _amount(row: GradeRow, found: LaboratoryValue) -> _Compared:
    if row.unit is None:
        return None
    scale = found.scales[row.unit]
    return found.value * scale.times, scale.over


_COMPARED: Mapping[Basis, Callable[[GradeRow, LaboratoryValue], _Compared]] = {
    Basis.ULN: _of_uln,
    Basis.LLN: _of_lln,
    Basis.BASELINE: _of_baseline,
    Basis.FALL: _fall,
    Basis.AMOUNT: _amount,
}


def _baseline_abnormal(term: GradedTerm, found: LaboratoryValue) -> bool | None:
    """As a person says; else from the baseline, which without a value is taken for normal."""
    baseline, limit = found.baseline, found.lln if term.is_low else found.uln
    if found.baseline_abnormal is not None:
        return found.baseline_abnormal
    if baseline is None:
        return False
    if limit is None:
        return None
    return baseline < limit if term.is_low else baseline > limit


_ANSWERS: Mapping[Fact, Callable[[GradedTerm, LaboratoryValue], bool | None]] = {
    Fact.BASELINE_ABNORMAL: _baseline_abnormal,
    Fact.SYMPTOMATIC: lambda _, found: found.symptomatic,
    Fact.ON_ANTICOAGULATION: lambda _, found: found.on_anticoagulation,
}
