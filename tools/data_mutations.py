"""Small wrong changes of the data of the library, one at a time.

Every number by one unit of its last place, up and down; every word to every other word its
column may use; every row's inequality turned round. A word that has no other is changed to one
that does not exist, which the loader has to refuse. What a thing is called, where a value comes
from and the cases beside the tables are left alone.
"""

import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, get_args, get_origin

from hepatica.core.protocol.words import BandSide
from hepatica.core.toxicity.words import Bound, Threshold
from hepatica.library.provenance import PROVENANCE
from hepatica.library.scalars import optional_of
from hepatica.library.strict_yaml import Node
from hepatica.library.tables import NAMES, Band, columns_of, keys_of, word_for_nothing

Place = tuple[str | int, ...]

UNKNOWN_WORD = "unheard-of"
# Where values come from does not matter here, and selectors must not decide what is killed.
_ONE_SOURCE: Node = {
    "all": {"source": "S-hepatica", "confidence": "DESIGN", "why": "a changed value"}
}


@dataclass(frozen=True, slots=True)
class Edit:
    """One cell that is given another text, or another name when `is_name` is set."""

    place: Place
    becomes: str
    is_name: bool = False


@dataclass(frozen=True, slots=True)
class Mutation:
    """One wrong change: the file, what is changed there, and the name it is reported by."""

    file: str
    name: str
    edits: tuple[Edit, ...]

    def of(self, root: Node) -> str:
        """The text of the file with the change made; JSON is YAML too."""
        changed = copy.deepcopy(root)
        for edit in self.edits:
            _make(edit, changed)
        if isinstance(changed, dict):
            changed[PROVENANCE] = _ONE_SOURCE
        return json.dumps(changed, ensure_ascii=False)


def mutations_of(file: str, kind: type, root: Node) -> tuple[Mutation, ...]:
    """Every mutation of one file, in its order.

    Args:
        file: the file's name without ending.
        kind: the dataclass of its table.
        root: the tree of the file.
    """
    return tuple(_row(file, kind, root, (), file))


def _make(edit: Edit, root: Any) -> None:
    *way, last = edit.place
    parent = root
    for step in way:
        parent = parent[step]
    if edit.is_name:
        # The order of the columns stays: some reader might depend on it.
        renamed = {edit.becomes if name == last else name: cell for name, cell in parent.items()}
        parent.clear()
        parent.update(renamed)
    else:
        parent[last] = edit.becomes


def _row(file: str, kind: type, node: Node, place: Place, name: str) -> Iterator[Mutation]:
    if not isinstance(node, dict):
        return
    for column, column_type in columns_of(kind).items():
        if column in node and column not in NAMES:
            here = (*place, column)
            yield from _cell(file, column_type, node[column], here, f"{name}/{column}")
    yield from _other_inequality(file, node, place, name)


def _cell(file: str, kind: object, node: Node, place: Place, name: str) -> Iterator[Mutation]:
    if get_origin(kind) is tuple and isinstance(node, list):
        item = get_args(kind)[0]
        for position, part in enumerate(node):
            here = (*place, position)
            if is_dataclass(item):
                row_type: Any = item
                yield from _row(file, row_type, part, here, f"{name}/{_row_name(item, part)}")
            else:
                yield from _cell(file, item, part, here, f"{name}/{part}")
        if "reference" in keys_of(item):
            yield from _limits_of_bands(file, node, place, name)
    elif isinstance(kind, type) and is_dataclass(kind):
        yield from _row(file, kind, node, place, name)
    elif isinstance(node, str):
        for text in _other_texts(str(place[-1]), kind, node):
            yield Mutation(file, f"{name}: {node} -> {text}", (Edit(place, text),))


def _other_texts(column: str, kind: object, text: str) -> Iterator[str]:
    if kind is Band:
        side, _, limit = text.partition(" ")
        yield from (f"{other} {limit}" for other in BandSide if other != side)
        return
    number = optional_of(kind)
    if kind is Threshold:
        yield from _other_thresholds(text)
    elif number is not None:
        nothing = word_for_nothing(column)
        yield from ("1",) if text == nothing else (nothing, *_other_texts(column, number, text))
    elif kind is Decimal:
        yield from _neighbours(text)
    elif kind is date:
        day = date.fromisoformat(text)
        yield from ((day + timedelta(days=step)).isoformat() for step in (-1, 1))
    elif isinstance(kind, type) and issubclass(kind, StrEnum):
        others = [member.value for member in kind if member.value != text]
        yield from others or [UNKNOWN_WORD]


def _other_thresholds(text: str) -> Iterator[str]:
    """A grade that begins one unit of its last place away, or on another side of its number."""
    bound, _, number = text.partition(" ")
    yield from (f"{bound} {neighbour}" for neighbour in _neighbours(number))
    yield from (f"{other} {number}" for other in Bound if other != bound)


def _neighbours(text: str) -> Iterator[str]:
    """A number one unit of its last place lower and higher."""
    unit = Decimal(1).scaleb(-len(text.partition(".")[2]))
    for neighbour in (Decimal(text) - unit, Decimal(text) + unit):
        if neighbour >= 0:
            yield f"{neighbour}"


def _other_inequality(
    file: str, node: Mapping[str, Node], place: Place, name: str
) -> Iterator[Mutation]:
    """`hold` begins at its number and `hold_above` just above it: each in place of the other."""
    turned = {"hold": "hold_above", "hold_above": "hold"}
    is_first_dose = file == "first_dose"
    for column in node if is_first_dose else ():
        if column in turned:
            edit = Edit((*place, column), turned[column], is_name=True)
            yield Mutation(file, f"{name}/{column} -> {turned[column]}", (edit,))


def _limits_of_bands(file: str, rows: list[Node], place: Place, name: str) -> Iterator[Mutation]:
    """Both rows of a test keep meeting at one limit, which is one unit off; or change sides."""
    for test in dict.fromkeys(str(row["test"]) for row in rows if isinstance(row, dict)):
        cells = {
            (*place, i, "reference"): str(row["reference"])
            for i, row in enumerate(rows)
            if isinstance(row, dict) and row["test"] == test
        }
        limit = next(iter(cells.values())).partition(" ")[2]
        for other in _neighbours(limit):
            edits = tuple(Edit(p, text.replace(limit, other)) for p, text in cells.items())
            yield Mutation(file, f"{name}/{test}/limit: {limit} -> {other}", edits)
        turned = {BandSide.AT_MOST: BandSide.ABOVE, BandSide.ABOVE: BandSide.AT_MOST}
        edits = tuple(
            Edit(p, f"{turned[BandSide(text.partition(' ')[0])]} {limit}")
            for p, text in cells.items()
        )
        yield Mutation(file, f"{name}/{test}/sides exchanged", edits)


def _row_name(kind: Any, node: Node) -> str:
    if not isinstance(node, dict):
        return ""
    return "/".join(str(node.get(key, "")) for key in keys_of(kind))
