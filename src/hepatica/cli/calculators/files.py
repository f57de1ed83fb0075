"""Opening the input table, and writing the output whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

from hepatica.cli.errors import CommandErrorCode, wrong_usage


@contextmanager
def open_input(name: str) -> Iterator[BinaryIO]:
    """The input table; "-" is standard input.

    Raises:
        click.UsageError: E414 it cannot be read.
    """
    if name == "-":
        yield sys.stdin.buffer
        return
    with ExitStack() as opened:
        try:
            stream = opened.enter_context(Path(name).open("rb"))
        except OSError as error:
            raise wrong_usage(CommandErrorCode.E414, f"--csv {name}: {error.strerror}.") from None
        yield stream


@contextmanager
def open_output(name: str | None, *, source: str) -> Iterator[BinaryIO]:
    """Standard output, or a file that appears only when everything has been written.

    Raises:
        click.UsageError: E412 it is the input; E413 it cannot be written.
    """
    if name in {None, "-"}:
        yield sys.stdout.buffer
        return
    target = _checked_target(Path(str(name)), source)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as stream:
            yield stream
        part.replace(target)
    except OSError as error:
        raise wrong_usage(CommandErrorCode.E413, f"--out {name}: {error.strerror}.") from None
    finally:
        part.unlink(missing_ok=True)


def _checked_target(path: Path, source: str) -> Path:
    target = path.resolve()
    if target.exists():
        if source != "-" and target.samefile(source):
            raise wrong_usage(
                CommandErrorCode.E412, f"--out {path} is the input; name another file."
            )
        if not target.is_file():
            raise wrong_usage(CommandErrorCode.E413, f"--out {path} is not a file.")
    return target
