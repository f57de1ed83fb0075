"""The days on which a visit can be made: the clinic is open and the patient is there."""

from __future__ import annotations

from datetime import date, timedelta

from hepatica.core.chart.course import Course
from hepatica.core.chart.systemic_entries import Away
from hepatica.core.frozen import frozen

_NAMES = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
_MONDAY_TO_FRIDAY = frozenset(range(5))


@frozen
class Closure:
    """Days on which the clinic is closed, both included, and why."""

    since: date
    until: date
    why: str


@frozen
class ClinicDays:
    """The weekdays of the clinic as `date.weekday` counts them, and its closures."""

    weekdays: frozenset[int] = _MONDAY_TO_FRIDAY
    closures: tuple[Closure, ...] = ()


@frozen
class Closed:
    """Why no visit can be made on a day.

    `what` holds words of Hepatica alone; `why` is what the clinic wrote; `entries` are of the
    chart.
    """

    what: str
    why: str = ""
    entries: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.what} ({self.why})" if self.why else self.what


@frozen
class OpenDays:
    """The clinic's days without those on which this patient is away."""

    clinic: ClinicDays
    course: Course

    def closed(self, day: date) -> Closed | None:
        """Why no visit can be made on this day; None when one can."""
        for closure in self.clinic.closures:
            if closure.since <= day <= closure.until:
                return Closed("the clinic is closed", closure.why)
        if day.weekday() not in self.clinic.weekdays:
            return Closed(f"the clinic is closed on {_NAMES[day.weekday()]}")
        for entry in self.course.all(Away):
            if entry.payload.since <= day <= entry.payload.until:
                return Closed("the patient is away", entries=(entry.id,))
        return None

    def is_open(self, day: date) -> bool:
        """Whether a visit can be made on this day."""
        return self.closed(day) is None

    def between(self, first: date, last: date) -> tuple[date, ...]:
        """The open days from `first` to `last`, both included."""
        count = (last - first).days + 1
        days = (first + timedelta(days=number) for number in range(count))
        return tuple(day for day in days if self.is_open(day))
