"""Decimal arithmetic for clinical numbers, rounding, and the value "unknown"."""

from __future__ import annotations

from contextlib import AbstractContextManager
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

from hepatica.core.frozen import frozen

_CLINICAL = Context(prec=28, rounding=ROUND_HALF_UP)
_TWENTY_DIGITS = Context(prec=20, rounding=ROUND_HALF_UP)
_TWELVE_DIGITS = Context(prec=12, rounding=ROUND_HALF_UP)

HUNDRED = Decimal(100)


@frozen
class Unknown:
    """A value that the chart does not hold; `needs` says what would supply it."""

    needs: str


def clinical_arithmetic() -> AbstractContextManager[Context]:
    """The one Decimal context (28 digits, half-up); public entry points open it once."""
    return localcontext(_CLINICAL)


def round_half_up(value: Decimal, *, step: Decimal) -> Decimal:
    """`value` rounded to the nearest multiple of `step`, halves away from zero.

    A quotient is settled at twenty digits first: 52.49… that stands for 52.5 rounds up.
    """
    steps = _TWENTY_DIGITS.plus(value / step)
    return steps.quantize(Decimal(1), rounding=ROUND_HALF_UP) * step


def is_at_most(one: Decimal, other: Decimal) -> bool:
    """Whether `one` is at most `other`, both to twenty digits.

    For quotients: one that has no end is cut at 28 digits, and must not fall past an exact bound.
    """
    return _TWENTY_DIGITS.plus(one) <= _TWENTY_DIGITS.plus(other)


def is_below(one: Decimal, other: Decimal) -> bool:
    """Whether `one` is below `other`, both to twenty digits."""
    return not is_at_most(other, one)


def whole(value: Decimal) -> int:
    """The whole part of a quotient, taken at twenty digits: 17.99… that stands for 18 is 18."""
    return int(_TWENTY_DIGITS.plus(value))


def four_places(value: Decimal) -> str:
    """`value` for reading in a sentence: at most four decimals, half-up."""
    return twelve_digits(round_half_up(value, step=Decimal("0.0001")))


def twelve_digits(value: Decimal) -> str:
    """`value` in plain notation with at most twelve significant digits, no trailing zeros.

    This is what "unrounded" means wherever Hepatica prints or stores a figure.
    """
    text = format(_TWELVE_DIGITS.plus(value), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"", "-0"} else text
