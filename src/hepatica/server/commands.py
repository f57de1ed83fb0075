"""`hepatica store`: the charts of a programme in a database."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

from hepatica.library.errors import ErrorCode, InputErrors, refused

P = ParamSpec("P")
R = TypeVar("R")
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_COMMAND_LINE = "command line"


@click.group()
def store() -> None:
    """Keep sealed charts in a database: nothing is changed, everything is added.

    HEPATICA_DATABASE says where: sqlite:///folder/store.sqlite3, or
    postgres://user:password@host:5432/name. Without it the store is hepatica.sqlite3 in the
    folder you are in.
    """


@contextmanager
def _open() -> Iterator[None]:
    """Django ready; what the database refuses is told with what to do, and never as a traceback."""
    try:
        from django.core.exceptions import ImproperlyConfigured
        from django.db import DatabaseError

        from hepatica.server.start import start
    except ImportError as error:
        raise _unusable(
            f"missing: {error.name}", "pip install 'hepatica[server]' brings it."
        ) from None
    try:
        start()
        yield
    except (DatabaseError, ImproperlyConfigured) as error:
        said = " ".join(str(error).split())
        remedy = "Is HEPATICA_DATABASE right, the server up, and hepatica store init done?"
        raise _unusable(said, f"Nothing was half written. {remedy}") from None


def _unusable(came: str, remedy: str) -> InputErrors:
    return refused(
        ErrorCode.E510, "store", came=came, expected="a database of Hepatica", remedy=remedy
    )


def says_store_errors(command: Callable[P, R]) -> Callable[P, R]:
    """A command on the store: Django ready, refusals on standard error, exit code 1."""

    @wraps(command)
    def said(*arguments: P.args, **options: P.kwargs) -> R:
        try:
            with _open():
                return command(*arguments, **options)
        except InputErrors as refusal:
            for error in refusal.errors:
                click.echo(str(error), err=True)
            raise SystemExit(1) from None

    return said


@store.command(epilog="Exit codes: 0 ready; 1 the database cannot be used.")
@says_store_errors
def init() -> None:
    """Make the tables and triggers of the store, or bring them up to date."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    click.echo("the store is ready")


@store.command(
    "import",
    epilog="""\b
Examples:
  hepatica store import case.jsonl
  hepatica store import charts/*.jsonl --by coordinator

\b
Exit codes: 0 all are in; 1 one is refused (those before it are in); 2 wrong usage.""",
)
@click.argument("files", nargs=-1, required=True, type=_FILE)
@click.option("--by", default=_COMMAND_LINE, help="Who does it, as the record of acts names them.")
@says_store_errors
def import_charts(files: tuple[Path, ...], by: str) -> None:
    """Take sealed charts into the store; one that is in it already is left as it is."""
    from hepatica.server.store.deeds import Asker, begin

    for file in files:
        sealed = file.read_bytes()
        key = f"import {hashlib.sha256(sealed).hexdigest()}"
        done = begin(_decoded(sealed, file), Asker(by, key), now=_now(), name=file.name)
        word = "is in already" if done.is_repeated else "imported"
        click.echo(f"{word}: {done.case}, {done.lines - 1} entries, head {done.head}")


def _decoded(sealed: bytes, file: Path) -> str:
    from hepatica.library.plain_text import decoded_text

    return decoded_text(sealed, name=file.name)


@store.command(
    epilog="""\b
Examples:
  hepatica store export --to charts
  hepatica store export adjuvant-six-cycles --to charts

\b
Exit codes: 0 written; 1 refused; 2 wrong usage."""
)
@click.argument("cases", nargs=-1)
@click.option("--to", "folder", required=True, type=click.Path(file_okay=False, path_type=Path))
@says_store_errors
def export(cases: tuple[str, ...], folder: Path) -> None:
    """Write charts as sealed files, byte for byte as they were sealed; without CASES, all."""
    from hepatica.casefile.seal import write_atomically
    from hepatica.server.store.deeds import find_chart, head_of
    from hepatica.server.store.models import Chart
    from hepatica.server.store.sealed import chart_text

    charts = [find_chart(case) for case in cases] or list(Chart.objects.order_by("case"))
    folder.mkdir(parents=True, exist_ok=True)
    for chart in charts:
        target = folder / f"{chart.case}.jsonl"
        write_atomically(target, chart_text(chart))
        click.echo(f"wrote {target}, head {head_of(chart)}")


