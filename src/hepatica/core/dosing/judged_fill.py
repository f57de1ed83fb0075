"""The FUDR fill whose values the liver table still judges by.

A hold ends when restart was allowed, not because FUDR went in: a fill made against an open
hold, be it only millilitres that were drawn out again, ends nothing (behaviour D5).
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from hepatica.core.chart.course import Course
from hepatica.core.chart.laboratory import LaboratoryPanel
from hepatica.core.dosing.dose_day import procedure_between
from hepatica.core.dosing.liver import apply_table
from hepatica.core.dosing.restart import OpenHold, find_open_hold, restart_percent
from hepatica.core.dosing.samples import (
    Panel,
    Values,
    drawn,
    drawn_before,
    drawn_within,
    highest,
    reference_values,
)
from hepatica.core.protocol.tables import LiverTable
from hepatica.core.pump.ledger import Dwell, Ledger
from hepatica.core.quantities import Unknown


def judged_fill(course: Course, table: LiverTable, ledger: Ledger) -> Dwell | None:
    """The last FUDR fill that no open hold spoke against; None before the first FUDR."""
    dwells = ledger.fudr_dwells
    if not dwells:
        return None
    judged = dwells[0]
    for _, later in pairwise(dwells):
        if not _is_against_hold(course, table, judged, later):
            judged = later
    return judged


def _is_against_hold(course: Course, table: LiverTable, judged: Dwell, later: Dwell) -> bool:
    """Whether a hold was open when FUDR went in again, and its restart was not allowed."""
    references = reference_values(course, judged, table)
    if isinstance(references, Unknown):
        return False
    panels = _drawn_between(course, judged, later)
    before = drawn_before(panels, procedure_between(course, judged, later))
    hold = find_open_hold(before, references, table)
    return hold is not None and not _may_restart(panels, later, references, hold, table)


def _drawn_between(course: Course, judged: Dwell, later: Dwell) -> tuple[Panel, ...]:
    since, until = judged.fill.at.latest, later.fill.at.latest
    return tuple(p for p in course.all(LaboratoryPanel) if since < drawn(p) <= until)


def _may_restart(
    panels: Iterable[Panel], later: Dwell, references: Values, hold: OpenHold, table: LiverTable
) -> bool:
    fresh = drawn_within(panels, later.fill.at.latest, table.freshness_hours)
    results = apply_table(table, references=references, now=highest(fresh))
    return not isinstance(results, Unknown) and (
        restart_percent(results, hold, table.reference) is not None
    )
