"""`hepatica protocol approve`: one person signs values; two people of two roles approve them."""

from __future__ import annotations

import os
from itertools import groupby
from pathlib import Path

import click

from hepatica.casefile.seal import write_atomically
from hepatica.cli.errors import CommandErrorCode, wrong_usage
from hepatica.cli.moments import current_time
from hepatica.cli.output import one_at_a_time
from hepatica.cli.protocol_approvals import OpenList, sign_as_data
from hepatica.cli.protocol_choice import (
    PROTOCOL,
    Choice,
    as_json_option,
    choose,
    find_source,
    print_json,
    says_errors,
    source_option,
)
from hepatica.cli.protocol_data import values_behind
from hepatica.cli.protocol_words import path_in_words
from hepatica.core.protocol.provenance import SourcedValue
from hepatica.library.approvals import Approvals, add_signatures, read_approvals
from hepatica.library.approving import Asked, file_of, open_values, path_in_file, values_to_sign
from hepatica.library.derivation import origin_problems
from hepatica.library.errors import ErrorCode, InputError, InputErrors, refused
from hepatica.library.folders import read_text_of
from hepatica.library.loader import refuse_problems
from hepatica.library.scalars import NotReadable, read_date, read_text
from hepatica.library.signatures import ApprovingRole, Signature, read_person

_ASKED_BY = "protocol approve"


@click.command(
    short_help="Sign protocol values: two people, two roles.",
    epilog="""\b
Examples:
  hepatica protocol approve fudr-28d --approvals approvals.yaml --list
  hepatica protocol approve fudr-28d --approvals approvals.yaml --role prescriber --by AB
      --value "dose/weight_valid_days=7" --source-read "ward policy 12" --reason "as practised"
  hepatica protocol approve fudr-28d --approvals approvals.yaml --role pharmacist --by CD
      --file liver --confirm 35 --source-read "the 2006 paper" --reason "read cell by cell"

\b
Exit codes: 0 listed, or signed and written; 1 refused, nothing was written; 2 wrong usage.""",
)
@click.argument("name", metavar=PROTOCOL)
@click.option(
    "--approvals",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The approvals of your site; begun when it does not exist.",
)
@click.option("--list", "is_list", is_flag=True, help="Show what is not yet approved; no signing.")
@click.option(
    "--value",
    "stated",
    multiple=True,
    metavar="PATH=VALUE",
    help="Sign one value, stated as you read it in the source. May be given again.",
)
@click.option("--file", "files", multiple=True, help="Sign all open values of a file, or a pump.")
@click.option("--citing", "cited", multiple=True, help="Sign all open values from a source.")
@click.option("--confirm", type=int, metavar="N", help="How many values --file or --citing sign.")
@click.option("--role", type=click.Choice([role.value for role in ApprovingRole]))
@click.option("--by", metavar="INITIALS", help="Your initials or staff id, never a name.")
@click.option("--on", "day", metavar="YYYY-MM-DD", help="The day of signing; without it, today.")
@click.option("--source-read", metavar="TEXT", help="What you read the value in.")
@click.option("--reason", metavar="TEXT", help="Why the value is right for your site.")
@source_option
@as_json_option
@says_errors
def approve(
    name: str,
    approvals: Path,
    is_list: bool,
    stated: tuple[str, ...],
    files: tuple[str, ...],
    cited: tuple[str, ...],
    confirm: int | None,
    role: str | None,
    by: str | None,
    day: str | None,
    source_read: str | None,
    reason: str | None,
    source: Path | None,
    as_json: bool,
) -> None:
    """Sign values of a protocol as one person in one role.

    A value is approved when a prescriber and a pharmacist, two people, have both signed it as it
    stands. The first call records one half, a call by the other role completes it. Half
    approved is not approved. A changed value voids its signatures.

    State each value as you read it in its source, with --value. With --file or --citing, the
    values are listed first; nothing is written until --confirm gives their number.
    """
    choice = choose(name, asked_by=_ASKED_BY)
    _refuse_unsound(choice, source)
    with one_at_a_time(approvals):
        text = read_text_of(approvals) if approvals.exists() else None
        known = Approvals((), ()) if text is None else read_approvals(text, name=approvals.name)
        if is_list:
            OpenList(choice, known).show(as_json=as_json)
            return
        needed = {"--role": role, "--by": by, "--source-read": source_read, "--reason": reason}
        _need(needed)
        values = values_behind(choice.book, choice.loaded.protocol)
        asked = Asked(
            choice.loaded.protocol.name, ApprovingRole(role or ""), by or "", stated, files, cited
        )
        added = _signatures(asked, values, known, needed, day)
        if files or cited:
            _confirm(added, choice, confirm, as_json=as_json)
        _write(approvals, add_signatures(text, added, name=approvals.name))
        _say(choice, added, read_approvals(read_text_of(approvals), name=approvals.name), as_json)


