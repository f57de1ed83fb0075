"""Where the strict YAML reader stands in its text, and how it refuses."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NoReturn

from hepatica.library.errors import ErrorCode, refused

Node = str | dict[str, "Node"] | list["Node"]
Path = tuple[str | int, ...]

DEEPEST = 12


class Cursor:
    """A text, the next character `at`, and the line on which each part of the tree began."""

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name
        self.at = 0
        self.lines: dict[Path, int] = {}
        self.starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def line(self) -> int:
        """The line of the next character, from 1."""
        return bisect_right(self.starts, self.at)

    def column(self) -> int:
        """How far in the next character stands."""
        return self.at - self.starts[bisect_right(self.starts, self.at) - 1]

    def is_at_end(self) -> bool:
        """Whether nothing is left."""
        return self.at >= len(self.text)

    def char(self) -> str:
        """The next character, or nothing at the end."""
        return self.text[self.at : self.at + 1]

    def skip(self, pattern: re.Pattern[str]) -> None:
        """Past what matches here."""
        found = pattern.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def check_depth(self, depth: int) -> None:
        """Refuse a table or list that lies too deep."""
        if depth > DEEPEST:
            self.refuse("E106", expected=f"at most {DEEPEST} levels")

    def _check_outdented(self, column: int) -> None:
        if not self.is_at_end() and self.column() > column:
            self.refuse_indentation()

    def refuse_indentation(self) -> NoReturn:
        """Refuse a line that begins at the wrong column."""
        self.refuse_syntax(
            "a line that begins below the one it belongs to",
            "Text over several lines goes under a '|'.",
        )

    def refuse_start(self) -> NoReturn:
        """Refuse a character that cannot begin a value."""
        char = self.char()
        if char in {"&", "*"}:
            self.refuse("E108", came=self.line_text()[:40], expected="every value written out")
        if char in {"!", "%"}:
            self.refuse("E109", came=self.line_text()[:40], expected="a plain value without tag")
        self.refuse_syntax(
            "a value", "Text that begins with a special sign, or ends in a quote, goes in quotes."
        )

    def refuse_syntax(self, expected: str, remedy: str = "") -> NoReturn:
        """Refuse what stands here."""
        self.refuse("E105", came=self.line_text()[:40], expected=expected, remedy=remedy)

    def line_text(self) -> str:
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
        """Refuse with a code, at the next character or at `at`."""
        line = bisect_right(self.starts, self.at if at is None else at)
        where = f"{self.name} line {min(line, len(self.starts))}"
        raise refused(
            ErrorCode[code], where, came=came, expected=expected, example=example, remedy=remedy
        )
