"""Goldens about tables rather than plans: what a protocol copies, what differs, and its dates.

A file that a protocol shares with another is stated by one line: equal in every value, except
those named with what they are instead. The other protocol is read as it ships, so that a change
of the copy is noticed here, and a change of the original by the goldens of its own behaviour.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from hepatica.core.protocol.cycle import lay_out
from hepatica.core.protocol.tables import LiverStep
from hepatica.core.rulebook import Rulebook
from hepatica.library.strict_yaml import read_yaml
from hepatica.library.tables import keys_of
from tests.golden.runner import shipped_rulebook

FILE = Path(__file__).with_name("tables.yaml")
_PARTS = {"protocol": "heading"}
_ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class SameFile:
    """One file of a protocol equals that of another, except the values named."""

    id: str
    protocol: str
    file: str
    original: str
    differs: Mapping[str, str]

    def passes(self, rulebook: Rulebook) -> bool:
        """Whether the file is as stated."""
        return not self.differences(rulebook)

    def differences(self, rulebook: Rulebook) -> list[str]:
        """Every value that is not as stated, in words."""
        found = self._values(rulebook, self.protocol)
        original = self._values(shipped_rulebook(), self.original)
        redundant = [
            f"{path}: equal in both, so no exception"
            for path, text in self.differs.items()
            if original.get(path, _ABSENT) == text
        ]
        stated = {**original, **self.differs}
        return redundant + [
            f"{path}: stated {stated.get(path, _ABSENT)}, found {found.get(path, _ABSENT)}"
            for path in sorted({*stated, *found})
            if stated.get(path, _ABSENT) != found.get(path, _ABSENT)
        ]

    def _values(self, rulebook: Rulebook, protocol: str) -> dict[str, str]:
        table = getattr(rulebook.protocols[protocol], _PARTS.get(self.file, self.file))
        return dict(_flat(table, ""))


@dataclass(frozen=True, slots=True)
class Dates:
    """Every FUDR and emptying day of a protocol's planned cycles, from a first day on."""

    id: str
    protocol: str
    first_day: date
    fudr: tuple[date, ...]
    empty: tuple[date, ...]

    def passes(self, rulebook: Rulebook) -> bool:
        """Whether the protocol lays out on these days."""
        return not self.differences(rulebook)

    def differences(self, rulebook: Rulebook) -> list[str]:
        """The days on which both disagree, in words."""
        cycles = lay_out(rulebook.protocols[self.protocol].calendar, self.first_day)
        pairs = (
            ("FUDR", self.fudr, tuple(each.fudr for each in cycles)),
            ("emptied", self.empty, tuple(each.empty for each in cycles)),
        )
        return [
            f"{name}: stated {_days(stated)}, found {_days(found)}"
            for name, stated, found in pairs
            if stated != found
        ]


@cache
def table_goldens() -> Sequence[SameFile | Dates]:
    """Every golden about tables, in the order of the file."""
    root: Any = read_yaml(FILE.read_text(encoding="utf-8"), name=FILE.name).root
    same = [
        _same(protocol, file, stated)
        for protocol, files in root["same"].items()
        for file, stated in files.items()
    ]
    return [*same, *(_dates(row) for row in root["dates"])]


def _same(protocol: str, file: str, stated: Mapping[str, Any]) -> SameFile:
    name = f"GOLD-{protocol.partition('/')[0]}-SAME-{file}".upper().replace("_", "-")
    return SameFile(name, protocol, file, stated["as"], stated.get("except", {}))


def _dates(row: Mapping[str, Any]) -> Dates:
    fudr, empty = (tuple(date.fromisoformat(day) for day in row[k]) for k in ("fudr", "empty"))
    return Dates(row["id"], row["protocol"], fudr[0], fudr, empty)


def _flat(table: Any, place: str) -> Iterator[tuple[str, str]]:
    """Every value of a table by its path, as `tables.keys_of` names rows."""
    for column in fields(table):
        value, path = getattr(table, column.name), f"{place}{column.name}"
        if isinstance(value, tuple) and value and is_dataclass(value[0]):
            for row in value:
                yield from _flat(row, f"{path}/{_row_name(row)}/")
        elif isinstance(value, tuple):
            yield path, ", ".join(str(item) for item in value)
        else:
            yield path, "none" if value is None else str(value)


def _row_name(row: Any) -> str:
    if isinstance(row, LiverStep):
        return f"{row.test}/{row.side} {row.limit}"
    return "/".join(str(getattr(row, key)) for key in keys_of(type(row)))


def _days(days: Sequence[date]) -> str:
    return ", ".join(day.isoformat() for day in days)
