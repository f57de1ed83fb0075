"""The accesses of the pump, one after the other: emptying, FUDR fills, rest fills.

Each is given its day before the next is counted, so that whatever moves one moves the rest. None
lies after the safe refill date of the fill that is in then.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from hepatica.core.calendar.clinic import OpenDays
from hepatica.core.calendar.expected import Expected
from hepatica.core.calendar.items import Conflict, ConflictKind, Item, Kind
from hepatica.core.calendar.place import JOIN_RULE, Wish, place
from hepatica.core.calendar.reservoir_dates import ReservoirDates
from hepatica.core.decision import FudrWord
from hepatica.core.frozen import frozen
from hepatica.core.plan import Plan
from hepatica.core.protocol.tables import Calendar
from hepatica.core.pump.next_visit import emptying_window
from hepatica.core.schedule.reservoir import ReservoirOrder
from hepatica.core.systemic.proposal import Reason

SAFE = "the safe refill date"
SAFE_RULE = "R-safe-refill"


@frozen
class InPump:
    """What the pump holds: since when, until when it is safe, and which fill of the course it is.

    `fudr` counts the FUDR fills up to now, `rest` the fills without FUDR since the last of them.
    """

    has_fudr: bool
    filled: date
    safe: date
    fudr: int
    rest: int
    rest_days: int
    fill: str = ""


@dataclass(slots=True)
class PumpWalk:
    """The walk along the accesses. `systemic_days` says on which days systemic drugs are given."""

    plan: Plan
    calendar: Calendar
    open_days: OpenDays
    dates: ReservoirDates
    expected: Expected
    join_days: int
    systemic_days: Callable[[tuple[date, ...]], Collection[date]]
    items: list[Item] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    fudr_days: list[date] = field(default_factory=list)

    @property
    def today(self) -> date:
        """The day of the plan."""
        return self.plan.course.today

    def walk(self, start: InPump, until: date) -> None:
        """Every access up to the first after `until`; the first one is the plan's own order."""
        state = self._first(start)
        while self.items[-1].day <= until and state.safe > state.filled:
            state = self._next(state)

    def _first(self, state: InPump) -> InPump:
        order = self.plan.reservoir
        if self.plan.decision.word is FudrWord.GIVE:
            return self._fudr_now(state, order)
        if order is not None and order.is_urgent:
            return self._urgent(state, order)
        by = self.today if order is None else max(order.by, self.today)
        return self._next(state, by=by)

    def _next(self, state: InPump, *, by: date | None = None) -> InPump:
        if state.has_fudr:
            return self._empty(state, by)
        return self._fudr_fill(state) or self._rest(state, by)

    def _empty(self, state: InPump, by: date | None) -> InPump:
        """Day 15 and the days around it, inside the safe refill date (behaviour E-a)."""
        window = emptying_window(state.filled, self.calendar, state.safe)
        planned = window.planned if by is None else min(window.planned, by)
        latest = window.latest
        wish = Wish(
            f"empty-{state.fudr}",
            f"FUDR fill {state.fudr} emptied, a fill without FUDR",
            max(planned, self.today),
            max(min(window.earliest, planned), self.today),
            max(latest, self.today),
            SAFE if latest == state.safe else "the last day of the window",
        )
        self._note_late(wish, latest)
        day, conflict = self._place(wish, self._leaves_time)
        reason = Reason(
            f"day {int(self.calendar.dwell_days) + 1} of FUDR filled on {state.filled}",
            "R-empty-window",
            (state.fill,) if state.fill else (),
        )
        self._add(wish, Kind.EMPTY_FUDR, day, state, (reason,), conflict)
        return self._refilled(state, day)

    def _fudr_fill(self, state: InPump) -> InPump | None:
        """The next FUDR fill; None where it cannot be while this fill is safe, or at all."""
        dose_day = self.expected.dose_day(state.fudr, self.fudr_days)
        if dose_day is None:
            return None
        earliest = max(dose_day.earliest, state.filled + timedelta(days=1), self.today)
        if not self.open_days.between(earliest, state.safe):
            return None
        number = state.fudr + 1
        planned = max(dose_day.day, self.today)
        wish = Wish(f"fudr-{number}", f"FUDR fill {number}", planned, earliest, state.safe, SAFE)
        day, conflict = self._place(wish, self._can_be_emptied)
        said = Reason(f"{dose_day.why}, if the plan of that day gives it", "R-dose-day")
        reasons = (said, *(self.expected.questions if not self.fudr_days else ()))
        self._add(wish, Kind.FUDR_FILL, day, state, reasons, conflict)
        return self._fudr_filled(state, day)

    def _rest(self, state: InPump, by: date | None) -> InPump:
        """A fill without FUDR, on the day of a systemic visit where one is near."""
        planned = min(state.filled + timedelta(days=state.rest_days), state.safe)
        planned = max(planned if by is None else min(planned, by), self.today)
        number = state.rest + 1
        earliest = max(min(state.filled + timedelta(days=1), planned), self.today)
        safe = max(state.safe, self.today)
        what = "a fill without FUDR"
        wish = Wish(f"rest-{state.fudr}-{number}", what, planned, earliest, safe, SAFE)
        reason = Reason(f"{(planned - state.filled).days} days after the fill before", SAFE_RULE)
        reasons = (reason, *self.expected.why_none)
        joined = self._near_visit(wish)
        if joined is not None and joined != planned:
            shared = Reason(f"on the day of a systemic visit, not {planned}", JOIN_RULE)
            self._add(wish, Kind.REST_FILL, joined, state, (*reasons, shared), None)
            return self._refilled(state, joined)
        day, conflict = self._place(wish, self._leaves_time)
        self._add(wish, Kind.REST_FILL, day, state, reasons, conflict)
        return self._refilled(state, day)

    def _near_visit(self, wish: Wish) -> date | None:
        """The day of a systemic visit near the day of a fill that may be early."""
        if self.open_days.closed(wish.planned) is not None:
            return None
        near = [
            day
            for day in self.systemic_days(tuple(self.fudr_days))
            if abs((day - wish.planned).days) <= self.join_days
            and wish.earliest <= day <= wish.latest
            and self.open_days.is_open(day)
            and self._leaves_time(day)
        ]
        return min(near, key=lambda day: (abs((day - wish.planned).days), day), default=None)

    def _fudr_now(self, state: InPump, order: ReservoirOrder | None) -> InPump:
        """FUDR is given today: the plan says so, and what is in the pump cannot outlast it."""
        number = state.fudr + 1
        what = f"FUDR fill {number}"
        latest = max(state.safe, self.today)
        wish = Wish(f"fudr-{number}", what, self.today, self.today, latest, SAFE)
        day, conflict = self._place(wish, self._can_be_emptied)
        if order is not None and order.is_urgent:
            day, conflict = self.today, self._urgency(wish, order)
        reason = Reason("the plan of today gives FUDR", "R-dose-day")
        self._add(wish, Kind.FUDR_FILL, day, state, (reason,), conflict)
        return self._fudr_filled(state, day)

    def _urgent(self, state: InPump, order: ReservoirOrder) -> InPump:
        """What the plan orders at once stays on its day, whatever is closed."""
        kind, key = Kind.REST_FILL, f"rest-{state.fudr}-{state.rest + 1}"
        what = "a fill without FUDR"
        if state.has_fudr:
            kind, key = Kind.EMPTY_FUDR, f"empty-{state.fudr}"
            what = f"FUDR fill {state.fudr} emptied, a fill without FUDR"
        day = max(order.by, self.today)
        wish = Wish(key, what, day, day, day, SAFE)
        reason = Reason(order.reason, SAFE_RULE)
        self._add(wish, kind, day, state, (reason,), self._urgency(wish, order))
        return self._refilled(state, day)

    def _urgency(self, wish: Wish, order: ReservoirOrder) -> Conflict:
        word = order.action.value.replace("-", " ")
        text = f"{wish.what}: URGENT on {wish.planned}, {word}: {order.reason}"
        closed = self.open_days.closed(wish.planned)
        plain = f"{wish.what}: URGENT on {wish.planned}, {word}"
        if closed is not None:
            tail = "a person must open the clinic or arrange the access elsewhere"
            text = f"{text}; {closed}: {tail}"
            plain = f"{plain}; {closed.what}: {tail}"
        return Conflict(wish.key, ConflictKind.URGENT, text, plain, SAFE_RULE, is_urgent=True)

    def _note_late(self, wish: Wish, latest: date) -> None:
        if latest >= self.today:
            return
        text = f"{wish.what}: URGENT, the last day for it was {latest}"
        self.conflicts.append(
            Conflict(wish.key, ConflictKind.URGENT, text, text, "R-empty-window", is_urgent=True)
        )

    def _place(self, wish: Wish, is_safe: Callable[[date], bool]) -> tuple[date, Conflict | None]:
        shared = self.systemic_days(tuple(self.fudr_days))
        return place(wish, self.open_days, shared=shared, is_safe=is_safe)

    def _leaves_time(self, day: date) -> bool:
        """Whether a fill on this day is followed by an open day in the latter half of its life.

        An access before that would only be made because no later one can be.
        """
        safe = self.dates.safe_after(day)
        half = day + timedelta(days=max((safe - day).days // 2, 1))
        return bool(self.open_days.between(half, safe))

    def _can_be_emptied(self, day: date) -> bool:
        """Whether FUDR filled on this day can be emptied on an open day of its window."""
        window = emptying_window(day, self.calendar, self.dates.safe_after(day))
        return bool(self.open_days.between(window.earliest, window.latest))

    def _add(
        self,
        wish: Wish,
        kind: Kind,
        day: date,
        state: InPump,
        reasons: tuple[Reason, ...],
        conflict: Conflict | None,
    ) -> None:
        safe = Reason(f"the last safe access to the fill before is {state.safe}", SAFE_RULE)
        self.items.append(
            Item(
                key=wish.key,
                kind=kind,
                what=wish.what,
                planned=wish.planned,
                earliest=wish.earliest,
                latest=wish.latest,
                day=day,
                reasons=(*reasons, safe),
                safe_until=state.safe,
            )
        )
        if conflict is not None:
            self.conflicts.append(conflict)

    def _refilled(self, state: InPump, day: date) -> InPump:
        return InPump(
            has_fudr=False,
            filled=day,
            safe=self.dates.safe_after(day),
            fudr=state.fudr,
            rest=0 if state.has_fudr else state.rest + 1,
            rest_days=int(self.calendar.rest_days),
        )

    def _fudr_filled(self, state: InPump, day: date) -> InPump:
        self.fudr_days.append(day)
        refilled = self._refilled(state, day)
        return replace(refilled, has_fudr=True, fudr=state.fudr + 1, rest=0)
