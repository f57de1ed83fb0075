"""Recorded results and their staleness."""

import json
from pathlib import Path

import pytest

from tools import evidence


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project with one source folder."""
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "liver.yaml").write_text("hold: 5\n")
    return tmp_path


def test_a_fresh_result_is_not_stale(project: Path) -> None:
    """A result just written speaks of the present files."""
    evidence.write("mutation", {"killed": 12}, ["rules"], project)
    assert {} == evidence.stale(project)


def test_figures_are_kept_as_given(project: Path) -> None:
    """The figures can be read back from the file."""
    path = evidence.write("mutation", {"killed": 12, "of": 13}, ["rules"], project)
    assert {"killed": 12, "of": 13} == json.loads(path.read_text())["figures"]


def test_a_changed_source_makes_it_stale(project: Path) -> None:
    """Changing one byte of a source makes the result stale, and names it."""
    evidence.write("mutation", {}, ["rules"], project)
    (project / "rules" / "liver.yaml").write_text("hold: 6\n")
    assert {"mutation": "changed since: rules"} == evidence.stale(project)


def test_a_renamed_source_makes_it_stale(project: Path) -> None:
    """The same bytes under another name are another source."""
    evidence.write("mutation", {}, ["rules"], project)
    (project / "rules" / "liver.yaml").rename(project / "rules" / "other.yaml")
    assert ["mutation"] == list(evidence.stale(project))


def test_a_source_that_is_gone_makes_it_stale(project: Path) -> None:
    """A result whose source was removed is stale, and says which is missing."""
    evidence.write("mutation", {}, ["rules/liver.yaml"], project)
    (project / "rules" / "liver.yaml").unlink()
    expected = {"mutation": "evidence source rules/liver.yaml does not exist"}
    assert expected == evidence.stale(project)


def test_an_unknown_source_is_refused(project: Path) -> None:
    """A result cannot depend on a file that is not there."""
    with pytest.raises(FileNotFoundError, match="rules/none"):
        evidence.write("mutation", {}, ["rules/none"], project)


def test_compiled_files_do_not_count(project: Path) -> None:
    """Running the program does not make a result stale."""
    evidence.write("mutation", {}, ["rules"], project)
    (project / "rules" / "__pycache__").mkdir()
    (project / "rules" / "__pycache__" / "a.pyc").write_bytes(b"compiled")
    assert {} == evidence.stale(project)
