"""`hepatica protocol`: list, show and check the protocols."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import wraps
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import ParamSpec

import click

from hepatica.cli.protocol_data import check_as_data, list_as_data, show_as_data
from hepatica.core.protocol.check import Problem, check_protocol
from hepatica.core.protocol.tables import Protocol
from hepatica.core.protocol.windows import window_limits
from hepatica.core.rulebook import Rulebook
from hepatica.library.cases import failed_cases, load_cases
from hepatica.library.errors import ErrorCode, InputErrors, refused
from hepatica.library.loader import LoadedProtocol, load_protocol, load_rulebook, shipped_protocols

P = ParamSpec("P")
Folder = Traversable | Path

_as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of tables.")


def _says_errors(command: Callable[P, None]) -> Callable[P, None]:
    """Refused input is said on standard error and ends with exit code 1."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except InputErrors as refusal:
            for error in refusal.errors:
                click.echo(str(error), err=True)
            sys.exit(1)

    return run


@click.group(
    epilog="""\b
Examples:
  hepatica protocol list
  hepatica protocol show fudr-28d
  hepatica protocol check"""
)
def protocol() -> None:
    """Read and check the protocols: the tables that a plan follows."""


@protocol.command(
    "list", short_help="List the protocols.", epilog="Example: hepatica protocol list --json"
)
@_as_json
@_says_errors
def list_protocols(as_json: bool) -> None:
    """List the protocols, and how many of their values need local approval."""
    book = load_rulebook()
    if as_json:
        _print_json(list_as_data(book))
        return
    from hepatica.cli.protocol_text import print_list

    print_list(book)


@protocol.command(
    "show",
    short_help="Print a protocol as on paper.",
    epilog="""\b
Examples:
  hepatica protocol show fudr-28d
  hepatica protocol show fudr-28d/2026.1 --approvals approvals.yaml
  hepatica protocol show fudr-35d --first-day 2025-03-03
  hepatica protocol show fudr-28d --json""",
)
@click.argument("name", metavar="ID[/VERSION]")
@click.option(
    "--approvals",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The approvals of your site; what they cover is no longer marked.",
)
@click.option("--first-day", metavar="DATE", help="Also lay out every cycle from this day on.")
@_as_json
@_says_errors
def show_protocol(name: str, approvals: Path | None, first_day: str | None, as_json: bool) -> None:
    """Print a protocol as on paper: every value with its source and confidence.

    Values that still need local approval are marked, and so are approvals that cover nothing.
    Without a version the newest is shown.
    """
    book = load_rulebook(approvals)
    chosen = _find(book, name, asked_by="protocol show")
    from hepatica.cli.protocol_calendar import cycles_as_data, read_first_day

    first = read_first_day(first_day, chosen.calendar)
    if as_json:
        _print_json({**show_as_data(book, chosen), **cycles_as_data(chosen.calendar, first)})
        return
    from hepatica.cli.protocol_text import print_protocol

    print_protocol(book, chosen, first_day=first)


@protocol.command(
    "check",
    short_help="Check protocols, and answer their own cases.",
    epilog="""\b
Examples:
  hepatica protocol check                    every protocol that is installed
  hepatica protocol check fudr-28d/2026.1    one of them
  hepatica protocol check my-protocol/1      a folder of your own""",
)
@click.argument("what", metavar="[ID|FOLDER]", required=False)
@_as_json
@_says_errors
def check(what: str | None, as_json: bool) -> None:
    """Check protocols: tables sound, sources complete, own cases answered as expected.

    Also prints, for every pump family and reservoir, the highest flow on the label at which
    FUDR may stay in for the planned days, and to the end of the window. Exit code 0 when all is
    well, 1 when something was found.
    """
    book = load_rulebook()
    devices = tuple(book.devices.values())
    found = [
        (loaded, problems, window_limits(loaded.protocol.calendar, devices))
        for loaded, problems in (_checked(book, *one) for one in _to_check(book, what))
    ]
    if as_json:
        _print_json([check_as_data(*one) for one in found])
    else:
        from hepatica.cli.protocol_text import print_check

        for one in found:
            print_check(*one)
    if any(problems for _, problems, _ in found):
        sys.exit(1)


def _to_check(book: Rulebook, what: str | None) -> list[tuple[LoadedProtocol, Folder]]:
    """The protocols to check, each with the folder that holds its cases."""
    folders = shipped_protocols()
    if what is None:
        return [(load_protocol(folder), folder) for folder in folders.values()]
    if Path(what).is_dir():
        return [(load_protocol(Path(what)), Path(what))]
    folder = folders[_find(book, what, asked_by="protocol check").name]
    return [(load_protocol(folder), folder)]


def _checked(
    book: Rulebook, loaded: LoadedProtocol, folder: Folder
) -> tuple[LoadedProtocol, tuple[Problem, ...]]:
    problems = check_protocol(loaded.protocol, book.devices.values())
    return loaded, (*problems, *failed_cases(loaded.protocol, load_cases(folder)))


def _find(book: Rulebook, name: str, *, asked_by: str) -> Protocol:
    """The protocol called ID/VERSION, or the newest version of ID; `asked_by` is the command."""
    if name in book.protocols:
        return book.protocols[name]
    versions = [found for found in book.protocols.values() if found.heading.id == name]
    if not versions:
        refusal = refused(
            ErrorCode.E322,
            asked_by,
            came=name,
            expected="one of " + ", ".join(book.protocols),
            example=f"hepatica {asked_by} {next(iter(book.protocols))}",
        )
        raise click.UsageError(str(refusal))
    return max(versions, key=lambda found: found.heading.assignable_from)


def _print_json(data: object) -> None:
    click.echo(json.dumps(data, indent=2, ensure_ascii=False))
