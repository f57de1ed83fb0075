"""Whole files spoiled in named ways are refused with the code stated beforehand."""

from pathlib import Path

import pytest

from hepatica.casefile.load import load_case
from hepatica.library.errors import InputErrors
from tests.contract.case_text import NOW, first_code
from tests.contract.mutations import MUTATIONS, Mutation, base_text


def test_base_case_is_accepted(tmp_path: Path) -> None:
    """The case all these are made from loads."""
    path = tmp_path / "case.yaml"
    path.write_text(base_text(), encoding="utf-8")
    assert 33 == len(load_case(path, now=NOW).entries)


def test_windows_line_ends_are_accepted() -> None:
    """A file with carriage return and line feed reads as the same chart."""
    expected = load_case(base_text(), now=NOW)
    assert expected == load_case(base_text().replace("\n", "\r\n").encode(), now=NOW)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_spoiled_file(mutation: Mutation, tmp_path: Path) -> None:
    """The spoiled file is refused with its code, and stays as it is."""
    path = tmp_path / "case.yaml"
    spoiled = mutation.spoil(base_text())
    path.write_bytes(spoiled)
    with pytest.raises(InputErrors) as raised:
        load_case(path, now=NOW)
    assert mutation.code == first_code(raised.value)
    assert spoiled == path.read_bytes()


def test_missing_file(tmp_path: Path) -> None:
    """A file that is not there is refused with a code of its own."""
    with pytest.raises(InputErrors) as raised:
        load_case(tmp_path / "none.yaml", now=NOW)
    assert "E119" == first_code(raised.value)
