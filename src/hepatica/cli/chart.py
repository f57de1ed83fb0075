"""`hepatica chart`: check, seal, verify and show one chart."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import click

from hepatica.casefile.load import is_sealed, load_case, read_case
from hepatica.casefile.seal import seal as sealed_text
from hepatica.casefile.verify import Verification, verify_bytes
from hepatica.casefile.verify import verify as verify_text
from hepatica.cli.approvals_option import approvals_option
from hepatica.cli.chart_warnings import salt_warnings, warnings_of
from hepatica.cli.course_picture import Pictures, draw_course, picture_options
from hepatica.cli.errors import EXIT_REFUSED
from hepatica.cli.moments import MOMENT, current_time, read_option
from hepatica.cli.output import OUT, refuse_overwriting, write_out
from hepatica.cli.refusal import refusals_as_json
from hepatica.cli.sealing import redact, salt_key
from hepatica.core.chart.fold import Chart, fold_course
from hepatica.library.errors import ErrorCode, refused
from hepatica.library.loader import load_rulebook
from hepatica.reports.entry_words import kind_of
from hepatica.reports.timeline import make_timeline, timeline_as_text

_case = click.argument("case", type=click.Path(exists=True, dir_okay=False, path_type=Path))
_HASH = re.compile("[0-9a-fA-F]{64}")
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")


@click.group(
    epilog="""\b
Examples:
  hepatica chart check case.yaml
  hepatica chart timeline case.yaml
  hepatica chart seal case.yaml --out case.jsonl
  hepatica chart verify case.jsonl
  hepatica chart redact case.jsonl e25 --field text --reason "named a person" --out new.jsonl"""
)
def chart() -> None:
    """Check, show and seal the chart of one treatment."""


chart.add_command(redact)
chart.add_command(salt_key)


@chart.command(
    short_help="Say whether a chart is well formed.",
    epilog="""\b
Examples:
  hepatica chart check case.yaml
  hepatica chart check case.jsonl --json

\b
Exit codes: 0 the chart is sound in form; 1 it is refused, every error listed; 2 wrong usage.""",
)
@_case
@_json
def check(case: Path, as_json: bool) -> None:
    """Say whether the chart in CASE is well formed, and warn of what does not add up.

    This is the door alone: no plan is made. Warnings are of contradictions about the pump, of a
    pump or protocol that the library does not hold (in a plan each keeps FUDR from being
    decided), and of what keeps the chart from being sealed.
    """
    now = current_time()
    with refusals_as_json(is_wanted=as_json):
        loaded = read_case(case, now=now)
    found = loaded.chart
    course = fold_course(found, at=now, known_by=now)
    warnings = (
        *warnings_of(case, found, course, load_rulebook()),
        *salt_warnings(case, loaded),
    )
    if as_json:
        _print_json(_accepted(found, warnings))
        return
    click.echo(_ok_line(found))
    for warning in warnings:
        click.echo(f"warning: {warning}")


@chart.command(
    short_help="Seal a written chart with a chain of hashes.",
    epilog="""\b
Examples:
  hepatica chart seal case.yaml --out case.jsonl
  hepatica chart seal case.yaml > case.jsonl""",
)
@_case
@OUT
def seal(case: Path, out: Path | None) -> None:
    """Seal the written chart in CASE: JSON Lines, each with a hash over itself and the line above.

    Nothing is written unless the whole chart is sound.
    """
    refuse_overwriting(case, out)
    text = sealed_text(case, now=current_time())
    _refuse_losing(out, text)
    if write_out(text, out):
        click.echo(f"sealed: {out}, head {verify_text(text).head}")


def _refuse_losing(out: Path | None, text: str) -> None:
    """A sealed chart is only ever made longer: entries, and redactions, would be lost otherwise.

    Raises:
        InputErrors: the file holds a sealed chart that `text` does not begin with (E506).
    """
    if out is None or not out.is_file():
        return
    there = out.read_bytes()
    if is_sealed(there.decode("utf-8", "replace")) and not text.encode("utf-8").startswith(there):
        raise refused(
            ErrorCode.E506,
            out.name,
            expected="a file that does not exist yet, or a sealed chart that this one goes on with",
            remedy="Seal it under another name, and find out what the file there holds more.",
        )


@chart.command(
    short_help="Say whether a sealed chart is intact.",
    epilog="""\b
