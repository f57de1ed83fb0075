"""Hold and restart: a hold stays open from its first sample until FUDR is given again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import PumpFilled
from hepatica.core.chart.words import Content, LabTest
from hepatica.core.dosing.liver import HOLD, TestResult, lowest_percent, may_restart
from hepatica.core.dosing.samples import Panel, Values, drawn, tests_at_hold
from hepatica.core.frozen import frozen
from hepatica.core.protocol.tables import LiverTable
from hepatica.core.protocol.words import ReferenceDay


@frozen
class OpenHold:
    """Samples at hold level since the last FUDR fill, and every test that stood there."""

    samples: tuple[Panel, ...]
    tests: tuple[LabTest, ...]


def find_open_hold(
    panels: Iterable[Panel], references: Values, table: LiverTable
) -> OpenHold | None:
    """The open hold, if any sample since the last FUDR fill stood at hold."""
    at_hold = [(panel, tests_at_hold(panel, references, table)) for panel in panels]
    samples = tuple(panel for panel, tests in at_hold if tests)
    if not samples:
        return None
    held = {test for _, tests in at_hold for test in tests}
    return OpenHold(samples, tuple(test for test in table.tests if test in held))


def is_served(course: Course, at_hold: OpenHold, *, from_day: date) -> bool:
    """Whether the first dose day after the newest of the samples at hold has passed (E-b).

    It has passed once something other than FUDR was filled on such a day, before today.
    """
    newest = max(drawn(sample) for sample in at_hold.samples)
    return any(
        fill.payload.content is not Content.FUDR
        and fill.payload.net_ml > 0
        and from_day <= fill.at.day < course.today
        and fill.at.latest > newest
        for fill in course.all(PumpFilled)
    )


def restart_percent(
    results: tuple[TestResult, ...], hold: OpenHold, reference: ReferenceDay
) -> Decimal | None:
    """Percent at which a held course restarts; None while it may not (behaviour D5).

    The lowest restart percent among the held tests, not above the day's table result. Where the
    reference is the day of restart, that day's values are divided by themselves, so the table
    bounds nothing; that no test is at hold, and each held test below its restart limit, is
    judged by the value of the last FUDR fill all the same.
    """
    if lowest_percent(results) == HOLD:
        return None
    held = [result for result in results if result.test in hold.tests]
    if not all(may_restart(result) for result in held):
        return None
    lowest = min(result.step.restart_percent for result in held)
    match reference:
        case ReferenceDay.DAY_OF_LAST_FUDR_FILL:
            return min(lowest_percent(results), lowest)
        case ReferenceDay.DAY_OF_RESTART:
            return lowest
