"""What differs between two protocols, value by value.

Values are compared by their path without id and version, so that two versions, or two
protocols, can be laid side by side. Id, version and origin are not compared: they name the two.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from hepatica.core.dosing.explain import SHORT_NAMES
from hepatica.core.frozen import frozen
from hepatica.core.protocol.provenance import SourcedValue
from hepatica.library.cases import Case, CaseTable
from hepatica.library.loader import TABLES, LoadedProtocol

_CASES = "cases"
_BAND = re.compile(r"/(at-most|above) [^/]+/")


class Change(StrEnum):
    """How the two sides of a row differ."""

    VALUE = "value"  # another value
    ADDED = "added"  # only the second has it
    REMOVED = "removed"  # only the first has it
    WRITTEN = "written"  # the same number in other digits: an approval does not carry over
    SOURCE = "source"  # the same value from another source, or as sure as before no more


@frozen
class Side:
    """One protocol's side of a row: the value as written, and where it comes from."""

    text: str
    source: str = ""
    confidence: str = ""
    why: str = ""


@frozen
class Difference:
    """One row: the file, the path within it, and both sides; None where there is no value."""

    file: str
    path: str
    first: Side | None
    second: Side | None

    @property
    def change(self) -> Change:
        """How the sides differ."""
        if self.first is None:
            return Change.ADDED
        if self.second is None:
            return Change.REMOVED
        if self.first.text == self.second.text:
            return Change.SOURCE
        same = _number(self.first.text) == _number(self.second.text) is not None
        return Change.WRITTEN if same else Change.VALUE


def differences(
    first: LoadedProtocol,
    second: LoadedProtocol,
    cases: tuple[Sequence[Case], Sequence[Case]] = ((), ()),
) -> tuple[Difference, ...]:
    """Everything that differs, in the order of the files; empty when the two say the same.

    Args:
        first: a protocol.
        second: the protocol it is compared with.
        cases: the cases that each brings along.
    """
    sides = _sides(first), _sides(second)
    found = [*_rows(*sides), *_rows(_case_sides(cases[0]), _case_sides(cases[1]))]
    return tuple(sorted(found, key=lambda row: [*TABLES, _CASES].index(row.file)))


def _rows(first: Mapping[str, Side], second: Mapping[str, Side]) -> list[Difference]:
    """The rows that differ: those of the first in its order, then what only the second has."""
    at_first, at_second = _by_row(first), _by_row(second)
    if (len(at_first), len(at_second)) != (len(first), len(second)):
        # A band stands twice in one of them, and would be hidden behind the other.
        at_first, at_second = {path: path for path in first}, {path: path for path in second}
    return [
        Difference(*_file_and_path(path or other), first.get(path), second.get(other))
        for row in dict.fromkeys([*at_first, *at_second])
        for path, other in [(at_first.get(row, ""), at_second.get(row, ""))]
        if first.get(path) != second.get(other)
    ]


def _by_row(sides: Mapping[str, Side]) -> dict[str, str]:
    """The paths by the row they are laid beside each other in.

    The limit between two bands of a liver test is left out, so that a limit that moved is one
    row and not two bands that went and two that came.
    """
    return {_BAND.sub(r"/\1/", path): path for path in sides}


def _file_and_path(path: str) -> tuple[str, str]:
    file, _, within = path.partition("/")
    return file, within


def _sides(loaded: LoadedProtocol) -> dict[str, Side]:
    title = {"protocol/title": Side(loaded.protocol.heading.title)}
    return {**title, **{_within(value.path): _side(value) for value in loaded.values}}


def _side(value: SourcedValue) -> Side:
    return Side(value.text, value.source, value.confidence.value, value.why)


def _case_sides(cases: Sequence[Case]) -> dict[str, Side]:
    return {f"{_CASES}/{case.id}": Side(_case_text(case)) for case in cases}


def _case_text(case: Case) -> str:
    bases = {
        "reference": case.reference,
        "upper limit": case.limit,
        "pre-operative value": case.baseline,
    }
    base = "; ".join(f"{name} {value}" for name, value in bases.items() if value is not None)
    table = "" if case.table is CaseTable.LIVER else "first dose, "
    return f"{table}{SHORT_NAMES[case.test]} {case.now}, {base}: {case.expect}"


def _within(path: str) -> str:
    """The path without id and version."""
    return path.split("/", 2)[2]


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
