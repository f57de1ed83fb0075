"""The command itself: what it lists, what it loads, how it ends."""

import subprocess
import sys
from pathlib import Path

import click
import pytest

from hepatica.cli import main
from hepatica.cli.main import SUBCOMMANDS, Subcommand
from tests.unit.cli.calls import run

HEPATICA = Path(sys.executable).with_name("hepatica")
HEAVY = ("decimal", "yaml", "jinja2", "rich", "hepatica.core", "hepatica.library")


def test_help_names_the_calculators() -> None:
    """Every calculator stands in the help, with a line of its own."""
    shown = run("--help").stdout
    names = ("fill", "flow", "dose", "weight", "score")
    assert all(f"  {name}" in shown and SUBCOMMANDS[name].summary in shown for name in names)


def test_help_says_what_hepatica_is_not() -> None:
    """A person decides, and it is no certified device: said where a user begins."""
    text = " ".join(run("--help").stdout.split())
    assert "a person decides" in text
    assert "not a certified medical device" in text


def test_help_loads_no_subcommand() -> None:
    """Start-up is fast: help imports click, and nothing of the core or the library."""
    code = (
        "import sys; from hepatica.cli.main import hepatica\n"
        "hepatica(['--help'], standalone_mode=False)\n"
        f"loaded = [m for m in sys.modules if m.startswith({HEAVY!r})]\n"
        "sys.exit(', '.join(loaded) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (0, "") == (done.returncode, done.stderr)


def test_a_command_that_is_not_installed_breaks_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not listed, asking for it is wrong usage, and the others work."""
    missing = Subcommand("hepatica.cli.no_such_module:ghost", "Not there.")
    monkeypatch.setitem(main.SUBCOMMANDS, "ghost", missing)
    assert ("ghost" in run("--help").stdout, run("ghost").exit_code) == (False, 2)
    assert 0 == run("fill", "--help").exit_code


def test_an_entry_that_is_no_command_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong table of subcommands is our fault: exit code 3."""
    monkeypatch.setitem(main.SUBCOMMANDS, "odd", Subcommand("hepatica.cli.main:main", "Odd."))
    assert 3 == run("odd").exit_code


def test_an_unknown_command_is_wrong_usage() -> None:
    """Exit code 2, and the name that came."""
    result = run("fil")
    assert 2 == result.exit_code
    assert "fil" in result.stderr


def test_every_subcommand_can_be_loaded_that_is_installed() -> None:
    """The table of subcommands names commands."""
    context = click.Context(main.hepatica)
    names = main.hepatica.list_commands(context)
    commands = [main.hepatica.get_command(context, name) for name in names]
    assert all(isinstance(command, click.Command) for command in commands)


@pytest.mark.parametrize(
    ("weight", "code"), [(["--weight-kg", "70"], 0), (["--weight-kg", "7O"], 1), ([], 2)]
)
def test_exit_codes_of_the_installed_command(weight: list[str], code: int) -> None:
    """The command as a shell sees it: answered, a row with an error, wrong usage."""
    others = ["--dose-mg-per-kg-day", "0.12", "--volume-ml", "30", "--flow-ml-per-day", "1.3"]
    done = subprocess.run([HEPATICA, "fill", *others, *weight], capture_output=True, check=False)
    assert (code, False) == (done.returncode, b"Traceback" in done.stderr)


def test_a_reader_that_goes_away_leaves_no_traceback(tmp_path: Path) -> None:
    """`hepatica fill --csv ... | head -1` ends quietly."""
    heading = "dose_mg_per_kg_day,weight_kg,volume_ml,flow_ml_per_day\n"
    table = tmp_path / "in.csv"
    table.write_text(heading + "0.12,70,30,1.3\n" * 5000, encoding="utf-8")
    with subprocess.Popen(
        [HEPATICA, "fill", "--csv", str(table)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert b"" == process.stderr.read()
