"""From the tree of a file to the table dataclass that its columns are named after.

Nothing here knows a single protocol value: the types of the dataclass say what a file may hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from hepatica.core.protocol import tables
from hepatica.core.protocol.words import BandSide
from hepatica.library.errors import ErrorCode, InputError, InputErrors
from hepatica.library.scalars import NotReadable, optional_of, read_number, read_scalar, read_word
from hepatica.library.strict_yaml import Node, Path, Tree
from hepatica.library.written import WrittenValue

T = TypeVar("T")

# What a column says when it has no number, where that is not "none".
_WORD_FOR_NOTHING = {
    "weeks_before_liver_surgery": "ask",
    "strength_per_ml": "unknown",
    "glycerin_percent": "unknown",
    "tolerance_percent": "not-stated",
    "refill_needle_gauge": "not-stated",
    "dose": "not-stated",
}
_MAY_BE_LEFT_OUT = {"strength_per_ml"}
# What a thing is called is not a clinical value: nobody approves it.
NAMES = frozenset({"id", "version", "title", "names", "sha256"})

_REFUSED = object()


def read_table(
    kind: type[T], tree: Tree, *, document: str, beside: frozenset[str] = frozenset()
) -> tuple[T, tuple[WrittenValue, ...]]:
    """The table in a file, and each of its values as written.

    Args:
        kind: the dataclass of the table.
        tree: the file.
        document: what the path of every value begins with.
        beside: keys of the file that are not of the table.

    Raises:
        InputErrors: E301 to E307, every one found.
    """
    reader = _TableReader(tree, document)
    table = reader.row(kind, tree.root, path=(), place=document, ignore=beside)
    if reader.errors:
        raise InputErrors(reader.errors)
    return table, tuple(reader.values)


def word_for_nothing(column: str) -> str:
    """What a column says when it holds no number: "none", or a word of its own."""
    return _WORD_FOR_NOTHING.get(column, "none")


def keys_of(kind: Any) -> tuple[str, ...]:
    """The columns that name a row of this kind, as its class says; empty where none does.

    A value's path holds them instead of a row number, so that a row may move without its
    approvals becoming void.
    """
    keys: tuple[str, ...] = getattr(kind, "ROW_KEYS", ())
    return keys


@cache
def columns_of(kind: type) -> dict[str, object]:
    """The columns of a table with their types, named as a file names them."""
    hints: dict[str, object] = dict(get_type_hints(kind))
    columns = {column.name: hints[column.name] for column in fields(kind)}
    if kind is tables.LiverStep:
        # "at-most 50" is one cell of the printed table, and two fields of the row.
        del columns["side"], columns["limit"]
        columns["reference"] = Band
    return columns


@cache
def _may_be_left_out(kind: type) -> frozenset[str]:
    with_default = {c.name for c in fields(kind) if c.default is not MISSING}
    return frozenset(with_default | _MAY_BE_LEFT_OUT)


@cache
def _without_value(kind: type) -> frozenset[str]:
    """Columns that only name something. A band's limit names its row and is a value too."""
    return (NAMES | frozenset(keys_of(kind))) - {"reference"}


def _is_row(kind: object) -> bool:
    return is_dataclass(kind)


class Band:
    """The type of a cell such as "at-most 50"."""


