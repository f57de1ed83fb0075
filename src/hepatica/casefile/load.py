"""Load a chart from a written case file or a sealed chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timezone
from pathlib import Path
from typing import Any

from hepatica.casefile.chain import HEADER_FIELDS, Link, chained
from hepatica.casefile.entry import read_entry
from hepatica.casefile.forms import Field, Form, as_table
from hepatica.casefile.free_text import free_texts, with_committed_texts, with_plain_texts
from hepatica.casefile.judgement import implausible
from hepatica.casefile.place import Place, Reading
from hepatica.casefile.readers import Id, Plain, Schema, YesNo, text_of
from hepatica.casefile.salts import KEY_PATTERN, KNOWN_KEY
from hepatica.casefile.times import OFFSET_PATTERN, read_offset
from hepatica.casefile.verify import Break, verified
from hepatica.core.chart.entries import Entry, Payload
from hepatica.core.chart.fold import Chart
from hepatica.core.frozen import frozen
from hepatica.core.quantities import clinical_arithmetic
from hepatica.library.errors import ErrorCode, InputError, InputErrors, refused
from hepatica.library.plain_text import checked_text, decoded_text
from hepatica.library.strict_yaml import Node, Tree, read_yaml
from hepatica.library.strict_yaml import Path as Part


@frozen
class Offset(Plain):
    """The zone offset for dates without a time."""

    example: str = '"+01:00"'

    def read(self, node: Node, place: Place) -> timezone:
        """The typed value of `node`."""
        return read_offset(text_of(node, place, self.example), place)

    def schema(self) -> Schema:
        """What is accepted, as JSON Schema."""
        return {"type": "string", "pattern": f"^{OFFSET_PATTERN}$"}


HEADER = Form(
    "The chart of one treatment.",
    dict,
    (
        Field("case", Id("adjuvant-six-cycles"), "case"),
        Field("synthetic", YesNo(), "is_synthetic"),
        Field("utc_offset", Offset(), "offset"),
        Field(
            "salt_key",
            Id("0f3a...", KEY_PATTERN, "the 64 digits that hepatica chart salt-key prints"),
            "salt_key",
            is_optional=True,
        ),
    ),
)


@frozen
class LoadedCase:
    """A chart, the lines that seal it or would seal it now, and what was learnt in reading it.

    `lacks_salt_key`: it is the written chart of a patient and holds free text, but no key.
    """

    chart: Chart
    links: tuple[Link, ...]
    reading: Reading
    lacks_salt_key: bool = False


def load_case(source: Path | str | bytes, *, now: datetime, name: str = "case") -> Chart:
    """The chart in `source`: the path of a file, or its text.

    `now` is the clock against which times in the future are refused; `name` stands in messages
    when `source` is text. `head` is the hash of the sealed chart, or the one it would have if
    it were sealed now.

    Raises:
        InputErrors: every reason found, E1xx for the form and E2xx for the values.
        ValueError: `now` has no offset.
    """
    return read_case(source, now=now, name=name).chart


def read_case(source: Path | str | bytes, *, now: datetime, name: str = "case") -> LoadedCase:
    """Like `load_case`, with the sealed lines."""
    if now.tzinfo is None:
        raise ValueError("the clock needs a time zone offset")
    name = source.name if isinstance(source, Path) else name
    contents = _contents(source) if isinstance(source, Path) else source
    stored = decoded_text(contents, name=name)
    text = checked_text(stored, name=name)
    sealed = _sealed(stored, name) if is_sealed(text) else None
    tree = _sealed_tree(sealed, name) if sealed is not None else read_yaml(text, name=name)
    with clinical_arithmetic():
        return _case(tree, now, sealed)


def is_sealed(text: str) -> bool:
    """Whether the text claims to be a sealed chart."""
    return text.startswith(('{"chart":', '{"entry":', '{"hash":'))


def _contents(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise refused(
            ErrorCode.E119,
            path.name,
            expected="a file that can be read",
            remedy=f"The system says: {error.strerror}.",
        ) from None


def _sealed(text: str, name: str) -> list[Link]:
    found, links = verified(text)
    if found.is_intact:
        return links
    is_form = found.broken in {Break.TRUNCATED, Break.UNREADABLE}
    raise refused(
        ErrorCode.E160 if is_form else ErrorCode.E161,
        f"{name} line {found.line}",
        expected=f"the chart as it was sealed; {found.message}",
        remedy="Take the last whole copy of this chart; nothing in it may be edited.",
    )


def _sealed_tree(links: list[Link], name: str) -> Tree:
    """The tree of a sealed chart, with the number of the line each entry stands on."""
    header = {key: value for key, value in links[0].content.items() if key != "schema"}
    entries: list[Node] = [readable(link) for link in links[1:]]
    return Tree(name, {**header, "entries": entries}, {(): 1} | lines_of_entries(len(entries)))


def lines_of_entries(count: int, *, since: int = 0) -> dict[Part, int]:
    """The line of a sealed chart on which each of so many entries stands, from position `since`."""
    return {("entries", index): index + 2 for index in range(since, since + count)}


def readable(link: Link) -> dict[str, Node]:
    """The entry of a line, its free texts as they were written."""
    return dict(link.content) if link.schema == "1" else with_plain_texts(link.content)


def _case(tree: Tree, now: datetime, sealed: list[Link] | None) -> LoadedCase:
    place = Place(Reading(tree, now, UTC))
    table = dict(as_table(tree.root, place))
    errors: list[InputError] = []
    header = _header(table, place, errors)
    reading = Reading(tree, now, header.get("offset", UTC))
    listed = _listed(table, place, errors)
    entries = read_entries(listed, reading, errors)
    if errors:
        raise InputErrors(errors)
    odd = implausible(entries, reading)
    if odd:
        raise InputErrors(odd)
    links = sealed or _would_be_sealed(table, listed, entries)
    chart = Chart(
        header["case"], header["is_synthetic"], tuple(entries), links[-1].hash, sealed is not None
    )
    lacks_key = sealed is None and _lacks_key(header, listed)
    return LoadedCase(chart, tuple(links), reading, lacks_key)


def _lacks_key(header: Mapping[str, Any], listed: list[Node]) -> bool:
    if header["is_synthetic"] or "salt_key" in header:
        return False
    return any(True for node in listed if isinstance(node, dict) for _ in free_texts(node))


def _header(table: Mapping[str, Node], place: Place, errors: list[InputError]) -> dict[str, Any]:
    fields = {key: value for key, value in table.items() if key != "entries"}
    try:
        found: dict[str, Any] = HEADER.read(fields, place)
    except InputErrors as refusal:
        errors.extend(refusal.errors)
        return {}
    return found


def _listed(table: Mapping[str, Node], place: Place, errors: list[InputError]) -> list[Node]:
    if "entries" not in table:
        errors.extend(place.refuse(ErrorCode.E113, expected="the field 'entries'").errors)
        return []
    entries = table["entries"]
    if not isinstance(entries, list):
        errors.extend(
            place.field("entries").refuse(ErrorCode.E111, expected="a list of entries").errors
        )
        return []
    return entries


def read_entries(
    listed: Sequence[Node], reading: Reading, errors: list[InputError], *, since: int = 0
) -> list[Entry[Payload]]:
    """The entries from position `since` on; what is wrong with them is added to `errors`."""
    entries: list[Entry[Payload]] = []
    for index, node in enumerate(listed, start=since):
        try:
            entries.append(read_entry(node, Place(reading, ("entries", index))))
        except InputErrors as found:
            errors.extend(found.errors)
    return entries


def _would_be_sealed(
    table: Mapping[str, Node], listed: list[Node], entries: list[Entry[Payload]]
) -> list[Link]:
    header = {key: table[key] for key in HEADER_FIELDS}
    written = [
        {**node, "recorded_at": node.get("recorded_at", entry.recorded_at.isoformat())}
        for node, entry in zip(listed, entries, strict=True)
        if isinstance(node, dict)
    ]
    key = str(table.get("salt_key", KNOWN_KEY))
    return chained(header, (with_committed_texts(entry, key) for entry in written))