@store.command(
    epilog="""\b
Example:
  hepatica store verify --json

\b
Exit codes: 0 everything is as it was written; 1 something is not, or cannot be read."""
)
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
@says_store_errors
def verify(as_json: bool) -> None:
    """Verify every chart from its stored bytes, and against the record of acts."""
    from hepatica.server.store.audit import audit

    found = audit()
    if as_json:
        click.echo(json.dumps(asdict(found), indent=2, ensure_ascii=False))
    else:
        for fault in found.faults:
            click.echo(f"{fault.case}: {fault.what}")
        verdict = f"{len(found.faults)} faults" if found.faults else "all as it was written"
        click.echo(f"{found.charts} charts, {found.lines} lines, {found.acts} acts: {verdict}")
    if found.faults:
        raise SystemExit(1)


@store.command(
    epilog="""\b
Example:
  hepatica store backup store-2026-11-28.gz

\b
Exit codes: 0 written; 1 refused, nothing written; 2 wrong usage."""
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@says_store_errors
def backup(file: Path) -> None:
    """Write the whole store to FILE. It holds identities: keep it as you keep the database."""
    from hepatica.server.store.copies import back_up

    try:
        copied = back_up(file)
    except OSError as error:
        raise refused(
            ErrorCode.E515,
            file.name,
            came=os.strerror(error.errno or 0),
            expected="a file that can be written",
            remedy="Nothing was written.",
        ) from None
    click.echo(f"wrote {file}: {copied.rows} rows, sha256 {copied.sha256}")


@store.command(
    epilog="""\b
Example:
  hepatica store init && hepatica store restore store-2026-11-28.gz

\b
Exit codes: 0 restored; 1 refused, nothing restored; 2 wrong usage."""
)
@click.argument("file", type=_FILE)
@says_store_errors
def restore(file: Path) -> None:
    """Put the backup FILE into an empty store, on either database."""
    from hepatica.server.store import copies

    copied = copies.restore(file)
    click.echo(f"restored {copied.rows} rows, sha256 {copied.sha256}")


@store.command(
    epilog="""\b
Example:
  hepatica store administrator A-001

\b
Exit codes: 0 added; 1 refused: there is one already; 2 wrong usage."""
)
@click.argument("staff_id")
@says_store_errors
def administrator(staff_id: str) -> None:
    """Add the first administrator, who adds everybody else; prints the initial password."""
    from hepatica.server.people.changes import first_administrator

    password = first_administrator(staff_id)
    click.echo(f"{staff_id}: initial password {password}; it is changed at the first sign-in")


@store.command(
    epilog="""\b
Example:
  hepatica store token N-104 --label "laboratory feed" --days 90

\b
Exit codes: 0 drawn; 1 there is no such active account; 2 wrong usage."""
)
@click.argument("staff_id")
@click.option("--label", required=True, help="What it is for, as the record names it.")
@click.option("--days", default=90, show_default=True, type=click.IntRange(1, 366))
@says_store_errors
def token(staff_id: str, label: str, days: int) -> None:
    """Draw a token with which a program acts for an account; it is shown this once."""
    from hepatica.server.api.models import draw_token
    from hepatica.server.people.lockout import find_account

    account = find_account(staff_id)
    if account is None or not account.is_active:
        raise refused(
            ErrorCode.E526, "token", came=staff_id, expected="the staff id of an active account"
        )
    click.echo(draw_token(account, label, _now() + timedelta(days=days)))


@store.command(
    epilog="""\b
Example:
  hepatica store outlooks

\b
Exit codes: 0 all made; 1 a chart cannot be planned, or the store cannot be used."""
)
@says_store_errors
def outlooks() -> None:
    """Make the lists of Today again from the charts. They hold nothing that charts do not."""
    from hepatica.server.worklist.outlooks import rebuild

    made = list(rebuild(_now().astimezone()))
    for chart, wrong in made:
        if wrong:
            click.echo(f"{chart.case}: {wrong}", err=True)
    click.echo(f"{sum(not wrong for _, wrong in made)} of {len(made)} charts")
    if any(wrong for _, wrong in made):
        raise SystemExit(1)


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
