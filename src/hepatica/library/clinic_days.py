"""A clinic's own file of open weekdays and closures, through the strict reader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path as File

from hepatica.core.calendar.clinic import ClinicDays, Closure
from hepatica.library.errors import ErrorCode, InputError, InputErrors, refused
from hepatica.library.scalars import NotReadable, read_date
from hepatica.library.strict_yaml import Node, Path, Tree, read_yaml

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FIELDS = ("weekdays", "closed")
_CLOSURE = ("from", "to", "why")
_EXAMPLE = "- {from: 2026-12-24, to: 2026-12-26, why: Christmas}"


def load_clinic(file: File) -> ClinicDays:
    """The days of the clinic in a file.

    Raises:
        InputErrors: it cannot be opened (E119), or as `clinic_from_text`.
    """
    try:
        text = file.read_bytes()
    except OSError as error:
        expected = f"a file that can be read ({error.strerror})"
        raise refused(ErrorCode.E119, file.name, expected=expected) from None
    return clinic_from_text(text, name=file.name)


def clinic_from_text(text: str | bytes, *, name: str) -> ClinicDays:
    """The days of the clinic in a text; without weekdays Monday to Friday.

    Raises:
        InputErrors: E101 to E110 where it is no plain YAML; E111 to E113, E117, E118, E130, E140
            and E146 for what it says, every one found.
    """
    reader = _Reader(read_yaml(text, name=name))
    found = reader.clinic()
    if reader.errors:
        raise InputErrors(reader.errors)
    return found


@dataclass(slots=True)
class _Reader:
    tree: Tree
    errors: list[InputError] = field(default_factory=list)

    def refuse(
        self, code: ErrorCode, path: Path, expected: str, came: str = "", example: str = ""
    ) -> None:
        place = ", ".join(str(step) for step in path if isinstance(step, str))
        where = f"{self.tree.where(path)}{f', {place}' if place else ''}"
        self.errors.append(InputError(code, where, came, expected, example))

    def clinic(self) -> ClinicDays:
        root = self.tree.root
        if not isinstance(root, dict):
            expected = "a table with weekdays and closed"
            self.refuse(ErrorCode.E111, (), expected, str(root), "weekdays: [mon, tue]")
            return ClinicDays()
        self._known(root, (), _FIELDS)
        closures = tuple(self._closures(root.get("closed", [])))
        if "weekdays" not in root:
            return ClinicDays(closures=closures)
        return ClinicDays(self._weekdays(root["weekdays"]), closures)

    def _known(self, node: dict[str, Node], path: Path, fields: tuple[str, ...]) -> None:
        for name in node:
            if name not in fields:
                expected = "one of the fields " + ", ".join(fields)
                self.refuse(ErrorCode.E112, (*path, name), expected, name, fields[0])

    def _weekdays(self, node: Node) -> frozenset[int]:
        example = "weekdays: [mon, tue, wed, thu, fri]"
        if not isinstance(node, list) or not node:
            expected = "a list of weekdays that is not empty"
            self.refuse(ErrorCode.E111, ("weekdays",), expected, str(node), example)
            return frozenset()
        found: set[int] = set()
        for position, word in enumerate(node):
            path = ("weekdays", position)
            if not isinstance(word, str) or word not in WEEKDAYS:
                expected = "one of " + ", ".join(WEEKDAYS)
                self.refuse(ErrorCode.E130, path, expected, str(word), "mon")
            elif WEEKDAYS.index(word) in found:
                self.refuse(ErrorCode.E117, path, "each weekday once", word)
            else:
                found.add(WEEKDAYS.index(word))
        return frozenset(found)

    def _closures(self, node: Node) -> Iterator[Closure]:
        if not isinstance(node, list):
            self.refuse(ErrorCode.E111, ("closed",), "a list of closures", str(node), _EXAMPLE)
            return
        for position, row in enumerate(node):
            path = ("closed", position)
            if isinstance(row, dict):
                yield from self._closure(row, path)
            else:
                self.refuse(ErrorCode.E111, path, "a closure", str(row), _EXAMPLE)

    def _closure(self, row: dict[str, Node], path: Path) -> Iterator[Closure]:
        self._known(row, path, _CLOSURE)
        missing = [name for name in _CLOSURE if name not in row]
        for name in missing:
            self.refuse(ErrorCode.E113, path, f"the field {name}", example=_EXAMPLE)
        since, until = (self._day(row, path, name) for name in ("from", "to"))
        why = row.get("why", "")
        if "why" in row and (not isinstance(why, str) or not why.strip()):
            expected = "why the clinic is closed, in words"
            self.refuse(ErrorCode.E118, (*path, "why"), expected, example="why: Christmas")
        if since is None or until is None or missing:
            return
        if until < since:
            expected = f"a day not before {since}"
            self.refuse(ErrorCode.E146, (*path, "to"), expected, str(until))
            return
        yield Closure(since, until, str(why))

    def _day(self, row: dict[str, Node], path: Path, name: str) -> date | None:
        text = row.get(name)
        if text is None:
            return None
        try:
            return read_date(text if isinstance(text, str) else "")
        except NotReadable as error:
            self.refuse(ErrorCode.E140, (*path, name), error.expected, str(text), error.example)
            return None
