"""Write what a command made to the file of --out, or to standard output."""

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


def refuse_overwriting(source: Path, out: Path | None) -> None:
    """Refuse an --out that is the input itself (E412)."""
    if out is not None and out.exists() and source.exists() and out.samefile(source):
        raise wrong_usage(CommandErrorCode.E412, f"--out {out} is the chart; name another file.")


def write_out(text: str, out: Path | None) -> bool:
    """Write `text` whole or not at all (E413); whether it went to a file."""
    if out is None:
        click.echo(text, nl=False)
        return False
    try:
        write_atomically(out, text)
    except OSError as error:
        raise wrong_usage(CommandErrorCode.E413, f"--out {out}: {error.strerror}.") from None
    return True
