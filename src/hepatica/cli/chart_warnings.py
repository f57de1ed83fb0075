"""What `hepatica chart check` warns of: a chart that is well formed, and yet would not do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC
from itertools import pairwise
from pathlib import Path

from hepatica.casefile.load import LoadedCase
from hepatica.casefile.place import Place, Reading
from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import ProtocolAssigned, PumpImplanted
from hepatica.core.chart.fold import Chart
from hepatica.core.rulebook import Rulebook
from hepatica.library.errors import ErrorCode
from hepatica.library.plain_text import checked_text
from hepatica.library.strict_yaml import read_yaml
from hepatica.reports.timeline import contradictions_of


def warnings_of(case: Path, found: Chart, course: Course, rulebook: Rulebook) -> Iterator[str]:
    """Every warning about the chart in `case`."""
    yield from contradictions_of(course)
    yield from _order(case, found)
    yield from _pumps(course, rulebook)
    yield from _protocols(course, rulebook)


def salt_warnings(case: Path, loaded: LoadedCase) -> Iterator[str]:
    """That free text has no salt key yet: the chart cannot be sealed, and its head will change."""
    if loaded.lacks_salt_key:
        yield (
            f"{ErrorCode.E500.name} {case.name}: free text, but no salt_key; as it stands the "
            "chart cannot be sealed, and its head hash changes when the key is written "
            "(hepatica chart salt-key)"
        )


def _order(case: Path, found: Chart) -> Iterator[str]:
    """The first entry that keeps the chart from being sealed."""
    if found.is_sealed:
        return
    for index, (above, entry) in enumerate(pairwise(found.entries), start=1):
        if entry.recorded_at < above.recorded_at:
            came = entry.recorded_at.isoformat(timespec="minutes")
            yield (
                f"{ErrorCode.E147.name} {_line_of(case, found, index)}, entry {entry.id}: recorded "
                f"{came}, before entry {above.id} above it; as it stands the chart cannot be sealed"
            )
            return


def _line_of(case: Path, found: Chart, index: int) -> str:
    tree = read_yaml(checked_text(case.read_bytes(), name=case.name), name=case.name)
    clock = found.entries[index].recorded_at
    return Place(Reading(tree, clock, UTC), ("entries", index)).where


def _pumps(course: Course, rulebook: Rulebook) -> Iterator[str]:
    for entry in course.all(PumpImplanted):
        if entry.payload.model not in rulebook.devices:
            what = f"pump model {entry.payload.model!r} (entry {entry.id})"
            yield _not_there(what, rulebook.devices)


def _protocols(course: Course, rulebook: Rulebook) -> Iterator[str]:
    for entry in course.all(ProtocolAssigned):
        name = f"{entry.payload.protocol}/{entry.payload.version}"
        if name not in rulebook.protocols:
            yield _not_there(f"protocol {name!r} (entry {entry.id})", rulebook.protocols)


def _not_there(what: str, known: Iterable[str]) -> str:
    return f"{what} is not in the library; known: {', '.join(sorted(known))}"
