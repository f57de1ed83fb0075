"""Every field of every kind, wrong in every way that is possible for it."""

from pathlib import Path

import pytest

from hepatica.casefile.load import load_case
from hepatica.library.errors import InputErrors
from hepatica.library.strict_yaml import Node, read_yaml
from tests.contract.case_text import (
    HERE,
    NOW,
    as_text,
    base_case,
    entry_of,
    first_code,
    holder,
    items,
    table,
)

WAYS = ("missing", "wrong_unit", "times_ten", "negative", "future", "nonsense")
ROWS = [
    table(row)
    for row in items(
        table(read_yaml((HERE / "fields.yaml").read_bytes(), name="fields").root)["fields"]
    )
]
CASES = [
    (str(row["entry"]), str(row["field"]), way, str(row[way]))
    for row in ROWS
    for way in WAYS
    if row[way] != "n/a"
]


def wrong(value: Node, way: str) -> str:
    """The value of one field, made wrong."""
    if way == "nonsense":
        return "§"
    number, _, unit = str(value).partition(" ")
    if way == "times_ten":
        return f"{format(float(number) * 10, 'g')} {unit}".strip()
    if way == "wrong_unit":
        return f"{number} mmHg"
    if way == "negative":
        return f"-{value}"
    dated = str(value)
    return "2031" + dated[4:] if len(dated) >= 4 else dated


def changed(entry_id: str, field: str, way: str) -> str:
    """The base case with one field changed."""
    case = base_case()
    path = field.split(" ")
    there = holder(entry_of(case, entry_id), path)
    if way == "missing":
        del there[path[-1]]
    else:
        there[path[-1]] = wrong(there[path[-1]], way)
    return as_text(case)


def codes_of_file(path: Path) -> str:
    """The first code, or "accepted"."""
    try:
        load_case(path, now=NOW)
    except InputErrors as found:
        return first_code(found)
    return "accepted"


@pytest.mark.parametrize(("entry_id", "field", "way", "expected"), CASES)
def test_wrong_field(entry_id: str, field: str, way: str, expected: str, tmp_path: Path) -> None:
    """A field made wrong in one way gives the code stated beforehand; the file stays as it is."""
    path = tmp_path / "case.yaml"
    written = changed(entry_id, field, way).encode()
    path.write_bytes(written)
    assert expected == codes_of_file(path)
    assert written == path.read_bytes()


def leaves(node: Node, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The path of every field below an entry."""
    found = [path] if path and not path[-1].isdigit() else []
    if isinstance(node, dict):
        for key, value in node.items():
            found += leaves(value, (*path, key))
    if isinstance(node, list):
        for index, value in enumerate(node):
            found += leaves(value, (*path, str(index)))
    return found


def test_table_has_every_field() -> None:
    """Every field of every entry of the base case has a row; the envelope has one for all."""
    listed = {(str(row["entry"]), str(row["field"])) for row in ROWS}
    envelope = {"id", "kind", "at", "recorded_at"}
    written = {
        (str(entry["id"]), " ".join(path))
        for entry in map(table, items(base_case()["entries"]))
        for path in leaves(entry)
        if path[0] not in envelope
    }
    assert set() == written - listed
