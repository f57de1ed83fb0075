"""Read a sealed chart once, and later only what was added to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timezone

from hepatica.casefile.chain import Link
from hepatica.casefile.judgement import implausible
from hepatica.casefile.load import lines_of_entries, read_case, read_entries, readable
from hepatica.casefile.place import Reading
from hepatica.core.chart.fold import Chart
from hepatica.core.frozen import frozen
from hepatica.core.quantities import clinical_arithmetic
from hepatica.library.errors import ErrorCode, InputError, InputErrors, refused
from hepatica.library.plain_text import LARGEST_BYTES
from hepatica.library.strict_yaml import Tree


@frozen
class SealedRead:
    """A sealed chart as it was read, and what the reader of its next entry must know.

    `last` is its last line, `size` how many characters it has; the rest is of
    `hepatica.casefile.place.Reading`.
    """

    chart: Chart
    last: Link
    size: int
    offset: timezone
    earlier: Mapping[str, str]
    roots: Mapping[str, str]


def read_whole(sealed: str, *, now: datetime, name: str = "case") -> SealedRead:
    """A sealed chart, verified and read from its first line.

    Raises:
        InputErrors: as `read_case`, or E501, it is no sealed chart.
    """
    case = read_case(sealed, now=now, name=name)
    if not case.chart.is_sealed:
        raise refused(ErrorCode.E501, name, expected="a sealed chart")
    found, last = case.reading, case.links[-1]
    return SealedRead(case.chart, last, len(sealed), found.offset, found.earlier, found.roots)


def read_further(
    before: SealedRead, links: Sequence[Link], *, now: datetime, name: str = "case"
) -> SealedRead:
    """The chart with these lines behind those read before; the same as the whole read anew.

    Args:
        before: what was read.
        links: lines that go on from its last one (`hepatica.casefile.verify.links_after`).
        now: the clock; not before the one that `before` was read at.
        name: stands in messages.

    Raises:
        InputErrors: every reason found, E1xx for the form and E2xx for the values.
    """
    if not links:
        return before
    size = before.size + sum(len(link.line) + 1 for link in links)
    if size > LARGEST_BYTES:  # the whole would not be read again
        raise refused(ErrorCode.E102, name, expected=f"at most {LARGEST_BYTES:,} bytes")
    known = before.chart.entries
    lines = lines_of_entries(len(links), since=len(known))
    earlier, roots = dict(before.earlier), dict(before.roots)
    reading = Reading(Tree(name, {}, lines), now, before.offset, earlier, roots)
    errors: list[InputError] = []
    with clinical_arithmetic():
        added = read_entries([*map(readable, links)], reading, errors, since=len(known))
        entries = (*known, *added)
        errors = errors or implausible(entries, reading)
    if errors:
        raise InputErrors(errors)
    chart = replace(before.chart, entries=entries, head=links[-1].hash)
    return SealedRead(chart, links[-1], size, before.offset, earlier, roots)
