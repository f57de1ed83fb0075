"""The one place where what went wrong becomes text on stderr and an exit code.

Exit codes: 0 all is well; 1 the input was refused, or a row of it was answered with an error;
2 wrong usage, nothing was written; 3 a fault of Hepatica itself; 4 written, in another format
than was asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from types import TracebackType

import click

EXIT_REFUSED = 1
EXIT_FAULT = 3
EXIT_OTHER_FORMAT = 4


class CommandErrorCode(Enum):
    """The codes of commands, E4xx and E900, with their meaning in one line."""

    E401 = "a value is above a hard limit"
    E402 = "more was withdrawn than was filled"
    E403 = "a row has more or fewer cells than the heading"
    E404 = "the quotes of a row are not closed, or not at the ends of a cell"
    E405 = "a value is missing"
    E406 = "the numbers give no usable result"
    E407 = "the protocol does not state a value that is needed"
    E408 = "a protocol is not known"
    E409 = "a value is outside the domain of a formula"
    E410 = "a column is missing"
    E411 = "a column stands twice, or bears the name of a result"
    E412 = "the output would overwrite the input"
    E413 = "the output cannot be written"
    E414 = "the table cannot be read"
    E415 = "a column is not an input, and resembles one"
    E480 = "a package is missing, and HTML was written in the place of a PDF"
    E482 = "the ending of the file to write does not go with its format"
    E486 = "a package is missing, and nothing was written"
    E900 = "a fault of Hepatica itself"

    @property
    def meaning(self) -> str:
        """The meaning in one line."""
        return self.value


def error_line(code: Enum, where: str, *, came: str = "", expected: str, example: str = "") -> str:
    """One error in one line: its code, where, what came, what was expected, an example."""
    shown = came if len(came) <= 60 else came[:57] + "..."
    came_text = f"came {shown!r}, " if came else ""
    example_text = f"; for example {example}" if example else ""
    return f"{code.name} {where}: {came_text}expected {expected}{example_text}."


def wrong_usage(code: CommandErrorCode, message: str) -> click.UsageError:
    """The exception for a command that cannot start: exit code 2, nothing written."""
    return click.UsageError(f"{code.name} {message}")


@contextmanager
def failures_as_text() -> Iterator[None]:
    """Let no traceback through: refused input and faults become text and an exit code.

    Click's own exceptions pass: click turns wrong usage into text and exit code 2. A reader
    that closed the pipe passes too: click ends quietly.
    """
    try:
        yield
    except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
        raise
    except Exception as error:  # noqa: BLE001 - the last door: a fault must not look like an answer
        lines, code = _explain(error)
        for line in lines:
            click.echo(line, err=True)
        raise click.exceptions.Exit(code) from None


def _explain(error: Exception) -> tuple[list[str], int]:
    from hepatica.library.errors import InputErrors

    if isinstance(error, InputErrors):
        return [str(each) for each in error.errors], EXIT_REFUSED
    return [
        f"{CommandErrorCode.E900.name} internal error: {type(error).__name__} at "
        f"{_place(error.__traceback__)}. This is a fault of Hepatica, not of your input; "
        "please report it with the command you ran, and do not rely on the output."
    ], EXIT_FAULT


def _place(traceback: TracebackType | None) -> str:
    """Module and line where the error arose; no file path, no values."""
    if traceback is None:
        return "an unknown place"
    while traceback.tb_next is not None:
        traceback = traceback.tb_next
    module = traceback.tb_frame.f_globals.get("__name__", "an unknown module")
    return f"{module} line {traceback.tb_lineno}"
