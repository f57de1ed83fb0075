"""When something was true: an instant, or any hour of a civil day."""

from __future__ import annotations

import calendar as months
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

from hepatica.core.frozen import frozen

_MICROSECONDS_PER_DAY = Decimal(86_400_000_000)


@frozen
class Moment:
    """A point in time as a chart holds it.

    A date written without a time means any hour of that civil day: `earliest` and `latest`
    then lie a day apart. `day` is the civil date as written and is never recomputed.

    Raises:
        ValueError: an instant has no offset, or `latest` lies before `earliest`.
    """

    earliest: datetime
    latest: datetime
    day: date

    def __post_init__(self) -> None:
        if self.earliest.tzinfo is None or self.latest.tzinfo is None:
            raise ValueError("a moment needs a time zone offset")
        if self.latest < self.earliest:
            raise ValueError("a moment cannot end before it begins")

    @property
    def is_exact(self) -> bool:
        """Whether the time of day is known."""
        return self.earliest == self.latest

    @classmethod
    def exactly(cls, instant: datetime) -> Moment:
        """The moment of one instant; its civil day is the one written with its offset."""
        return cls(instant, instant, instant.date())

    @classmethod
    def some_time_on(cls, day: date, offset: timezone) -> Moment:
        """Any hour of `day` at `offset`."""
        start = datetime.combine(day, time(), tzinfo=offset)
        return cls(start, start + timedelta(days=1) - timedelta(microseconds=1), day)


def elapsed_days(start: datetime, end: datetime) -> Decimal:
    """Days from `start` to `end`, as the difference in UTC; negative when `end` is earlier."""
    difference = end.astimezone(UTC) - start.astimezone(UTC)
    return Decimal(difference // timedelta(microseconds=1)) / _MICROSECONDS_PER_DAY


def after_days(start: datetime, days: Decimal) -> datetime:
    """The instant `days` after `start`, to the microsecond below."""
    return start + timedelta(microseconds=int(days * _MICROSECONDS_PER_DAY))


def add_months(day: date, count: int) -> date:
    """The same day of a later month, or that month's last day."""
    index = day.year * 12 + day.month - 1 + count
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, months.monthrange(year, month)[1]))
