"""What a calendar holds: items, the visits they share, and conflicts."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from hepatica.core.frozen import frozen
from hepatica.core.plan import Plan
from hepatica.core.systemic.proposal import Reason


class Kind(StrEnum):
    """What an item is, in the order of a visit."""

    EMPTY_FUDR = "empty-fudr"
    FUDR_FILL = "fudr-fill"
    REST_FILL = "rest-fill"
    SYSTEMIC = "systemic"
    LIVER_TESTS = "liver-tests"
    BLOOD_TESTS = "blood-tests"
    MARKER = "marker"
    PERFUSION_SCAN = "perfusion-scan"
    IMAGING = "imaging"
    DECISION = "decision"
    REVIEW = "review"

    @property
    def is_pump(self) -> bool:
        """Whether the pump is accessed."""
        return self in (Kind.EMPTY_FUDR, Kind.FUDR_FILL, Kind.REST_FILL)


class ConflictKind(StrEnum):
    """What is in the way of an item."""

    MOVED = "moved"
    NO_OPEN_DAY = "no-open-day"
    URGENT = "urgent"
    SYSTEMIC_DELAY = "systemic-delay"


@frozen
class Item:
    """One thing to do.

    `planned` is its day by protocol, regimen or table, `day` the day it is given here.
    `latest` is the end of its window, None where there is none; `safe_until`, of a pump access,
    is the safe refill date of the fill that is in then. `belongs_to` is the key of the item
    whose visit a sample is for.
    """

    key: str
    kind: Kind
    what: str
    planned: date
    earliest: date
    latest: date | None
    day: date
    reasons: tuple[Reason, ...]
    safe_until: date | None = None
    belongs_to: str = ""


@frozen
class Conflict:
    """What is in the way of an item, and what became of it.

    `text` is for people of the clinic; `plain` says the same without a word that anybody typed.
    """

    key: str
    kind: ConflictKind
    text: str
    plain: str
    rule: str
    is_urgent: bool = False
    entries: tuple[str, ...] = ()


@frozen
class Visit:
    """A day with everything done on it."""

    day: date
    items: tuple[Item, ...]


@frozen
class CourseCalendar:
    """The visits from `since` to `until`, what is in their way, and what is not in it and why."""

    plan: Plan
    since: date
    until: date
    visits: tuple[Visit, ...]
    conflicts: tuple[Conflict, ...]
    notes: tuple[str, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        """Every item, in time."""
        return tuple(item for visit in self.visits for item in visit.items)

    def conflicts_of(self, item: Item) -> tuple[Conflict, ...]:
        """What is in the way of one item."""
        return tuple(each for each in self.conflicts if each.key == item.key)
