"""`hepatica calendar`: pump, systemic treatment, samples, imaging and reviews by date."""

from __future__ import annotations

from datetime import date, time, timedelta
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hepatica.casefile.load import load_case
from hepatica.cli.approvals_option import approvals_option
from hepatica.cli.errors import CommandErrorCode, wrong_usage
from hepatica.cli.moments import MOMENT, current_time, read_option
from hepatica.cli.output import one_at_a_time, refuse_overwriting, write_whole
from hepatica.cli.refusal import refusals_as_json
from hepatica.core.calendar.clinic import ClinicDays
from hepatica.core.calendar.course_calendar import make_calendar
from hepatica.core.calendar.items import CourseCalendar
from hepatica.core.chart.course import Course
from hepatica.core.chart.fold import fold_course
from hepatica.core.frozen import frozen
from hepatica.core.protocol.provenance import SourcedValue, unapproved
from hepatica.core.rulebook import Rulebook
from hepatica.library.clinic_days import load_clinic
from hepatica.library.loader import load_rulebook
from hepatica.library.monitoring import shipped_monitoring
from hepatica.reports.calendar_text import calendar_as_data, calendar_as_text

if TYPE_CHECKING:
    from hepatica.exchange.icalendar_out import Start

_MOST_WEEKS = 104


@frozen
class _Ics:
    """The calendar file to write."""

    file: Path
    start: Start | None
    with_case: bool


@click.command(
    epilog="""\b
Examples:
  hepatica calendar case.yaml
  hepatica calendar case.yaml --at 2026-02-11T12:00+01:00 --weeks 12 --clinic clinic.yaml
  hepatica calendar case.yaml --ics case.ics --time 08:30 --zone Europe/Amsterdam
  hepatica calendar case.jsonl --json

\b
The file of --clinic:
  weekdays: [mon, tue, wed, thu, fri]
  closed:
    - {from: 2026-12-24, to: 2026-12-26, why: Christmas}

\b
Exit codes: 0 a calendar was made, whatever it says; 1 the chart, or a file beside it, is
refused; 2 wrong usage."""
)
@click.argument("case", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--at", metavar=MOMENT, help="The moment from which it counts; without it, now.")
@click.option(
    "--known-by",
    metavar=MOMENT,
    help="Use only what the chart had recorded by then; without it, the moment of the calendar.",
)
@click.option(
    "--weeks",
    type=click.IntRange(1, _MOST_WEEKS),
    default=8,
    show_default=True,
    help="How many weeks are shown.",
)
@click.option(
    "--clinic",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The clinic's weekdays and closures; without it Monday to Friday, none closed.",
)
@click.option(
    "--ics",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also write a calendar file; one that is there is corrected.",
)
@click.option("--time", "starts", metavar="HH:MM", help="When visits begin, in the file of --ics.")
@click.option("--zone", metavar="AREA/CITY", help="The time zone of --time.")
@click.option("--with-case", is_flag=True, help="Put the case into the titles of --ics.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@approvals_option("without them every calendar is a draft")
def calendar(
    case: Path,
    at: str | None,
    known_by: str | None,
    weeks: int,
    clinic: Path | None,
    ics: Path | None,
    starts: str | None,
    zone: str | None,
    with_case: bool,
    as_json: bool,
    approvals: Path | None,
) -> None:
    """Show every visit that the course in CASE asks for, on the days the clinic is open.

    What falls on a closed day, or on one on which the patient is away, is moved and says why. No
    access of the pump ever comes after its safe refill date; where no open day is left before
    it, it stays there, and a person must act.
    """
    moment = read_option("--at", at) or current_time()
    known = read_option("--known-by", known_by) or moment
    refuse_overwriting(case, ics, "--ics")
    target = _target(ics, starts, zone, with_case=with_case)
    with refusals_as_json(is_wanted=as_json):
        rulebook = load_rulebook(approvals, today=current_time().date())
        course = fold_course(load_case(case, now=current_time()), at=moment, known_by=known)
        days = ClinicDays() if clinic is None else load_clinic(clinic)
        until = moment.date() + timedelta(weeks=weeks)
        if target is None:
            made = _make(course, rulebook, days, until)
        else:
            with one_at_a_time(target.file):
                made = _write(target, course, rulebook, days, until)
    _print(made, _unapproved(made, rulebook), as_json=as_json)


def _make(course: Course, rulebook: Rulebook, days: ClinicDays, until: date) -> CourseCalendar:
    return make_calendar(course, rulebook, shipped_monitoring().table, days, until=until)


def _write(
    target: _Ics, course: Course, rulebook: Rulebook, days: ClinicDays, until: date
) -> CourseCalendar:
    """The calendar, written also to its file.

    It reaches as far as the file did before, so that nothing in that grows stale.
    """
    from hepatica.exchange.icalendar_out import NOTHING_EARLIER, read_earlier, render_icalendar

    earlier = NOTHING_EARLIER
    if target.file.exists():
        content = target.file.read_bytes()
        earlier = read_earlier(content, case=course.case, name=target.file.name)
    made = _make(course, rulebook, days, max(until, earlier.last_day or until))
    content = render_icalendar(
        made,
        stamp=current_time(),
        earlier=earlier,
        start=target.start,
        with_case=target.with_case,
    )
    write_whole(target.file, content, "--ics")
    return made


def _target(
    file: Path | None, starts: str | None, zone: str | None, *, with_case: bool
) -> _Ics | None:
    if file is None:
        if starts or zone or with_case:
            raise click.UsageError("--time, --zone and --with-case go with --ics")
        return None
    _need_icalendar()
    return _Ics(file, _start(starts, zone), with_case)


def _need_icalendar() -> None:
    try:
        import_module("icalendar")
    except ImportError:
        message = "no calendar file: missing icalendar; install the extra hepatica[calendar]."
        raise wrong_usage(CommandErrorCode.E486, message) from None


def _start(starts: str | None, zone: str | None) -> Start | None:
    if starts is None and zone is None:
        return None
    if starts is None or zone is None:
        raise click.UsageError("--time and --zone go together; for example 08:30, Europe/Paris")
    from zoneinfo import ZoneInfo

    from hepatica.exchange.icalendar_out import Start

    try:
        hours, _, minutes = starts.partition(":")
        hour = time(int(hours), int(minutes))
    except ValueError:
        message = f"--time: came {starts!r}, expected hours and minutes; for example 08:30"
        raise click.UsageError(message) from None
    try:
        found = ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        message = (
            f"--zone: came {zone!r}, expected the name of a time zone; for example Europe/Paris"
        )
        raise click.UsageError(message) from None
    return Start(hour, found)


def _unapproved(made: CourseCalendar, rulebook: Rulebook) -> tuple[SourcedValue, ...]:
    """Every value of the plan and of the monitoring that the site has not approved."""
    values = shipped_monitoring().values
    is_synthetic = made.plan.course.is_synthetic
    systemic = () if made.plan.systemic is None else made.plan.systemic.unapproved
    left = unapproved(values, rulebook.approvals, is_synthetic=is_synthetic)
    return (*made.plan.unapproved, *systemic, *left)


def _print(made: CourseCalendar, left: tuple[SourcedValue, ...], *, as_json: bool) -> None:
    if as_json:
        import json

        click.echo(json.dumps(calendar_as_data(made, left), indent=2, ensure_ascii=False))
        return
    for line in calendar_as_text(made, left).splitlines():
        click.echo(click.style(line, bold=True) if line[:1].strip() else line)
