"""Which open day an item gets: the nearest to its own, the earlier of two that are as near."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

from hepatica.core.calendar.clinic import OpenDays
from hepatica.core.calendar.items import Conflict, ConflictKind
from hepatica.core.frozen import frozen

DAY_RULE = "R-calendar-day"
JOIN_RULE = "R-calendar-join"
NO_DAY_RULE = "R-calendar-no-open-day"


@frozen
class Wish:
    """An item before it has its day: its own day, and from when until when it may be."""

    key: str
    what: str
    planned: date
    earliest: date
    latest: date
    ends_at: str


def nearest(days: Collection[date], planned: date, *, shared: Collection[date] = ()) -> date | None:
    """The day nearest to `planned`; of two as near one that is `shared`, else the earlier."""
    return min(
        days,
        key=lambda day: (abs((day - planned).days), day not in shared, day),
        default=None,
    )


def place(
    wish: Wish,
    open_days: OpenDays,
    *,
    shared: Collection[date] = (),
    is_safe: Callable[[date], bool] = lambda _: True,
) -> tuple[date, Conflict | None]:
    """The day of an item that must not be after its latest, and what was in the way.

    Without an open day it stays on its latest, and a person must act. Where the access after it
    would have no open day in time (`is_safe`), it waits for a day after which it has.
    """
    candidates = open_days.between(wish.earliest, wish.latest)
    found = nearest(candidates, wish.planned, shared=shared)
    if found is None:
        return wish.latest, _no_open_day(wish, open_days)
    if not is_safe(found):
        found = next((day for day in candidates if day > found and is_safe(day)), found)
    if found == wish.planned:
        return found, None
    return found, _moved(wish, found, open_days)


def _moved(wish: Wish, day: date, open_days: OpenDays) -> Conflict:
    closed = open_days.closed(wish.planned)
    entries: tuple[str, ...] = ()
    if closed is not None:
        why, plain, entries = str(closed), closed.what, closed.entries
    elif wish.planned > wish.latest:
        why = plain = f"it is not later than {wish.ends_at}, {wish.latest}"
    elif wish.planned < wish.earliest:
        why = plain = f"it is not before {wish.earliest}"
    else:
        why = plain = "the access after it would have no open day in time"
    head = f"{wish.what}: moved from {wish.planned} to {day}: "
    return Conflict(
        wish.key, ConflictKind.MOVED, head + why, head + plain, DAY_RULE, entries=entries
    )


def _no_open_day(wish: Wish, open_days: OpenDays) -> Conflict:
    closed = open_days.closed(wish.latest)
    last, what = (str(closed), closed.what) if closed else ("", "")
    head = f"{wish.what}: no open day from {wish.earliest} to {wish.ends_at}, {wish.latest}"
    tail = "a person must open the clinic or arrange the access elsewhere"
    return Conflict(
        wish.key,
        ConflictKind.NO_OPEN_DAY,
        f"{head}: {last}; it stays on {wish.latest}: {tail}",
        f"{head}: {what}; it stays on {wish.latest}: {tail}",
        NO_DAY_RULE,
        is_urgent=True,
        entries=closed.entries if closed else (),
    )