def _need(options: dict[str, str | None]) -> None:
    missing = [option for option, text in options.items() if text is None]
    if missing:
        needed = ", ".join(missing)
        raise wrong_usage(CommandErrorCode.E405, f"{needed}: give them to sign, or --list to look.")


def _refuse_unsound(choice: Choice, named: Path | None) -> None:
    """Nobody signs values of a protocol that would not be loaded, or whose source is unknown."""
    origin = choice.loaded.protocol.heading.derived_from
    found = None if origin is None else find_source(origin, choice.folder, named)
    source = None if found is None else found[0]
    refuse_problems(choice.loaded, source, choice.book.devices.values())
    if origin is not None and found is None:
        (problem,) = origin_problems(origin, None)
        raise refused(
            ErrorCode.E323,
            f"{choice.loaded.protocol.name}/{problem.path}",
            came=origin.name,
            expected="a source that can be compared with",
            example="--source FOLDER",
        )


def _signatures(
    asked: Asked,
    values: tuple[SourcedValue, ...],
    known: Approvals,
    said: dict[str, str | None],
    day: str | None,
) -> list[Signature]:
    """The signatures that are asked for.

    Raises:
        InputErrors: the person, the day or a text is malformed, or as `values_to_sign`.
    """
    errors: list[InputError] = []
    today = current_time().date()
    for option, reader in _READERS.items():
        text = said[option] or ""
        try:
            reader(text)
        except NotReadable as error:
            errors.append(InputError(error.code, option, text, error.expected, error.example))
    try:
        on = today if day is None else read_date(day)
    except NotReadable as error:
        on = today
        errors.append(InputError(error.code, "--on", day or "", error.expected, error.example))
    if on > today:
        expected = "today or an earlier day"
        errors.append(InputError(ErrorCode.E382, "--on", f"{on}", expected, f"{today}"))
    if errors:
        raise InputErrors(errors)
    return [
        Signature(
            path=value.path,
            value=value.text,
            role=asked.role,
            by=asked.by,
            on=on,
            source_read=said["--source-read"] or "",
            reason=said["--reason"] or "",
        )
        for value in values_to_sign(asked, values, known)
    ]


_READERS = {"--by": read_person, "--source-read": read_text, "--reason": read_text}


def _confirm(added: list[Signature], choice: Choice, confirm: int | None, *, as_json: bool) -> None:
    """List what would be signed, and go on only when its number was given."""
    if confirm == len(added):
        return
    if not as_json:
        _print_added(added, choice)
    raise refused(
        ErrorCode.E374,
        "--confirm",
        came="" if confirm is None else f"{confirm}",
        expected=f"{len(added)}, the number of values that would be signed",
        example=f"--confirm {len(added)}",
        remedy="Read each value listed against its source first. Nothing was written.",
    )


def _print_added(added: list[Signature], choice: Choice) -> None:
    """Each value with its place, grouped by file."""
    name = choice.loaded.protocol.name
    values = {value.path: value for value in values_behind(choice.book, choice.loaded.protocol)}
    for file, rows in groupby(added, key=lambda one: file_of(values[one.path], name)):
        click.echo(file)
        for row in rows:
            words = path_in_words(path_in_file(row.path, name))
            click.echo(f"  {words} = {row.value}")


def _say(choice: Choice, added: list[Signature], after: Approvals, as_json: bool) -> None:
    """What was signed, and what it still waits for."""
    values = values_behind(choice.book, choice.loaded.protocol)
    still_open = open_values(values, after)
    if as_json:
        print_json(sign_as_data(added, still_open))
        return
    _print_added(added, choice)
    waiting = {one.value.path for one in still_open}
    role = added[0].role
    half = sum(one.path in waiting for one in added)
    click.echo(f"Signed by {role} {added[0].by}: {len(added)}.")
    click.echo(f"Approved by that: {len(added) - half}. Waiting for the {role.other}: {half}.")
    click.echo(f"Not yet approved: {len(still_open)} of {len(values)} values.")


def _write(path: Path, text: str) -> None:
    """Replace the file as a whole; whoever could read it still can."""
    target = path.resolve()
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    try:
        write_atomically(target, text)
        target.chmod(mode)
    except OSError as error:
        message = f"--approvals {path}: {error.strerror}. Nothing was written."
        raise wrong_usage(CommandErrorCode.E413, message) from None


def _umask() -> int:
    """What a new file of this user is not open to; it can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
