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


def test_an_order_that_cannot_be_sealed_is_a_warning(tmp_path: Path) -> None:
    """With the line of the entry, before the chart is sealed in earnest."""
    late = ", recorded_at: 2026-02-24T10:00+00:00}"
    case = written(tmp_path, GIVE.replace("weight: 70 kg}", "weight: 70 kg" + late))
    result = run("chart", "check", case)
    line = Path(case).read_text(encoding="utf-8").splitlines().index(GIVE.splitlines()[13]) + 1
    assert f"warning: E147 case.yaml line {line}, entry e10: recorded 2026-01-26" in result.stdout
    assert 0 == result.exit_code


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "model: intera-3000",
            "model: other-1",
            "pump model 'other-1' (entry e03) is not in the library; known: intera-3000",
        ),
        (
            "protocol: fudr-28d, version: 2026.1, given",
            "protocol: fudr-28d, version: 1999.1, given",
            "protocol 'fudr-28d/1999.1' (entry e07) is not in the library; known: calgb-9481",
        ),
    ],
)
def test_what_the_library_does_not_hold_is_a_warning(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    """Named, with what the library holds; the chart is well formed."""
    result = run("chart", "check", written(tmp_path, GIVE.replace(old, new, 1)))
    assert (0, True) == (result.exit_code, f"warning: {said}" in result.stdout)


@pytest.mark.parametrize("name", ["check", "seal", "verify", "timeline"])
def test_a_file_that_is_not_there_is_wrong_usage(tmp_path: Path, name: str) -> None:
    """Exit code 2, with the path as it was given."""
    path = str(tmp_path / "none.yaml")
    result = run("chart", name, path)
    assert (2, True) == (result.exit_code, path in result.stderr)


def test_no_summary_is_cut() -> None:
    """Each command's line in the help is a sentence."""
    assert "..." not in run("chart", "--help").stdout.partition("Commands:")[2].split("Examples")[0]


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


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"SYN-0001", b"SYN-\xff001", "broken (altered): line 4 holds the byte 0xFF"),
        (b"\n", b"\r\n", "broken (altered): line 1 has another line end"),
    ],
)
def test_bytes_that_were_never_sealed_are_an_alteration(
    sealed: Path, old: bytes, new: bytes, said: str
) -> None:
    """Neither a foreign byte nor a changed line end is to be saved again: the chart is broken."""
    sealed.write_bytes(sealed.read_bytes().replace(old, new))
    result = run("chart", "verify", str(sealed))
    assert 1 == result.exit_code
    assert result.stderr.startswith(said)


def test_an_empty_file_is_said_to_be_empty(tmp_path: Path) -> None:
    """Not a chart without entries."""
    result = run("chart", "verify", written(tmp_path, ""))
    assert (1, "broken (truncated): the file is empty.\n") == (result.exit_code, result.stderr)


def test_a_missing_header_is_named(sealed: Path) -> None:
    """The first line was deleted."""
    lines = sealed.read_text(encoding="utf-8").splitlines(keepends=True)
    sealed.write_text("".join(lines[1:]), encoding="utf-8")
    assert "the header line is missing" in run("chart", "verify", str(sealed)).stderr


@pytest.mark.parametrize("head", ["", "abc", "g" * 64, "0" * 65])
def test_a_head_that_is_no_hash_is_wrong_usage(sealed: Path, head: str) -> None:
    """Exit code 2: it must not be reported as a missing entry."""
    assert 2 == run("chart", "verify", str(sealed), "--head", head).exit_code


def test_a_head_may_be_typed_in_capitals(sealed: Path) -> None:
    """It is read off paper."""
    head = head_of(sealed).upper()
    assert 0 == run("chart", "verify", str(sealed), "--head", head).exit_code


def test_intact_without_a_head_says_what_was_not_looked_for(sealed: Path) -> None:
    """Lost last entries show only against a head."""
    bare = run("chart", "verify", str(sealed)).stdout
    compared = run("chart", "verify", str(sealed), "--head", head_of(sealed)).stdout
    words = "whole in itself; give --head to rule out lost last entries"
    assert (True, False) == (words in bare, words in compared)


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
