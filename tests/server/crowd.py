"""Many who act in the same moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connections

AT_ONCE = 20
Outcome = TypeVar("Outcome", bound=Hashable)


def all_at_once(act: Callable[[int], Outcome]) -> Counter[Outcome]:
    """What came of twenty calls that begin together, each with its number."""
    gate = Barrier(AT_ONCE)

    def one(number: int) -> Outcome:
        gate.wait()
        try:
            return act(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return Counter(pool.map(one, range(AT_ONCE)))
