"""From the text of a flag or a cell to a number or a word, or the reason why not."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum

from hepatica.cli.errors import error_line
from hepatica.library.errors import ErrorCode

Value = Decimal | str
Reader = Callable[[str, str], Value]

MOST_DIGITS = 28
_PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_EXPONENT = re.compile(r"[-+]?[0-9]*\.?[0-9]+[eE][-+]?[0-9]+")
_NOT_FINITE = re.compile(r"[-+]?(nan|snan|inf|infinity)", re.IGNORECASE)
_SIGNS = set("0123456789.-")
_EXPECTED = "a number in plain digits with a full stop"
_EXAMPLE = "70.5"


class BadCell(Exception):
    """A cell that cannot be read; `line` is the whole reason."""

    def __init__(self, line: str) -> None:
        super().__init__(line)
        self.line = line


def trimmed(text: str) -> str:
    """A cell without the blanks around it."""
    return text.strip(" \t")


def read_number(name: str, text: str) -> Decimal:
    """A number in plain digits, at most 28 of them; `name` stands in the reason.

    Raises:
        BadCell: E120 to E125.
    """
    if not _PLAIN.fullmatch(text):
        raise BadCell(
            error_line(_flaw(text), name, came=text, expected=_EXPECTED, example=_EXAMPLE)
        )
    if sum(character.isdigit() for character in text) > MOST_DIGITS:
        expected = f"a number of at most {MOST_DIGITS} digits"
        raise BadCell(error_line(ErrorCode.E125, name, came=text, expected=expected))
    return Decimal(text)


def word_reader(kind: type[StrEnum]) -> Reader:
    """A reader of one of the words of `kind`."""

    def read_word(name: str, text: str) -> str:
        words = [member.value for member in kind]
        if text not in words:
            expected = "one of " + ", ".join(words)
            raise BadCell(error_line(ErrorCode.E130, name, came=text, expected=expected))
        return text

    return read_word


def read_name(_name: str, text: str) -> str:
    """Any text, such as the name of a protocol."""
    return text


def _flaw(text: str) -> ErrorCode:
    """Which rule of writing numbers the text breaks."""
    if _NOT_FINITE.fullmatch(text):
        return ErrorCode.E121
    if _EXPONENT.fullmatch(text):
        return ErrorCode.E122
    if "," in text:
        return ErrorCode.E124
    if any(c.isnumeric() for c in text) and not set(text) <= _SIGNS:
        return ErrorCode.E123
    return ErrorCode.E120
