"""What `hepatica protocol` prints on a terminal or on paper.

Behind each value stands a letter for the note that says where it comes from, and an
exclamation mark while nobody has approved it.
"""

from __future__ import annotations

import shutil
import string
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from hepatica.cli.protocol_calendar import print_cycles
from hepatica.cli.protocol_data import needing_approval, values_behind
from hepatica.core.protocol.check import Problem
from hepatica.core.protocol.provenance import SourcedValue
from hepatica.core.protocol.tables import LiverStep, Protocol
from hepatica.core.protocol.windows import WindowLimit, window_limits
from hepatica.core.protocol.words import Status
from hepatica.core.rulebook import Rulebook
from hepatica.library.approvals import void_approvals
from hepatica.library.loader import LoadedProtocol
from hepatica.library.tables import keys_of

TITLES = {
    "heading": "Protocol",
    "dose": "Dose",
    "first_dose": "First FUDR",
    "liver": "FUDR dose from liver tests",
    "stops": "Stops",
    "calendar": "Days of a cycle",
    "fills": "Fills",
    "flow": "Flow",
    "limits": "Limits of an order",
}
_PAPER_WIDTH = 130
_NOTHING = "none"
# What a file may leave out stands on paper only where it is given.
_LEFT_OUT = frozenset({"derived_from", "lowest_flow_ml_per_day", "highest_flow_ml_per_day"})
LEGEND = "A letter names the note under its table; ! means that the value needs local approval."
_HISTORIC = "HISTORIC: for replay and simulation only. No order is made from it."
_PRINTED_FLOW = Decimal("0.001")


def print_list(book: Rulebook) -> None:
    """One line for each protocol."""
    table = plain_table("protocol", "title", "status", "from", "values", "need approval")
    for name, protocol in book.protocols.items():
        heading = protocol.heading
        table.add_row(
            name,
            heading.title,
            heading.status,
            heading.assignable_from.isoformat(),
            str(len(values_behind(book, protocol))),
            str(len(needing_approval(book, protocol))),
        )
    terminal().print(table)


def print_protocol(book: Rulebook, protocol: Protocol, *, first_day: date | None = None) -> None:
    """Every table of a protocol, its cycle, the pumps, and what still needs approval."""
    console = terminal()
    needed = needing_approval(book, protocol)
    console.print(Text(f"{protocol.name}   {protocol.heading.title}", style="bold"))
    if protocol.heading.status is Status.HISTORIC:
        console.print(Text(_HISTORIC, style="bold"))
    console.print(Text(LEGEND))
    values = {value.path: value for value in values_behind(book, protocol)}
    waiting = frozenset(value.path for value in needed)
    for part in fields(protocol):
        file = "protocol" if part.name == "heading" else part.name
        page = Page(console, values, waiting, f"{protocol.name}/{file}")
        page.show(TITLES[part.name], getattr(protocol, part.name))
        if part.name == "calendar":
            print_cycles(console, protocol.calendar, first_day)
    for device in book.devices.values():
        Page(console, values, waiting, device.id).show(f"Pump family {device.id}", device)
    _print_windows(console, window_limits(protocol.calendar, book.devices.values()))
    _print_approvals(console, book, values_behind(book, protocol), needed)


def print_check(
    loaded: LoadedProtocol, problems: Sequence[Problem], windows: Sequence[WindowLimit]
) -> None:
    """What a check found, and the flows at which the windows are safe."""
    console = terminal()
    name = loaded.protocol.name
    if problems:
        console.print(Text(f"{name}: {len(problems)} found", style="bold"))
    else:
        console.print(Text(f"{name}: sound, {len(loaded.values)} values with a source"))
    for problem in problems:
        console.print(Text(f"  {problem.path} {problem.message}"))
    _print_windows(console, windows)


