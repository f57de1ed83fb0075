"""The strict reader of YAML 1.2: every scalar is text, and only the plain part is allowed.

Case files and protocol tables pass this one door. Read are block and flow tables and lists,
plain and quoted text on one line, `|` and `>` blocks, and comments. Refused are duplicate keys,
anchors, aliases, tags, directives, several documents, tabs, plain or quoted text over several
lines, more than twelve levels, more than 2 MB, and anything but UTF-8. What is read here means
the same to every reader of YAML 1.2, except that `yes`, `1.20` and an empty value stay text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

from hepatica.library.errors import ErrorCode, InputErrors, refused
from hepatica.library.plain_text import checked_text

Node = str | dict[str, "Node"] | list["Node"]
Path = tuple[str | int, ...]

DEEPEST = 12

_BLANKS = re.compile(r"[ ]*")
_GAP = re.compile(r"(?:[ ]++(?:#[^\n]*+)?|\n#[^\n]*+|\n)*")
_END_OF_LINE = re.compile(r"(?:[ ]++#[^\n]*+|[ ]++)?(?=\n|\Z)")
_EMPTY_LINES = re.compile(r"(?:[ ]*+(?:#[^\n]*+)?\n)*")
_MARKER = re.compile(r"^(?:---|\.\.\.)(?=[ \n]|\Z)", re.MULTILINE)
_DASH = re.compile(r"-(?=[ \n]|\Z)")
_COLON = re.compile(r"[ ]*:(?=[ \n]|\Z)")
_HEADER = re.compile(r"([|>])(-?)(?:[ ]+#[^\n]*|[ ]*)\n")
_QUOTED = re.compile(r"'((?:[^'\n]|'')*+)'|\"((?:[^\"\\\n]|\\[^\n])*+)\"")
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)")
_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "n": "\n", "t": "\t"}

_INDICATORS = r"\-?:,\[\]{}#&*!|>'\"%@`"
_PLAIN = re.compile(
    rf"(?:[^ \n\t{_INDICATORS}]|[-?:](?=[^ \n\t]))"
    r"(?:[^ \n\t:#]|:(?=[^ \n\t])|(?<=[^ \n\t])#|[ ]++(?=[^ \n\t#:])|[ ]++(?=:[^ \n\t]))*+"
)
_PLAIN_IN_FLOW = re.compile(
    rf"(?:[^ \n\t{_INDICATORS}]|[-](?=[^ \n\t,\[\]{{}}]))"
    r"(?:[^ \n\t:#,\[\]{}]|:(?=[^ \n\t,\[\]{}])|(?<=[^ \n\t])#|[ ]++(?=[^ \n\t#:,\[\]{}]))*+"
)


@dataclass(frozen=True, slots=True)
class Tree:
    """A file as read: `root` holds str, dict and list only; `lines` tells where each part is.

    A path is the keys and positions from the root, such as ("entries", 4, "weight"). The line
    of a value in a table is the line of its key.
    """

    name: str
    root: Node
    lines: Mapping[Path, int]

    def where(self, path: Path = ()) -> str:
        """File and line of `path`, or of the nearest part around it that has a line."""
        while path and path not in self.lines:
            path = path[:-1]
        return f"{self.name} line {self.lines.get(path, 1)}"


def read_yaml(text: str | bytes, *, name: str) -> Tree:
    """The tree of a YAML text; `name` stands in messages.

    Raises:
        InputErrors: E101 to E110.
    """
    return _Reader(checked_text(text, name=name), name).tree()


class _Reader:
    """Walks over the text once; `at` is the next character."""

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name
        self.at = 0
        self.lines: dict[Path, int] = {}
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def tree(self) -> Tree:
        if self.text.startswith("%"):
            self._refuse_start()
        marker = _MARKER.search(self.text)
        if marker:
            self.refuse("E110", at=marker.start(), came=marker.group(), expected="one document")
        self._next_line()
        if self._is_at_end():
            raise refused(ErrorCode.E101, self.name, expected="a table of fields")
        self.lines[()] = self._line()
        root = self._block((), 0)
        if not self._is_at_end():
            self._refuse_indentation()
        return Tree(self.name, root, self.lines)

    # ---- where we are

    def _line(self) -> int:
        return bisect_right(self._starts, self.at)

    def _column(self) -> int:
        return self.at - self._starts[bisect_right(self._starts, self.at) - 1]

    def _is_at_end(self) -> bool:
        return self.at >= len(self.text)

    def _char(self) -> str:
        return self.text[self.at : self.at + 1]

    def _skip(self, pattern: re.Pattern[str]) -> None:
        found = pattern.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def _next_line(self) -> None:
        """To the first character of the next line that holds anything."""
        self._skip(_EMPTY_LINES)
        self._skip(_BLANKS)
        if self._char() in {"#", ""}:
            self.at = len(self.text)

    def _end_line(self) -> None:
        """The rest of this line may only be a comment."""
        found = _END_OF_LINE.match(self.text, self.at)
        if found is None:
            self._refuse_syntax("the end of the line, or a comment after a blank")
        self.at = found.end() + 1
        self._next_line()

    # ---- blocks

    def _block(self, path: Path, depth: int) -> Node:
        """The table, list or single value that begins here."""
        if _DASH.match(self.text, self.at):
            return self._block_list(path, depth + 1)
        if self._begins_a_key():
            return self._block_table(path, depth + 1)
        column = self._column()
        value = self._value(path, depth, _PLAIN)
        self._end_line()
        if not self._is_at_end() and self._column() > column:
            self._refuse_indentation()
        return value

    def _begins_a_key(self) -> bool:
        found = _PLAIN.match(self.text, self.at) or _QUOTED.match(self.text, self.at)
        return found is not None and _COLON.match(self.text, found.end()) is not None

    def _block_list(self, path: Path, depth: int) -> list[Node]:
        self._check_depth(depth)
        column = self._column()
        items: list[Node] = []
        while self._column() == column and _DASH.match(self.text, self.at):
            here = (*path, len(items))
            self.lines[here] = self._line()
            self.at += 1
            items.append(self._after_sign(here, depth, column))
        self._check_outdented(column)
        return items

    def _block_table(self, path: Path, depth: int) -> dict[str, Node]:
        self._check_depth(depth)
        column = self._column()
        table: dict[str, Node] = {}
        while not self._is_at_end() and self._column() == column:
            key = self._key(table, path, _PLAIN)
            table[key] = self._after_colon((*path, key), depth, column)
        self._check_outdented(column)
        return table

    def _after_sign(self, path: Path, depth: int, column: int) -> Node:
        """What stands behind the hyphen of a list."""
        if self._rest_is_empty():
            return self._indented(path, depth, column)
        self._skip(_BLANKS)
        if _HEADER.match(self.text, self.at):
            return self._block_text(column)
        return self._block(path, depth)

    def _after_colon(self, path: Path, depth: int, column: int) -> Node:
        """What stands behind the colon of a table in block form."""
        if self._rest_is_empty():
            is_list = _DASH.match(self.text, self.at) is not None
            return self._indented(path, depth, column - 1 if is_list else column)
        self._skip(_BLANKS)
        if _HEADER.match(self.text, self.at):
            return self._block_text(column)
        value = self._value(path, depth, _PLAIN)
        self._end_line()
        return value

    def _rest_is_empty(self) -> bool:
        """Whether nothing more stands on this line; if so, go to the next."""
        if _END_OF_LINE.match(self.text, self.at) is None:
            return False
        self._end_line()
        return True

    def _indented(self, path: Path, depth: int, column: int) -> Node:
        """The block further in than `column`, or the empty text when there is none."""
        if self._is_at_end() or self._column() <= column:
            return ""
        return self._block(path, depth)

    def _block_text(self, column: int) -> str:
        """The text under `|` or `>`; its lines stand further in than `column`."""
        header = _HEADER.match(self.text, self.at)
        style, strip = header.groups() if header else ("|", "")
        self.at = header.end() if header else self.at
        lines = self._deeper_lines(column)
        ends_line = self.at <= len(self.text)
        if style == ">":
            lines = [self._folded(lines)] if lines else []
        self._next_line()
        return "\n".join(lines) + ("\n" if lines and not strip and ends_line else "")

    def _deeper_lines(self, column: int) -> list[str]:
        """The lines that stand further in, without the margin of the first."""
        lines: list[str] = []
        margin, kept = 0, self.at
        while not self._is_at_end():
            line = self._line_text()
            indent = len(line) - len(line.lstrip(" "))
            if indent < len(line):
                if indent <= column:
                    break
                margin = margin or indent
                kept = self.at + len(line) + 1
            if margin and indent < min(margin, len(line)) or (not line.strip(" ") and line):
                self._refuse_syntax("lines of the same indentation, and empty lines without blanks")
            lines.append(line[margin:])
            self.at += len(line) + 1
        while lines and not lines[-1]:
            lines.pop()
        self.at = kept
        return lines

    def _folded(self, lines: list[str]) -> str:
        """Lines joined with blanks, paragraphs with line feeds."""
        if any(line.startswith(" ") for line in lines):
            self._refuse_syntax("lines of the same indentation under '>'")
        joined = re.sub(r"(?<=[^\n])\n(?=[^\n])", " ", "\n".join(lines))
        return re.sub(r"(?<=[^\n])\n(\n+)", r"\1", joined)

    # ---- values, and flow form

    def _value(self, path: Path, depth: int, plain: re.Pattern[str]) -> Node:
        char = self._char()
        if char == "{":
            return self._flow_table(path, depth + 1)
        if char == "[":
            return self._flow_list(path, depth + 1)
        return self._scalar(plain)

    def _scalar(self, plain: re.Pattern[str]) -> str:
        found = plain.match(self.text, self.at)
        if found:
            self.at = found.end()
            return found.group()
        found = _QUOTED.match(self.text, self.at)
        if found is None:
            self._refuse_start()
        self.at = found.end()
        single, double = found.groups()
        return single.replace("''", "'") if double is None else self._unescaped(double)

    def _unescaped(self, text: str) -> str:
        def one(found: re.Match[str]) -> str:
            sign = found.group(1)
            char = chr(int(sign[1:], 16)) if len(sign) > 1 else _ESCAPES.get(sign)
            if char is None:
                self._refuse_syntax('one of \\" \\\\ \\/ \\n \\t \\uXXXX after the backslash')
            return char

        if "\\" not in text:
            return text
        plain = _ESCAPE.sub(one, text)
        return checked_text(plain, name=f"{self.name} line {self._line()}") if plain else ""

    def _key(self, table: dict[str, Node], path: Path, plain: re.Pattern[str]) -> str:
        start = self.at
        key = self._scalar(plain)
        line = bisect_right(self._starts, start)
        if key in table:
            earlier = self.lines[(*path, key)]
            self.refuse(
                "E107", at=start, came=key, expected=f"each key once; it stands on line {earlier}"
            )
        is_quoted = self.text[start] in "'\""
        colon = re.compile(r"[ ]*:") if is_quoted and plain is _PLAIN_IN_FLOW else _COLON
        found = colon.match(self.text, self.at)
        if found is None:
            self.refuse(
                "E105",
                at=start,
                came=key,
                expected="a key, a colon and a blank",
                example="weight: 70 kg",
                remedy="Text that holds a comma goes in quotes.",
            )
        self.at = found.end()
        self.lines[(*path, key)] = line
        return key

    def _flow_table(self, path: Path, depth: int) -> dict[str, Node]:
        self._check_depth(depth)
        opened, table = self.at, dict[str, Node]()
        self.at += 1
        self._skip(_GAP)
        while self._char() != "}":
            key = self._key(table, path, _PLAIN_IN_FLOW)
            self._skip(_GAP)
            is_empty = self._char() in {",", "}"}
            table[key] = "" if is_empty else self._value((*path, key), depth, _PLAIN_IN_FLOW)
            self._comma("}", opened)
        self.at += 1
        return table

    def _flow_list(self, path: Path, depth: int) -> list[Node]:
        self._check_depth(depth)
        opened, items = self.at, list[Node]()
        self.at += 1
        self._skip(_GAP)
        while self._char() != "]":
            here = (*path, len(items))
            self.lines[here] = self._line()
            items.append(self._value(here, depth, _PLAIN_IN_FLOW))
            self._comma("]", opened)
        self.at += 1
        return items

    def _comma(self, closing: str, opened: int) -> None:
        """Past the comma behind an item, or to the closing bracket."""
        self._skip(_GAP)
        char = self._char()
        if char == ",":
            self.at += 1
            self._skip(_GAP)
        elif char != closing:
            line = bisect_right(self._starts, opened)
            self._refuse_syntax(f"a comma, or {closing!r} for the bracket opened on line {line}")

    # ---- refusals

    def _check_depth(self, depth: int) -> None:
        if depth > DEEPEST:
            self.refuse("E106", expected=f"at most {DEEPEST} levels")

    def _check_outdented(self, column: int) -> None:
        if not self._is_at_end() and self._column() > column:
            self._refuse_indentation()

    def _refuse_indentation(self) -> NoReturn:
        self._refuse_syntax(
            "a line that begins below the one it belongs to",
            "Text over several lines goes under a '|'.",
        )

    def _refuse_start(self) -> NoReturn:
        char = self._char()
        if char in {"&", "*"}:
            self.refuse("E108", came=self._line_text()[:40], expected="every value written out")
        if char in {"!", "%"}:
            self.refuse("E109", came=self._line_text()[:40], expected="a plain value without tag")
        self._refuse_syntax(
            "a value", "Text that begins with a special sign, or ends in a quote, goes in quotes."
        )

    def _refuse_syntax(self, expected: str, remedy: str = "") -> NoReturn:
        self.refuse("E105", came=self._line_text()[:40], expected=expected, remedy=remedy)

    def _line_text(self) -> str:
        """From here to the end of the line."""
        end = self.text.find("\n", self.at)
        return self.text[self.at : end if end >= 0 else len(self.text)]

    def refuse(
        self,
        code: str,
        *,
        at: int | None = None,
        came: str = "",
        expected: str,
        example: str = "",
        remedy: str = "",
    ) -> NoReturn:
        line = bisect_right(self._starts, self.at if at is None else at)
        where = f"{self.name} line {min(line, len(self._starts))}"
        raise refused(
            ErrorCode[code], where, came=came, expected=expected, example=example, remedy=remedy
        )


__all__ = ["InputErrors", "Node", "Path", "Tree", "read_yaml"]
