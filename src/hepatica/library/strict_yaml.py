"""The strict reader of YAML 1.2: every scalar is text, and only the plain part is allowed.

Case files and protocol tables pass this one door. Read are block and flow tables and lists,
plain and quoted text on one line, `|` and `>` blocks, and comments. Refused are duplicate keys,
anchors, aliases, tags, directives, several documents, tabs, plain or quoted text over several
lines, more than twelve levels, more than 2 MB, and anything but UTF-8. What is read here means
the same to every reader of YAML 1.2, except that `yes`, `1.20` and an empty value stay text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from hepatica.library.errors import ErrorCode, refused
from hepatica.library.plain_text import checked_text
from hepatica.library.yaml_cursor import Node, Path
from hepatica.library.yaml_flow import COLON, PLAIN, QUOTED, Values

__all__ = ["Node", "Path", "Tree", "read_yaml"]

_BLANKS = re.compile(r"[ ]*")
_END_OF_LINE = re.compile(r"(?:[ ]++#[^\n]*+|[ ]++)?(?=\n|\Z)")
_EMPTY_LINES = re.compile(r"(?:[ ]*+(?:#[^\n]*+)?\n)*")
_MARKER = re.compile(r"^(?:---|\.\.\.)(?=[ \n]|\Z)", re.MULTILINE)
_DASH = re.compile(r"-(?=[ \n]|\Z)")
_HEADER = re.compile(r"([|>])(-?)(?:[ ]+#[^\n]*|[ ]*)\n")


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
    return _Blocks(checked_text(text, name=name), name).tree()


class _Blocks(Values):
    """Reads tables and lists in block form; walks over the text once."""

    def tree(self) -> Tree:
        if self.text.startswith("%"):
            self.refuse_start()
        marker = _MARKER.search(self.text)
        if marker:
            self.refuse("E110", at=marker.start(), came=marker.group(), expected="one document")
        self._next_line()
        if self.is_at_end():
            raise refused(ErrorCode.E101, self.name, expected="a table of fields")
        self.lines[()] = self.line()
        root = self._block((), 0)
        if not self.is_at_end():
            self.refuse_indentation()
        return Tree(self.name, root, self.lines)

    def _next_line(self) -> None:
        """To the first character of the next line that holds anything."""
        self.skip(_EMPTY_LINES)
        self.skip(_BLANKS)
        if self.char() in {"#", ""}:
            self.at = len(self.text)

    def _end_line(self) -> None:
        """The rest of this line may only be a comment."""
        found = _END_OF_LINE.match(self.text, self.at)
        if found is None:
            self.refuse_syntax("the end of the line, or a comment after a blank")
        self.at = found.end() + 1
        self._next_line()

    def _block(self, path: Path, depth: int) -> Node:
        """The table, list or single value that begins here."""
        if _DASH.match(self.text, self.at):
            return self._block_list(path, depth + 1)
        if self._begins_a_key():
            return self._block_table(path, depth + 1)
        column = self.column()
        value = self.value(path, depth, PLAIN)
        self._end_line()
        if not self.is_at_end() and self.column() > column:
            self.refuse_indentation()
        return value

    def _begins_a_key(self) -> bool:
        found = PLAIN.match(self.text, self.at) or QUOTED.match(self.text, self.at)
        return found is not None and COLON.match(self.text, found.end()) is not None

    def _block_list(self, path: Path, depth: int) -> list[Node]:
        self.check_depth(depth)
        column = self.column()
        items: list[Node] = []
        while self.column() == column and _DASH.match(self.text, self.at):
            here = (*path, len(items))
            self.lines[here] = self.line()
            self.at += 1
            items.append(self._after_sign(here, depth, column))
        self._check_outdented(column)
        return items

    def _block_table(self, path: Path, depth: int) -> dict[str, Node]:
        self.check_depth(depth)
        column = self.column()
        table: dict[str, Node] = {}
        while not self.is_at_end() and self.column() == column:
            key = self.key(table, path, PLAIN)
            table[key] = self._after_colon((*path, key), depth, column)
        self._check_outdented(column)
        return table

    def _after_sign(self, path: Path, depth: int, column: int) -> Node:
        """What stands behind the hyphen of a list."""
        if self._rest_is_empty():
            return self._indented(path, depth, column)
        self.skip(_BLANKS)
        if _HEADER.match(self.text, self.at):
            return self._block_text(column)
        return self._block(path, depth)

    def _after_colon(self, path: Path, depth: int, column: int) -> Node:
        """What stands behind the colon of a table in block form."""
        if self._rest_is_empty():
            is_list = _DASH.match(self.text, self.at) is not None
            return self._indented(path, depth, column - 1 if is_list else column)
        self.skip(_BLANKS)
        if _HEADER.match(self.text, self.at):
            return self._block_text(column)
        value = self.value(path, depth, PLAIN)
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
        if self.is_at_end() or self.column() <= column:
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
        while not self.is_at_end():
            line = self.line_text()
            indent = len(line) - len(line.lstrip(" "))
            if indent < len(line):
                if indent <= column:
                    break
                margin = margin or indent
                kept = self.at + len(line) + 1
            if (margin and indent < min(margin, len(line))) or (not line.strip(" ") and line):
                self.refuse_syntax("lines of the same indentation, and empty lines without blanks")
            lines.append(line[margin:])
            self.at += len(line) + 1
        while lines and not lines[-1]:
            lines.pop()
        self.at = kept
        return lines

    def _folded(self, lines: list[str]) -> str:
        """Lines joined with blanks, paragraphs with line feeds."""
        if any(line.startswith(" ") for line in lines):
            self.refuse_syntax("lines of the same indentation under '>'")
        joined = re.sub(r"(?<=[^\n])\n(?=[^\n])", " ", "\n".join(lines))
        return re.sub(r"(?<=[^\n])\n(\n+)", r"\1", joined)