@dataclass(slots=True)
class Page:
    """One file of a protocol on paper: its tables, and the notes under them."""

    console: Console
    values: Mapping[str, SourcedValue]
    waiting: frozenset[str]
    place: str
    notes: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def show(self, title: str, table: object) -> None:
        """Print the single values, then each list of rows, then the notes."""
        self.console.print(Text(f"\n{title}", style="bold"))
        self.console.print(self.singles(table))
        for name, rows in _lists_of_rows(table):
            self.console.print(Text(f"  {_words(name)}"))
            liver = [row for row in rows if isinstance(row, LiverStep)]
            self.console.print(self.liver(liver) if liver else self.rows(name, rows))
        for (confidence, source, why), letter in self.notes.items():
            self.console.print(Text(f"  {letter}  {confidence}  {source}: {why}", style="dim"))

    def singles(self, table: object) -> Table:
        """The values that stand alone, one a line."""
        printed = Table(box=None, show_header=False, padding=(0, 1))
        for column in fields(table):  # type: ignore[arg-type]  # a table is a dataclass
            value = getattr(table, column.name)
            if value == () or (isinstance(value, tuple) and is_dataclass(value[0])):
                continue
            if column.name in _LEFT_OUT and value is None:
                continue
            items = value if isinstance(value, tuple) else (value,)
            path = f"{self.place}/{column.name}"
            paths = [f"{path}/{item}" for item in items] if isinstance(value, tuple) else [path]
            cells = (self.cell(p, _said(v)) for p, v in zip(paths, items, strict=True))
            printed.add_row(_words(column.name), ", ".join(cells))
        return printed

    def rows(self, name: str, rows: Sequence[object]) -> Table:
        """A list of rows under the names of its columns."""
        columns = [column.name for column in fields(rows[0])]  # type: ignore[arg-type]
        printed = plain_table(*(_words(column) for column in columns))
        for row in rows:
            keys = "/".join(str(getattr(row, key)) for key in keys_of(type(row)))
            place = f"{self.place}/{name}/{keys}"
            cells = (self.cell(f"{place}/{c}", _said(getattr(row, c))) for c in columns)
            printed.add_row(*cells)
        return printed

    def liver(self, rows: Sequence[LiverStep]) -> Table:
        """The liver table as it is published."""
        printed = plain_table(
            "test", "reference", "100 %", "80 %", "50 %", "hold", "restart when", "restart dose"
        )
        for row in rows:
            place = f"{self.place}/steps/{row.test}/{row.side} {row.limit}"
            first = row.to_50 if row.to_80 is None else row.to_80
            eighty = "–" if row.to_80 is None else f"{row.to_80} to < {row.to_50} ×"
            printed.add_row(
                row.test,
                self.cell(f"{place}/reference", f"{_words(row.side)} {row.limit}"),
                f"< {first} ×",
                self.cell(f"{place}/to_80", eighty),
                self.cell(f"{place}/to_50", f"{row.to_50} to < {row.hold} ×"),
                self.cell(f"{place}/hold", f"≥ {row.hold} ×"),
                self.cell(f"{place}/restart_below", f"< {row.restart_below} ×"),
                self.cell(f"{place}/restart_percent", f"{row.restart_percent} %"),
            )
        return printed

    def cell(self, path: str, said: str) -> str:
        """A value with the letter of its note, and a mark while it needs approval."""
        value = self.values.get(path)
        if value is None:
            return said
        note = (value.confidence.value, value.source, value.why)
        letter = self.notes.setdefault(note, _letter(len(self.notes)))
        # What has no number says so in the word of the file, such as "ask".
        said = value.text if said == _NOTHING else said
        return f"{said} {letter}{'!' if path in self.waiting else ''}"


def _lists_of_rows(table: object) -> Iterator[tuple[str, tuple[object, ...]]]:
    for column in fields(table):  # type: ignore[arg-type]  # a table is a dataclass
        value = getattr(table, column.name)
        if isinstance(value, tuple) and value and is_dataclass(value[0]):
            yield column.name, value


def _print_windows(console: Console, windows: Sequence[WindowLimit]) -> None:
    console.print(Text("\nHighest flow on the label at which a full reservoir lasts", style="bold"))
    table = plain_table("pump family", "reservoir mL", "days", "mL/day, rounded down")
    for window in windows:
        flow = window.highest_label_flow_ml_per_day.quantize(_PRINTED_FLOW, rounding=ROUND_DOWN)
        table.add_row(window.device, f"{window.reservoir_ml}", f"{window.days}", f"{flow}")
    console.print(table)


def _print_approvals(
    console: Console,
    book: Rulebook,
    values: Sequence[SourcedValue],
    needed: Sequence[SourcedValue],
) -> None:
    console.print(
        Text(f"! {len(needed)} of {len(values)} values need local approval by two people.")
    )
    for void in void_approvals(book):
        console.print(Text(f"An approval covers nothing: {void.why}."))


def plain_table(*columns: str) -> Table:
    """An empty table with these columns."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1))
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def terminal() -> Console:
    """A terminal as wide as it is; a pipe or a file as wide as a page, without colours."""
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else _PAPER_WIDTH
    return Console(width=width, highlight=False)


def _words(name: str) -> str:
    return name.replace("_", " ").replace("-", " ")


def _said(value: object) -> str:
    return _NOTHING if value is None else str(value)


def _letter(number: int) -> str:
    return string.ascii_lowercase[number % 26] * (number // 26 + 1)
