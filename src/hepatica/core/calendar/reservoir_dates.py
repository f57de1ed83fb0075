"""How long fills of later days last, by the plan's own fast bound."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import Entry, Exposure, Payload
from hepatica.core.frozen import frozen
from hepatica.core.moment import Moment
from hepatica.core.protocol.tables import FlowTable
from hepatica.core.pump.refill import refill_after
from hepatica.core.quantities import clinical_arithmetic


@frozen
class ReservoirDates:
    """What the safe refill date of a later fill is counted from.

    `usable_ml` is what a full reservoir holds above the reserve. `course` is without exposures
    of unknown end: those last until the next access (behaviour E-g).
    """

    course: Course
    usable_ml: Decimal
    bound_ml_per_day: Decimal
    table: FlowTable

    def safe_after(self, filled: date) -> date:
        """The safe refill date of a full reservoir filled at any hour of a day."""
        start = datetime.combine(filled, time(), tzinfo=self.course.at.tzinfo)
        moment = Moment(start, start + timedelta(days=1) - timedelta(microseconds=1), filled)
        with clinical_arithmetic():
            refill = refill_after(
                self.course, moment, self.usable_ml, self.bound_ml_per_day, self.table
            )
        return filled if refill.date is None else refill.date


def without_open_exposures(course: Course) -> Course:
    """The course as it is after the next access."""
    kept = tuple(entry for entry in course.entries if not _is_open_ended(entry))
    return replace(course, entries=kept)


def _is_open_ended(entry: Entry[Payload]) -> bool:
    return isinstance(entry.payload, Exposure) and entry.payload.until is None
