"""The reservoir ledger: what went in, what came out, and what does not add up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import (
    Entry,
    ProcedureDone,
    PumpAccessed,
    PumpFilled,
    PumpImplanted,
)
from hepatica.core.chart.fold import chart_order
from hepatica.core.chart.words import AccessResult, Content, Procedure

NOTHING = Decimal(0)

Event = Entry[PumpAccessed] | Entry[PumpFilled]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Entries that cannot all be true; what depends on them cannot be decided."""

    reason: str
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dwell:
    """One fill and the access that emptied it; `access` is None while it is still in.

    `carried_ml` is what the access before could not withdraw, at `carried_mg_per_ml` of FUDR.
    """

    fill: Entry[PumpFilled]
    carried_ml: Decimal = NOTHING
    carried_mg_per_ml: Decimal = NOTHING
    access: Entry[PumpAccessed] | None = None

    @property
    def available_ml(self) -> Decimal:
        """Volume in the reservoir after the fill; mL."""
        return self.fill.payload.net_ml + self.carried_ml

    @property
    def residual_ml(self) -> Decimal | None:
        """Volume still there at the access, withdrawn or not; None while the fill is in."""
        if self.access is None or self.access.payload.withdrawn_ml is None:
            return None
        return self.access.payload.withdrawn_ml + self.access.payload.remainder_ml

    @property
    def concentration_mg_per_ml(self) -> Decimal:
        """FUDR concentration of the mixture in the reservoir (behaviour E-e); mg/mL."""
        fill = self.fill.payload
        fresh_mg = (fill.fudr_mg or NOTHING) * fill.net_ml / fill.prepared_ml
        carried_mg = self.carried_ml * self.carried_mg_per_ml
        return (fresh_mg + carried_mg) / self.available_ml

    @property
    def delivered_mg(self) -> Decimal | None:
        """FUDR given over the dwell by volumes (clinical facts F4); mg."""
        if self.residual_ml is None:
            return None
        return self.concentration_mg_per_ml * (self.available_ml - self.residual_ml)


