"""The README names every command there is, so that nobody finds one by chance."""

import pytest

from hepatica.cli.main import SUBCOMMANDS
from tests.architecture.source_tree import ROOT


def _first_column() -> str:
    """The left cells of the table of commands."""
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    return "\n".join(line.replace("\\|", "or").split("|")[1] for line in lines if line[:1] == "|")


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_the_table_of_commands_names(name: str) -> None:
    """By itself, or after `hepatica`."""
    cells = _first_column()
    assert f"`hepatica {name}" in cells or f"`{name}`" in cells
