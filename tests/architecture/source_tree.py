"""The project's own Python files, read as syntax trees."""

import ast
from collections.abc import Callable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "hepatica"


def python_files(*folders: str) -> list[Path]:
    """All Python files under the named folders, such as "src" or "tools"."""
    return sorted(file for folder in folders for file in (ROOT / folder).rglob("*.py"))


@cache
def syntax_tree(file: Path) -> ast.Module:
    """The parsed file; each file is parsed once."""
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


def place(file: Path, line: int) -> str:
    """Where something stands, to be read in a failure."""
    return f"{file.relative_to(ROOT)}:{line}"


def places(files: list[Path], is_wanted: Callable[[ast.AST], bool]) -> list[str]:
    """Where in the files a node of the wanted kind stands."""
    return [
        place(file, getattr(node, "lineno", 0))
        for file in files
        for node in ast.walk(syntax_tree(file))
        if is_wanted(node)
    ]


def last_name(node: ast.AST) -> str:
    """The last part of a dotted name: `date` of `datetime.date`; empty for anything else."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""
