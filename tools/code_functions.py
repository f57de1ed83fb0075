"""The functions of a source file: which of them changed, and which mutmut leaves alone."""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mutmut.mutation.file_mutation import NEVER_MUTATE_FUNCTION_NAMES
from mutmut.mutation.trampoline_templates import mangle_function_name

HUNK = re.compile(r"^@@ -\S+ \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
MUTATED_DECORATORS = {("staticmethod",), ("classmethod",), ("property",)}

Def = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Function:
    """A function or method, with its lines as they stand in the file (decorators included)."""

    name: str
    key: str  # mutmut's name for it, without the module
    first: int
    last: int
    left_alone: str = ""  # why mutmut changes nothing in it; empty when it may

    def touches(self, lines: Iterable[int]) -> bool:
        """Whether one of these lines belongs to it."""
        return any(self.first <= line <= self.last for line in lines)


def functions_of(source: str) -> list[Function]:
    """Every function at the top of a file and every method of its classes.

    A function inside a function counts as a part of the outer one, as mutmut has it.
    """
    return list(_functions(ast.parse(source).body, ()))


def _functions(body: Sequence[ast.stmt], classes: tuple[str, ...]) -> Iterator[Function]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from _functions(node.body, (*classes, node.name))
        elif isinstance(node, Def):
            yield _function(node, classes)


def _function(node: Def, classes: tuple[str, ...]) -> Function:
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    key = mangle_function_name(name=node.name, class_name=".".join(classes) or None)
    name = ".".join((*classes, node.name))
    return Function(name, key, first, node.end_lineno or first, _left_alone(node, classes))


def _left_alone(node: Def, classes: tuple[str, ...]) -> str:
    decorators = tuple(ast.unparse(decorator) for decorator in node.decorator_list)
    if decorators and decorators not in MUTATED_DECORATORS:
        return f"decorated with {', '.join(decorators)}"
    if len(classes) > 1:
        return "in a class inside a class"
    if node.name in NEVER_MUTATE_FUNCTION_NAMES:
        return "makes or changes the object itself"
    return ""


def with_open_properties(source: str) -> str:
    """The same module with `x = property(x)` after the method instead of `@property` above it.

    mutmut leaves decorated functions alone, and clinical meaning sits in properties too.
    """
    lines = source.splitlines()
    for node in reversed(_properties(ast.parse(source))):
        after = node.end_lineno or node.lineno
        lines.insert(after, f"{' ' * node.col_offset}{node.name} = property({node.name})")
        del lines[node.decorator_list[0].lineno - 1]
    return "\n".join(lines) + "\n"


def _properties(module: ast.Module) -> list[ast.FunctionDef]:
    return [
        node
        for outer in module.body
        if isinstance(outer, ast.ClassDef)
        for node in outer.body
        if isinstance(node, ast.FunctionDef)
        and [ast.unparse(decorator) for decorator in node.decorator_list] == ["property"]
    ]


def changed_lines(diff: str) -> list[int]:
    """The lines of the new file that `git diff --unified=0` of one file reports as changed.

    Where lines were only taken out, it is the line before the gap and the one after it.
    """
    lines: list[int] = []
    for start, count in HUNK.findall(diff):
        first, length = int(start), int(count or 1)
        lines += range(first, first + length) if length else (first, first + 1)
    return lines


def changed_functions(source: str, diff: str) -> list[Function]:
    """The functions of a file that a diff touches."""
    lines = changed_lines(diff)
    return [function for function in functions_of(source) if function.touches(lines)]
