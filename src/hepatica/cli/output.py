"""What a command writes: to standard output, or to a file, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from hepatica.cli.errors import CommandErrorCode, wrong_usage

OUT = click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write; without it, standard output.",
)


def refuse_overwriting(source: Path, target: Path | None, option: str = "--out") -> None:
    """Refuse a file to write that is the chart, before anything is computed.

    Raises:
        click.UsageError: it is (E412).
    """
    try:
        is_same = target is not None and target.exists() and target.samefile(source)
    except OSError as error:
        raise wrong_usage(CommandErrorCode.E413, f"{option} {target}: {error.strerror}.") from None
    if is_same:
        message = f"{option} {target} is the chart; name another file."
        raise wrong_usage(CommandErrorCode.E412, message)


def write_whole(target: Path, content: str | bytes, option: str = "--out") -> None:
    """Write to a file; text as UTF-8.

    Raises:
        click.UsageError: the file cannot be written (E413).
    """
    # A command that prints starts without the parts that write files.
    from hepatica.casefile.seal import write_atomically

    try:
        write_atomically(target, content)
    except OSError as error:
        message = f"{option} {target}: {error.strerror}."
        raise wrong_usage(CommandErrorCode.E413, message) from None


def write_out(text: str, out: Path | None) -> bool:
    """Write `text` to the file of --out, or to standard output; whether it went to a file.

    Raises:
        click.UsageError: the file cannot be written (E413).
    """
    if out is None:
        click.echo(text, nl=False)
        return False
    write_whole(out, text)
    return True


@contextmanager
def one_at_a_time(file: Path) -> Iterator[None]:
    """Keep other commands out while a file is read, added to and replaced.

    The folder is locked, so that nothing is left beside the file. Where the system has no such
    lock, nothing is kept out.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    try:
        folder = os.open(file.resolve().parent, os.O_RDONLY)
    except OSError:
        yield  # without a folder nothing can be read or written there, which is said then
        return
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)
