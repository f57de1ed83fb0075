"""The reservoir ledger: what went in, what came out, and what does not add up."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import takewhile

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import (
    Entry,
    PumpAccessed,
    PumpFilled,
    PumpImplanted,
)
from hepatica.core.chart.explant import PumpExplanted
from hepatica.core.chart.fold import chart_order
from hepatica.core.chart.words import AccessResult, Content
from hepatica.core.frozen import frozen
from hepatica.core.pump.tenure import Contradiction, Event, Explant, Tenure, find_tenures

NOTHING = Decimal(0)


@frozen
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


@frozen
class Ledger:
    """The dwells of one pump, oldest first, and what its entries contradict.

    Flow and safe refill date are read from these alone. `earlier` are the ledgers of the pumps
    before it: the FUDR they gave belongs to the patient. `explant` ended this pump; the ledger of
    a patient without a pump in place has neither.
    """

    pump: Entry[PumpImplanted] | None
    dwells: tuple[Dwell, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    explant: Explant | None = None
    earlier: tuple[Ledger, ...] = ()

    @property
    def every_pump(self) -> tuple[Ledger, ...]:
        """The ledgers of all pumps of the patient, oldest first, this one last."""
        return (*self.earlier, self)

    @property
    def all_dwells(self) -> tuple[Dwell, ...]:
        """Every fill of the patient, by whichever pump, oldest first."""
        return tuple(dwell for ledger in self.every_pump for dwell in ledger.dwells)

    @property
    def all_contradictions(self) -> tuple[Contradiction, ...]:
        """Everything that does not add up, of the pump in place first."""
        before = (each for ledger in self.earlier for each in ledger.contradictions)
        return (*self.contradictions, *before)

    @property
    def last_explant(self) -> Explant | None:
        """What ended the last pump, while no other is in place; None where one is."""
        if self.pump is not None or not self.earlier:
            return None
        return self.earlier[-1].explant

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

        A FUDR fill counts also where its mass was not charted, and where another fill is charted
        on top of it without emptying.
        """
        unemptied = takewhile(lambda dwell: dwell.access is None, reversed(self.dwells))
        return any(
            dwell.fill.payload.content is Content.FUDR or dwell.concentration_mg_per_ml > 0
            for dwell in unemptied
        )

    @property
    def fudr_dwells(self) -> tuple[Dwell, ...]:
        """Every FUDR fill of which any volume went in, by whichever pump, oldest first."""
        return tuple(d for d in self.all_dwells if d.fill.payload.content is Content.FUDR)


def keep_ledger(course: Course) -> Ledger:
    """The ledger of the pump that is in the patient now, with those of the pumps before."""
    tenures = find_tenures(course)
    books = [_Book(course, tenure) for tenure in tenures.pumps]
    strays: list[Event] = []
    events: list[Event] = [*course.all(PumpAccessed), *course.all(PumpFilled)]
    for event in sorted(events, key=chart_order):
        holder = tenures.holder(event)
        if holder is None:
            strays.append(event)
        else:
            books[tenures.pumps.index(holder)].enter(event)
    ledgers = [book.close() for book in books]
    here = Ledger(None) if tenures.in_place is None else ledgers.pop()
    found = (*tenures.contradictions, *_without_pump(strays), *here.contradictions)
    return replace(here, contradictions=found, earlier=tuple(ledgers))


def _without_pump(events: list[Event]) -> list[Contradiction]:
    if not events:
        return []
    return [Contradiction("pump accessed or filled, none implanted", (events[-1].id,))]


class _Book:
    """The walk through accesses and fills of one pump, in chart order."""

    def __init__(self, course: Course, tenure: Tenure) -> None:
        self.confirmed = course.confirmed
        self.tenure = tenure
        self.contradictions: list[Contradiction] = []
        self.dwells: list[Dwell] = []
        self.left_ml = NOTHING
        self.emptied_by: tuple[str, ...] = ()
        self.left_mg_per_ml = NOTHING

    @property
    def _is_full(self) -> bool:
        return bool(self.dwells) and self.dwells[-1].access is None

    def enter(self, event: Event) -> None:
        if self.tenure.begins_after(event):
            self._contradict("before the pump was implanted", event.id)
        elif isinstance(event.payload, PumpAccessed):
            self._access(Entry(event.id, event.at, event.recorded_at, event.payload))
        else:
            self._fill(Entry(event.id, event.at, event.recorded_at, event.payload))

    def close(self) -> Ledger:
        """The ledger, once every event is in. An explant ends the dwell as an access does.

        A volume that nobody read then is not known: no flow, and no mg delivered.
        """
        pump, explant = self.tenure.pump, self.tenure.explant
        if explant is not None:
            self._end(explant)
        return Ledger(pump, tuple(self.dwells), tuple(self.contradictions), explant)

    def _end(self, explant: Explant) -> None:
        taken = PumpAccessed(AccessResult.EMPTIED)
        if isinstance(explant.payload, PumpExplanted):
            read = explant.payload
            taken = replace(taken, withdrawn_ml=read.withdrawn_ml, pump_serial=read.serial)
        access = Entry(explant.id, explant.at, explant.recorded_at, taken)
        self._check_serial(access)
        if self._is_full:
            self._close(access)

    def _check_serial(self, access: Entry[PumpAccessed]) -> None:
        serial, pump = access.payload.pump_serial, self.tenure.pump
        if serial is not None and serial != pump.payload.serial:
            self._contradict("the serial read is not this pump's", pump.id, access.id)

    def _access(self, access: Entry[PumpAccessed]) -> None:
        self._check_serial(access)
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
