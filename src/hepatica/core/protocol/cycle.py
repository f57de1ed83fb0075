"""The days of a protocol's cycles, by number and on real dates (clinical facts 1.5).

Day 1 is the FUDR fill; day N is N - 1 days later. This is the calendar alone: the pump's own safe
refill date comes on top in a plan, and may ask for an earlier visit.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from hepatica.core.frozen import frozen
from hepatica.core.protocol.tables import Calendar


class CycleEvent(StrEnum):
    """What happens on a day of a cycle."""

    FUDR_FILL = "FUDR fill"
    EMPTY = "FUDR emptied, a fill without FUDR"
    NEXT_FILL = "next FUDR fill"


@frozen
class CycleDay:
    """One day of a cycle by number; `latest` None means late without limit."""

    day: int
    event: CycleEvent
    earliest: int
    latest: int | None


@frozen
class LaidOutCycle:
    """One cycle on real dates, each as planned, with the window for emptying."""

    number: int
    fudr: date
    empty: date
    empty_earliest: date
    empty_latest: date


def days_of_cycle(calendar: Calendar) -> tuple[CycleDay, ...]:
    """The days of one cycle by number, and the first day of the next."""
    empty = int(calendar.dwell_days) + 1
    window = int(calendar.empty_window_days)
    following = int(calendar.cycle_days) + 1
    return (
        CycleDay(1, CycleEvent.FUDR_FILL, 1, 1),
        CycleDay(empty, CycleEvent.EMPTY, empty - window, empty + window),
        CycleDay(following, CycleEvent.NEXT_FILL, following - int(calendar.early_days), None),
    )


def lay_out(calendar: Calendar, first_day: date) -> tuple[LaidOutCycle, ...]:
    """Every planned cycle on real dates, as if each FUDR fill were made on its day."""
    return tuple(
        _cycle(calendar, number, first_day) for number in range(1, int(calendar.planned_cycles) + 1)
    )


def _cycle(calendar: Calendar, number: int, first_day: date) -> LaidOutCycle:
    fudr = first_day + timedelta(days=(number - 1) * int(calendar.cycle_days))
    empty = fudr + timedelta(days=int(calendar.dwell_days))
    window = timedelta(days=int(calendar.empty_window_days))
    return LaidOutCycle(number, fudr, empty, empty - window, empty + window)
