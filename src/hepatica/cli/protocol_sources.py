"""`hepatica protocol sources`: what a protocol and the pumps cite, and what rests on it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hepatica.cli.approvals_option import approvals_option
from hepatica.cli.protocol_choice import (
    PROTOCOL,
    as_json_option,
    choose,
    print_json,
    says_errors,
)
from hepatica.cli.protocol_data import values_behind
from hepatica.library.approvals import Approvals, read_approvals
from hepatica.library.citations import CitedSource, Ground, cited_sources
from hepatica.library.folders import read_text_of
from hepatica.library.loader import shipped_sources

if TYPE_CHECKING:
    from rich.console import Console

_NOT_STATED = "not stated"


@click.command(
    short_help="List what a protocol cites, and what rests on it.",
    epilog="""\b
Examples:
  hepatica protocol sources fudr-28d
  hepatica protocol sources fudr-28d/2026.1 --approvals approvals.yaml
  hepatica protocol sources fudr-28d --json""",
)
@click.argument("name", metavar=PROTOCOL)
@approvals_option("without them nothing is approved")
@as_json_option
@says_errors
def sources(name: str, approvals: Path | None, as_json: bool) -> None:
    """List every source that a protocol and the pumps cite.

    For each source: what of it was read, how sure its values are, how many values rest on it,
    when they were checked and against what, and how many still need approval by two people.
    """
    choice = choose(name, asked_by="protocol sources")
    protocol = choice.loaded.protocol
    known = Approvals((), ())
    if approvals is not None:
        known = read_approvals(read_text_of(approvals), name=approvals.name)
    found = cited_sources(values_behind(choice.book, protocol), shipped_sources(), known)
    if as_json:
        print_json({"name": protocol.name, "sources": [_source_as_data(one) for one in found]})
    else:
        _print(protocol.name, found)


def _source_as_data(one: CitedSource) -> dict[str, object]:
    return {
        "id": one.source.id,
        "title": one.source.title,
        "found_at": one.source.found_at,
        "status": one.source.status.value,
        "read": one.source.read,
        "grounds": [_ground_as_data(ground) for ground in one.grounds],
    }


def _ground_as_data(ground: Ground) -> dict[str, object]:
    return {
        "confidence": ground.confidence.value,
        "against_or_why": ground.why,
        "checked": [day.isoformat() for day in ground.checked],
        "paths": list(ground.paths),
        "need_approval": ground.open_count,
        "status": _status(ground),
    }


def _status(ground: Ground) -> str:
    if not ground.needs_approval:
        return "seen, needs none"
    if not ground.open_count:
        return "approved"
    if ground.open_count == len(ground.paths):
        return "needs approval"
    return f"{ground.open_count} need approval"


def _print(name: str, found: Sequence[CitedSource]) -> None:
    from rich.text import Text

    from hepatica.cli.protocol_text import terminal

    console = terminal()
    values = sum(len(ground.paths) for one in found for ground in one.grounds)
    waiting = sum(ground.open_count for one in found for ground in one.grounds)
    console.print(Text(f"{name}: {len(found)} sources behind {values} values", style="bold"))
    for one in found:
        _print_source(console, one)
    console.print(Text(f"\n{waiting} of {values} values need local approval by two people."))


def _print_source(console: Console, one: CitedSource) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from hepatica.cli.protocol_text import plain_table

    source = one.source
    console.print(Text(f"\n{source.id}  {source.title}", style="bold"))
    said = Text(f"{source.found_at}\n{source.status}: {source.read}")
    console.print(Padding(said, (0, 0, 0, 2)))
    table = plain_table("confidence", "values", "against, or why", "checked", "approval")
    for ground in one.grounds:
        days = ", ".join(day.isoformat() for day in ground.checked) or _NOT_STATED
        count = f"{len(ground.paths)}"
        table.add_row(ground.confidence.value, count, ground.why, days, _status(ground))
    console.print(Padding(table, (0, 0, 0, 1)))
