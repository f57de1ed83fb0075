"""`hepatica device recalls`: which pumps of many charts a recall speaks of."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path

import click

from hepatica.casefile.load import load_case
from hepatica.cli.moments import current_time
from hepatica.core.chart.fold import fold_course
from hepatica.core.frozen import frozen
from hepatica.core.pump.recall import RecallStatus, Verdict, match_recall
from hepatica.core.pump.tenure import find_tenures
from hepatica.core.rulebook import Rulebook
from hepatica.library.errors import InputErrors
from hepatica.library.loader import load_rulebook
from hepatica.reports.layout import wrapped

EXIT_FOUND = 1
EXIT_UNREAD = 2
_UNDER_VERDICT = " " * 13
_ENDINGS = frozenset({".yaml", ".jsonl"})


@frozen
class Row:
    """One pump under one recall, as it is printed; `explanted` is empty while in place."""

    case: str
    serial: str
    explanted: str
    recall: str
    verdict: str
    reason: str
    to_do: str
    status: str


@click.command(
    short_help="Find the pumps that a recall speaks of.",
    epilog="""\b
Examples:
  hepatica device recalls charts/
  hepatica device recalls case.yaml other.jsonl --json

\b
Exit codes: 0 no pump is meant; 1 a recall matches, or nobody can tell; 2 wrong usage, or a chart
could not be read (the others are answered).""",
)
@click.argument("charts", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV instead of a table.")
def recalls(charts: tuple[Path, ...], as_json: bool, as_csv: bool) -> None:
    """Hold every pump in CHARTS, files or folders, against every recall that is known.

    A pump is "no match" only when the chart rules it out; what is not charted is "cannot-tell",
    with what is missing. Pumps that were explanted are listed with that day: their patients
    were exposed.
    """
    if as_json and as_csv:
        raise click.UsageError("--json and --csv: choose one of them.")
    rulebook, now = load_rulebook(), current_time()
    rows: list[Row] = []
    unread: list[str] = []
    for file in _with_progress(_files(charts)):
        try:
            rows += find_rows(file, rulebook, now)
        except InputErrors as refusal:
            unread.append(f"{file}: not read: {refusal.errors[0]}")
    click.echo(_printed(rows, unread, as_json=as_json, as_csv=as_csv), nl=False)
    for line in unread:
        click.echo(line, err=True)
    if unread:
        sys.exit(EXIT_UNREAD)
    if any(row.verdict != Verdict.NO_MATCH for row in rows):
        sys.exit(EXIT_FOUND)


def _files(charts: Sequence[Path]) -> list[Path]:
    found: list[Path] = []
    for place in charts:
        inside = [place] if place.is_file() else sorted(place.iterdir())
        found += [f for f in inside if f == place or (f.is_file() and f.suffix in _ENDINGS)]
    if not found:
        raise click.UsageError("CHARTS: no file ending in .yaml or .jsonl is there.")
    return found


def _with_progress(files: list[Path]) -> Iterator[Path]:
    """Each file in turn, with a bar on a terminal."""
    if not sys.stderr.isatty():
        yield from files
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(files, "Charts", console=Console(stderr=True), transient=True)


def find_rows(file: Path, rulebook: Rulebook, now: datetime) -> list[Row]:
    """Every pump of one chart under every recall.

    Raises:
        InputErrors: the chart cannot be read.
    """
    course = fold_course(load_case(file, now=now), at=now, known_by=now)
    found = []
    for tenure in find_tenures(course).pumps:
        pump, until = tenure.pump, tenure.explanted
        for recall in rulebook.recalls:
            match = match_recall(pump.payload, pump.at.day, recall, rulebook.devices)
            doubt = (
                f"unverified: verify with {recall.verify_with}"
                if recall.status is RecallStatus.UNVERIFIED
                else recall.status.value
            )
            row = Row(
                case=course.case,
                serial=pump.payload.serial,
                explanted="" if until is None else until.day.isoformat(),
                recall=recall.id,
                verdict=match.verdict.value,
                reason=match.reason,
                to_do="" if match.verdict is Verdict.NO_MATCH else recall.to_do,
                status=doubt,
            )
            found.append(row)
    return found


def _printed(rows: list[Row], unread: list[str], *, as_json: bool, as_csv: bool) -> str:
    if as_json:
        data = {"pumps": [asdict(row) for row in rows], "not_read": unread}
        return json.dumps(data, indent=2, ensure_ascii=False) + "\n"
    if as_csv:
        text = io.StringIO()
        writer = csv.DictWriter(text, [f.name for f in fields(Row)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(row) for row in rows)
        return text.getvalue()
    return _as_table(rows)


def _as_table(rows: list[Row]) -> str:
    """What needs a look, in full; what is ruled out, counted."""
    open_rows = [row for row in rows if row.verdict != Verdict.NO_MATCH]
    lines = []
    for row in sorted(open_rows, key=lambda each: list(Verdict).index(Verdict(each.verdict))):
        past = f" (explanted {row.explanted})" if row.explanted else ""
        lines.append(f"{row.verdict.upper():<12} {row.case}, pump {row.serial}{past}")
        for said in (f"{row.recall} ({row.status}): {row.reason}", f"to do: {row.to_do}"):
            lines += wrapped(said, first=_UNDER_VERDICT)
    lines.append(f"{len(rows) - len(open_rows)} ruled out, {len(open_rows)} to look at.")
    return "\n".join(lines) + "\n"
