"""What a command writes: to standard output, or to a file, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import click

from hepatica.casefile.seal import write_atomically
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
    if target is not None and target.exists() and source.exists() and target.samefile(source):
        message = f"{option} {target} is the chart; name another file."
        raise wrong_usage(CommandErrorCode.E412, message)


def write_whole(target: Path, content: str | bytes, option: str = "--out") -> None:
    """Write to a file; text as UTF-8.

    Raises:
        click.UsageError: the file cannot be written (E413).
    """
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
