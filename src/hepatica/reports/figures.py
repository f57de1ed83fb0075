"""Figures and times as people read them."""

from __future__ import annotations

from calendar import day_name, month_name
from datetime import date, datetime
from decimal import ROUND_FLOOR, Decimal

from hepatica.core.quantities import round_half_up, twelve_digits

_LONGEST = 12


def exact(value: Decimal) -> str:
    """A computed figure, with the twelve digits that Hepatica calls unrounded."""
    return twelve_digits(value)


def as_written(value: Decimal) -> str:
    """A figure as the chart holds it; one that a change of unit made endless is cut."""
    digits = len(value.as_tuple().digits)
    return format(value, "f") if digits <= _LONGEST else twelve_digits(value)


def near(value: Decimal, step: str) -> str:
    """A computed figure to the nearest `step`, for the eye; the trace holds it unrounded."""
    return twelve_digits(round_half_up(value, step=Decimal(step)))


def millilitres(value: Decimal) -> str:
    """A volume as a syringe shows it: to 0.01 mL."""
    return f"{near(value, '0.01')} mL"


def level(value: Decimal) -> str:
    """A volume expected in the reservoir: to 0.1 mL."""
    return f"{near(value, '0.1')} mL"


def least(value: Decimal) -> str:
    """The least volume that may be there: to 0.1 mL, never rounded up."""
    return f"{twelve_digits(value.quantize(Decimal('0.1'), rounding=ROUND_FLOOR))} mL"


def instant(value: datetime) -> str:
    """A moment to the minute, with its offset."""
    return value.isoformat(timespec="minutes")


def clock(value: datetime, at: datetime) -> str:
    """A moment to the minute by the clock of `at`, for a page that shows the offset of `at`."""
    return f"{value.astimezone(at.tzinfo):%Y-%m-%d %H:%M}"


def weekday(value: date) -> str:
    """A date with its day of the week, such as "Mon 2026-02-09"."""
    names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    return f"{names[value.weekday()]} {value.isoformat()}"


def long_date(value: date) -> str:
    """A date in words that nobody takes for another, such as "Monday 9 February 2026"."""
    return f"{day_name[value.weekday()]} {value.day} {month_name[value.month]} {value.year}"
