"""The first-dose limits: against the laboratory's upper limit or the pre-operative value."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from hepatica.core.chart.laboratory import LabValue
from hepatica.core.chart.words import LabTest
from hepatica.core.dosing.liver import EIGHTY, FIFTY, FULL, HOLD, comparable
from hepatica.core.frozen import frozen
from hepatica.core.protocol.tables import FirstDoseStep, FirstDoseTable
from hepatica.core.protocol.words import Against
from hepatica.core.quantities import Unknown


def first_dose_percent(step: FirstDoseStep, *, limit: Decimal, now: Decimal) -> Decimal:
    """Percent of the starting dose for one test; 0 means hold.

    Args:
        step: the row of the first-dose table.
        limit: what the row's numbers multiply: the upper limit or the pre-operative value.
        now: today's value, in the unit of `limit`.
    """
    if step.hold is not None and now >= step.hold * limit:
        return HOLD
    if step.hold_above is not None and now > step.hold_above * limit:
        return HOLD
    if now >= step.to_50 * limit:
        return FIFTY
    if step.to_80 is not None and now >= step.to_80 * limit:
        return EIGHTY
    return FULL


@frozen
class FirstDose:
    """Percent by test, and what is missing to judge the others."""

    percents: Mapping[LabTest, Decimal]
    lacking: str = ""

    @property
    def held_tests(self) -> frozenset[LabTest]:
        """The tests at hold; a known hold stands although another test is missing."""
        return frozenset(test for test, percent in self.percents.items() if percent == HOLD)


def apply_first_dose(
    table: FirstDoseTable,
    *,
    now: Mapping[LabTest, LabValue],
    pre_operative: Mapping[LabTest, LabValue],
    required: tuple[LabTest, ...],
) -> FirstDose:
    """The first-dose table for every test.

    A test that the liver table does not require counts when it was measured on both days.
    """
    percents: dict[LabTest, Decimal] = {}
    lacking = ""
    for step in table.steps:
        answer = _one_test(step, now.get(step.test), pre_operative.get(step.test))
        if isinstance(answer, Decimal):
            percents[step.test] = answer
        elif step.test in required:
            lacking = lacking or answer.needs
    return FirstDose(percents, lacking)


def _one_test(
    step: FirstDoseStep, now: LabValue | None, before: LabValue | None
) -> Decimal | Unknown:
    if now is None:
        return Unknown(f"a value of {step.test.value} now")
    if step.against is Against.UPPER_LIMIT:
        if now.upper_limit is None:
            return Unknown(f"the laboratory's upper limit of {step.test.value}")
        return first_dose_percent(step, limit=now.upper_limit, now=now.reported)
    if before is None or before.is_below:
        return Unknown(f"a pre-operative value of {step.test.value}")
    value, base = comparable(now, before)
    return first_dose_percent(step, limit=base, now=value)
