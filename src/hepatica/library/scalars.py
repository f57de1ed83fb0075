"""From the text of one cell of a table to a typed value."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import get_args

from hepatica.core.protocol.provenance import Sha256
from hepatica.library.errors import ErrorCode

# Plain digits only: no sign, no exponent, no "nan", nothing that rounds on the way in.
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_MOST_DIGITS = 28

# A cell of more than one part, such as a threshold of a grade, is a named tuple.
Scalar = Decimal | StrEnum | date | bool | str | tuple[object, ...] | None


class NotReadable(Exception):
    """A cell that is not what its column holds; says which code, what was expected, an example."""

    def __init__(self, code: ErrorCode, expected: str, example: str) -> None:
        super().__init__(expected)
        self.code = code
        self.expected = expected
        self.example = example


def read_number(text: str) -> Decimal:
    """A number of zero or more in plain digits."""
    if not _NUMBER.fullmatch(text) or len(text.replace(".", "")) > _MOST_DIGITS:
        expected = "a number of zero or more, in digits with a full stop"
        raise NotReadable(ErrorCode.E305, expected, "1.5")
    return Decimal(text)


def read_date(text: str) -> date:
    """A day of the calendar."""
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise NotReadable(ErrorCode.E306, "a day of the calendar, year first", "2026-11-23")


def read_yes_or_no(text: str) -> bool:
    """A yes or a no."""
    if text not in {"yes", "no"}:
        raise NotReadable(ErrorCode.E304, "yes or no", "yes")
    return text == "yes"


def read_text(text: str) -> str:
    """A text that is not empty."""
    if not text.strip():
        raise NotReadable(ErrorCode.E308, "a text that is not empty", "FUDR, 14 of 28 days")
    return text


def read_word(kind: type[StrEnum], text: str) -> StrEnum:
    """A member of `kind`."""
    for member in kind:
        if text == member.value:
            return member
    words = [member.value for member in kind]
    raise NotReadable(ErrorCode.E304, "one of " + ", ".join(words), words[0])


def read_sha256(text: str) -> Sha256:
    """A SHA-256 in lower-case hexadecimal."""
    if not _SHA256.fullmatch(text):
        expected = "a SHA-256: 64 hexadecimal digits in lower case"
        raise NotReadable(ErrorCode.E370, expected, "e3b0c44298fc1c14 and 48 digits more")
    return Sha256(text)


def read_scalar(kind: object, text: str) -> Scalar:
    """`text` as the type of its column.

    Raises:
        NotReadable: it is not one.
        TypeError: a table has a column of a type that no file can hold.
    """
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return read_word(kind, text)
    reader = _READERS.get(kind)
    if reader is None:
        raise TypeError(f"no file can hold a value of type {kind}")
    return reader(text)


_READERS: dict[object, Callable[[str], Scalar]] = {
    Decimal: read_number,
    date: read_date,
    bool: read_yes_or_no,
    str: read_text,
    Sha256: read_sha256,
}


def add_reader(kind: type, reader: Callable[[str], Scalar]) -> None:
    """Let a table hold cells of another type; its loader says how they are read."""
    _READERS[kind] = reader


def optional_of(kind: object) -> object | None:
    """T for `T | None`; None for any other type."""
    parts: tuple[object, ...] = get_args(kind)
    if len(parts) == 2 and type(None) in parts:
        return next(part for part in parts if part is not type(None))
    return None
