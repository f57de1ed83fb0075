"""Charts for golden cases: a small named base chart, changed entry by entry, through the door."""

import copy
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from hepatica.casefile.entry import read_entry
from hepatica.casefile.judgement import implausible
from hepatica.casefile.place import Place, Reading
from hepatica.core.chart.course import Course
from hepatica.core.chart.fold import Chart, fold_course
from hepatica.core.quantities import clinical_arithmetic
from hepatica.library.errors import InputErrors
from hepatica.library.strict_yaml import Tree, read_yaml

BASES = Path(__file__).with_name("charts.yaml")
NOW = datetime(2028, 1, 1, tzinfo=UTC)  # the clock of the door; every golden lies before it

_WITHOUT_OFFSET = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?\Z")
_NUMBER = re.compile(r"<?\d+(\.\d+)?\Z")
_UNITS = {
    "ast": "U/L",
    "alt": "U/L",
    "alp": "U/L",
    "bilirubin": "mg/dL",
    "white_cells": "10*9/L",
    "platelets": "10*9/L",
}
_ABSENT = "absent"

Node = Any
Change = Mapping[str, Mapping[str, Node]]


@dataclass(frozen=True, slots=True)
class Given:
    """What a case says of its chart.

    `change` gives fields of entries another value ("absent" takes a field away); in a blood
    sample and in an order's liver tests `ast: 155` is enough, `ast_limit` is the upper limit.
    """

    chart: str
    change: Change = field(default_factory=dict)
    more: Sequence[Mapping[str, Node]] = ()
    without: Sequence[str] = ()


def fold(given: Given, *, at: str = "", known_by: str = "") -> Course:
    """The course that a case speaks of; `at` empty means the moment of the base chart."""
    entries, base_at = _base(given.chart)
    chart = chart_of(_changed(entries, given))
    moment = instant(at or base_at)
    return fold_course(chart, at=moment, known_by=instant(known_by) if known_by else moment)


def chart_of(entries: Iterable[Mapping[str, Node]]) -> Chart:
    """A chart of these entries, each read through the door; refused like any other chart."""
    nodes = [with_offsets(entry) for entry in entries]
    reading = Reading(Tree("golden", {"entries": nodes}, {}), NOW, UTC)
    with clinical_arithmetic():
        read = [
            read_entry(node, Place(reading, ("entries", position)))
            for position, node in enumerate(nodes)
        ]
        errors = implausible(read, reading)
    if errors:
        raise InputErrors(errors)
    return Chart("golden", is_synthetic=True, entries=tuple(read), head="UNSEALED", is_sealed=True)


def instant(text: str) -> datetime:
    """A moment as a golden writes it: without an offset it is in UTC."""
    return datetime.fromisoformat(_with_offset(text))


def _with_offset(text: str) -> str:
    return f"{text}+00:00" if _WITHOUT_OFFSET.match(text) else text


def with_offsets(node: Node) -> Node:
    """The same tree with every time of day that has no offset in UTC."""
    if isinstance(node, Mapping):
        return {key: with_offsets(value) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return [with_offsets(value) for value in node]
    return _with_offset(node) if isinstance(node, str) else node


@cache
def _bases() -> Mapping[str, Node]:
    root = read_yaml(BASES.read_text(encoding="utf-8"), name=BASES.name).root
    assert isinstance(root, dict)
    return root


@cache
def _base(name: str) -> tuple[tuple[Mapping[str, Node], ...], str]:
    base = _bases()[name]
    before: tuple[Mapping[str, Node], ...] = ()
    if "extends" in base:
        before, _ = _base(base["extends"])
    given = Given(name, base.get("change", {}), base["entries"])
    return tuple(_changed(before, given)), base["at"]


def base_entries(name: str) -> tuple[Mapping[str, Node], ...]:
    """The entries of a base chart."""
    return copy.deepcopy(_base(name)[0])


def base_at(name: str) -> str:
    """The moment a base chart is planned at."""
    return _with_offset(_base(name)[1])


def _changed(entries: Sequence[Mapping[str, Node]], given: Given) -> Iterator[Mapping[str, Node]]:
    known = {entry["id"] for entry in (*entries, *given.more)}
    unknown = ({*given.change} | {*given.without}) - known
    if unknown:
        raise ValueError(f"no entry {', '.join(sorted(unknown))} in chart {given.chart}")
    for entry in (*entries, *given.more):
        if entry["id"] not in given.without:
            yield change_entry(entry, given.change.get(entry["id"], {}))


def change_entry(entry: Mapping[str, Node], changes: Mapping[str, Node]) -> Mapping[str, Node]:
    """An entry with some fields changed."""
    if not changes:
        return entry
    changed: dict[str, Node] = copy.deepcopy(dict(entry))
    for name, value in changes.items():
        test = name.removesuffix("_limit")
        if test in _UNITS and entry["kind"] == "laboratory_panel":
            _change_result(changed["results"], test, value, is_limit=test != name)
        elif test in _UNITS and entry["kind"] == "order_signed":
            _set(changed["liver_tests"], test, _with_unit(test, value))
        else:
            _set(changed, name, value)
    return changed


def _change_result(results: dict[str, Node], test: str, value: Node, *, is_limit: bool) -> None:
    before = results.get(test, {})
    result = {"value": before} if isinstance(before, str) else dict(before)
    if value == _ABSENT and not is_limit:
        results.pop(test, None)
    else:
        _set(result, "upper_limit" if is_limit else "value", _with_unit(test, value))
        results[test] = result


def _set(table: dict[str, Node], name: str, value: Node) -> None:
    if value == _ABSENT:
        table.pop(name, None)
    else:
        table[name] = value


def _with_unit(test: str, value: str) -> str:
    return f"{value} {_UNITS[test]}" if _NUMBER.match(value) else value
