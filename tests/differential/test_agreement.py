"""Two implementations that share no code give the same plan for the same synthetic courses."""

import ast
from pathlib import Path

import pytest

from tests.differential.compare import Answer, examine

COURSES = 150
SECOND = sorted((Path(__file__).parent / "second").glob("*.py"))
STANDARD = {"fractions", "functools", "itertools", "math", "re", "typing"}


@pytest.fixture(scope="module")
def examined() -> list[Answer]:
    """A small run; ./dev long makes the large one."""
    return [examine(seed) for seed in range(COURSES)]


def test_both_agree(examined: list[Answer]) -> None:
    """Word, dose, mg, flow, dates and reservoir order are the same at every moment."""
    assert [] == [wrong for each in examined for wrong in each["wrong"]]


def test_every_course_is_compared_twice(examined: list[Answer]) -> None:
    """Each course is planned at two moments at least."""
    assert 2 <= min(each["moments"] for each in examined)


def test_a_fifth_lies_near_a_threshold(examined: list[Answer]) -> None:
    """At least a fifth of the courses hold a value within one unit of a threshold."""
    assert len(examined) <= 5 * sum(bool(each["near"]) for each in examined)


def test_a_hold_follows_a_restart(examined: list[Answer]) -> None:
    """Some courses go from hold to restart and back to hold."""
    assert any(each["path"] for each in examined)


def imported(file: Path) -> set[str]:
    """The modules a file imports."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


@pytest.mark.parametrize("file", SECOND, ids=lambda file: file.stem)
def test_second_shares_nothing(file: Path) -> None:
    """The second implementation imports itself and the standard library only."""
    others = {name for name in imported(file) if not name.startswith("tests.differential.second")}
    assert set() == others - STANDARD
