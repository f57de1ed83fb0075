"""The liver table: one test's percent from its value now and its reference."""

from __future__ import annotations

from decimal import Decimal

from hepatica.core.chart.laboratory import LabValue
from hepatica.core.chart.words import LabTest
from hepatica.core.frozen import frozen
from hepatica.core.protocol.tables import LiverStep, LiverTable
from hepatica.core.quantities import HUNDRED, Unknown

FULL = HUNDRED
EIGHTY = Decimal(80)
FIFTY = Decimal(50)
HOLD = Decimal(0)


@frozen
class TestResult:
    """What the table says of one test: percent 100, 80, 50 or 0 (hold), and the row used."""

    __test__ = False  # pytest takes names beginning with "Test" for tests

    test: LabTest
    step: LiverStep
    reference: LabValue
    now: LabValue
    percent: Decimal

    @property
    def ratio(self) -> Decimal:
        """Now divided by reference, for display; decisions compare products instead."""
        now, reference = comparable(self.now, self.reference)
        return now / reference


def comparable(now: LabValue, reference: LabValue) -> tuple[Decimal, Decimal]:
    """Both values in the unit they were reported in when that agrees, else canonical (D7)."""
    if now.reported_unit == reference.reported_unit:
        return now.reported, reference.reported
    return now.value, reference.value


def find_step(table: LiverTable, test: LabTest, reference: LabValue) -> LiverStep:
    """The row of the table for this test and reference."""
    return next(step for step in table.steps if step.test is test and step.is_for(reference.value))


def table_percent(
    table: LiverTable, test: LabTest, *, reference: LabValue, now: LabValue
) -> Decimal:
    """Percent of the dose that the table allows for one test; 0 means hold.

    Steps begin at their number. Compared as products, so that 1.8 against 1.2 is exact.
    """
    step = find_step(table, test, reference)
    value, base = comparable(now, reference)
    if value >= step.hold * base:
        return HOLD
    if value >= step.to_50 * base:
        return FIFTY
    if step.to_80 is not None and value >= step.to_80 * base:
        return EIGHTY
    return FULL


def apply_table(
    table: LiverTable,
    *,
    references: dict[LabTest, LabValue],
    now: dict[LabTest, LabValue],
) -> tuple[TestResult, ...] | Unknown:
    """The table's answer for every test it names, or what is missing for one."""
    results = []
    for test in table.tests:
        reference, value = references.get(test), now.get(test)
        if reference is None or reference.is_below:
            return Unknown(f"a reference value of {test.value}")
        if value is None:
            return Unknown(f"a value of {test.value} now")
        percent = table_percent(table, test, reference=reference, now=value)
        step = find_step(table, test, reference)
        results.append(TestResult(test, step, reference, value, percent))
    return tuple(results)


def lowest_percent(results: tuple[TestResult, ...]) -> Decimal:
    """The strictest test decides; 0 means hold."""
    return min(result.percent for result in results)


def may_restart(result: TestResult) -> bool:
    """Whether a held test is back below its restart limit."""
    now, reference = comparable(result.now, result.reference)
    return now < result.step.restart_below * reference
