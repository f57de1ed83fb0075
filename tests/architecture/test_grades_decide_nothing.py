"""The grade of a laboratory value never touches the decision on FUDR (clinical facts 8)."""

import ast

import pytest

from tests.architecture.source_tree import SRC, place, python_files, syntax_tree

# What decides on FUDR, on the reservoir, and on their dates.
DECIDING = ("dosing", "perfusion", "pump", "safety", "schedule")
GRADES = "hepatica.core.toxicity"


def imports_grades(node: ast.AST) -> bool:
    """Whether a line imports anything about grades."""
    match node:
        case ast.Import(names=names):
            return any(alias.name.startswith(GRADES) for alias in names)
        case ast.ImportFrom(module=str(module), names=names):
            return any(f"{module}.{alias.name}".startswith(GRADES) for alias in names)
        case _:
            return False


@pytest.mark.parametrize("folder", DECIDING)
def test_what_decides_on_fudr_reads_no_grade(folder: str) -> None:
    """Neither at the head of a file nor inside a function."""
    files = python_files(f"src/hepatica/core/{folder}")
    assert files
    assert (SRC / "core" / "toxicity" / "grading.py").is_file()
    found = [
        place(file, getattr(node, "lineno", 0))
        for file in files
        for node in ast.walk(syntax_tree(file))
        if imports_grades(node)
    ]
    assert [] == found


@pytest.mark.parametrize(
    "text",
    [
        "import hepatica.core.toxicity.events",
        "from hepatica.core.toxicity import events",
        "from hepatica.core import toxicity",
        "def f():\n    from hepatica.core.toxicity.grading import Grade",
    ],
)
def test_the_finder_finds(text: str) -> None:
    """Every way to write such an import."""
    assert any(imports_grades(node) for node in ast.walk(ast.parse(text)))
