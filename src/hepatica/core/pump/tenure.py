"""Which pump was in the patient when: implanted, explanted, and whose an access or a fill was."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeGuard

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import (
    Entry,
    Payload,
    ProcedureDone,
    PumpAccessed,
    PumpFilled,
    PumpImplanted,
)
from hepatica.core.chart.explant import PumpExplanted
from hepatica.core.chart.words import Procedure
from hepatica.core.frozen import frozen
from hepatica.core.moment import Moment

Event = Entry[PumpAccessed] | Entry[PumpFilled]
Explant = Entry[PumpExplanted] | Entry[ProcedureDone]


@frozen
class Contradiction:
    """Entries that cannot all be true; what depends on them cannot be decided."""

    reason: str
    entries: tuple[str, ...]


@frozen
class Tenure:
    """One pump in the patient.

    `explant` is None while it is in place. `superseded_by` is the pump charted after this one
    while this one was not explanted; None otherwise.
    """

    pump: Entry[PumpImplanted]
    explant: Explant | None = None
    superseded_by: Entry[PumpImplanted] | None = None

    @property
    def explanted(self) -> Moment | None:
        """When it was taken out; None while it is in place."""
        return None if self.explant is None else self.explant.at

    @property
    def is_in_place(self) -> bool:
        """Whether the chart goes on with this pump."""
        return self._end is None

    @property
    def _end(self) -> Moment | None:
        if self.explant is None and self.superseded_by is not None:
            return self.superseded_by.at
        return self.explanted

    def begins_after(self, event: Event) -> bool:
        """Whether the pump was surely not implanted yet."""
        return event.at.latest < self.pump.at.earliest

    def may_hold(self, event: Event) -> bool:
        """Whether this pump can have been the one accessed or filled."""
        if self.begins_after(event):
            return False
        return self._end is None or event.at.earliest <= self._end.latest


@frozen
class Tenures:
    """All pumps of a patient, oldest first, and what does not fit between them."""

    pumps: tuple[Tenure, ...]
    contradictions: tuple[Contradiction, ...] = ()

    @property
    def in_place(self) -> Tenure | None:
        """The pump that is in the patient now."""
        if self.pumps and self.pumps[-1].is_in_place:
            return self.pumps[-1]
        return None

    def holder(self, event: Event) -> Tenure | None:
        """The pump an access or a fill belongs to; None after the last explant.

        Where two pumps can have been meant on the day of a replacement, the serial read
        decides; without one an access is of the old pump and a fill is of the new. What stands
        where no pump was in place belongs to the next one, which will contradict it.
        """
        possible = [each for each in self.pumps if each.may_hold(event)]
        if not possible:
            return next((each for each in self.pumps if each.begins_after(event)), None)
        if isinstance(event.payload, PumpFilled):
            return possible[-1]
        serial = event.payload.pump_serial
        named = [each for each in possible if each.pump.payload.serial == serial]
        return (named or possible)[0]


def find_tenures(course: Course) -> Tenures:
    """Every pump implanted and explanted, in chart order."""
    pumps: list[Tenure] = []
    strays: list[Contradiction] = []
    doubted: Explant | None = None
    for entry in course.entries:
        if _is_implant(entry):
            if pumps and pumps[-1].is_in_place:
                pumps[-1] = _replaced(pumps[-1], entry, doubted)
            doubted = None
            pumps.append(Tenure(entry))
        elif _is_explant(entry):
            if pumps and pumps[-1].is_in_place and _is_of_another(entry, pumps):
                doubted = entry
            else:
                strays += _end(pumps, entry)
    return Tenures(tuple(pumps), (*_two_at_once(pumps), *_doubt(doubted), *strays))


def _replaced(old: Tenure, new: Entry[PumpImplanted], doubted: Explant | None) -> Tenure:
    """The pump before a new one: out by an explant of a misread serial, or still in."""
    if doubted is None:
        return replace(old, superseded_by=new)
    return replace(old, explant=doubted)


def _doubt(explant: Explant | None) -> list[Contradiction]:
    """An explant of another serial, and no new pump since: the one in place may still be in."""
    if explant is None:
        return []
    return [Contradiction("a pump explanted that is not the one in place", (explant.id,))]


def _is_of_another(explant: Explant, pumps: list[Tenure]) -> bool:
    read = explant.payload
    is_other = isinstance(read, PumpExplanted) and read.serial != pumps[-1].pump.payload.serial
    return is_other and _replaced_that_day(pumps, explant) is None


def _is_implant(entry: Entry[Payload]) -> TypeGuard[Entry[PumpImplanted]]:
    return isinstance(entry.payload, PumpImplanted)


def _is_explant(entry: Entry[Payload]) -> TypeGuard[Explant]:
    """Whether an entry says that the pump was taken out."""
    if isinstance(entry.payload, ProcedureDone):
        return entry.payload.procedure is Procedure.PUMP_EXPLANT
    return isinstance(entry.payload, PumpExplanted)


def _two_at_once(pumps: list[Tenure]) -> list[Contradiction]:
    """Two pumps at the same time cannot be: nothing is decided until one is corrected."""
    return [
        Contradiction("two pumps, none explanted", (each.pump.id, each.superseded_by.id))
        for each in pumps
        if each.superseded_by is not None
    ]


def _end(pumps: list[Tenure], explant: Explant) -> list[Contradiction]:
    """Ends the pump whose serial was read, else the one in place."""
    position = _replaced_that_day(pumps, explant)
    if position is None:
        if not pumps or not pumps[-1].is_in_place:
            return [Contradiction("a pump explanted, none in place", (explant.id,))]
        position = len(pumps) - 1
    pumps[position] = replace(pumps[position], explant=explant, superseded_by=None)
    return []


def _replaced_that_day(pumps: list[Tenure], explant: Explant) -> int | None:
    """The old pump of a replacement whose new one was charted first, on the day of the explant.

    Only the serial can tell that the explant is not of the new pump.
    """
    if not isinstance(explant.payload, PumpExplanted):
        return None
    for position, each in enumerate(pumps):
        is_named = each.pump.payload.serial == explant.payload.serial
        new = each.superseded_by
        if is_named and new is not None and new.at.day == explant.at.day:
            return position
    return None
