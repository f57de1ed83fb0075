"""`hepatica protocol`: list, show and check the protocols, and the commands beside these."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from hepatica.cli.approvals_option import approvals_option
from hepatica.cli.protocol_approve import approve
from hepatica.cli.protocol_choice import (
    PROTOCOL,
    Folder,
    as_json_option,
    choose,
    find,
    find_source,
    print_json,
    says_errors,
    source_option,
)
from hepatica.cli.protocol_data import check_as_data, list_as_data, show_as_data
from hepatica.cli.protocol_derive import derive
from hepatica.cli.protocol_diff import diff
from hepatica.cli.protocol_sources import sources
from hepatica.core.protocol.check import Problem, check_protocol
from hepatica.core.protocol.windows import window_limits
from hepatica.core.rulebook import Rulebook
from hepatica.library.cases import failed_cases, load_cases
from hepatica.library.derivation import kept_provenance, origin_problems
from hepatica.library.loader import LoadedProtocol, load_protocol, load_rulebook, shipped_protocols

__all__ = ["protocol"]


@click.group(
    epilog="""\b
Examples:
  hepatica protocol list
  hepatica protocol show fudr-28d
  hepatica protocol check
  hepatica protocol sources fudr-28d
  hepatica protocol derive fudr-28d --id fudr-28d-site --version 1 --to fudr-28d-site/1
  hepatica protocol diff fudr-28d fudr-28d-site/1
  hepatica protocol approve fudr-28d-site/1 --approvals approvals.yaml --list"""
)
def protocol() -> None:
    """Read, check, compare, copy and approve protocols: the tables that a plan follows."""


@protocol.command(
    "list", short_help="List the protocols.", epilog="Example: hepatica protocol list --json"
)
@as_json_option
@says_errors
def list_protocols(as_json: bool) -> None:
    """List the protocols, and how many of their values need local approval."""
    book = load_rulebook()
    if as_json:
        print_json(list_as_data(book))
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
@click.argument("name", metavar=PROTOCOL)
@approvals_option("what they cover is no longer marked")
@click.option("--first-day", metavar="DATE", help="Also lay out every cycle from this day on.")
@as_json_option
@says_errors
def show_protocol(name: str, approvals: Path | None, first_day: str | None, as_json: bool) -> None:
    """Print a protocol as on paper: every value with its source and confidence.

    Values that still need local approval are marked, and so are approvals that cover nothing.
    Without a version the newest is shown.
    """
    choice = choose(name, asked_by="protocol show", approvals=approvals)
    book, chosen = choice.book, choice.loaded.protocol
    from hepatica.cli.protocol_calendar import cycles_as_data, read_first_day

    first = read_first_day(first_day, chosen.calendar)
    if as_json:
        print_json({**show_as_data(book, chosen), **cycles_as_data(chosen.calendar, first)})
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
@source_option
@as_json_option
@says_errors
def check(what: str | None, source: Path | None, as_json: bool) -> None:
    """Check protocols: tables sound, sources complete, own cases answered as expected.

    Also prints, for every pump family and reservoir, the highest flow on the label at which
    FUDR may stay in for the planned days, and to the end of the window. A protocol that was
    derived from another is also compared with that: it must still have the hash that the copy
    names, and no value that was changed may rest on what was SEEN for the old one. Exit code 0
    when all is well, 1 when something was found.
    """
    book = load_rulebook()
    devices = tuple(book.devices.values())
    found = [
        (loaded, problems, window_limits(loaded.protocol.calendar, devices))
        for loaded, problems in (_checked(book, *one, source) for one in _to_check(book, what))
    ]
    if as_json:
        print_json([check_as_data(*one) for one in found])
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
    folder = folders[find(book, what, asked_by="protocol check").name]
    return [(load_protocol(folder), folder)]


def _checked(
    book: Rulebook, loaded: LoadedProtocol, folder: Folder, source: Path | None
) -> tuple[LoadedProtocol, tuple[Problem, ...]]:
    problems = check_protocol(loaded.protocol, book.devices.values())
    copied = _copied(loaded, folder, source)
    return loaded, (*problems, *copied, *failed_cases(loaded.protocol, load_cases(folder)))


def _copied(loaded: LoadedProtocol, folder: Folder, named: Path | None) -> tuple[Problem, ...]:
    """What does not hold between a derived protocol and its source."""
    origin = loaded.protocol.heading.derived_from
    if origin is None:
        return ()
    found = find_source(origin, folder, named)
    if found is None:
        return origin_problems(origin, None)
    source, sha256 = found
    return (*origin_problems(origin, sha256), *kept_provenance(loaded.values, source.values))


for _command in (diff, derive, approve, sources):
    protocol.add_command(_command)
