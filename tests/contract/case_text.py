"""The base case that holds every kind, and ways to write a changed copy of it."""

import copy
import json
from datetime import UTC, datetime
from pathlib import Path

from hepatica.library.errors import InputErrors
from hepatica.library.strict_yaml import Node, read_yaml

HERE = Path(__file__).parent
EVERY_KIND = HERE / "every_kind.yaml"
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def table(node: Node) -> dict[str, Node]:
    """`node`, known to be a table."""
    assert isinstance(node, dict)
    return node


def items(node: Node) -> list[Node]:
    """`node`, known to be a list."""
    assert isinstance(node, list)
    return node


def base_case() -> dict[str, Node]:
    """A fresh copy of the base case."""
    return copy.deepcopy(table(read_yaml(EVERY_KIND.read_bytes(), name="every_kind").root))


def entry_of(case: dict[str, Node], entry_id: str) -> dict[str, Node]:
    """The entry with this id."""
    return next(e for e in map(table, items(case["entries"])) if e.get("id") == entry_id)


def holder(entry: Node, path: list[str]) -> dict[str, Node]:
    """The table that holds the last key of `path`."""
    for key in path[:-1]:
        entry = items(entry)[int(key)] if isinstance(entry, list) else table(entry)[key]
    return table(entry)


def as_text(case: Node) -> str:
    """The case in YAML: JSON is YAML in flow form."""
    return json.dumps(case, ensure_ascii=False, indent=1)


def first_code(found: InputErrors) -> str:
    """The code of the first reason."""
    return found.errors[0].code.name
