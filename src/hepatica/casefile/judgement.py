"""Implausible values: outside wide ranges, or far from another value of the same chart.

They are kept once a later entry confirms them; until then the chart is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from hepatica.casefile.entry import KINDS
from hepatica.casefile.place import Place, Reading
from hepatica.core.chart.entries import Confirmation, Correction, Entry, Payload, Void
from hepatica.core.chart.fold import voided_ids
from hepatica.core.frozen import frozen
from hepatica.library.errors import ErrorCode, InputError
from hepatica.library.plausible import PlausibleTable, plausible_table


@frozen
class _Content:
    """What stands of one entry: the entry or correction that holds it, and its position."""

    entry: Entry[Payload]
    payload: Payload
    at: Entry[Payload]
    position: int


@dataclass(slots=True)
class _Seen:
    """The values so far: the last one, and the last one nobody had to doubt."""

    last: dict[str, Decimal] = field(default_factory=dict)
    undoubted: dict[str, Decimal] = field(default_factory=dict)


def implausible(entries: Sequence[Entry[Payload]], reading: Reading) -> list[InputError]:
    """Every implausible value that no standing confirmation covers, in the order of the file."""
    voided = voided_ids(tuple(entries))
    confirmed = {
        entry.payload.confirms
        for entry in entries
        if isinstance(entry.payload, Confirmation) and entry.id not in voided
    }
    seen, table = _Seen(), plausible_table()
    found: list[tuple[int, InputError]] = []
    for content in sorted(
        _standing(entries, reading, voided), key=lambda each: (each.at.at.earliest, each.position)
    ):
        doubts = list(_judged(content, reading, seen, table))
        if content.entry.id not in confirmed:
            found.extend((content.position, doubt) for doubt in doubts)
    return [error for _, error in sorted(found, key=lambda each: each[0])]


def _standing(
    entries: Sequence[Entry[Payload]], reading: Reading, voided: frozenset[str]
) -> Iterator[_Content]:
    """The newest content of every entry that stands."""
    by_id = {entry.id: entry for entry in entries}
    newest: dict[str, _Content] = {}
    for position, entry in enumerate(entries):
        root = reading.roots.get(entry.id, entry.id)
        if entry.id in voided or root in voided:
            continue
        if isinstance(entry.payload, Correction):
            newest[root] = _Content(entry, entry.payload.replacement, by_id[root], position)
        elif not isinstance(entry.payload, Confirmation | Void):
            newest[root] = _Content(entry, entry.payload, entry, position)
    yield from newest.values()


def _judged(
    content: _Content, reading: Reading, seen: _Seen, table: PlausibleTable
) -> Iterator[InputError]:
    kind = reading.earlier[content.at.id]
    place = Place(reading, ("entries", content.position), f"entry {content.entry.id}")
    for label, quantity, value in KINDS[kind].watched(content.payload):
        here = _field_of(place, label, is_correction=content.entry is not content.at)
        error = _outside(value, quantity, here, content, table) or _far_off(
            value, quantity, here, content, seen, table
        )
        if error is not None:
            yield error
        else:
            seen.undoubted[quantity] = value
        seen.last[quantity] = value


def _field_of(place: Place, label: str, *, is_correction: bool) -> Place:
    if is_correction:
        place = place.field("entry")
    for part in label.split(", "):
        is_position = part.startswith("item ")
        place = place.field(int(part.removeprefix("item ")) - 1 if is_position else part)
    return place


def _outside(
    value: Decimal, quantity: str, place: Place, content: _Content, table: PlausibleTable
) -> InputError | None:
    low, high = table.ranges[quantity]
    if low <= value <= high:
        return None
    expected = f"{quantity} between {low} and {high}"
    return _doubt(ErrorCode.E201, value, expected, place, content)


def _far_off(
    value: Decimal,
    quantity: str,
    place: Place,
    content: _Content,
    seen: _Seen,
    table: PlausibleTable,
) -> InputError | None:
    factor = table.changes.get(quantity)
    if factor is not None and quantity in seen.last:
        last = seen.last[quantity]
        near = [last, seen.undoubted.get(quantity, last)]
        if not any(_is_within(value, other, factor) for other in near):
            expected = f"{quantity} within a factor of {factor} of the last, {last}"
            return _doubt(ErrorCode.E202, value, expected, place, content)
    for other, limit in table.comparisons.get(quantity, ()):
        reference = seen.last.get(other)
        if reference is not None and not _is_within(value, reference, limit):
            expected = f"{quantity} within a factor of {limit} of {other}, {reference}"
            return _doubt(ErrorCode.E203, value, expected, place, content)
    return None


def _is_within(value: Decimal, other: Decimal, factor: Decimal) -> bool:
    return value <= other * factor and other <= value * factor


def _doubt(
    code: ErrorCode, value: Decimal, expected: str, place: Place, content: _Content
) -> InputError:
    name = content.entry.id
    day = content.entry.recorded_at.date().isoformat()
    return place.refuse(
        code,
        came=format(value, "f"),
        expected=expected,
        remedy="Check value, unit and field. If it is true, add below it: "
        f'{{id: {name}-seen, kind: confirmation, at: {day}, confirms: {name}, reason: "..."}}',
    ).errors[0]
