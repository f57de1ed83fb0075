"""`hepatica protocol derive` and `diff`, and what `check` and `show` say of a copy."""

import json
from pathlib import Path

import pytest
from click.testing import Result

from hepatica.library.folders import folder_sha256, read_texts
from hepatica.library.loader import shipped_protocols
from tests.unit.cli.calls import run

NAME = "fudr-28d/2026.1"


def derive(target: Path, *, source: str = NAME, name: str = "copy", version: str = "1") -> Result:
    """The command with these arguments."""
    naming = ("--id", name, "--version", version)
    return run("protocol", "derive", source, *naming, "--to", str(target))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A fresh copy of the shipped protocol."""
    folder = tmp_path / "copy" / "1"
    assert 0 == derive(folder).exit_code
    return folder


def change(folder: Path, file: str, old: str, new: str) -> None:
    """Change one text of a folder."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_copy_is_complete_and_sound(copy: Path) -> None:
    """Every file is there, the check is content, and nothing but the name differs."""
    assert set(read_texts(copy)) == set(read_texts(shipped_protocols()[NAME]))
    assert 0 == run("protocol", "check", str(copy)).exit_code
    compared = run("protocol", "diff", NAME, str(copy))
    assert (0, True) == (compared.exit_code, "No difference" in compared.output)


def test_a_copy_names_its_source_and_hash(copy: Path) -> None:
    """`show` prints the origin, with the hash of the folder that was copied."""
    sha256 = folder_sha256(shipped_protocols()[NAME])
    shown = " ".join(run("protocol", "show", str(copy)).output.split())
    assert f"derived from {NAME}, SHA-256 {sha256}" in shown
    data = json.loads(run("protocol", "show", str(copy), "--json").output)
    expected = {"id": "fudr-28d", "version": "2026.1", "sha256": sha256}
    assert expected == data["tables"]["heading"]["derived_from"]


def test_a_protocol_without_source_says_nothing_of_it() -> None:
    """No line for an origin that there is not."""
    assert "derived" not in run("protocol", "show", NAME).output


def test_derive_as_json(tmp_path: Path) -> None:
    """The result for another program."""
    target = str(tmp_path / "x")
    data = json.loads(
        run(
            "protocol", "derive", NAME, "--id", "x", "--version", "1", "--to", target, "--json"
        ).output
    )
    assert ("x/1", NAME, target) == (data["name"], data["derived_from"]["name"], data["folder"])


@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_nothing_is_overwritten(tmp_path: Path, kind: str) -> None:
    """Whatever has the name of the target is left as it is."""
    target = tmp_path / "x"
    if kind == "folder":
        target.mkdir()
    elif kind == "file":
        target.write_text("mine")
    else:
        target.symlink_to(tmp_path / "nowhere")
    result = derive(target)
    assert (1, True) == (result.exit_code, "E377 --to" in result.stderr)
    assert [target] == list(tmp_path.iterdir())


def test_all_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fills up half-way leaves nothing behind."""
    written = Path.write_text

    def full(path: Path, text: str, **options: str) -> int:
        if path.name == "limits.yaml":
            raise OSError(28, "No space left on device")
        return written(path, text, **options)

    monkeypatch.setattr(Path, "write_text", full)
    result = derive(tmp_path / "x")
    assert (2, []) == (result.exit_code, list(tmp_path.iterdir()))
    assert "E413 --to" in result.stderr


@pytest.mark.parametrize(
    ("name", "version", "code"),
    [("Copy", "1", "E378"), ("copy", "a/b", "E378"), ("fudr-28d", "2026.1", "E378")],
)
def test_a_name_that_cannot_be_is_refused(
    tmp_path: Path, name: str, version: str, code: str
) -> None:
    """Nothing is written under a name that is none, or is an installed protocol's."""
    result = derive(tmp_path / "x", name=name, version=version)
    assert (1, True, []) == (result.exit_code, code in result.stderr, list(tmp_path.iterdir()))


def test_a_copy_may_not_take_an_installed_name(tmp_path: Path, copy: Path) -> None:
    """A copy of a copy under the name of what is installed would be mistaken for it."""
    result = derive(tmp_path / "x", source=str(copy), name="fudr-28d", version="2026.1")
    assert (1, True) == (result.exit_code, "E378 --id: came 'fudr-28d/2026.1'" in result.stderr)


def test_a_folder_with_an_installed_name_is_not_shown(tmp_path: Path) -> None:
    """A changed copy under the shipped name is refused where approvals would be confused."""
    for file, text in read_texts(shipped_protocols()[NAME]).items():
        (tmp_path / f"{file}.yaml").write_text(text, encoding="utf-8")
    assert 0 == run("protocol", "show", str(tmp_path)).exit_code
    change(tmp_path, "dose.yaml", "valid_days: 7", "valid_days: 8")
    result = run("protocol", "show", str(tmp_path))
    assert (1, True) == (result.exit_code, "E380" in result.stderr)


