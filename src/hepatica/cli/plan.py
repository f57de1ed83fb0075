"""`hepatica plan`: the plan of one chart as text, JSON, and a printed worksheet."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from hepatica.casefile.load import load_case
from hepatica.cli.approvals_option import approvals_option
from hepatica.cli.moments import MOMENT, current_time, read_option
from hepatica.cli.output import refuse_overwriting, write_whole
from hepatica.cli.refusal import refusals_as_json
from hepatica.core import planning
from hepatica.core.chart.fold import fold_course
from hepatica.library.loader import load_rulebook
from hepatica.reports.sheet import Sheet, look_up


@click.command(
    epilog="""\b
Examples:
  hepatica plan case.yaml
  hepatica plan case.yaml --at 2026-02-23T10:00+00:00 --why
  hepatica plan case.yaml --at 2026-02-23T10:00+00:00 --known-by 2026-02-20T00:00+00:00
  hepatica plan case.yaml --approvals approvals.yaml --html worksheet.html
  hepatica plan case.jsonl --json

\b
Exit codes: 0 a plan was made, whatever it says; 1 the chart is refused and there is
no plan; 2 wrong usage."""
)
@click.argument("case", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--at", metavar=MOMENT, help="The moment of the planned fill; without it, now.")
@click.option(
    "--known-by",
    metavar=MOMENT,
    help="Use only what the chart had recorded by then; without it, the moment of the plan.",
)
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option("--why", is_flag=True, help="Add every step, the sources, the values not approved.")
@click.option(
    "--html",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also write the worksheet, one page to print, to this file.",
)
@approvals_option("without them every plan is a draft")
def plan(
    case: Path,
    at: str | None,
    known_by: str | None,
    as_json: bool,
    why: bool,
    html: Path | None,
    approvals: Path | None,
) -> None:
    """Plan the next fill from the chart in CASE.

    Prints the moment of the plan first, then two answers: the decision on FUDR, and what
    happens to the pump, with the reasons for both. CASE is a written or a sealed chart.
    """
    moment = read_option("--at", at)
    known = read_option("--known-by", known_by)
    refuse_overwriting(case, html, "--html")
    with refusals_as_json(is_wanted=as_json):
        sheet = _make(case, moment or current_time(), known, approvals)
    if html is not None:
        _write_worksheet(html, sheet)
    if as_json:
        _print_json(sheet)
    else:
        _print_text(sheet, is_now=moment is None, why=why)


def _make(case: Path, at: datetime, known_by: datetime | None, approvals: Path | None) -> Sheet:
    rulebook = load_rulebook(approvals, today=current_time().date())
    chart = load_case(case, now=current_time())
    course = fold_course(chart, at=at, known_by=known_by or at)
    return look_up(planning.plan(course, rulebook), rulebook)


def _write_worksheet(target: Path, sheet: Sheet) -> None:
    from hepatica.reports.worksheet import worksheet_as_html

    write_whole(target, worksheet_as_html(sheet), "--html")


def _print_json(sheet: Sheet) -> None:
    import json

    from hepatica.reports.plan_data import plan_as_data

    click.echo(json.dumps(plan_as_data(sheet), indent=2, ensure_ascii=False))


def _print_text(sheet: Sheet, *, is_now: bool, why: bool) -> None:
    from hepatica.reports.plan_text import plan_as_text

    text = plan_as_text(sheet, is_now=is_now)
    if why:
        from hepatica.reports.plan_why import why_as_text

        text += "\n" + why_as_text(sheet)
    for line in text.splitlines():
        click.echo(click.style(line, bold=True) if line[:1].strip() else line)
