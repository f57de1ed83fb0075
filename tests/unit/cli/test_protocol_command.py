"""`hepatica protocol`: what it prints, and how it refuses."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hepatica.cli.protocol import protocol
from hepatica.library.folders import read_texts
from hepatica.library.loader import shipped_protocols

NAME = "fudr-28d/2026.1"


def run(*arguments: str) -> Result:
    """The command with these arguments."""
    return CliRunner().invoke(protocol, arguments)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped protocol."""
    for name, text in read_texts(shipped_protocols()[NAME]).items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def change(folder: Path, file: str, old: str, new: str) -> None:
    """Change one text of the copy."""
    path = folder / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


def test_list_names_every_protocol() -> None:
    """The list holds every protocol, what may be ordered from first, and its open values."""
    lines = json.loads(run("list", "--json").output)
    assert set(shipped_protocols()) == {line["name"] for line in lines}
    assert ["current"] * 5 + ["historic"] * 7 == [line["status"] for line in lines]
    assert NAME == lines[0]["name"]
    assert all(0 < line["need_approval"] < line["values"] for line in lines)


def test_list_is_readable() -> None:
    """Without --json the list is a table."""
    assert NAME in run("list").output


@pytest.mark.parametrize("name", ["fudr-28d", NAME])
def test_show_prints_the_published_table(name: str) -> None:
    """The liver table stands there as it is printed in papers, with marks."""
    output = run("show", name).output
    assert "3 to < 4 × a!" in output


@pytest.mark.parametrize("command", ["show", "check"])
def test_an_unknown_protocol_is_told_to_the_command_that_asked(command: str) -> None:
    """The example is one of the same command."""
    shown = " ".join(run(command, "nosuch").output.split())
    assert f"E322 protocol {command}: came 'nosuch'" in shown
    assert f"for example hepatica protocol {command} {NAME}" in shown


def test_show_names_the_source_of_a_value() -> None:
    """Under each table the letters are explained."""
    assert "SEEN  S35: reposted textbook chapter" in run("show", NAME).output


def test_show_prints_a_word_where_there_is_no_number() -> None:
    """The weeks before liver surgery are to be asked for."""
    assert "ask i!" in run("show", NAME).output


def test_show_writes_plain_text_into_a_pipe() -> None:
    """Nothing but text goes into a pipe."""
    assert "\x1b" not in run("show", NAME).output


def test_show_as_json_holds_decimals_as_text() -> None:
    """A decimal is a text in JSON, so that no reader rounds it."""
    data = json.loads(run("show", NAME, "--json").output)
    assert "0.12" == data["tables"]["dose"]["starting_mg_per_kg_day"]


def test_show_takes_approvals_into_account(tmp_path: Path) -> None:
    """An approved value is no longer marked, and a void approval is shown."""
    approvals = tmp_path / "approvals.yaml"
    row = (
        "  - {{path: fudr-28d/2026.1/calendar/{}, value: 2, approved_by: [prescriber, pharmacist],"
        " by: [AB, CD], on: 2026-11-01, source_read: a, reason: b}}\n"
    )
    approvals.write_text("approvals:\n" + row.format("early_days") + row.format("rest_days"))
    output = run("show", NAME, "--approvals", str(approvals)).output
    (line,) = (line for line in output.splitlines() if line.startswith(" early days"))
    assert (False, True) == ("!" in line, "rest_days is 14, and 2 was approved" in output)


def test_check_is_content_with_what_ships() -> None:
    """The shipped protocol is sound, and its safe flows are printed, rounded down."""
    result = run("check")
    assert (0, True) == (result.exit_code, "30             18     1.352" in result.output)


def test_check_finds_a_contradiction(folder: Path) -> None:
    """A contradiction is named, and the exit code is 1."""
    change(folder, "liver.yaml", "hold: 5,", "hold: 4,")
    result = run("check", str(folder))
    assert (1, True) == (result.exit_code, "hold (4) must be above to_50 (4)" in result.output)


def test_check_runs_the_cases(folder: Path) -> None:
    """A step that the tables allow but the cases do not is found."""
    change(folder, "liver.yaml", "hold: 5,", "hold: 6,")
    result = run("check", str(folder), "--json")
    found = [problem["path"] for problem in json.loads(result.output)[0]["problems"]]
    assert (1, ["cases/ast-50-250"]) == (result.exit_code, found)


def test_check_refuses_a_malformed_file(folder: Path) -> None:
    """A malformed value is refused with file, line, value and example; exit code 1."""
    change(folder, "dose.yaml", "0.12", "0,12")
    result = run("check", str(folder))
    assert (1, True) == (result.exit_code, "E305 dose.yaml line 2" in result.stderr)


def test_check_refuses_a_folder_without_tables(tmp_path: Path) -> None:
    """A folder that holds no protocol is refused."""
    result = run("check", str(tmp_path))
    assert (1, True) == (result.exit_code, "E320" in result.stderr)


@pytest.mark.parametrize("command", ["show", "check"])
def test_a_protocol_that_does_not_exist(command: str) -> None:
    """A wrong name is wrong usage, and the message says which names there are."""
    result = run(command, "nothing")
    assert (2, True) == (result.exit_code, NAME in result.stderr)


@pytest.mark.parametrize("command", ["list", "show", "check"])
def test_help_has_an_example(command: str) -> None:
    """Every command shows how it is used."""
    assert "hepatica protocol " + command in run(command, "--help").output
