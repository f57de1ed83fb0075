"""`hepatica chart redact` and `hepatica chart salt-key`."""

from pathlib import Path

import pytest

from tests.contract.case_text import EVERY_KIND
from tests.unit.cli.calls import run


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    """A sealed chart with free text."""
    out = tmp_path / "case.jsonl"
    assert 0 == run("chart", "seal", str(EVERY_KIND), "--out", str(out)).exit_code
    return out


def asked(sealed: Path, *more: str) -> list[str]:
    """The arguments that take the note out."""
    return ["chart", "redact", str(sealed), "e25", "--field", "text", "--reason", "named", *more]


def test_a_redacted_chart_is_written_and_verifies(sealed: Path) -> None:
    """The new file is intact and says how many texts are gone; the old one is as it was."""
    before, out = sealed.read_bytes(), sealed.with_name("new.jsonl")
    assert run(*asked(sealed, "--out", str(out))).stdout.startswith(f"redacted: {out}, head ")
    assert "schema 2; 1 text redacted; " in run("chart", "verify", str(out)).stdout
    assert "seen with the surgeon" not in out.read_text("utf-8")
    assert before == sealed.read_bytes()


def test_the_input_is_not_overwritten(sealed: Path) -> None:
    """E412, exit code 2."""
    result = run(*asked(sealed, "--out", str(sealed)))
    assert (2, True) == (result.exit_code, "E412" in result.stderr)


def test_a_refusal_writes_nothing(sealed: Path) -> None:
    """Exit code 1 and one line."""
    out = sealed.with_name("new.jsonl")
    arguments = ["chart", "redact", str(sealed), "e22", "--field", "weight", "--reason", "named"]
    result = run(*arguments, "--out", str(out))
    assert (1, "E503", False) == (result.exit_code, result.stderr[:4], out.exists())


def test_a_text_stripped_by_hand_is_a_warning(sealed: Path) -> None:
    """The chart is whole, and nobody recorded the redaction."""
    lines = run(*asked(sealed)).stdout.splitlines(keepends=True)
    sealed.write_text("".join(lines[:-1]), encoding="utf-8", newline="\n")
    result = run("chart", "verify", str(sealed))
    assert 0 == result.exit_code
    assert "warning: a text was redacted and no entry says so: entry e25, text" in result.stderr


def test_a_salt_key_fits_a_written_chart(tmp_path: Path) -> None:
    """The line printed goes beside `case`; without it a patient's chart warns and is refused."""
    case = tmp_path / "case.yaml"
    real = EVERY_KIND.read_text("utf-8").replace("synthetic: yes", "synthetic: no")
    case.write_text(real, encoding="utf-8")
    assert "warning: E500 case.yaml" in run("chart", "check", str(case)).stdout
    assert (1, "E500") == (
        run("chart", "seal", str(case)).exit_code,
        run("chart", "seal", str(case)).stderr[:4],
    )
    case.write_text(run("chart", "salt-key").stdout + real, encoding="utf-8")
    assert "E500" not in run("chart", "check", str(case)).stdout
    assert 0 == run("chart", "seal", str(case)).exit_code


def test_a_sealed_chart_is_only_made_longer(sealed: Path) -> None:
    """E506: sealing anew over a redacted chart would bring the text back."""
    redacted = sealed.with_name("red.jsonl")
    run(*asked(sealed, "--out", str(redacted)))
    before = redacted.read_bytes()
    result = run("chart", "seal", str(EVERY_KIND), "--out", str(redacted))
    assert (1, "E506") == (result.exit_code, result.stderr[:4])
    assert before == redacted.read_bytes()
    assert 0 == run("chart", "seal", str(EVERY_KIND), "--out", str(sealed)).exit_code


def test_a_text_within_another_is_told(tmp_path: Path) -> None:
    """It names the same person there."""
    out = tmp_path / "case.jsonl"
    text = EVERY_KIND.read_text("utf-8").replace("text: seen with the surgeon", "text: Doe called")
    again = "  - {id: more, kind: note, at: 2025-02-14, text: yesterday doe called twice}\n"
    written = tmp_path / "case.yaml"
    written.write_text(text + again, encoding="utf-8")
    assert 0 == run("chart", "seal", str(written), "--out", str(out)).exit_code
    assert "entry more, text" in run(*asked(out)).stderr