@dataclass(slots=True)
class _TableReader:
    """Reads one file; goes on after an error, so that one run shows all there is to mend."""

    tree: Tree
    document: str
    errors: list[InputError] = field(default_factory=list)
    values: list[WrittenValue] = field(default_factory=list)

    def refuse(
        self, code: ErrorCode, path: Path, came: str, expected: str, example: str = ""
    ) -> object:
        place = ".".join(str(step) for step in path if isinstance(step, str))
        where = f"{self.tree.where(path)}{f', {place}' if place else ''}"
        self.errors.append(InputError(code, where, came, expected, example))
        return _REFUSED

    def row(
        self,
        kind: type,
        node: Node,
        *,
        path: Path,
        place: str,
        ignore: frozenset[str] = frozenset(),
    ) -> Any:
        """A row, or a whole file, as an instance of `kind`."""
        columns = columns_of(kind)
        if not isinstance(node, dict):
            expected = "a table with " + ", ".join(columns)
            return self.refuse(ErrorCode.E303, path, str(node), expected)
        self._unknown_columns(columns, node, path, ignore)
        if keys := keys_of(kind):
            place = "/".join([place, *(str(node.get(key, "")) for key in keys)])
        cells: dict[str, object] = {}
        for name, column in columns.items():
            if name in node:
                spot = "" if name in _without_value(kind) else f"{place}/{name}"
                cells[name] = self.cell(name, column, node[name], (*path, name), spot)
            elif name not in _may_be_left_out(kind):
                expected = f"a value for {name}, which is missing"
                cells[name] = self.refuse(ErrorCode.E302, path, "", expected)
            elif name in _MAY_BE_LEFT_OUT:
                cells[name] = None
        if any(cell is _REFUSED for cell in cells.values()):
            return _REFUSED
        band = cells.pop("reference", None) if kind is tables.LiverStep else None
        if isinstance(band, tuple):
            cells["side"], cells["limit"] = band
        return kind(**cells)

    def _unknown_columns(
        self,
        columns: Mapping[str, object],
        node: dict[str, Node],
        path: Path,
        ignore: frozenset[str],
    ) -> None:
        for name in node:
            if name not in columns and name not in ignore:
                expected = "one of " + ", ".join(columns)
                self.refuse(ErrorCode.E301, (*path, name), name, expected, next(iter(columns)))

    def cell(self, name: str, column: object, node: Node, path: Path, place: str) -> object:
        """One cell: a list of rows, a list of scalars, or a scalar."""
        if get_origin(column) is tuple:
            item = get_args(column)[0]
            return self.items(name, item, node, path, place)
        row = optional_of(column) or column
        if isinstance(row, type) and _is_row(row):
            return self.row(row, node, path=path, place=place)
        return self.scalar(name, column, node, path, place)

    def items(self, name: str, item: Any, node: Node, path: Path, place: str) -> object:
        """A list; two of its items must not have the same name."""
        if not isinstance(node, list) or not node:
            return self.refuse(ErrorCode.E303, path, str(node), "a list that is not empty")
        found: list[object] = []
        names: set[str] = set()
        for position, part in enumerate(node):
            here = (*path, position)
            key = self._name_of(item, part)
            if key is not None and key in names:
                self.refuse(ErrorCode.E307, here, key, f"each one of {name} once")
            names.add(key or "")
            if _is_row(item):
                found.append(self.row(item, part, path=here, place=place))
            else:
                found.append(self.scalar(name, item, part, here, place and f"{place}/{key}"))
        return _REFUSED if any(one is _REFUSED for one in found) else tuple(found)

    def _name_of(self, item: Any, node: Node) -> str | None:
        """What names an item of a list: the item itself, or the columns that name its row."""
        if not _is_row(item):
            return str(node)
        if not isinstance(node, dict) or not (keys := keys_of(item)):
            return None
        return "/".join(str(node.get(key, "")) for key in keys)

    def scalar(self, name: str, column: object, node: Node, path: Path, place: str) -> object:
        """One value, which is also remembered as written, unless `place` is empty."""
        if not isinstance(node, str):
            return self.refuse(ErrorCode.E303, path, str(node), "a single value", "1.5")
        try:
            value = _read(name, column, node)
        except NotReadable as error:
            return self.refuse(error.code, path, node, error.expected, error.example)
        if place:
            self.values.append(WrittenValue(place, node, self.tree.where(path)))
        return value


def _read(name: str, column: object, text: str) -> object:
    if column is Band:
        return _read_band(text)
    number = optional_of(column)
    if number is None:
        return read_scalar(column, text)
    nothing = word_for_nothing(name)
    if text == nothing:
        return None
    try:
        return read_scalar(number, text)
    except NotReadable as error:
        raise NotReadable(error.code, f"{error.expected}, or {nothing}", error.example) from None


def _read_band(text: str) -> tuple[object, object]:
    side, _, limit = text.partition(" ")
    sides = " or ".join(BandSide)
    try:
        return read_word(BandSide, side), read_number(limit)
    except NotReadable as error:
        raise NotReadable(error.code, f"{sides}, then a number", "at-most 50") from None
