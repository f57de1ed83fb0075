"""The newest of several entries, when a day without a time leaves open which it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from hepatica.core.chart.entries import Entry, P_co


def stands_at(entry: Entry[P_co], *, is_adverse: bool) -> datetime:
    """When an entry counts: what speaks against FUDR at its latest hour, else at its earliest."""
    return entry.at.latest if is_adverse else entry.at.earliest


def newest_for_safety(
    entries: Iterable[Entry[P_co]], is_adverse: Callable[[P_co], bool]
) -> Entry[P_co] | None:
    """The newest entry; of two on one day, one without a time, the adverse one.

    Args:
        entries: earliest first, as a course gives them.
        is_adverse: whether what an entry says speaks against FUDR.
    """
    numbered = list(enumerate(entries))
    if not numbered:
        return None

    def rank(numbered_entry: tuple[int, Entry[P_co]]) -> tuple[datetime, bool, int]:
        number, entry = numbered_entry
        bad = is_adverse(entry.payload)
        return stands_at(entry, is_adverse=bad), bad, number

    return max(numbered, key=rank)[1]
