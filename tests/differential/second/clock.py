"""Instants and civil days as whole numbers.

An instant is microseconds since 1970-01-01T00:00Z, a civil day is days since 1970-01-01.
Nothing here uses the calendar of the standard library.
"""

import re
from fractions import Fraction
from functools import cache, lru_cache

HOUR = 3_600_000_000
DAY = 24 * HOUR
BEFORE_MONTH = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
FORM = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{6}))?)?([+-])(\d\d):(\d\d))?$"
)


def is_leap(year: int) -> bool:
    """Whether the year has a 29th of February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def first_of_year(year: int) -> int:
    """The 1st of January as a day number."""
    past = year - 1
    leap_days = past // 4 - past // 100 + past // 400
    return past * 365 + leap_days - 719_162


def day_number(year: int, month: int, day: int) -> int:
    """A date as a day number."""
    leap = 1 if month > 2 and is_leap(year) else 0
    return first_of_year(year) + BEFORE_MONTH[month - 1] + leap + day - 1


@cache
def day_text(number: int) -> str:
    """A day number as YYYY-MM-DD."""
    year = 1970 + number // 366
    while first_of_year(year + 1) <= number:
        year += 1
    month = 12
    while day_number(year, month, 1) > number:
        month -= 1
    return f"{year:04}-{month:02}-{number - day_number(year, month, 1) + 1:02}"


@lru_cache(maxsize=4096)
def offset_of(text: str) -> int:
    """An offset such as +01:00 in microseconds."""
    size = int(text[1:3]) * HOUR + int(text[4:6]) * (HOUR // 60)
    return -size if text[0] == "-" else size


@lru_cache(maxsize=65536)
def moment(text: str, offset: int) -> tuple[int, int, int, int]:
    """(earliest, latest, civil day, offset) of an ISO text; a bare date is any hour of it."""
    found = FORM.match(text)
    if not found:
        raise ValueError(f"not a moment: {text}")
    year, month, day, hour, minute, second, micro, sign, off_hour, off_minute = found.groups()
    civil = day_number(int(year), int(month), int(day))
    if hour is None:
        start = civil * DAY - offset
        return start, start + DAY - 1, civil, offset
    own = offset_of(f"{sign}{off_hour}:{off_minute}")
    clock = int(hour) * HOUR + int(minute) * (HOUR // 60) + int(second or 0) * 1_000_000
    instant = civil * DAY + clock + int(micro or 0) - own
    return instant, instant, civil, own


@lru_cache(maxsize=65536)
def number(text: str) -> Fraction:
    """A decimal text, exactly."""
    return Fraction(text)


def half_up(value: Fraction) -> int:
    """The nearest whole number; a half goes away from zero (values here are not negative)."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)
