"""Reading a CSV table row by row, whatever its rows hold."""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO

from hepatica.cli.errors import CommandErrorCode, error_line
from hepatica.core.frozen import frozen
from hepatica.library.errors import ErrorCode

# What stands in a cell for a byte that is not UTF-8, and the NUL, which no text holds.
_NOT_TEXT = re.compile("[\udc80-\udcff\0]")
_REPLACED = "\ufffd"


@frozen
class Record:
    """One row as it came, and the reason why it cannot be used, if any.

    Bytes that are not text are U+FFFD in `written`, so that a table that is written is UTF-8.
    """

    cells: list[str]
    flaw: str = ""

    @property
    def written(self) -> list[str]:
        """The cells as they are written out."""
        return [_as_text(cell) for cell in self.cells] if self.flaw else self.cells


def read_records(stream: BinaryIO) -> Iterator[Record]:
    """The rows of a CSV table in UTF-8, with or without byte order mark; no empty lines."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline="")
    lines = _Lines(text)
    reader = csv.reader(lines, strict=True)
    while True:
        lines.taken.clear()
        try:
            cells = next(reader)
        except StopIteration:
            text.detach()
            return
        except csv.Error:
            yield _badly_quoted(lines)
            continue
        if cells:
            yield Record(cells, _not_text(cells))


class _Lines(Iterator[str]):
    """Lines that can be given back, so that an open quote spoils one row, not all that follow."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._given_back: deque[str] = deque()
        self.taken: list[str] = []

    def __next__(self) -> str:
        line = self._given_back.popleft() if self._given_back else next(self._text)
        self.taken.append(line)
        return line

    def give_back(self, lines: list[str]) -> None:
        self._given_back.extendleft(reversed(lines))


def _badly_quoted(lines: _Lines) -> Record:
    first, *others = lines.taken
    lines.give_back(others)
    cells = first.rstrip("\r\n").replace('"', "").split(",")
    return Record(cells, error_line(CommandErrorCode.E404, "row", expected="closed quotes"))


def _not_text(cells: list[str]) -> str:
    for cell in cells:
        found = _NOT_TEXT.search(cell)
        if found and found.group() == "\0":
            expected = "text without NUL bytes"
            return error_line(ErrorCode.E104, "row", came=_as_text(cell), expected=expected)
        if found:
            return error_line(ErrorCode.E103, "row", came=_as_text(cell), expected="UTF-8 text")
    return ""


def _as_text(cell: str) -> str:
    return _NOT_TEXT.sub(_REPLACED, cell)
