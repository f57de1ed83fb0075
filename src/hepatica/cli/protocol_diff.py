"""`hepatica protocol diff`: two protocols side by side, one row for each value that differs."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import click

from hepatica.cli.protocol_choice import (
    PROTOCOL,
    as_json_option,
    load_named,
    print_json,
    says_errors,
)
from hepatica.cli.protocol_words import path_in_words
from hepatica.library.cases import load_cases
from hepatica.library.difference import Change, Difference, Side, differences

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

EXIT_DIFFERENT = 1
_CASES_TITLE = "Cases that the tables must answer"
_ABSENT = "–"
_SUMMARY = {
    Change.VALUE: "with another value",
    Change.ADDED: "only in B",
    Change.REMOVED: "only in A",
    Change.WRITTEN: "the same number in other digits",
    Change.SOURCE: "the same value from another source",
}


@click.command(
    short_help="Compare two protocols.",
    epilog="""\b
Examples:
  hepatica protocol diff fudr-28d/2026.1 fudr-28d-site/1    a folder of your own
  hepatica protocol diff fudr-28d fudr-35d --sources
  hepatica protocol diff fudr-28d my-protocol/1 --json

\b
Exit codes: 0 the two say the same; 1 they differ, or one is refused (then a message
with its code stands on standard error); 2 wrong usage.""",
)
@click.argument("first", metavar=f"A:{PROTOCOL}")
@click.argument("second", metavar=f"B:{PROTOCOL}")
@click.option(
    "--sources", is_flag=True, help="List also the same values that rest on another source."
)
@as_json_option
@says_errors
def diff(first: str, second: str, sources: bool, as_json: bool) -> None:
    """Compare protocols A and B: one row for each value that differs.

    Compared are the values, where each comes from and how sure it is, the title, and the cases
    that the tables must answer. Id, version and origin only name the two. A number written with
    other digits counts as different: an approval of the one does not cover the other.
    """
    pair = [load_named(name, asked_by="protocol diff") for name in (first, second)]
    (one, one_folder), (two, two_folder) = pair
    found = differences(one, two, (load_cases(one_folder), load_cases(two_folder)))
    names = one.protocol.name, two.protocol.name
    if as_json:
        print_json(_as_data(names, found))
    else:
        _print(names, found, has_sources=sources)
    if found:
        sys.exit(EXIT_DIFFERENT)


def _as_data(names: tuple[str, str], found: Sequence[Difference]) -> dict[str, object]:
    return {
        "a": names[0],
        "b": names[1],
        "is_equal": not found,
        "differences": [
            {
                "file": row.file,
                "path": row.path,
                "where": path_in_words(row.path),
                "change": row.change.value,
                "a": _side_as_data(row.first),
                "b": _side_as_data(row.second),
            }
            for row in found
        ],
    }


def _side_as_data(side: Side | None) -> dict[str, str] | None:
    if side is None:
        return None
    return {
        "value": side.text,
        "source": side.source,
        "confidence": side.confidence,
        "why": side.why,
    }


def _print(names: tuple[str, str], found: Sequence[Difference], *, has_sources: bool) -> None:
    from rich.text import Text

    from hepatica.cli.protocol_text import terminal

    console = terminal()
    console.print(Text(f"A  {names[0]}\nB  {names[1]}", style="bold"))
    if not found:
        console.print(Text("No difference: every value, its source and the cases are the same."))
        return
    shown = [row for row in found if has_sources or row.change is not Change.SOURCE]
    if shown:
        console.print(_table(names, shown))
    hidden = "" if len(shown) == len(found) else " --sources lists the latter."
    console.print(Text(f"{_summary(found)}{hidden}"))


def _table(names: tuple[str, str], found: Iterable[Difference]) -> Table:
    from rich.padding import Padding
    from rich.text import Text

    from hepatica.cli.protocol_text import plain_table

    table = plain_table("where", f"A  {names[0]}", f"B  {names[1]}")
    for position, (file, rows) in enumerate(groupby(found, key=lambda row: row.file)):
        if position:
            table.add_row("", "", "")
        table.add_row(Text(_title(file), style="bold"), "", "")
        for row in rows:
            where = path_in_words(row.path) if row.file != "cases" else row.path
            table.add_row(Padding(where, (0, 0, 0, 2)), *_cells(row))
    return table


def _title(file: str) -> str:
    from hepatica.cli.protocol_text import TITLES

    part = "heading" if file == "protocol" else file
    return _CASES_TITLE if file == "cases" else f"{TITLES[part]} ({file}.yaml)"


def _cells(row: Difference) -> tuple[Text, Text]:
    """Both values; under each where it comes from, when that differs."""
    first, second = row.first, row.second
    says_source = first is None or second is None or _origin(first) != _origin(second)
    return _cell(first, says_source=says_source), _cell(second, says_source=says_source)


def _cell(side: Side | None, *, says_source: bool) -> Text:
    from rich.text import Text

    if side is None:
        return Text(_ABSENT)
    cell = Text(side.text)
    if says_source and side.source:
        cell.append(f"\n{_origin(side)}", style="dim")
    return cell


def _origin(side: Side) -> str:
    return f"{side.confidence} {side.source}: {side.why}" if side.source else ""


def _summary(found: Iterable[Difference]) -> str:
    counts = Counter(row.change for row in found)
    parts = (f"{counts[change]} {words}" for change, words in _SUMMARY.items() if counts[change])
    count = sum(counts.values())
    return f"{count} difference{'' if count == 1 else 's'}: {'; '.join(parts)}."
