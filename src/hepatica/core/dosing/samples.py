"""Which samples count: now, the reference, the baseline, and those at hold level."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import Entry, OrderSigned, ProcedureDone, PumpImplanted
from hepatica.core.chart.laboratory import LaboratoryPanel, LabValue
from hepatica.core.chart.words import LabTest
from hepatica.core.dosing.liver import FULL, HOLD, table_percent
from hepatica.core.moment import elapsed_days
from hepatica.core.protocol.tables import LiverTable
from hepatica.core.pump.ledger import Dwell
from hepatica.core.quantities import Unknown

Panel = Entry[LaboratoryPanel]
Values = dict[LabTest, LabValue]

_HOURS_PER_DAY = 24


def drawn(panel: Panel) -> datetime:
    """When a sample was drawn; a day without a time counts from its beginning."""
    return panel.at.earliest


def panels_since(course: Course, last: Dwell | None) -> tuple[Panel, ...]:
    """Samples drawn after the last FUDR fill; all of them before the first."""
    panels = course.all(LaboratoryPanel)
    if last is None:
        return panels
    return tuple(panel for panel in panels if drawn(panel) > last.fill.at.latest)


def is_new_since(panel: Panel, last: Dwell) -> bool:
    """Whether a sample was drawn, or learned of, after a FUDR fill, as far as one can tell (P1).

    On a day without a time, of either, it may have been.
    """
    return max(panel.at.latest, panel.learned_at) > last.fill.at.earliest


def fresh_panels(course: Course, panels: Iterable[Panel], table: LiverTable) -> tuple[Panel, ...]:
    """Samples drawn at most 72 h before the planned fill."""
    return drawn_within(panels, course.at, table.freshness_hours)


def drawn_before(
    panels: Iterable[Panel], procedure: Entry[ProcedureDone] | None
) -> tuple[Panel, ...]:
    """The samples that can open a hold: after a procedure the first-dose rule judges instead."""
    if procedure is None:
        return tuple(panels)
    return tuple(panel for panel in panels if drawn(panel) <= procedure.at.latest)


def drawn_within(panels: Iterable[Panel], until: datetime, hours: Decimal) -> tuple[Panel, ...]:
    """Those drawn at most so many hours before an instant."""
    return tuple(panel for panel in panels if _hours_between(drawn(panel), until) <= hours)


def emptied_day_panels(
    panels: Iterable[Panel], last: Dwell | None, table: LiverTable
) -> tuple[Panel, ...] | None:
    """Samples within 72 h of evacuating the last FUDR fill; None while it is still in."""
    if last is None or last.access is None:
        return None
    emptied = last.access.at.earliest
    return tuple(
        panel
        for panel in panels
        if abs(_hours_between(drawn(panel), emptied)) <= table.emptied_day_hours
    )


def _hours_between(start: datetime, end: datetime) -> Decimal:
    return elapsed_days(start, end) * _HOURS_PER_DAY


def highest(panels: Iterable[Panel]) -> Values:
    """The highest value of every test measured; "<x" counts as x."""
    values: Values = {}
    for panel in panels:
        for test, value in panel.payload.results:
            if test not in values or value.value > values[test].value:
                values[test] = value
    return values


def missing(values: Values, table: LiverTable) -> tuple[LabTest, ...]:
    """The table's tests that are not among `values`."""
    return tuple(test for test in table.tests if test not in values)


def is_complete(panel: Panel, table: LiverTable) -> bool:
    """Whether one sample has every test of the table."""
    return all(panel.payload.get(test) is not None for test in table.tests)


def latest_complete(panels: Iterable[Panel], until: datetime, table: LiverTable) -> Panel | None:
    """The newest complete sample surely drawn at or before `until` (behaviour E-b)."""
    found = [p for p in panels if p.at.latest <= until and is_complete(p, table)]
    return found[-1] if found else None


def baseline(course: Course, table: LiverTable) -> Panel | None:
    """The pre-therapy values: newest complete sample at or before the implant (E-j)."""
    implants = course.all(PumpImplanted)
    if not implants:
        return None
    return latest_complete(course.all(LaboratoryPanel), implants[0].at.earliest, table)


def signed_order(course: Course, last: Dwell) -> Entry[OrderSigned] | None:
    """The signed order of a FUDR fill, when the fill names one."""
    named = last.fill.payload.order
    return next((each for each in course.all(OrderSigned) if each.id == named), None)


def reference_values(course: Course, last: Dwell, table: LiverTable) -> Values | Unknown:
    """What the liver table divides by (behaviour D1).

    The values the signed order of the last FUDR fill used; without one, the newest complete
    sample surely drawn at or before that fill, and at most 72 h before it.
    """
    order = signed_order(course, last)
    if order is not None:
        values = dict(order.payload.liver_tests)
        if not missing(values, table):
            return values
    filled = last.fill.at
    panel = latest_complete(course.all(LaboratoryPanel), filled.earliest, table)
    if panel is None or _hours_between(drawn(panel), filled.latest) > table.reference_hours:
        return Unknown("the liver tests of the day of the last FUDR fill")
    return dict(panel.payload.results)


def known_percents(table: LiverTable, references: Values, panel: Panel) -> dict[LabTest, Decimal]:
    """The table's answer for every test of one sample that has a reference."""
    percents = {}
    for test in table.tests:
        now, reference = panel.payload.get(test), references.get(test)
        if now is not None and reference is not None and not reference.is_below:
            percents[test] = table_percent(table, test, reference=reference, now=now)
    return percents


def lowest_known_percent(table: LiverTable, references: Values, panel: Panel) -> Decimal:
    """The strictest of them; 100 when the sample has none."""
    return min(known_percents(table, references, panel).values(), default=FULL)


def tests_at_hold(panel: Panel, references: Values, table: LiverTable) -> tuple[LabTest, ...]:
    """The tests of one sample that stand at hold against the reference."""
    percents = known_percents(table, references, panel)
    return tuple(test for test, percent in percents.items() if percent == HOLD)
