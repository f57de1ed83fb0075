"""`hepatica chart`."""

import json
from pathlib import Path

import pytest

from tests.unit.cli.calls import run
from tests.unit.reports.charts import GIVE, LEAVE, SECOND_FILL, written


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    """A sealed chart."""
    out = tmp_path / "case.jsonl"
    run("chart", "seal", written(tmp_path, GIVE), "--out", str(out))
    return out


def head_of(path: Path) -> str:
    """The head hash of a sealed chart."""
    return str(json.loads(path.read_text(encoding="utf-8").splitlines()[-1])["hash"])


def test_a_sound_chart_is_counted(tmp_path: Path) -> None:
    """One line: entries, days, sealed or not, head."""
    result = run("chart", "check", written(tmp_path, GIVE))
    assert 0 == result.exit_code
    assert result.stdout.startswith("ok: small, 18 entries, 2026-01-05 to 2026-02-23, not sealed")


def test_every_error_of_a_chart_is_listed(tmp_path: Path) -> None:
    """Not only the first; exit code 1."""
    case = written(tmp_path, GIVE.replace("70 kg}", "70}").replace("code: A", "code: Q"))
    result = run("chart", "check", case)
    assert (1, "") == (result.exit_code, result.stdout)
    assert {"E128", "E130"} == {line[:4] for line in result.stderr.splitlines()}


def test_errors_as_json_have_their_parts(tmp_path: Path) -> None:
    """Code, place, what came, what was expected, an example; exit code 1."""
    case = written(tmp_path, GIVE.replace("code: A", "code: Q"))
    result = run("chart", "check", case, "--json")
    data = json.loads(result.stdout)
    assert (1, False) == (result.exit_code, data["is_accepted"])
    assert ("E130", "Q") == (data["errors"][0]["code"], data["errors"][0]["came"])


def test_an_accepted_chart_as_json_counts_kinds(tmp_path: Path) -> None:
    """How many entries of which kind."""
    data = json.loads(run("chart", "check", written(tmp_path, GIVE), "--json").stdout)
    assert (True, 18, 3) == (data["is_accepted"], data["entries"], data["kinds"]["pump_filled"])


def test_a_contradiction_is_a_warning(tmp_path: Path) -> None:
    """The chart is well formed; what does not add up is named with its entries."""
    case = written(tmp_path, LEAVE.replace("withdrawn: 11.8 mL", "withdrawn: 31 mL"))
    result = run("chart", "check", case)
    assert 0 == result.exit_code
    assert "warning: more out than in (entries e04, e12)" in result.stdout


def test_a_sealed_chart_verifies(sealed: Path) -> None:
    """Intact, with its number of entries and its head."""
    result = run("chart", "verify", str(sealed))
    assert 0 == result.exit_code
    assert result.stdout.startswith(f"intact: 18 entries, head {head_of(sealed)}")


def test_sealing_to_standard_output_gives_the_same(tmp_path: Path, sealed: Path) -> None:
    """A file or a pipe: the same lines."""
    stdout = run("chart", "seal", written(tmp_path, GIVE)).stdout
    assert sealed.read_text(encoding="utf-8") == stdout


def test_a_sealed_chart_plans_without_the_word_unsealed(sealed: Path) -> None:
    """Both forms are read by the same command."""
    shown = run("plan", str(sealed), "--at", SECOND_FILL).stdout
    assert ("UNSEALED" in shown, head_of(sealed) in shown) == (False, True)


def test_the_first_broken_entry_is_named(sealed: Path) -> None:
    """A changed weight is found on its line; exit code 1."""
    text = sealed.read_text(encoding="utf-8").replace("69.2 kg", "96.2 kg")
    sealed.write_text(text, encoding="utf-8")
    result = run("chart", "verify", str(sealed))
    assert (1, "") == (result.exit_code, result.stdout)
    assert "broken (altered): line 18 (entry e17)" in result.stderr


def test_a_missing_end_is_found_by_the_head(sealed: Path) -> None:
    """A shorter chart is whole in itself; the hash on the worksheet is not in it."""
    head = head_of(sealed)
    lines = sealed.read_text(encoding="utf-8").splitlines(keepends=True)
    sealed.write_text("".join(lines[:-1]), encoding="utf-8")
    assert 0 == run("chart", "verify", str(sealed)).exit_code
    assert 1 == run("chart", "verify", str(sealed), "--head", head).exit_code


def test_a_refused_chart_is_not_sealed(tmp_path: Path) -> None:
    """No file appears."""
    out = tmp_path / "case.jsonl"
    case = written(tmp_path, GIVE.replace("code: A", "code: Q"))
    assert 1 == run("chart", "seal", case, "--out", str(out)).exit_code
    assert not out.exists()


def test_sealing_never_replaces_the_written_chart(tmp_path: Path) -> None:
    """Naming the chart as the output is wrong usage."""
    case = written(tmp_path, GIVE)
    result = run("chart", "seal", case, "--out", case)
    assert (2, GIVE) == (result.exit_code, Path(case).read_text(encoding="utf-8"))


def test_sealing_into_no_folder_is_said(tmp_path: Path) -> None:
    """Wrong usage, with the reason of the system."""
    result = run("chart", "seal", written(tmp_path, GIVE), "--out", str(tmp_path / "no" / "x"))
    assert 2 == result.exit_code
    assert "E413" in result.stderr


def test_a_timeline_shows_entries_and_dwells(tmp_path: Path) -> None:
    """What happened, and what the pump did."""
    shown = run("chart", "timeline", written(tmp_path, GIVE), "--at", SECOND_FILL).stdout
    assert shown.startswith(f"Timeline up to {SECOND_FILL}. Case small, 18 entries")
    assert "flow 1.3019 mL/day" in shown


def test_a_timeline_without_a_moment_ends_now(tmp_path: Path) -> None:
    """And says so."""
    shown = run("chart", "timeline", written(tmp_path, GIVE)).stdout
    assert shown.startswith("Timeline up to now, ")


def test_a_timeline_as_json(tmp_path: Path) -> None:
    """Entries and dwells as data."""
    data = json.loads(run("chart", "timeline", written(tmp_path, GIVE), "--json").stdout)
    assert (18, 3) == (len(data["entries"]), len(data["dwells"]))


@pytest.mark.parametrize("name", ["check", "seal", "verify", "timeline"])
def test_every_command_has_examples(name: str) -> None:
    """What to type stands in the help."""
    assert "Examples:" in run("chart", name, "--help").stdout