Examples:
  hepatica chart verify case.jsonl
  hepatica chart verify case.jsonl --head HASH     the hash printed on a worksheet

\b
Exit codes: 0 intact; 1 broken, the first broken entry named; 2 wrong usage.""",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--head", metavar="HASH", help="A head hash that the chart must hold.")
def verify(file: Path, head: str | None) -> None:
    """Say whether the sealed chart in FILE still holds what was sealed.

    Entries removed from the end leave a chart that is whole in itself: give the head hash of
    an order or worksheet to have it looked for.
    """
    result = verify_bytes(file.read_bytes(), head=_head_hash(head))
    if result.broken is not None:
        click.echo(f"broken ({result.broken.value}): {result.message}.", err=True)
        sys.exit(EXIT_REFUSED)
    for place in result.unrecorded:
        click.echo(f"warning: a text was redacted and no entry says so: {place}", err=True)
    click.echo(
        f"intact: {result.entries} entries, head {result.head}; {_sealing(result)}{result.message}."
    )


@chart.command(
    short_help="Show the entries of a chart in time.",
    epilog="""\b
Examples:
  hepatica chart timeline case.yaml
  hepatica chart timeline case.yaml --at 2026-02-09T12:00+00:00 --json
  hepatica chart timeline case.yaml --png course.png --pdf course.pdf""",
)
@_case
@click.option("--at", metavar=MOMENT, help="Only what had happened and was known by then.")
@_json
@picture_options
@approvals_option("without them every picture is a draft")
def timeline(
    case: Path,
    at: str | None,
    as_json: bool,
    svg: Path | None,
    png: Path | None,
    pdf: Path | None,
    approvals: Path | None,
) -> None:
    """Show the entries of CASE in time, what became of them, and the dwells of the pump.

    With --svg, --png or --pdf the course is drawn instead: fills with their percent of the
    starting dose, liver tests against the steps of each cycle, flow, and events.
    """
    moment = read_option("--at", at)
    now = current_time()
    wanted = Pictures(svg=svg, png=png, pdf=pdf)
    if wanted:
        wanted.refuse_to_replace(case)
    found = load_case(case, now=now)
    until = moment or now
    course = fold_course(found, at=until, known_by=until)
    if wanted:
        draw_course(course, load_rulebook(approvals, today=current_time().date()), wanted)
        return
    made = make_timeline(found, course, load_rulebook())
    if as_json:
        _print_json(asdict(made))
    else:
        click.echo(timeline_as_text(made, now=None if moment else now), nl=False)


def _sealing(result: Verification) -> str:
    """Schemas of the lines, and how many texts were redacted."""
    word = "schemas" if len(result.schemas) > 1 else "schema"
    texts = f"{result.redacted} text{'s' if result.redacted != 1 else ''} redacted; "
    return f"{word} {' and '.join(result.schemas)}; {texts if result.redacted else ''}"


def _head_hash(head: str | None) -> str | None:
    """The hash of --head in the letters in which charts hold it."""
    if head is not None and not _HASH.fullmatch(head):
        raise click.UsageError(
            f"--head: came {head!r}, expected the 64 digits 0-9 and a-f of a head hash, as an "
            "order or worksheet prints it."
        )
    return None if head is None else head.lower()


def _ok_line(found: Chart) -> str:
    days = sorted(entry.at.day for entry in found.entries)
    span = f", {days[0]} to {days[-1]}" if days else ""
    form = "sealed" if found.is_sealed else "not sealed"
    kind = ", synthetic" if found.is_synthetic else ""
    return f"ok: {found.case}, {len(found.entries)} entries{span}, {form}{kind}, head {found.head}"


def _accepted(found: Chart, warnings: tuple[str, ...]) -> dict[str, object]:
    return {
        "is_accepted": True,
        "case": found.case,
        "is_synthetic": found.is_synthetic,
        "is_sealed": found.is_sealed,
        "head": found.head,
        "entries": len(found.entries),
        "kinds": dict(sorted(Counter(kind_of(e.payload) for e in found.entries).items())),
        "warnings": list(warnings),
    }


def _print_json(data: object) -> None:
    click.echo(json.dumps(data, indent=2, ensure_ascii=False))
