"""Whether the clinic is open on a day, and the last day it is open before another.

Only a help to plan visits: no dose, no order and no safe refill date ever asks it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from hepatica.core.frozen import frozen
from hepatica.library.errors import ErrorCode, refused
from hepatica.server.clinic.models import ClinicWeekday, Closure, Weekday


@frozen
class Clinic:
    """The days of the clinic. Where no weekday was ever set, every day not closed may be one."""

    weekdays: frozenset[int]
    closed: frozenset[date]

    def is_open(self, day: date) -> bool:
        """Whether pumps are accessed on this day."""
        is_clinic_day = not self.weekdays or day.weekday() in self.weekdays
        return is_clinic_day and day not in self.closed

    def last_open(self, until: date, *, since: date) -> date | None:
        """The last clinic day up to `until`, not before `since`; None where there is none."""
        for back in range((until - since).days + 1):
            day = until - timedelta(days=back)
            if self.is_open(day):
                return day
        return None


def clinic_days() -> Clinic:
    """The clinic days as they are set now."""
    return Clinic(
        frozenset(ClinicWeekday.objects.values_list("weekday", flat=True)),
        frozenset(Closure.objects.values_list("day", flat=True)),
    )


def set_weekdays(weekdays: frozenset[Weekday], by: str, now: datetime) -> None:
    """Say on which weekdays the clinic is open."""
    with transaction.atomic():
        ClinicWeekday.objects.exclude(weekday__in=weekdays).delete()
        for each in weekdays:
            ClinicWeekday.objects.get_or_create(weekday=each, defaults={"by": by, "at": now})


def close(day: date, why: str, by: str, now: datetime) -> None:
    """Close the clinic on one day.

    Raises:
        InputErrors: no reason is given (E118), or the day is past (E140).
    """
    if not why:
        raise refused(ErrorCode.E118, "reason", expected="why the clinic is closed, in words")
    if day < now.date():
        raise refused(ErrorCode.E140, "day", came=str(day), expected="today or a later day")
    Closure.objects.update_or_create(day=day, defaults={"why": why, "by": by, "at": now})


def reopen(day: date) -> None:
    """Take a closure back."""
    Closure.objects.filter(day=day).delete()
