"""The core knows no clock, chance, file, environment or floating-point number."""

import ast
from collections.abc import Callable

import pytest

from tests.architecture.source_tree import SRC, last_name, place, places, python_files, syntax_tree

CORE = python_files("src/hepatica/core")

# Nothing here reads the world or works in floating point. Adding a name is a decision.
ALLOWED_MODULES = {
    "__future__",
    "abc",
    "collections",
    "calendar",
    "collections.abc",
    "contextlib",
    "dataclasses",
    "datetime",
    "decimal",
    "enum",
    "functools",
    "itertools",
    "operator",
    "types",
    "typing",
}
FORBIDDEN_CALLS = {
    "open",
    "print",
    "input",
    "eval",
    "exec",
    "compile",
    "float",
    "globals",
    "__import__",
}
CLOCKS = {"now", "today", "utcnow", "fromtimestamp"}
CLOCK_OWNERS = {"date", "datetime", "dt"}


def imported_modules(tree: ast.Module) -> set[tuple[str, int]]:
    """The modules a file imports, with the line."""
    found: set[tuple[str, int]] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                found.update((alias.name, node.lineno) for alias in names)
            case ast.ImportFrom(module=str(module), level=0):
                found.add((module, node.lineno))
            case _:
                pass
    return found


def is_core(module: str) -> bool:
    """Whether the module belongs to the core itself."""
    return module == "hepatica.core" or module.startswith("hepatica.core.")


def is_float_literal(node: ast.AST) -> bool:
    """Whether a number is written as a float: 1.5, where Decimal("1.5") is meant."""
    return isinstance(node, ast.Constant) and isinstance(node.value, float | complex)


def is_clock(node: ast.AST) -> bool:
    """Whether the time of day is asked for: datetime.now, date.today."""
    if not isinstance(node, ast.Attribute) or node.attr not in CLOCKS:
        return False
    return last_name(node.value) in CLOCK_OWNERS


def is_forbidden_call(node: ast.AST) -> bool:
    """Whether a built-in that reads the world, runs text or makes a float is called."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in FORBIDDEN_CALLS
    )


def test_core_has_files() -> None:
    """The rules below would pass on an empty folder: there is something to look at."""
    assert (SRC / "core" / "quantities.py") in CORE


def test_core_imports_only_pure_standard_modules_and_itself() -> None:
    """The core imports a short list of standard modules, and the core."""
    found = [
        f"{place(file, line)} imports {module}"
        for file in CORE
        for module, line in sorted(imported_modules(syntax_tree(file)))
        if module not in ALLOWED_MODULES and not is_core(module)
    ]
    assert [] == found


def test_core_writes_no_float() -> None:
    """No number in the core is a float."""
    assert [] == places(CORE, is_float_literal)


def test_core_asks_no_clock() -> None:
    """The core is told the time; it never asks."""
    assert [] == places(CORE, is_clock)


def test_core_calls_nothing_that_reads_the_world() -> None:
    """The core opens, prints, evaluates nothing, and makes no float."""
    assert [] == places(CORE, is_forbidden_call)


def test_core_changes_no_global() -> None:
    """No function of the core rebinds a module's name."""
    assert [] == places(CORE, lambda node: isinstance(node, ast.Global))


@pytest.mark.parametrize(
    ("text", "finder"),
    [
        ("rate = 0.12", is_float_literal),
        ("datetime.now(UTC)", is_clock),
        ("datetime.date.today()", is_clock),
        ("open('chart')", is_forbidden_call),
        ("float(dose)", is_forbidden_call),
    ],
)
def test_the_finders_find(text: str, finder: Callable[[ast.AST], bool]) -> None:
    """Each rule recognises what it forbids."""
    assert [True] == [True for node in ast.walk(ast.parse(text)) if finder(node)]


def test_a_value_called_now_is_no_clock() -> None:
    """`now` is a clinical word: the current value of a liver test."""
    assert not any(is_clock(node) for node in ast.walk(ast.parse("trend.now >= 3 * reference")))
