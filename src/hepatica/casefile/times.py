"""Times as text: a day, or an instant with its zone offset."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from hepatica.casefile.place import Place
from hepatica.core.moment import Moment
from hepatica.library.errors import ErrorCode

DAY_EXAMPLE = "2025-03-03"
INSTANT_EXAMPLE = "2025-03-03T09:00+01:00"
DAY_PATTERN = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
OFFSET_PATTERN = r"(?:Z|[+-][0-9]{2}:[0-9]{2})"
INSTANT_PATTERN = rf"{DAY_PATTERN}T[0-9]{{2}}:[0-9]{{2}}(?::[0-9]{{2}})?{OFFSET_PATTERN}"

_DAY = re.compile(DAY_PATTERN)
_INSTANT = re.compile(
    rf"({DAY_PATTERN})[T ]([0-9]{{2}}:[0-9]{{2}}(?::[0-9]{{2}})?)({OFFSET_PATTERN})?"
)
_OFFSET = re.compile(r"([+-])([0-9]{2}):([0-9]{2})")
_WESTMOST, _EASTMOST = timedelta(hours=-12), timedelta(hours=14)


# A day outside is a slip or a stand-in for "for ever"; no date of a course can be counted from it.
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


def read_day(text: str, place: Place) -> date:
    """A day of the calendar.

    Raises:
        InputErrors: E140.
    """
    try:
        if _DAY.fullmatch(text) and _FIRST_YEAR <= int(text[:4]) <= _LAST_YEAR:
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise place.refuse(
        ErrorCode.E140,
        came=text,
        expected=f"a day of the years {_FIRST_YEAR} to {_LAST_YEAR} as year-month-day",
        example=DAY_EXAMPLE,
    )


def read_instant(text: str, place: Place) -> datetime:
    """An instant with its offset.

    Raises:
        InputErrors: E140 to E143.
    """
    found = _INSTANT.fullmatch(text)
    if found is None:
        read_day(text[:10], place)
        raise _no_time(text, place)
    day = read_day(found.group(1), place)
    if found.group(3) is None:
        raise place.refuse(
            ErrorCode.E142,
            came=text,
            expected="an instant with its zone offset",
            example=INSTANT_EXAMPLE,
            remedy="Add the offset that held there on that day.",
        )
    offset = read_offset(found.group(3), place)
    try:
        return datetime.fromisoformat(f"{day.isoformat()}T{found.group(2)}").replace(tzinfo=offset)
    except ValueError:
        raise _no_time(text, place) from None


def _no_time(text: str, place: Place) -> Exception:
    return place.refuse(
        ErrorCode.E141,
        came=text,
        expected="a time from 00:00 to 23:59 with its zone offset",
        example=INSTANT_EXAMPLE,
    )


def read_offset(text: str, place: Place) -> timezone:
    """A zone offset; `Z` is UTC.

    Raises:
        InputErrors: E143.
    """
    if text == "Z":
        return UTC
    found = _OFFSET.fullmatch(text)
    if found is not None:
        sign, hours, minutes = found.groups()
        size = timedelta(hours=int(hours), minutes=int(minutes))
        offset = -size if sign == "-" else size
        if int(minutes) % 15 == 0 and int(minutes) < 60 and _WESTMOST <= offset <= _EASTMOST:
            return timezone(offset)
    raise place.refuse(
        ErrorCode.E143,
        came=text,
        expected="a zone offset between -12:00 and +14:00",
        example='"+01:00"',
    )


def read_moment(text: str, place: Place) -> Moment:
    """An instant, or any hour of a day, that does not lie in the future.

    Raises:
        InputErrors: E140 to E144.
    """
    if _DAY.fullmatch(text):
        moment = Moment.some_time_on(read_day(text, place), place.reading.offset)
    else:
        moment = Moment.exactly(read_instant(text, place))
    check_past(moment.earliest, text, place)
    return moment


def check_past(instant: datetime, text: str, place: Place) -> None:
    """Refuse an instant later than the clock (E144)."""
    if instant > place.reading.now:
        raise place.refuse(
            ErrorCode.E144,
            came=text,
            expected=f"a time not after {place.reading.now.isoformat(timespec='minutes')}",
            remedy="Check the year, the month and the zone offset.",
        )
