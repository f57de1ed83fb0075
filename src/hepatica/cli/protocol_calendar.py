"""The cycle of a protocol on a terminal: by day number, and on real dates."""

from __future__ import annotations

from datetime import date

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from hepatica.core.protocol.cycle import CycleDay, days_of_cycle, lay_out
from hepatica.core.protocol.tables import Calendar
from hepatica.library.errors import ErrorCode, refused
from hepatica.library.scalars import NotReadable, read_date

_NOTE = (
    "Between the visits: never later than the pump's own safe refill date, which a plan computes."
)
_EXAMPLE = "2025-03-03"


def read_first_day(text: str | None, calendar: Calendar) -> date | None:
    """The day of the first FUDR fill, as given to a command; None when it was not.

    Raises:
        InputErrors: E390, it is no day, or the cycles would leave the calendar.
    """
    if text is None:
        return None
    try:
        day = read_date(text)
        lay_out(calendar, day)
    except (NotReadable, OverflowError):
        expected = "a day of the calendar, year first, from which every cycle can be counted"
        raise refused(
            ErrorCode.E390, "--first-day", came=text, expected=expected, example=_EXAMPLE
        ) from None
    return day


def print_cycles(console: Console, calendar: Calendar, first_day: date | None) -> None:
    """One cycle by day number; then every cycle on dates, when the first day is given."""
    console.print(Text("\nOne cycle by day number", style="bold"))
    days = _table("day", "may be", "what")
    for each in days_of_cycle(calendar):
        days.add_row(f"{each.day}", _window(each), each.event)
    console.print(days)
    console.print(Text(_NOTE))
    if first_day is None:
        return
    console.print(Text(f"\nEvery cycle, if the first FUDR is on {first_day}", style="bold"))
    cycles = _table("cycle", "FUDR fill", "FUDR emptied", "at the earliest", "at the latest")
    for cycle in lay_out(calendar, first_day):
        dates = (cycle.fudr, cycle.empty, cycle.empty_earliest, cycle.empty_latest)
        cycles.add_row(f"{cycle.number}", *(day.isoformat() for day in dates))
    console.print(cycles)


def cycles_as_data(calendar: Calendar, first_day: date | None) -> dict[str, object]:
    """The same for JSON."""
    by_number: list[dict[str, object]] = [
        {"day": d.day, "event": d.event.value, "earliest": d.earliest, "latest": d.latest}
        for d in days_of_cycle(calendar)
    ]
    cycles = () if first_day is None else lay_out(calendar, first_day)
    on_dates: list[dict[str, object]] = [
        {
            "cycle": c.number,
            "fudr": c.fudr.isoformat(),
            "empty": c.empty.isoformat(),
            "empty_earliest": c.empty_earliest.isoformat(),
            "empty_latest": c.empty_latest.isoformat(),
        }
        for c in cycles
    ]
    return {"cycle_by_day": by_number, "cycles_on_dates": on_dates}


def _window(each: CycleDay) -> str:
    if each.latest is None:
        return f"{each.earliest} or later"
    return "–" if each.earliest == each.latest else f"{each.earliest} to {each.latest}"


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1))
    for column in columns:
        table.add_column(column)
    return table
