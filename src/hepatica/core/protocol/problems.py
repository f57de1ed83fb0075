"""A flaw in a protocol, and the questions that several of its checks ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

from hepatica.core.frozen import frozen

Named = tuple[str, Decimal | None]


@frozen
class Problem:
    """One flaw: the value or row it was found at ("liver/steps/…"), and what is wrong."""

    path: str
    message: str


def once_each(path: str, found: Iterable[str], expected: Iterable[str]) -> Iterator[Problem]:
    """A problem for each expected word without a row, and for each word with more than one."""
    counts = Counter(found)
    for word in expected:
        if not counts[word]:
            yield Problem(path, f"has no row for {word}")
    for word, count in counts.items():
        if count > 1:
            yield Problem(path, f"has {count} rows for {word}; there must be one")


def rising(path: str, *steps: Named) -> Iterator[Problem]:
    """A problem for each value that is not above the one before it; None is left out."""
    present = [(name, value) for name, value in steps if value is not None]
    for (low_name, low), (high_name, high) in pairwise(present):
        if not low < high:
            yield Problem(path, f"{high_name} ({high}) must be above {low_name} ({low})")


def not_above(path: str, lower: Named, upper: Named) -> Iterator[Problem]:
    """A problem when the first value is above the second."""
    (low_name, low), (high_name, high) = lower, upper
    if low is not None and high is not None and low > high:
        yield Problem(path, f"{low_name} ({low}) must not be above {high_name} ({high})")


def above_zero(path: str, *values: Named) -> Iterator[Problem]:
    """A problem for each value that is zero or less."""
    for name, value in values:
        if value is not None and value <= 0:
            yield Problem(path, f"{name} ({value}) must be above 0")


def whole(path: str, *values: Named) -> Iterator[Problem]:
    """A problem for each value that is not a whole number."""
    for name, value in values:
        if value is not None and value != value.to_integral_value():
            yield Problem(path, f"{name} ({value}) must be a whole number")
