"""Which protocol a command is about: one that is installed, or the folder of a site."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import ParamSpec

import click

from hepatica.cli.errors import EXIT_REFUSED
from hepatica.cli.moments import current_time
from hepatica.cli.refusal import refusals_as_json
from hepatica.core.frozen import frozen
from hepatica.core.protocol.provenance import Sha256
from hepatica.core.protocol.tables import DerivedFrom, Protocol
from hepatica.core.rulebook import Rulebook
from hepatica.library.errors import ErrorCode, InputErrors, refused
from hepatica.library.folders import folder_sha256
from hepatica.library.loader import LoadedProtocol, load_protocol, load_rulebook, shipped_protocols

P = ParamSpec("P")
Folder = Traversable | Path

PROTOCOL = "ID[/VERSION]|FOLDER"
as_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, no tables.")
source_option = click.option(
    "--source",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder of the protocol it was derived from, when that is neither installed nor "
    "found beside it as ../../ID/VERSION.",
)


@frozen
class Choice:
    """A protocol, the folder that holds it, and a rulebook that has it."""

    book: Rulebook
    loaded: LoadedProtocol
    folder: Folder


def says_errors(command: Callable[P, None]) -> Callable[P, None]:
    """Refused input is said on standard error, or as JSON, and ends with exit code 1."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            with refusals_as_json(is_wanted=bool(kwargs.get("as_json"))):
                command(*args, **kwargs)
        except InputErrors as refusal:
            for error in refusal.errors:
                click.echo(str(error), err=True)
            sys.exit(EXIT_REFUSED)

    return run


def choose(what: str, *, asked_by: str, approvals: Path | None = None) -> Choice:
    """The protocol called ID/VERSION, the newest version of ID, or the one in a folder.

    Args:
        what: the name or the folder.
        asked_by: the command, for messages.
        approvals: the site's approvals.

    Raises:
        click.UsageError: E322, no protocol has that name.
        InputErrors: the folder is malformed, or has the name of an installed protocol and other
            contents (E380): approvals would be of the one and look like those of the other.
    """
    book = load_rulebook(approvals, today=current_time().date())
    if not Path(what).is_dir():
        name = find(book, what, asked_by=asked_by).name
        folder = shipped_protocols()[name]
        return Choice(book, load_protocol(folder), folder)
    loaded = load_protocol(Path(what))
    _refuse_borrowed_name(loaded.protocol.name, Path(what))
    protocols = {**book.protocols, loaded.protocol.name: loaded.protocol}
    values = {**book.values, loaded.protocol.name: loaded.values}
    return Choice(replace(book, protocols=protocols, values=values), loaded, Path(what))


def load_named(what: str, *, asked_by: str) -> tuple[LoadedProtocol, Folder]:
    """A protocol and its folder, whatever name the folder's protocol bears.

    Raises:
        click.UsageError: E322, no protocol has that name.
        InputErrors: the folder is malformed.
    """
    if Path(what).is_dir():
        return load_protocol(Path(what)), Path(what)
    folder = shipped_protocols()[find(load_rulebook(), what, asked_by=asked_by).name]
    return load_protocol(folder), folder


def find(book: Rulebook, name: str, *, asked_by: str) -> Protocol:
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


def find_source(
    origin: DerivedFrom, copy: Folder, named: Path | None
) -> tuple[LoadedProtocol, Sha256] | None:
    """The protocol that a copy was derived from, and the hash of its folder now.

    Args:
        origin: the source as the copy names it.
        copy: the folder of the copy; the source may lie beside it as ../../ID/VERSION.
        named: the source's folder, when the user named it.

    Raises:
        InputErrors: the folder is malformed, or holds another protocol (E321).
    """
    folder: Folder | None = named or shipped_protocols().get(origin.name)
    if folder is None and isinstance(copy, Path):
        beside = copy.resolve().parent.parent / origin.id / origin.version
        folder = beside if beside.is_dir() else None
    if folder is None:
        return None
    loaded = load_protocol(folder)
    if loaded.protocol.name != origin.name:
        came = loaded.protocol.name
        raise refused(ErrorCode.E321, folder.name, came=came, expected=origin.name)
    return loaded, folder_sha256(folder)


def print_json(data: object) -> None:
    """Print data as JSON."""
    click.echo(json.dumps(data, indent=2, ensure_ascii=False))


def _refuse_borrowed_name(name: str, folder: Path) -> None:
    installed = shipped_protocols().get(name)
    if installed is not None and folder_sha256(installed) != folder_sha256(folder):
        raise refused(
            ErrorCode.E380,
            f"{folder.name}/protocol.yaml",
            came=name,
            expected="an id or version that no installed protocol has",
            example=f"hepatica protocol derive {name} --id {name.partition('/')[0]}-site "
            "--version 1 --to FOLDER",
        )
