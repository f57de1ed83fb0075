"""`hepatica toxicity`: the adverse events of one chart, graded."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from hepatica.casefile.load import load_case
from hepatica.cli.moments import MOMENT, current_time, read_option
from hepatica.cli.refusal import refusals_as_json
from hepatica.core.chart.fold import fold_course
from hepatica.core.toxicity.events import ToxicityRecord, record_toxicity
from hepatica.core.toxicity.table import CTCAE
from hepatica.library.loader import shipped_grading

_NAME = "CTCAE version 5"


@click.command(
    epilog="""\b
Examples:
  hepatica toxicity case.yaml
  hepatica toxicity case.yaml --min-grade 3
  hepatica toxicity case.yaml --at 2026-02-23T10:00+00:00 --json

\b
Exit codes: 0 shown, whatever the grades; 1 the chart is refused; 2 wrong usage."""
)
@click.argument("case", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--at", metavar=MOMENT, help="Only what had happened by then; without it, now.")
@click.option(
    "--known-by",
    metavar=MOMENT,
    help="Use only what the chart had recorded by then; without it, the moment of --at.",
)
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option(
    "--min-grade",
    type=click.IntRange(1, 5),
    default=1,
    show_default=True,
    help="Only episodes whose worst grade may have reached this one.",
)
def toxicity(
    case: Path, at: str | None, known_by: str | None, as_json: bool, min_grade: int
) -> None:
    """Show the adverse events of the chart in CASE by CTCAE version 5, each as an episode.

    Every laboratory value is graded beside the limits of normal reported with it and the value
    of the same test before therapy; what a clinician graded stands as charted. Then comes what
    could not be graded, and what is missing for it. The cycle is that of the FUDR fill before the
    worst grade; "before" is before the first.

    The grade of a laboratory value is independent of the FUDR decision: they rest on different
    numbers, and neither is derived from the other. hepatica plan reads the liver table.
    """
    moment = read_option("--at", at)
    known = read_option("--known-by", known_by)
    with refusals_as_json(is_wanted=as_json):
        record = _make(case, moment or current_time(), known)
    _print(record, min_grade, as_json=as_json, is_now=moment is None)


def _make(case: Path, at: datetime, known_by: datetime | None) -> ToxicityRecord:
    from hepatica.library.grades import units_for_grading

    chart = load_case(case, now=current_time())
    course = fold_course(chart, at=at, known_by=known_by or at)
    return record_toxicity(course, shipped_grading(CTCAE).table, units_for_grading())


def _print(record: ToxicityRecord, min_grade: int, *, as_json: bool, is_now: bool) -> None:
    from hepatica.reports.toxicity_text import toxicity_as_data, toxicity_as_text

    if as_json:
        import json

        data = toxicity_as_data(record, table=CTCAE, min_grade=min_grade)
        click.echo(json.dumps(data, indent=2, ensure_ascii=False))
        return
    text = toxicity_as_text(record, table=_NAME, min_grade=min_grade, is_now=is_now)
    click.echo(text, nl=False)
