"""`hepatica device udi`: what the barcode of a pump says, ready for its chart entry."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict

import click

from hepatica.cli.protocol_choice import as_json_option, print_json, says_errors
from hepatica.core.pump.recall import Recall, plain
from hepatica.exchange.udi import Udi, read_udi
from hepatica.library.loader import load_rulebook
from hepatica.reports.layout import wrapped

EXIT_DOUBT = 1


@click.command(
    short_help="Read the barcode of a pump.",
    epilog="""\b
Examples:
  hepatica device udi "(01)00850014110147(17)270630(10)20175(21)SYN-1"
  scanner | hepatica device udi - --json

\b
Exit codes: 0 read; 1 refused, or read with a doubt; 2 wrong usage.""",
)
@click.argument("text")
@as_json_option
@says_errors
def udi(text: str, as_json: bool) -> None:
    """Read TEXT, the barcode of a pump (GS1) or the line printed under it, - for standard input.

    Prints the lines that belong in the entry pump_implanted, and the recalls on record that
    name this device identifier. `hepatica device recalls` judges a pump from its whole chart.
    """
    found = read_udi(sys.stdin.read() if text == "-" else text)
    naming = [recall for recall in load_rulebook().recalls if _names(recall, found)]
    if as_json:
        data = asdict(found) | {"named_by_recalls": [recall.id for recall in naming]}
        print_json(json.loads(json.dumps(data, default=str)))
    else:
        for line in _lines(found, naming):
            click.echo(line)
    if found.doubts:
        sys.exit(EXIT_DOUBT)


def _names(recall: Recall, found: Udi) -> bool:
    return plain(found.udi_di) in {plain(each) for each in recall.udi_dis}


def _lines(found: Udi, naming: list[Recall]) -> Iterator[str]:
    stated = {field: getattr(found, field) for field in ("serial", "udi_di", "lot")}
    yield "For the entry pump_implanted:"
    for field, value in stated.items():
        if value is not None:
            yield f"  {field}: {json.dumps(value)}"
    missing = [field for field, value in stated.items() if value is None]
    if missing:
        yield f"Not in the barcode: {', '.join(missing)}"
    yield f"Made {found.made or '(not in the barcode)'}"
    yield f"Use by {found.use_by or '(not in the barcode)'}"
    for doubt in found.doubts:
        yield from wrapped(f"DOUBT: {doubt}.", first="", rest="  ")
    yield from _recall_lines(naming)


def _recall_lines(naming: list[Recall]) -> Iterator[str]:
    for recall in naming:
        said = f"Recall {recall.id} names this device identifier: {recall.title}"
        yield from wrapped(said, first="", rest="  ")
        if recall.lots:
            yield f"  lots recalled: {', '.join(recall.lots)}"
    if not naming:
        yield "No recall on record names this device identifier."
    yield "Recalls by serial or day of distribution: chart it, then hepatica device recalls."