def test_check_says_when_the_source_has_changed(tmp_path: Path, copy: Path) -> None:
    """A copy of a copy is checked against the copy beside it."""
    second = tmp_path / "copy" / "2"
    derive(second, source=str(copy), version="2")
    assert 0 == run("protocol", "check", str(second)).exit_code
    change(copy, "dose.yaml", "valid_days: 7", "valid_days: 6")
    result = run("protocol", "check", str(second))
    assert (1, True) == (result.exit_code, "copy/1 is no longer what was copied" in result.output)


def test_check_says_when_the_source_is_not_there(tmp_path: Path, copy: Path) -> None:
    """A copy that cannot be compared is not sound; its source may be named."""
    second = tmp_path / "elsewhere"
    derive(second, source=str(copy), version="2")
    lost = run("protocol", "check", str(second))
    assert (1, True) == (lost.exit_code, "copy/1 was not found" in lost.output)
    assert 0 == run("protocol", "check", str(second), "--source", str(copy)).exit_code
    wrong = run("protocol", "check", str(second), "--source", str(second))
    assert (1, True) == (wrong.exit_code, "E321 elsewhere: came 'copy/2'" in wrong.stderr)


def test_check_finds_a_value_that_still_claims_to_be_seen(copy: Path) -> None:
    """A starting dose that was edited is not the one that was seen."""
    change(copy, "dose.yaml", "0.12", "0.24")
    result = run("protocol", "check", str(copy), "--json")
    assert ["dose/starting_mg_per_kg_day"] == [
        problem["path"] for problem in json.loads(result.output)[0]["problems"]
    ]


def test_diff_shows_both_values_in_words(copy: Path) -> None:
    """One row a value, under the title of its file; exit code 1."""
    change(copy, "calendar.yaml", "early_days: 2 ", "early_days: 1 ")
    change(copy, "liver.yaml", "hold: 5,", "hold: 6,")
    result = run("protocol", "diff", NAME, str(copy))
    rows = [" ".join(line.split()) for line in result.output.splitlines()]
    expected = [
        "FUDR dose from liver tests (liver.yaml)",
        "AST, reference at most 50: hold from × reference 5 6",
        "Days of a cycle (calendar.yaml)",
        "early, days 2 1",
        "2 differences: 2 with another value.",
    ]
    assert (1, expected) == (result.exit_code, [row for row in rows if row in expected])


def test_diff_says_where_a_value_comes_from_when_that_differs(copy: Path) -> None:
    """Under both values when asked for; always counted."""
    change(copy, "dose.yaml", "SEEN, against: abstract", "KNOWN, why: recalled")
    rows = [
        " ".join(row.split())
        for row in run("protocol", "diff", NAME, str(copy), "--sources").output.split("\n")
    ]
    assert "SEEN S5: abstract KNOWN S5: recalled" in rows
    short = run("protocol", "diff", NAME, str(copy)).output.splitlines()
    assert short[2:] == [
        "1 difference: 1 the same value from another source. --sources lists the latter."
    ]


def test_diff_as_json(copy: Path) -> None:
    """The same for another program, with the sources of both sides."""
    change(copy, "calendar.yaml", "early_days: 2 ", "early_days: 1 ")
    result = run("protocol", "diff", NAME, str(copy), "--json")
    data = json.loads(result.output)
    side = {"source": "S-hepatica", "confidence": "DESIGN", "why": "safety default"}
    expected = {
        "file": "calendar",
        "path": "early_days",
        "where": "early, days",
        "change": "value",
        "a": {"value": "2", **side},
        "b": {"value": "1", **side},
    }
    assert (1, False, [expected]) == (result.exit_code, data["is_equal"], data["differences"])


def test_diff_refuses_what_is_malformed(copy: Path) -> None:
    """A folder that cannot be read is no difference: its error is said."""
    change(copy, "dose.yaml", "0.12", "0,12")
    result = run("protocol", "diff", NAME, str(copy))
    assert (1, "") == (result.exit_code, result.stdout)
    assert "E305 dose.yaml line 2" in result.stderr


def test_diff_refusal_as_json(copy: Path) -> None:
    """With --json a refusal is JSON as well."""
    change(copy, "dose.yaml", "0.12", "0,12")
    data = json.loads(run("protocol", "diff", NAME, str(copy), "--json").stdout)
    assert (False, "E305") == (data["is_accepted"], data["errors"][0]["code"])


@pytest.mark.parametrize("command", ["diff", "derive", "approve", "sources"])
def test_help_has_examples(command: str) -> None:
    """Every command shows how it is used."""
    assert f"hepatica protocol {command} " in run("protocol", command, "--help").output
    assert command in run("protocol", "--help").output


def test_diff_help_says_its_exit_codes() -> None:
    """A script can rely on them."""
    shown = " ".join(run("protocol", "diff", "--help").output.split())
    assert "0 the two say the same; 1 they differ" in shown
