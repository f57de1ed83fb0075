"""Writes the entries of a synthetic course, one after the other, in the neutral form.

An entry is a plain dictionary: id, kind, at (ISO text), perhaps recorded_at, and its fields as
text. Both implementations read the same entries.
"""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction
from typing import Any

Entry = dict[str, Any]
WINTER, SUMMER = timezone(timedelta(hours=1)), timezone(timedelta(hours=2))
CASE_OFFSET = "+01:00"


def text(value: Fraction, digits: int = 12) -> str:
    """A fraction as decimal text: exact where it ends, else to `digits` decimals."""
    denominator, places = value.denominator, 0
    while denominator % 10 == 0 or denominator % 2 == 0 or denominator % 5 == 0:
        step = 10 if denominator % 10 == 0 else 2 if denominator % 2 == 0 else 5
        denominator //= step
        places += 1
    if denominator != 1:
        places = digits
    whole = round(value * 10**places)
    if places == 0:
        return str(whole)
    sign = "-" if whole < 0 else ""
    digits_text = str(abs(whole)).zfill(places + 1)
    return (f"{sign}{digits_text[:-places]}.{digits_text[-places:]}".rstrip("0")).rstrip(".")


def iso(when: datetime) -> str:
    """An instant as the clinic writes it: with the offset in force that day."""
    local = when.astimezone(SUMMER if 4 <= when.month <= 10 else WINTER)
    return local.isoformat(timespec="minutes")


class Writer:
    """The chart so far, the clock on the wall, and what was counted."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.entries: list[Entry] = []
        self.now = datetime(2026, rng.randint(1, 12), rng.randint(2, 28), 9, tzinfo=UTC)
        self.near: Counter[str] = Counter()
        self.moments: list[tuple[str, str]] = []
        self.date_only = 0.0

    def chance(self, probability: float) -> bool:
        """Whether something happens this time."""
        return self.rng.random() < probability

    def tick(self, minutes: int = 3) -> None:
        """Let a few minutes pass."""
        self.now += timedelta(minutes=minutes)

    def add(self, kind: str, at: datetime | None = None, **fields: Any) -> str:
        """Write an entry; without `at` it is true now. Returns its id."""
        entry_id = f"e{len(self.entries) + 1:03}"
        when = iso(at or self.now)
        late: datetime | None = fields.pop("late", None)
        if fields.pop("dateless", False) and self.chance(self.date_only):
            when = when[:10]
        entry: Entry = {"id": entry_id, "kind": kind, "at": when, **fields}
        if late is not None:
            entry["recorded_at"] = iso(late)
        elif at is not None and at < self.now:
            entry["recorded_at"] = iso(self.now) if self.chance(0.2) else iso(at)
        self.entries.append(entry)
        return entry_id

    def newest(self, kind: str, **fields: str) -> Entry | None:
        """The entry of a kind written last."""
        for entry in reversed(self.entries):
            if entry["kind"] == kind and all(entry.get(k) == v for k, v in fields.items()):
                return entry
        return None

    def sign(self, rule: str, roles: str = "board prescriber", **fields: Any) -> str:
        """A signed decision."""
        self.tick(1)
        return self.add(
            "decision_signed", rule=rule, roles=roles.split(), reason="synthetic", **fields
        )

    def remember(self, tag: str) -> None:
        """Keep this moment for the comparison."""
        self.moments.append((iso(self.now), tag))
