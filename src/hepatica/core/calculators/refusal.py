"""Why a calculator gives no result, and the checks that several calculators make."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from hepatica.core.body.domain import DOMAINS
from hepatica.core.frozen import frozen
from hepatica.core.quantities import twelve_digits


class Cause(StrEnum):
    """The kind of reason."""

    NEGATIVE = "negative"
    ZERO = "zero"
    PERCENT_OUTSIDE = "percent-outside"
    ABOVE_HARD_LIMIT = "above-hard-limit"
    MORE_OUT_THAN_IN = "more-out-than-in"
    NO_USABLE_RESULT = "no-usable-result"
    NOT_STATED = "not-stated"
    UNKNOWN_PROTOCOL = "unknown-protocol"
    UNKNOWN_TERM = "unknown-term"
    NOT_BY_NUMBER = "not-by-number"
    UNIT_MISSING = "unit-missing"
    UNIT_NOT_ACCEPTED = "unit-not-accepted"
    OUTSIDE_DOMAIN = "outside-domain"


@frozen
class Refusal:
    """No result: which quantity, what came, and what was expected."""

    cause: Cause
    where: str
    came: str
    expected: str


def refuse_negative(where: str, value: Decimal) -> Refusal | None:
    """A refusal when a quantity that may be zero is below it."""
    if value < 0:
        return Refusal(Cause.NEGATIVE, where, f"{value:f}", "zero or more")
    return None


def refuse_not_above_zero(**values: Decimal | None) -> Refusal | None:
    """A refusal for the first quantity that is zero or less; None is left out."""
    for where, value in values.items():
        if value is not None and value <= 0:
            cause = Cause.NEGATIVE if value < 0 else Cause.ZERO
            return Refusal(cause, where, f"{value:f}", "a number above 0")
    return None


def refuse_outside_domain(**values: Decimal) -> Refusal | None:
    """A refusal for the first quantity outside the domain that goes by its name."""
    for where, value in values.items():
        domain = DOMAINS[where]
        if not domain.holds(value):
            return Refusal(Cause.OUTSIDE_DOMAIN, where, f"{value:f}", str(domain))
    return None


def above_hard_limit(
    where: str, value: Decimal, *, limit: Decimal, unit: str, protocol: str
) -> Refusal:
    """The refusal of a quantity above a hard limit of a protocol."""
    expected = f"at most {limit} {unit}, the hard limit of {protocol}"
    return Refusal(Cause.ABOVE_HARD_LIMIT, where, twelve_digits(value), expected)
