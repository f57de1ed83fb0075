"""A calendar of a course as an iCalendar file that can be corrected as well as filled.

Each item has one event for good: its UID is a hash of case and item. When a file is written again
an event that says something else rises in its SEQUENCE, and one whose item is gone stays as
cancelled, so that a calendar that took the old one over takes the change over too. No event names
a patient, a person or an entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone

from hepatica import __version__
from hepatica.core.calendar.items import CourseCalendar, Item
from hepatica.core.frozen import frozen
from hepatica.library.errors import ErrorCode, refused

_HASH_LENGTH = 32
_CASE = "X-HEPATICA-CASE"
_PRODUCT = "Hepatica"
CONFIRMED, CANCELLED = "CONFIRMED", "CANCELLED"


@frozen
class Start:
    """The hour at which the visits of the clinic begin, in its time zone."""

    at: time
    zone: ZoneInfo

    def on(self, day: date) -> datetime:
        """The beginning of a visit on a day."""
        return datetime.combine(day, self.at, tzinfo=self.zone)


@frozen
class Earlier:
    """The events of the file as it was, by UID."""

    events: Mapping[str, Event]

    @property
    def last_day(self) -> date | None:
        """The last day on which it still has something; what was cancelled does not count."""
        days = [_day_of(e) for e in self.events.values() if _status(e) != CANCELLED]
        return max(days, default=None)


NOTHING_EARLIER = Earlier({})


def case_hash(case: str) -> str:
    """What stands for a case in a file: from it nobody reads the case."""
    return sha256(f"case\n{case}".encode()).hexdigest()[:_HASH_LENGTH]


def uid_of(case: str, key: str) -> str:
    """The UID of one item of a case, the same for good."""
    digest = sha256(f"item\n{case}\n{key}".encode()).hexdigest()[:_HASH_LENGTH]
    return f"{digest}@hepatica"


def read_earlier(content: bytes, *, case: str, name: str) -> Earlier:
    """The events of a calendar file that this command wrote before.

    Raises:
        InputErrors: E542, it is no calendar, of another program, or of another chart.
    """
    try:
        found = Calendar.from_ical(content)
    except (ValueError, IndexError, KeyError):
        raise _not_ours(name, "no iCalendar file") from None
    if _PRODUCT not in str(found.get("prodid", "")):
        raise _not_ours(name, "a calendar of another program")
    if str(found.get(_CASE, "")) != case_hash(case):
        raise _not_ours(name, "a calendar of another chart")
    if not all(map(_is_whole, found.events)):
        raise _not_ours(name, "a damaged calendar file")
    return Earlier({str(event["uid"]): event for event in found.events})


def _is_whole(event: Event) -> bool:
    """Whether an event has what every event of ours has, each readable."""
    try:
        return bool(event["uid"]) and all(
            event.decoded(part) is not None for part in ("dtstart", "dtstamp", "sequence")
        )
    except (KeyError, ValueError, AttributeError):
        return False


def _not_ours(name: str, came: str) -> Exception:
    return refused(
        ErrorCode.E542,
        name,
        came=came,
        expected="a calendar file that hepatica calendar wrote for this chart, or no file",
        remedy="Name another file; nothing was written.",
    )


def render_icalendar(
    calendar: CourseCalendar,
    *,
    stamp: datetime,
    earlier: Earlier = NOTHING_EARLIER,
    start: Start | None = None,
    with_case: bool = False,
) -> bytes:
    """The file: every item of the calendar, and what became of the events of an earlier file.

    Args:
        calendar: the calendar.
        stamp: when the file is made.
        earlier: the events of the file as it was.
        start: when visits begin; without it events last the whole day.
        with_case: whether the case stands in the titles.
    """
    case = calendar.plan.course.case
    made = _head(case)
    shown = f"{case}: " if with_case else ""
    events: dict[str, Event] = {}
    for item in calendar.items:
        event = _event(item, calendar, start, shown)
        uid = uid_of(case, item.key)
        events[uid] = _stamped(event, uid, stamp, earlier.events.get(uid))
    for uid, event in earlier.events.items():
        if uid not in events:
            events[uid] = _gone(event, calendar.since, stamp)
    if start is not None and events:
        days = [_day_of(event) for event in events.values()]
        year = timedelta(days=366)
        first, last = min(days) - year, max(days) + year
        made.add_component(Timezone.from_tzinfo(start.zone, start.zone.key, first, last))
    for uid in sorted(events, key=lambda uid: (_day_of(events[uid]), uid)):
        made.add_component(events[uid])
    return bytes(made.to_ical())


def _head(case: str) -> Calendar:
    made = Calendar()
    made.add("prodid", f"-//{_PRODUCT}//{__version__}//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add(_CASE, case_hash(case))
    return made


def _event(item: Item, calendar: CourseCalendar, start: Start | None, shown: str) -> Event:
    event = Event()
    event.add("summary", f"{shown}{item.what}")
    event.add("description", _description(item, calendar))
    if start is None:
        event.add("dtstart", item.day)
        event.add("dtend", item.day + timedelta(days=1))
    else:
        event.add("dtstart", start.on(item.day))
    event.add("status", CONFIRMED)
    return event


def _description(item: Item, calendar: CourseCalendar) -> str:
    """The window and what was in the way, in words of Hepatica alone: nothing anybody typed."""
    lines = [f"Planned {item.planned}; from {item.earliest} to {item.latest}."]
    if item.safe_until is not None:
        lines.append(f"Last safe access to the pump: {item.safe_until}.")
    lines += [
        f"{'URGENT: ' if conflict.is_urgent else ''}{conflict.plain}."
        for conflict in calendar.conflicts_of(item)
    ]
    lines.append("A calendar proposes days: ask the plan of the day.")
    return "\n".join(lines)


def _stamped(event: Event, uid: str, stamp: datetime, before: Event | None) -> Event:
    """The event with its UID; one that says the same as before is the one from before."""
    if before is not None and _says(before) == _says(event):
        return before
    event.add("uid", uid)
    event.add("dtstamp", stamp)
    event.add("sequence", 0 if before is None else _sequence(before) + 1)
    return event


def _gone(before: Event, today: date, stamp: datetime) -> Event:
    """An event whose item is gone: what lies in the past stays, the rest is cancelled."""
    if _status(before) == CANCELLED or _day_of(before) < today:
        return before
    event = Event()
    for name in ("summary", "description", "dtstart", "dtend", "uid"):
        if name in before:
            event[name] = before[name]
    event.add("dtstamp", stamp)
    event.add("sequence", _sequence(before) + 1)
    event.add("status", CANCELLED)
    return event


def _says(event: Event) -> tuple[str, ...]:
    """What people see of an event."""
    names = ("summary", "description", "status")
    return (*(str(event.get(name, "")) for name in names), str(event.decoded("dtstart")))


def _status(event: Event) -> str:
    return str(event.get("status", CONFIRMED))


def _sequence(event: Event) -> int:
    return int(event.get("sequence", 0))


def _day_of(event: Event) -> date:
    starts = event.decoded("dtstart")
    return starts.date() if isinstance(starts, datetime) else date.fromisoformat(str(starts))
