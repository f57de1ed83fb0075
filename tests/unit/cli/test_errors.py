"""What went wrong becomes text and an exit code, never a traceback."""

import re

import click
import pytest
from click.testing import CliRunner, Result

from hepatica.cli.errors import CommandErrorCode, error_line, failures_as_text, wrong_usage
from hepatica.library.errors import ErrorCode, InputError, InputErrors


def run_raising(error: BaseException) -> Result:
    """A command in which `error` is raised."""

    @click.command()
    def command() -> None:
        with failures_as_text():
            raise error

    return CliRunner().invoke(command)


def test_refused_input_is_printed_reason_by_reason() -> None:
    """Every reason has its line on stderr; exit code 1; stdout stays empty."""
    reasons = [InputError(ErrorCode.E128, f"entry {n}", "70", "a unit") for n in (1, 2)]
    result = run_raising(InputErrors(reasons))
    assert (1, "", [str(each) for each in reasons]) == (
        result.exit_code,
        result.stdout,
        result.stderr.splitlines(),
    )


def test_a_fault_is_said_to_be_ours() -> None:
    """An unexpected exception is E900 with its place, and asks to be reported; exit code 3."""
    result = run_raising(ZeroDivisionError("70 kg"))
    assert 3 == result.exit_code
    assert result.stderr.startswith("E900 internal error: ZeroDivisionError at ")
    assert "please report it" in result.stderr


def test_a_fault_shows_no_value_and_no_path() -> None:
    """A report of a fault can be passed on: nothing of the patient or the machine is in it."""
    stderr = run_raising(ValueError("bilirubin 3.2")).stderr
    assert not re.search(r"3\.2|Traceback|/", stderr)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (click.UsageError("which pump?"), 2),
        (click.exceptions.Exit(1), 1),
        (click.Abort(), 1),
        (KeyboardInterrupt(), 1),
        (wrong_usage(CommandErrorCode.E410, "no column"), 2),
    ],
)
def test_what_click_knows_is_left_to_click(error: BaseException, code: int) -> None:
    """Wrong usage, an exit and an interruption keep their own exit codes."""
    assert code == run_raising(error).exit_code


def test_an_error_is_one_line_with_code_came_expected_and_example() -> None:
    """All that is needed to mend a value, in one line."""
    line = error_line(ErrorCode.E124, "days", came="1,4", expected="a number", example="1.4")
    assert "E124 days: came '1,4', expected a number; for example 1.4." == line


def test_a_long_text_is_shortened() -> None:
    """A cell that swallowed a file does not fill the terminal."""
    line = error_line(ErrorCode.E120, "days", came="x\n" * 5000, expected="a number")
    assert len(line) < 150
    assert "\n" not in line


def test_every_code_has_a_meaning() -> None:
    """Codes are unique and explained, and none is also a code of the library."""
    ours = {code.name for code in CommandErrorCode}
    assert set() == ours & {code.name for code in ErrorCode}
    assert all(code.meaning for code in CommandErrorCode)
