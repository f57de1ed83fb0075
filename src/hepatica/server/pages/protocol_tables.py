"""The tables of a protocol or of a pump family as a page prints them.

Behind each value stands a letter for the note that says where it comes from, and a mark while
nobody has approved it. A page that left a value out would hide it from whoever approves.
"""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from typing import TYPE_CHECKING, TypeGuard

from hepatica.core.frozen import frozen
from hepatica.core.protocol.provenance import SourcedValue, unapproved
from hepatica.core.protocol.tables import LiverStep
from hepatica.core.rulebook import Rulebook
from hepatica.library.tables import keys_of

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

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
_LIVER = ("test", "reference", "100 %", "80 %", "50 %", "hold", "restart when", "restart dose")
_NOTHING = "none"
# What a file may leave out is shown only where it is given.
_LEFT_OUT = frozenset({"derived_from", "lowest_flow_ml_per_day", "highest_flow_ml_per_day"})


@frozen
class Cell:
    """One value as shown. `path` and `letter` are empty for what is no sourced value."""

    said: str
    path: str = ""
    letter: str = ""
    is_open: bool = False


@frozen
class Grid:
    """A list of rows under the names of its columns."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@frozen
class Note:
    """Where values come from: letter, confidence, source and why."""

    letter: str
    confidence: str
    source: str
    why: str


@frozen
class Part:
    """One file: the values that stand alone, lists of rows, and the notes under them."""

    name: str
    title: str
    singles: tuple[tuple[str, tuple[Cell, ...]], ...]
    grids: tuple[Grid, ...]
    notes: tuple[Note, ...]


def parts_of(book: Rulebook, document: str) -> tuple[Part, ...]:
    """The tables of a protocol, a pump family, or the complications, in their order."""
    values = book.values[document]
    open_now = unapproved(values, book.approvals, is_synthetic=False)
    page = _Page({v.path: v for v in values}, frozenset(v.path for v in open_now))
    protocol = book.protocols.get(document)
    if protocol is not None:
        return tuple(
            page.part(
                f"{document}/{'protocol' if part.name == 'heading' else part.name}",
                TITLES[part.name],
                getattr(protocol, part.name),
            )
            for part in fields(protocol)
        )
    device = book.devices.get(document)
    if device is not None:
        return (page.part(document, f"Pump family {document}", device),)
    return (page.listed(document, "What a complication does"),)


def words(name: str) -> str:
    """A name of the files without the signs that join its words."""
    return name.replace("_", " ").replace("-", " ").replace("/", ", ")


@dataclass(slots=True)
class _Page:
    values: Mapping[str, SourcedValue]
    open_now: frozenset[str]
    notes: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def part(self, place: str, title: str, table: DataclassInstance) -> Part:
        """One table of the file at `place`."""
        self.notes = {}
        singles = tuple(self._singles(place, table))
        grids = tuple(
            self._liver(place, [row for row in rows if isinstance(row, LiverStep)])
            if isinstance(rows[0], LiverStep)
            else self._rows(place, name, rows)
            for name, rows in _lists_of_rows(table)
        )
        return Part(place.rpartition("/")[2], title, singles, grids, self._noted())

    def listed(self, document: str, title: str) -> Part:
        """Every value by itself, under its path."""
        self.notes = {}
        singles = tuple(
            (words(path.removeprefix(f"{document}/")), (self._cell(path, value.text),))
            for path, value in self.values.items()
        )
        return Part(document, title, singles, (), self._noted())

    def _noted(self) -> tuple[Note, ...]:
        return tuple(Note(letter, *said) for said, letter in self.notes.items())

    def _singles(
        self, place: str, table: DataclassInstance
    ) -> Iterator[tuple[str, tuple[Cell, ...]]]:
        for column in fields(table):
            value = getattr(table, column.name)
            if value == () or _is_rows(value) or (value is None and column.name in _LEFT_OUT):
                continue
            path = f"{place}/{column.name}"
            if isinstance(value, tuple):
                cells = tuple(self._cell(f"{path}/{item}", str(item)) for item in value)
            else:
                cells = (self._cell(path, _said(value)),)
            yield words(column.name), cells

    def _rows(self, place: str, name: str, rows: Sequence[DataclassInstance]) -> Grid:
        columns = [column.name for column in fields(rows[0])]
        found = []
        for row in rows:
            keys = "/".join(str(getattr(row, key)) for key in keys_of(type(row)))
            at = f"{place}/{name}/{keys}"
            found.append(tuple(self._cell(f"{at}/{c}", _said(getattr(row, c))) for c in columns))
        return Grid(words(name), tuple(map(words, columns)), tuple(found))

    def _liver(self, place: str, rows: Sequence[LiverStep]) -> Grid:
        """The liver table as it is published: where each step begins, in multiples."""
        return Grid("steps", _LIVER, tuple(self._liver_row(place, row) for row in rows))

    def _liver_row(self, place: str, row: LiverStep) -> tuple[Cell, ...]:
        at = f"{place}/steps/{row.test}/{row.side} {row.limit}"
        first = row.to_50 if row.to_80 is None else row.to_80
        eighty = "–" if row.to_80 is None else f"{row.to_80} to < {row.to_50} ×"
        return (
            Cell(row.test),
            self._cell(f"{at}/reference", f"{words(row.side)} {row.limit}"),
            Cell(f"< {first} ×"),
            self._cell(f"{at}/to_80", eighty),
            self._cell(f"{at}/to_50", f"{row.to_50} to < {row.hold} ×"),
            self._cell(f"{at}/hold", f"≥ {row.hold} ×"),
            self._cell(f"{at}/restart_below", f"< {row.restart_below} ×"),
            self._cell(f"{at}/restart_percent", f"{row.restart_percent} %"),
        )

    def _cell(self, path: str, said: str) -> Cell:
        value = self.values.get(path)
        if value is None:
            return Cell(said)
        note = (value.confidence.value, value.source, value.why)
        letter = self.notes.setdefault(note, _letter(len(self.notes)))
        # What has no number says so in the word of the file, such as "ask".
        said = value.text if said == _NOTHING else said
        return Cell(said, path, letter, path in self.open_now)


def _lists_of_rows(
    table: DataclassInstance,
) -> Iterator[tuple[str, tuple[DataclassInstance, ...]]]:
    for column in fields(table):
        value = getattr(table, column.name)
        if _is_rows(value):
            yield column.name, value


def _is_rows(value: object) -> TypeGuard[tuple[DataclassInstance, ...]]:
    return isinstance(value, tuple) and bool(value) and is_dataclass(value[0])


def _said(value: object) -> str:
    return _NOTHING if value is None else str(value)


def _letter(number: int) -> str:
    return string.ascii_lowercase[number % 26] * (number // 26 + 1)
