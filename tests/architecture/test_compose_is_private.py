"""A plan without all its controls can be made by tests and simulation only."""

import ast
from pathlib import Path

from tests.architecture.source_tree import SRC, last_name, places, python_files

PLANNING = "hepatica.core.planning"


def may_compose(file: Path) -> bool:
    """Whether the file may name the composition that takes a choice of controls."""
    return file == SRC / "core" / "planning.py" or SRC / "simulation" in file.parents


def names_compose(node: ast.AST) -> bool:
    """Whether `compose` of the planning module is imported or reached through it."""
    match node:
        case ast.ImportFrom(module=str(module), names=names) if module.startswith(PLANNING):
            return any(alias.name in {"compose", "*"} for alias in names)
        case ast.Attribute(attr="compose", value=owner):
            return last_name(owner) == "planning"
        case _:
            return False


def test_only_planning_and_simulation_name_compose() -> None:
    """No shell, report or script can switch a control off."""
    files = [f for f in python_files("src", "tools", "benchmarks") if not may_compose(f)]
    assert [] == places(files, names_compose)


def test_both_ways_of_naming_it_are_found() -> None:
    """The import of the function and the reach through the module are both recognised."""
    text = f"from {PLANNING} import compose\nplanning.compose(course, rulebook, controls)\n"
    assert [True, True] == [True for n in ast.walk(ast.parse(text)) if names_compose(n)]
