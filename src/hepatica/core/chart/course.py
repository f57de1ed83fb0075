"""A course: the chart folded to one moment. Facts and look-ups by time, no formulas."""

from __future__ import annotations

from dataclasses import field
from datetime import date, datetime
from typing import TypeVar, cast

from hepatica.core.chart.entries import Entry, Payload
from hepatica.core.frozen import frozen

P = TypeVar("P", bound=Payload)


@frozen
class Course:
    """What is true of one treatment at `at`, as the chart knew it at `known_by`.

    `entries` are in chart order, corrected and without voided ones. `left_out` counts the
    entries of the file that lie after either clock. `head` is the hash of the sealed chart (or
    the hash it would have), `is_sealed` whether it is sealed.
    """

    case: str
    is_synthetic: bool
    at: datetime
    known_by: datetime
    entries: tuple[Entry[Payload], ...]
    confirmed: frozenset[str] = frozenset()
    left_out: int = 0
    head: str = ""
    is_sealed: bool = False
    # Sorted once: a plan asks for every kind, again and again.
    _by_kind: dict[type, list[Entry[Payload]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        """Sort the entries by kind."""
        for entry in self.entries:
            self._by_kind.setdefault(type(entry.payload), []).append(entry)

    @property
    def today(self) -> date:
        """The civil day of `at`, as written."""
        return self.at.date()

    def all(self, kind: type[P]) -> tuple[Entry[P], ...]:
        """Every entry of `kind`, earliest first."""
        return cast("tuple[Entry[P], ...]", tuple(self._by_kind.get(kind, ())))

    def latest(self, kind: type[P]) -> Entry[P] | None:
        """The newest entry of `kind`, or None."""
        found = self.all(kind)
        return found[-1] if found else None

    def get(self, entry_id: str) -> Entry[Payload] | None:
        """The entry with this id, or None."""
        return next((entry for entry in self.entries if entry.id == entry_id), None)
