"""Checks of the liver table and of the first-dose table."""

from __future__ import annotations

from collections.abc import Iterator

from hepatica.core.chart.words import LabTest
from hepatica.core.protocol.problems import Problem, above_zero, not_above, once_each, rising
from hepatica.core.protocol.tables import FirstDoseStep, FirstDoseTable, LiverStep, LiverTable
from hepatica.core.protocol.words import BandSide
from hepatica.core.quantities import HUNDRED

# FUDR is judged by these three together; a table without one of them would be blind to it.
_JUDGED_BY = (LabTest.AST, LabTest.ALP, LabTest.BILIRUBIN)


def check_liver(table: LiverTable) -> Iterator[Problem]:
    """Bands complement each other, steps rise, and a restart lies below its hold."""
    yield from _check_bands(table)
    for step in table.steps:
        yield from _check_step(step)


def _check_bands(table: LiverTable) -> Iterator[Problem]:
    for test in dict.fromkeys((*_JUDGED_BY, *table.tests)):
        path = f"liver/steps/{test}"
        rows = [step for step in table.steps if step.test is test]
        yield from once_each(path, (step.side for step in rows), BandSide)
        limits = {step.limit for step in rows}
        if len(limits) > 1:
            found = ", ".join(str(limit) for limit in sorted(limits))
            yield Problem(path, f"its at-most and above rows must meet at one limit, not {found}")


def _check_step(step: LiverStep) -> Iterator[Problem]:
    path = f"liver/steps/{step.test}/{step.side} {step.limit}"
    yield from rising(path, ("to_80", step.to_80), ("to_50", step.to_50), ("hold", step.hold))
    yield from not_above(path, ("restart_below", step.restart_below), ("hold", step.hold))
    yield from above_zero(
        path,
        ("the limit", step.limit),
        ("to_80", step.to_80),
        ("to_50", step.to_50),
        ("restart_below", step.restart_below),
        ("restart_percent", step.restart_percent),
    )
    yield from not_above(path, ("restart_percent", step.restart_percent), ("100 percent", HUNDRED))


def check_first_dose(table: FirstDoseTable, liver: LiverTable) -> Iterator[Problem]:
    """Each test of the liver table has one first-dose row, and the steps of a row rise."""
    yield from once_each("first_dose/steps", (step.test for step in table.steps), liver.tests)
    for step in table.steps:
        yield from _check_first_dose_step(step)


def _check_first_dose_step(step: FirstDoseStep) -> Iterator[Problem]:
    path = f"first_dose/steps/{step.test}"
    if (step.hold is None) == (step.hold_above is None):
        yield Problem(path, "must have either hold or hold_above, and not both")
    yield from above_zero(path, ("to_80", step.to_80), ("to_50", step.to_50))
    yield from rising(path, ("to_80", step.to_80), ("to_50", step.to_50), ("hold", step.hold))
    yield from not_above(path, ("to_50", step.to_50), ("hold_above", step.hold_above))
