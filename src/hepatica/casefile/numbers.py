"""Numbers as text: plain digits, at most 28, nothing that rounds or surprises on the way in."""

from __future__ import annotations

import re
from decimal import Decimal

from hepatica.casefile.place import Place
from hepatica.library.errors import ErrorCode, InputErrors

NUMBER = r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?"
MOST_DIGITS = 28

_PLAIN = re.compile(rf"{NUMBER}")
_NEGATIVE = re.compile(rf"-{NUMBER}")
_EXPONENT = re.compile(r"[-+]?[0-9]+(?:\.[0-9]*)?[eE][-+]?[0-9]+")
_COMMA = re.compile(r"[-+]?[0-9]+(?:,[0-9]+)+(?:\.[0-9]+)?")
_NOT_FINITE = {"nan", "inf", "infinity", "snan"}


def read_number(text: str, place: Place, *, example: str) -> Decimal:
    """A number of zero or more.

    Raises:
        InputErrors: E120 to E126.
    """
    if not _PLAIN.fullmatch(text):
        raise _why_not(text, place, example)
    if len(text.replace(".", "")) > MOST_DIGITS:
        raise place.refuse(
            ErrorCode.E125,
            came=text,
            expected=f"at most {MOST_DIGITS} digits",
            example=example,
            remedy="Write the value as it was read.",
        )
    return Decimal(text)


def _why_not(text: str, place: Place, example: str) -> InputErrors:
    code, expected, remedy = _diagnosis(text)
    return place.refuse(code, came=text, expected=expected, example=example, remedy=remedy)


def _diagnosis(text: str) -> tuple[ErrorCode, str, str]:
    if text.lstrip("+-.").lower() in _NOT_FINITE:
        return ErrorCode.E121, "a finite number", "Leave the field out when there is no value."
    if not text.isascii() or text.startswith("+"):
        return ErrorCode.E123, "digits 0-9 and a full stop", "Type the number by hand."
    if _EXPONENT.fullmatch(text):
        return ErrorCode.E122, "a number without exponent", "Write all its digits."
    if _COMMA.fullmatch(text):
        return ErrorCode.E124, "a full stop before the decimals", "Write no separators."
    if _NEGATIVE.fullmatch(text):
        return ErrorCode.E126, "a number of zero or more", "Check the field and the sign."
    return ErrorCode.E120, "a number, then a blank, then its unit if it has one", ""
