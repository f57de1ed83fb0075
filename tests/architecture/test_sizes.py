"""Files and functions stay small enough to be read in one go."""

import ast
from pathlib import Path

from tests.architecture.source_tree import SRC, place, python_files, syntax_tree

FILES = python_files("src")
LINES_PER_FILE = 400
LINES_PER_FUNCTION = 60
# A folder or file with such a name has no subject, and swallows what has.
NAMES_WITHOUT_SUBJECT = {"utils", "util", "helpers", "helper", "common", "misc", "base"}


def long_functions(file: Path) -> list[str]:
    """The functions of a file that are too long, with their length."""
    found = []
    for node in ast.walk(syntax_tree(file)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LINES_PER_FUNCTION:
                found.append(f"{place(file, node.lineno)} {node.name}: {lines} lines")
    return found


def test_no_file_is_too_long() -> None:
    """A source file has at most 400 lines."""
    lengths = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in FILES}
    assert [] == [place(f, lines) for f, lines in lengths.items() if lines > LINES_PER_FILE]


def test_no_function_is_too_long() -> None:
    """A function has at most 60 lines, its docstring included."""
    assert [] == [found for file in FILES for found in long_functions(file)]


def test_every_file_has_a_subject() -> None:
    """Nothing is called utils or the like."""
    paths = [file.relative_to(SRC).with_suffix("") for file in FILES]
    assert [] == [str(path) for path in paths if NAMES_WITHOUT_SUBJECT & set(path.parts)]
