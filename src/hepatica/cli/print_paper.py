"""`hepatica print`: worksheets, labels, cards, letters and the downtime pack as paper."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from hepatica.casefile.load import load_case
from hepatica.cli.approvals_option import approvals_option
from hepatica.cli.errors import EXIT_OTHER_FORMAT, EXIT_REFUSED, CommandErrorCode, wrong_usage
from hepatica.cli.moments import MOMENT, current_time, read_option
from hepatica.cli.output import refuse_overwriting, write_whole
from hepatica.cli.paper_files import write_page
from hepatica.core import planning
from hepatica.core.chart.fold import fold_course
from hepatica.core.frozen import frozen
from hepatica.core.rulebook import Rulebook
from hepatica.library.errors import ErrorCode, InputErrors, refused
from hepatica.library.loader import load_rulebook
from hepatica.reports.sheet import Sheet, look_up

_PACK = "downtime-pack"
_KINDS = (
    "worksheet",
    "syringe-label",
    "bag-label",
    "pump-card",
    "emergency-card",
    _PACK,
    "leaflet",
    "travel-letter",
)
_CHARTS = frozenset({".yaml", ".yml", ".jsonl"})


@frozen
class _When:
    """Both clocks of the plans behind a paper, and the clock of this machine."""

    at: datetime
    known_by: datetime
    now: datetime


@click.command(
    "print",
    epilog="""\b
Examples:
  hepatica print worksheet case.yaml --at 2026-02-23T10:00+00:00 --out worksheet.pdf
  hepatica print syringe-label case.jsonl --approvals approvals.yaml
  hepatica print emergency-card case.yaml --format html
  hepatica print downtime-pack charts/ --out pack.pdf

\b
Exit codes: 0 written; 1 the chart is refused, or a file of a pack could not be read (the
pack names it); 2 wrong usage, nothing written; 4 HTML was written, as no PDF can be made.""",
)
@click.argument("kind", type=click.Choice(_KINDS))
@click.argument("case", type=click.Path(exists=True, path_type=Path))
@click.option("--at", metavar=MOMENT, help="The moment of the plan; without it, now.")
@click.option(
    "--known-by",
    metavar=MOMENT,
    help="Use only what the chart had recorded by then; without it, the moment of the plan.",
)
@approvals_option("without them every paper is a draft")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write; without it, CASE-KIND.pdf here.",
)
@click.option("--format", "form", type=click.Choice(["pdf", "html"]), help="Without it, as --out.")
def print_paper(
    kind: str,
    case: Path,
    at: str | None,
    known_by: str | None,
    approvals: Path | None,
    out: Path | None,
    form: str | None,
) -> None:
    """Print one KIND of paper from the chart in CASE, or the downtime pack of a folder CASE.

    KIND is worksheet, syringe-label, bag-label, pump-card, emergency-card, leaflet,
    travel-letter or downtime-pack. The PDF is tagged, and the same bytes for the same plan.
    """
    now = current_time()
    moment = read_option("--at", at) or now
    when = _When(moment, read_option("--known-by", known_by) or moment, now)
    form = form or ("html" if out is not None and out.suffix == ".html" else "pdf")
    target = _target(kind, case, out, form)
    rulebook = load_rulebook(approvals, today=current_time().date())
    left_out: list[tuple[str, InputErrors]] = []
    html = (
        _pack(case, when, rulebook, left_out)
        if kind == _PACK
        else _page(kind, case, when, rulebook)
    )
    _write(target, html, form)
    _name_left_out(left_out)


def _target(kind: str, case: Path, out: Path | None, form: str) -> Path:
    """The file to write; refused before anything is computed."""
    target = out or Path(f"{case.resolve().stem}-{kind}.{form}")
    if target.suffix != f".{form}":
        message = f"--out {target}: expected a name that ends in .{form}, or another --format."
        raise wrong_usage(CommandErrorCode.E482, message)
    refuse_overwriting(case, target)
    if case.is_dir() != (kind == _PACK):
        expected = "a folder of charts" if kind == _PACK else "the file of one chart"
        raise click.UsageError(f"CASE: came {case}, expected {expected} for {kind}.")
    return target


def _page(kind: str, case: Path, when: _When, rulebook: Rulebook) -> str:
    from hepatica.reports.paper.kinds import PAPERS, PaperKind

    return PAPERS[PaperKind(kind)](_sheet(case, when, rulebook))


def _sheet(case: Path, when: _When, rulebook: Rulebook) -> Sheet:
    chart = load_case(case, now=when.now)
    course = fold_course(chart, at=when.at, known_by=when.known_by)
    return look_up(planning.plan(course, rulebook), rulebook)


def _pack(
    folder: Path, when: _When, rulebook: Rulebook, left_out: list[tuple[str, InputErrors]]
) -> str:
    """The pack of every chart in a folder; `left_out` receives the files that hold none."""
    from hepatica.reports.paper.downtime import downtime_pack

    sheets: dict[str, Sheet] = {}
    for file in sorted(file for file in folder.iterdir() if not file.name.startswith(".")):
        try:
            sheet = _chart_in(file, when, rulebook)
            case = sheet.plan.course.case
            if case in sheets:
                raise _not_a_chart(file, f"a second chart of case {case}")
            sheets[case] = sheet
        except InputErrors as refusal:
            left_out.append((file.name, refusal))
    if not sheets:
        raise refused(
            ErrorCode.E485,
            folder.name,
            came=", ".join(name for name, _ in left_out),
            expected="a folder with at least one chart, NAME.yaml or NAME.jsonl",
        )
    return downtime_pack(
        [*sheets.values()], [(name, each.errors[0].code.name) for name, each in left_out]
    )


def _chart_in(file: Path, when: _When, rulebook: Rulebook) -> Sheet:
    if file.suffix.lower() not in _CHARTS or not file.is_file():
        raise _not_a_chart(file, "a folder" if file.is_dir() else "a file of another kind")
    return _sheet(file, when, rulebook)


def _not_a_chart(file: Path, came: str) -> InputErrors:
    expected = "a chart, NAME.yaml or NAME.jsonl, and one for each case"
    return refused(ErrorCode.E485, file.name, came=came, expected=expected)


def _write(target: Path, html: str, form: str) -> None:
    """Write the page; without what makes a PDF, its HTML beside it, and leave with exit code 4."""
    if form == "html":
        write_whole(target, html)
        click.echo(f"wrote {target}")
    elif not write_page(target, html):
        raise click.exceptions.Exit(EXIT_OTHER_FORMAT)


def _name_left_out(left_out: list[tuple[str, InputErrors]]) -> None:
    """Say which files are not in the pack, and leave with exit code 1."""
    for name, refusal in left_out:
        click.echo(f"not in the pack: {name}: {refusal.errors[0]}", err=True)
    if left_out:
        raise click.exceptions.Exit(EXIT_REFUSED)