@dataclass(frozen=True, slots=True)
class Ledger:
    """All dwells of one pump, oldest first, and every contradiction found on the way."""

    pump: Entry[PumpImplanted] | None
    dwells: tuple[Dwell, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()

    @property
    def current(self) -> Dwell | None:
        """The fill that is in the pump now; None when it is empty or was never filled."""
        if self.dwells and self.dwells[-1].access is None:
            return self.dwells[-1]
        return None

    @property
    def has_fudr_in(self) -> bool:
        """Whether FUDR is in the pump now."""
        return self.current is not None and self.current.fill.payload.content is Content.FUDR

    @property
    def holds_any_fudr(self) -> bool:
        """Whether any FUDR is in the reservoir, be it what could not be withdrawn before.

        A FUDR fill counts also where its mass was not charted.
        """
        if self.current is None:
            return False
        return self.has_fudr_in or self.current.concentration_mg_per_ml > 0

    @property
    def fudr_dwells(self) -> tuple[Dwell, ...]:
        """Every FUDR fill of which any volume went in, oldest first."""
        return tuple(dwell for dwell in self.dwells if dwell.fill.payload.content is Content.FUDR)


def keep_ledger(course: Course) -> Ledger:
    """The ledger of the pump that is in the patient now."""
    pump, found = _pump_in_place(course)
    events: list[Event] = [*course.all(PumpAccessed), *course.all(PumpFilled)]
    events.sort(key=chart_order)
    if pump is None:
        return Ledger(None, (), (*found, *_without_pump(course, events)))
    book = _Book(course, pump, found)
    for event in events:
        book.enter(event)
    return Ledger(pump, tuple(book.dwells), tuple(book.contradictions))


def _pump_in_place(course: Course) -> tuple[Entry[PumpImplanted] | None, list[Contradiction]]:
    """The newest pump not explanted; a second pump beside it is a contradiction."""
    pump: Entry[PumpImplanted] | None = None
    found: list[Contradiction] = []
    for entry in course.entries:
        payload = entry.payload
        if isinstance(payload, PumpImplanted):
            if pump is not None:
                found.append(Contradiction("two pumps, none explanted", (pump.id, entry.id)))
            pump = Entry(entry.id, entry.at, entry.recorded_at, payload)
        elif isinstance(payload, ProcedureDone) and payload.procedure is Procedure.PUMP_EXPLANT:
            pump = None
    return pump, found


def _without_pump(course: Course, events: list[Event]) -> list[Contradiction]:
    """What was done to a pump while none was in place; before an explant one was."""
    done = course.all(ProcedureDone)
    explants = [each for each in done if each.payload.procedure is Procedure.PUMP_EXPLANT]
    since = explants[-1] if explants and course.latest(PumpImplanted) is not None else None
    bare = [each for each in events if since is None or each.at.earliest > since.at.latest]
    if not bare:
        return []
    return [Contradiction("pump accessed or filled, none implanted", (bare[-1].id,))]


class _Book:
    """The walk through accesses and fills of one pump, in chart order."""

    def __init__(
        self, course: Course, pump: Entry[PumpImplanted], found: list[Contradiction]
    ) -> None:
        self.confirmed = course.confirmed
        self.pump = pump
        self.contradictions = found
        self.dwells: list[Dwell] = []
        self.left_ml = NOTHING
        self.emptied_by: tuple[str, ...] = ()
        self.left_mg_per_ml = NOTHING

    @property
    def _is_full(self) -> bool:
        return bool(self.dwells) and self.dwells[-1].access is None

    def enter(self, event: Event) -> None:
        if event.at.latest < self.pump.at.earliest:
            self._contradict("before the pump was implanted", event.id)
        elif isinstance(event.payload, PumpAccessed):
            self._access(Entry(event.id, event.at, event.recorded_at, event.payload))
        else:
            self._fill(Entry(event.id, event.at, event.recorded_at, event.payload))

    def _access(self, access: Entry[PumpAccessed]) -> None:
        serial = access.payload.pump_serial
        if serial is not None and serial != self.pump.payload.serial:
            self._contradict("the serial read is not this pump's", self.pump.id, access.id)
        withdrawn = access.payload.withdrawn_ml
        if access.payload.result is AccessResult.FAILED or withdrawn is None:
            return
        if self._is_full:
            self._close(access)
        elif withdrawn > self.left_ml:
            self._doubt("more out than in: no fill is recorded", access.id, after=self.emptied_by)
        self.left_ml = access.payload.remainder_ml
        self.emptied_by = (access.id,)

    def _close(self, access: Entry[PumpAccessed]) -> None:
        dwell = replace(self.dwells[-1], access=access)
        self.dwells[-1] = dwell
        residual = dwell.residual_ml
        if residual is not None and residual > dwell.available_ml:
            self._doubt("more out than in", dwell.fill.id, access.id)
        self.left_mg_per_ml = dwell.concentration_mg_per_ml

    def _fill(self, fill: Entry[PumpFilled]) -> None:
        payload = fill.payload
        if payload.injected_ml > payload.prepared_ml:
            self._doubt("more injected than prepared", fill.id)
        if payload.net_ml < 0:
            self._contradict("more returned than injected", fill.id)
        if payload.net_ml <= 0:
            return
        if self._is_full:
            self._contradict("filled twice without emptying", self.dwells[-1].fill.id, fill.id)
        self.dwells.append(Dwell(fill, self.left_ml, self.left_mg_per_ml))
        self.left_ml = NOTHING

    def _doubt(self, reason: str, *entries: str, after: tuple[str, ...] = ()) -> None:
        """A volume that can be read again: a confirmation settles it.

        `after` names what was charted before; confirming that settles nothing.
        """
        if not self.confirmed.intersection(entries):
            self._contradict(reason, *after, *entries)

    def _contradict(self, reason: str, *entries: str) -> None:
        """What cannot be true whoever confirms it: a correction or a void settles it."""
        self.contradictions.append(Contradiction(reason, entries))
