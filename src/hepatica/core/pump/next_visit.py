"""The dates that a fill ordered now would bring: its safe refill date and emptying window."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hepatica.core.chart.course import Course
from hepatica.core.frozen import frozen
from hepatica.core.moment import Moment
from hepatica.core.protocol.tables import Calendar, FlowTable
from hepatica.core.pump.device import Device
from hepatica.core.pump.refill import Refill, refill_after
from hepatica.core.quantities import clinical_arithmetic


@frozen
class EmptyingWindow:
    """The civil days on which a FUDR fill is emptied; none lies after the safe refill date."""

    planned: date
    earliest: date
    latest: date


def refill_after_filling(
    course: Course, volume_ml: Decimal, device: Device, present: Refill, table: FlowTable
) -> Refill | None:
    """When a fill of `volume_ml` made now must be followed at the latest.

    `present` holds the fast bound of the pump; None without one.
    """
    bound = present.fast_bound_ml_per_day
    if bound is None:
        return None
    with clinical_arithmetic():
        usable = volume_ml - device.reserve_ml
        return refill_after(course, Moment.exactly(course.at), usable, bound, table)


def emptying_window(filled: date, calendar: Calendar, safe: date) -> EmptyingWindow:
    """Day 15 and the days around it, for FUDR filled on `filled` (behaviour E-a)."""
    day = filled + timedelta(days=int(calendar.dwell_days))
    around = timedelta(days=int(calendar.empty_window_days))
    return EmptyingWindow(min(day, safe), min(day - around, safe), min(day + around, safe))
