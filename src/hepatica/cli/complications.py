"""`hepatica complications`: what each complication does to a plan, and what is published of it."""

from __future__ import annotations

from collections.abc import Iterator

import click

from hepatica.core.chart.complication_words import ComplicationKind
from hepatica.core.protocol.complications import ComplicationTable
from hepatica.library.loader import shipped_complications

_KINDS = [kind.value for kind in ComplicationKind]


@click.command(
    epilog="""\b
Examples:
  hepatica complications
  hepatica complications pump-flip

\b
Exit codes: 0 shown; 2 wrong usage."""
)
@click.argument("name", required=False, type=click.Choice(_KINDS), metavar="[NAME]")
def complications(name: str | None) -> None:
    """Show what each complication does until it ends, or what NAME does.

    What is published stands below each and decides nothing. The effects are safety defaults of
    this project, which a site signs or changes.
    """
    kinds = list(ComplicationKind) if name is None else [ComplicationKind(name)]
    table = shipped_complications().table
    for kind in kinds:
        for line in _lines(kind, table):
            click.echo(line)


def _lines(kind: ComplicationKind, table: ComplicationTable) -> Iterator[str]:
    row = table.row(kind)
    facts = next(each for each in table.facts if each.complication is kind)
    yield kind.value
    yield f"  perfusion gate  {row.gate.value}"
    yield f"  FUDR            {row.fudr.value}"
    yield f"  needle          {row.access.value}"
    yield f"  reservoir       {row.reservoir.value}"
    yield f"  ends by         {row.ends_by.value}"
    yield f"  published       time: {facts.time}"
    yield f"                  detection: {facts.detection}"
    yield f"                  salvage: {facts.salvage}"
    yield f"                  rate: {facts.rate}"
