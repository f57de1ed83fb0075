"""Does a sealed chart still hold what was sealed? If not, the first line that is wrong, and how."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import cast

from hepatica.casefile.chain import BEFORE_FIRST, SCHEMAS, Link
from hepatica.casefile.commitment import is_redacted, texts_of
from hepatica.core.frozen import frozen
from hepatica.library.plain_text import is_visible
from hepatica.library.strict_yaml import Node


class Break(StrEnum):
    """What happened to a sealed chart."""

    TRUNCATED = "truncated"
    UNREADABLE = "unreadable"
    ALTERED = "altered"
    REMOVED = "removed"
    INSERTED = "inserted"
    REORDERED = "reordered"


@frozen
class Verification:
    """The result: the head hash and number of entries, or the first break.

    `line` counts from 1; `entry` is the id that stands on that line, if it can be read.
    `schemas` are those its lines are of; `redacted` is how many free texts were taken out, and
    `unrecorded` names those of them that no redaction entry speaks of.
    """

    head: str
    entries: int
    broken: Break | None = None
    line: int | None = None
    entry: str | None = None
    message: str = "the chart is as it was sealed"
    schemas: tuple[str, ...] = ()
    redacted: int = 0
    unrecorded: tuple[str, ...] = ()

    @property
    def is_intact(self) -> bool:
        """Whether every hash agrees."""
        return self.broken is None


def verify_bytes(stored: bytes, *, head: str | None = None) -> Verification:
    """Check a file as it is stored; a byte that is not UTF-8 was not there when it was sealed."""
    try:
        return verify(stored.decode("utf-8"), head=head)
    except UnicodeDecodeError as error:
        number = stored.count(b"\n", 0, error.start) + 1
        what = f"holds the byte 0x{stored[error.start]:02X}, which no sealed chart holds"
        return _at(number, None, Break.ALTERED, what)


def verify(text: str, *, head: str | None = None) -> Verification:
    """Check bytes, hashes and order of a sealed chart.

    Entries removed from the end leave a shorter chart that is whole in itself; only the head
    hash printed on an order or worksheet shows it. Give it as `head` to have it looked for.
    """
    found, _ = verified(text, head=head)
    return found


def verified(text: str, *, head: str | None = None) -> tuple[Verification, list[Link]]:
    """What `verify` finds, and the lines up to the first that cannot be read."""
    links: list[Link] = []
    if not text.strip():
        return Verification("", 0, Break.TRUNCATED, 1, None, "the file is empty"), links
    lines = text.split("\n")
    for number, line in enumerate(lines[:-1] if not lines[-1] else lines, start=1):
        is_cut = number == len(lines)
        link = _read(line)
        if link is None or link.line != line or is_cut:
            is_last = is_cut or number == len(lines) - 1
            return _unreadable(number, line, link, is_cut=is_last), links
        links.append(link)
    return _first_break(links) or _described(_compared(links, head), links), links


def links_after(last: Link, more: str) -> list[Link] | None:
    """The lines of `more`, where each is whole, intact and goes on from the one before; else None.

    Which line is wrong, and how, `verify` says of the whole chart.
    """
    *lines, end = more.split("\n")
    links = [last]
    for line in lines:
        link = _read(line)
        if link is None or link.line != line or not _goes_on(link, links[-1]):
            return None
        links.append(link)
    return None if end else links[1:]


def links_of(text: str) -> list[Link]:
    """The lines of a chart that verifies."""
    return [link for link in map(_read, text.splitlines()) if link is not None]


def _read(line: str) -> Link | None:
    try:
        found = json.loads(line, object_pairs_hook=_without_twins)
        is_link = isinstance(found, dict) and set(found) in _KEYS and _is_text(found)
    except (ValueError, RecursionError):
        return None
    tag = "chart" if is_link and "chart" in found else "entry"
    if not is_link or not isinstance(found[tag], dict):
        return None
    return Link(tag, cast("dict[str, Node]", found[tag]), str(found["prev"]), str(found["hash"]))


_KEYS = ({"chart", "prev", "hash"}, {"entry", "prev", "hash"})


def _without_twins(pairs: list[tuple[str, object]]) -> dict[str, object]:
    table = dict(pairs)
    if len(table) != len(pairs):
        raise ValueError("a key stands twice")
    return table


def _is_text(node: object) -> bool:
    """Whether every value is text without hidden characters, in tables and lists."""
    if isinstance(node, str):
        return is_visible(node)
    if isinstance(node, dict):
        return all(map(_is_text, node.values()))
    return isinstance(node, list) and all(map(_is_text, node))


def _unreadable(number: int, line: str, link: Link | None, *, is_cut: bool) -> Verification:
    if link is None:
        broken = Break.TRUNCATED if is_cut else Break.UNREADABLE
        what = "ends before its end" if is_cut else "is not a line of a sealed chart"
    elif link.line == line:
        broken, what = Break.TRUNCATED, "has lost the line end behind it"
    elif line.removesuffix("\r") == link.line:
        broken, what = Break.ALTERED, "has another line end than when it was sealed"
    else:
        broken, what = Break.ALTERED, "is not written as it was sealed"
    return _at(number, link, broken, what)


def _first_break(links: list[Link]) -> Verification | None:
    for index, link in enumerate(links):
        if index and _goes_on(link, links[index - 1]):
            continue
        number = index + 1
        if link.schema not in SCHEMAS:
            what = f"is of schema {link.schema!r}, which this version does not know"
            return _at(number, link, Break.UNREADABLE, what)
        if not link.is_intact:
            return _at(number, link, Break.ALTERED, "does not hold what was sealed")
        if index and _recorded(link) is None:
            return _at(number, link, Break.UNREADABLE, "does not say when it was recorded")
        expected = links[index - 1].hash if index else BEFORE_FIRST
        if link.prev != expected or (link.tag == "chart") is not (index == 0):
            return _misplaced(links, index)
        if index > 1 and _is_earlier(link, links[index - 1]):
            return _at(number, link, Break.REORDERED, "was recorded before the line above it")
    return None


def _goes_on(link: Link, before: Link) -> bool:
    """Whether a line is an entry as it was sealed, behind the line that it was sealed behind."""
    return (
        link.schema in SCHEMAS
        and link.is_intact
        and _recorded(link) is not None
        and (link.tag, link.prev) == ("entry", before.hash)
        and not _is_earlier(link, before)
    )


def _misplaced(links: list[Link], index: int) -> Verification:
    """A whole line that does not follow the one above it."""
    link = links[index]
    hashes = [other.hash for other in links]
    place = hashes.index(link.prev) if link.prev in hashes else None
    if link.hash in hashes[:index] or (place is not None and place < index - 1):
        wrong = index if link.hash in hashes[:index] else (place or 0) + 1
        return _at(wrong + 1, links[wrong], Break.INSERTED, "was put in after sealing")
    if place is not None:
        return _at(index + 1, link, Break.REORDERED, "was moved here from further down")
    if index == 0:
        return _at(1, link, Break.REMOVED, "stands first: the header line is missing")
    what = "does not follow the line above it: a line between them is missing"
    return _at(index + 1, link, Break.REMOVED, what)


def _recorded(link: Link) -> datetime | None:
    """When the entry was recorded; None without an instant that has its offset."""
    try:
        found = datetime.fromisoformat(str(link.content.get("recorded_at")))
    except ValueError:
        return None
    return found if found.tzinfo else None


def _is_earlier(link: Link, before: Link) -> bool:
    one, two = _recorded(link), _recorded(before)
    return one is not None and two is not None and one < two


_WHOLE = "whole in itself; give --head to rule out lost last entries"


def _compared(links: list[Link], head: str | None) -> Verification:
    last = links[-1]
    entries = len(links) - 1
    if head is None:
        return Verification(last.hash, entries, message=_WHOLE)
    if head == last.hash:
        return Verification(last.hash, entries)
    hashes = [link.hash for link in links]
    if head in hashes:
        later = entries - hashes.index(head)
        added = "1 entry was" if later == 1 else f"{later} entries were"
        message = f"the head hash given is there; {added} added behind it"
        return Verification(last.hash, entries, message=message)
    what = "is the last, but the head hash given is not in the chart"
    return _at(len(links), last, Break.REMOVED, what)


def _described(found: Verification, links: list[Link]) -> Verification:
    """The result with what is to be known of an intact chart."""
    if not found.is_intact:
        return found
    gone = [name for link in links if link.schema != "1" for name in _redacted(link)]
    spoken = {_spoken_of(link) for link in links if link.content.get("kind") == "redaction"}
    return replace(
        found,
        schemas=tuple(sorted({link.schema for link in links})),
        redacted=len(gone),
        unrecorded=tuple(name for name in gone if name not in spoken),
    )


def _redacted(link: Link) -> list[str]:
    texts = texts_of(dict(link.content))
    return [
        f"entry {link.content.get('id')}, {'.'.join(path)}"
        for path, node in texts
        if is_redacted(node)
    ]


def _spoken_of(link: Link) -> str:
    return f"entry {link.content.get('redacts')}, {link.content.get('field')}"


def _at(number: int, link: Link | None, broken: Break, what: str) -> Verification:
    entry = link.content.get("id") if link is not None else None
    name = f"line {number} (entry {entry})" if isinstance(entry, str) else f"line {number}"
    return Verification(
        "", 0, broken, number, entry if isinstance(entry, str) else None, f"{name} {what}"
    )
