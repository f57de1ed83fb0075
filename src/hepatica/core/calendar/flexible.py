"""Fewest visits: what may be on one of several days shares a visit where its window allows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta

from hepatica.core.calendar.clinic import OpenDays
from hepatica.core.calendar.items import Conflict, ConflictKind, Item
from hepatica.core.calendar.place import DAY_RULE, JOIN_RULE, NO_DAY_RULE, nearest
from hepatica.core.frozen import frozen
from hepatica.core.systemic.proposal import Reason

# An item that no visit shares and whose window is closed looks so far for an open day.
_FURTHER_DAYS = 28


@frozen
class Shared:
    """Items with their days, and what was in their way."""

    items: tuple[Item, ...]
    conflicts: tuple[Conflict, ...]


def share_visits(
    items: Sequence[Item], visit_days: Collection[date], open_days: OpenDays
) -> Shared:
    """Each item on the nearest visit of its window, else on a day that most others share.

    Every item has a latest day. Items whose windows end first choose first.
    """
    days = {day for day in visit_days if open_days.is_open(day)}
    waiting = sorted(items, key=lambda item: (item.latest or item.planned, item.key))
    placed: list[Item] = []
    conflicts: list[Conflict] = []
    while waiting:
        item = waiting.pop(0)
        found = nearest([day for day in days if _allows(item, day)], item.planned)
        if found is not None:
            placed.append(_joined(item, found))
            continue
        day, conflict = _own_day(item, waiting, open_days)
        if conflict is not None:
            conflicts.append(conflict)
        elif day != item.planned:
            item = _joined(item, day)
        placed.append(replace(item, day=day))
        if open_days.is_open(day):
            days.add(day)
    return Shared(tuple(placed), tuple(conflicts))


def _allows(item: Item, day: date) -> bool:
    return item.earliest <= day <= (item.latest or item.planned)


def _joined(item: Item, day: date) -> Item:
    if day == item.planned:
        return replace(item, day=day)
    reason = Reason(f"on {day}, not {item.planned}: shares a visit", JOIN_RULE)
    return replace(item, day=day, reasons=(*item.reasons, reason))


def _own_day(
    item: Item, waiting: Sequence[Item], open_days: OpenDays
) -> tuple[date, Conflict | None]:
    """The open day of the window that most of the others allow, then the nearest."""
    last = item.latest or item.planned
    days = open_days.between(item.earliest, last)
    if not days:
        return _outside(item, last, open_days)
    allowed = {day: sum(_allows(other, day) for other in waiting) for day in days}
    day = min(days, key=lambda each: (-allowed[each], abs((each - item.planned).days), each))
    closed = open_days.closed(item.planned)
    if day == item.planned or closed is None or allowed[day] > 0:
        return day, None
    head = f"{item.what}: moved from {item.planned} to {day}: "
    return day, Conflict(
        item.key,
        ConflictKind.MOVED,
        f"{head}{closed}",
        f"{head}{closed.what}",
        DAY_RULE,
        entries=closed.entries,
    )


def _outside(item: Item, last: date, open_days: OpenDays) -> tuple[date, Conflict]:
    """No day of the window is open: the next open day after it, or its last day for a person."""
    after = open_days.between(last + timedelta(days=1), last + timedelta(days=_FURTHER_DAYS))
    day = after[0] if after else last
    said = f"it is on {day}, after its window" if after else f"it stays on {day} for a person"
    text = f"{item.what}: no open day from {item.earliest} to {last}: {said}"
    return day, Conflict(
        item.key, ConflictKind.NO_OPEN_DAY, text, text, NO_DAY_RULE, is_urgent=not after
    )
