"""The visits of the regimen: the next by the chart, then on by the cycle or the FUDR fills."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hepatica.core.calendar.clinic import OpenDays
from hepatica.core.calendar.items import Conflict, ConflictKind, Item, Kind
from hepatica.core.calendar.place import JOIN_RULE, Wish, nearest, place
from hepatica.core.frozen import frozen
from hepatica.core.systemic.proposal import Reason, SystemicProposal
from hepatica.core.systemic.regimen import Regimen
from hepatica.core.systemic.visits import Visit
from hepatica.core.systemic.words import DrugWord, Standing

DAY_RULE = "R-systemic-day"
_DELAY_RULE = "R-systemic-delay"
# Nothing is given on the day, and no later visit can be told from it.
_ENDED = (DrugWord.STOP, DrugWord.AVOID)
_ASKS = "a signed decision comes first"


@frozen
class Arm:
    """The regimen and what the plan of today says of its next visit.

    `pump_cycle_days` is the cycle of the protocol: a partner counts its days from the FUDR fill.
    `last_given` is the day of the newest visit in the chart.
    """

    proposal: SystemicProposal
    pump_cycle_days: int
    today: date
    last_given: date | None = None

    @property
    def regimen(self) -> Regimen:
        """The regimen that is assigned."""
        return self.proposal.regimen

    @property
    def follows_pump(self) -> bool:
        """Whether its days are counted from the FUDR fill."""
        return self.regimen.standing is Standing.PARTNER

    @property
    def why_none(self) -> str:
        """Why no visit is shown; empty where some are."""
        word = self.proposal.word
        if word in _ENDED:
            return f"no systemic visit is shown: every drug of {self.regimen.name} is {word.value}"
        if word is DrugWord.HOLD and self.proposal.until is None:
            return f"no systemic visit is shown: {self.regimen.name} is held back, until no day"
        return ""

    @property
    def first(self) -> Visit:
        """The next visit, on the day it is due."""
        return Visit(self.proposal.day, self.proposal.due_on, self.proposal.cycle)


@frozen
class Placed:
    """A visit of the regimen with its day."""

    visit: Visit
    item: Item
    conflicts: tuple[Conflict, ...]


@frozen
class Beside:
    """What lies beside the regimen: open days, days of pump accesses, how far it moves to share."""

    open_days: OpenDays
    pump_days: Collection[date]
    join_days: int


def visits_of(
    arm: Arm, fudr_days: Sequence[date], beside: Beside, until: date
) -> tuple[Placed, ...]:
    """Every visit up to `until`, each given its day before the next is counted."""
    return () if arm.why_none else tuple(_walk(arm, fudr_days, beside, until))


def _walk(arm: Arm, fudr_days: Sequence[date], beside: Beside, until: date) -> Iterator[Placed]:
    visit, fill = _superseded(arm, arm.first, fudr_days, date.min)
    visit = _apart(arm, visit, arm.last_given, is_from_fill=fill in fudr_days)
    while visit.on <= until:
        placed = _place(arm, visit, beside)
        yield placed
        day = placed.item.day
        following = _following(arm, visit, day - timedelta(days=visit.day - 1))
        visit, fill = _superseded(arm, following, fudr_days, fill)
        visit = _apart(arm, visit, day, is_from_fill=fill in fudr_days)


def _apart(arm: Arm, visit: Visit, last: date | None, *, is_from_fill: bool) -> Visit:
    """A cycle that a fill begins again comes no sooner after the visit before than visits do."""
    if last is None or not is_from_fill:
        return visit
    return replace(visit, on=max(visit.on, last + timedelta(days=_shortest_interval(arm.regimen))))


def _shortest_interval(regimen: Regimen) -> int:
    """The fewest days between two visits of the regimen."""
    days = regimen.visit_days
    round_again = int(regimen.cycle_days) - days[-1] + days[0]
    return min((round_again, *(later - day for day, later in pairwise(days))))


def _following(arm: Arm, visit: Visit, begins: date) -> Visit:
    """The visit after one whose cycle began on `begins`, as it was given here."""
    days = arm.regimen.visit_days
    later = next((day for day in days if day > visit.day), None)
    if later is not None:
        return Visit(later, begins + timedelta(days=later - 1), visit.cycle)
    begun = begins + timedelta(days=int(arm.regimen.cycle_days))
    return Visit(days[0], begun + timedelta(days=days[0] - 1), visit.cycle + 1)


def _superseded(
    arm: Arm, visit: Visit, fudr_days: Sequence[date], fill: date
) -> tuple[Visit, date]:
    """A partner begins its cycle again with the next FUDR fill; with the fill it is counted from.

    A fill that comes before the visit ends the cycle before. A new cycle waits for a fill that
    comes within half a cycle; while FUDR is held it keeps its own rhythm.
    """
    following = next((day for day in fudr_days if day > fill), None)
    if not arm.follows_pump or following is None:
        return visit, fill
    first = arm.regimen.visit_days[0]
    is_new = visit.day == first
    own = visit.on - timedelta(days=visit.day - 1)
    waits_until = own + timedelta(days=arm.pump_cycle_days // 2)
    if following > _due(arm, visit) and not (is_new and following <= waits_until):
        return visit, fill
    cycle = visit.cycle if is_new else visit.cycle + 1
    return Visit(first, following + timedelta(days=first - 1), cycle), following


def _is_next(arm: Arm, visit: Visit) -> bool:
    return visit.day == arm.proposal.day and visit.cycle == arm.proposal.cycle


def _due(arm: Arm, visit: Visit) -> date:
    """Its day, or the day to which the plan of today puts it off."""
    until = arm.proposal.until
    is_put_off = _is_next(arm, visit) and until is not None
    return max(visit.on, until or visit.on, arm.today) if is_put_off else max(visit.on, arm.today)


def _place(arm: Arm, visit: Visit, beside: Beside) -> Placed:
    limits = arm.regimen.treat_if
    planned = _due(arm, visit)
    is_put_off = _is_next(arm, visit) and planned > max(visit.on, arm.today)
    early = 0 if is_put_off else int(limits.early_days)
    wish = Wish(
        f"systemic-{arm.regimen.id}-c{visit.cycle}-d{visit.day}",
        _what(arm, visit),
        planned,
        max(planned - timedelta(days=early), arm.today),
        planned + timedelta(days=int(limits.longest_delay_days)),
        "the longest delay",
    )
    day, conflict = place(wish, beside.open_days, shared=beside.pump_days)
    why = Reason(f"day {visit.day} of cycle {visit.cycle} is on {visit.on}", DAY_RULE)
    reasons: tuple[Reason, ...] = (why,)
    shared = None if is_put_off else _pump_day(wish, beside)
    if shared is not None and shared != day:
        if conflict is None:
            text = f"on {shared}, not {planned}: shares the visit of the pump"
            reasons = (*reasons, Reason(text, JOIN_RULE))
        else:
            conflict = _moved_to(conflict, day, shared)
        day = shared
    delay = (_delay(wish, visit, arm),) if is_put_off else ()
    asks = _is_next(arm, visit) and arm.proposal.word is DrugWord.SIGNED_DECISION
    item = Item(
        key=wish.key,
        kind=Kind.SYSTEMIC,
        what=f"{wish.what}; {_ASKS}" if asks else wish.what,
        planned=planned,
        earliest=wish.earliest,
        latest=wish.latest,
        day=day,
        reasons=reasons,
    )
    return Placed(visit, item, (*delay, *(() if conflict is None else (conflict,))))


def _pump_day(wish: Wish, beside: Beside) -> date | None:
    """The nearest access of the pump that is near enough to share its visit."""
    last = min(wish.latest, wish.planned + timedelta(days=beside.join_days))
    days = [
        each
        for each in beside.pump_days
        if wish.earliest <= each <= last and beside.open_days.is_open(each)
    ]
    return nearest(days, wish.planned)


def _moved_to(conflict: Conflict, day: date, shared: date) -> Conflict:
    old, new = f"to {day}:", f"to {shared}, with the pump:"
    text, plain = (each.replace(old, new, 1) for each in (conflict.text, conflict.plain))
    return replace(conflict, text=text, plain=plain)


def _what(arm: Arm, visit: Visit) -> str:
    drugs = ", ".join(row.name.replace("-", " ") for row in arm.regimen.on_day(visit.day))
    return f"{arm.regimen.id} cycle {visit.cycle} day {visit.day}: {drugs}"


def _delay(wish: Wish, visit: Visit, arm: Arm) -> Conflict:
    reasons = [reason.text for drug in arm.proposal.drugs for reason in drug.reasons]
    said = "; ".join(dict.fromkeys(reasons))
    text = f"{wish.what}: put off from {visit.on} to {wish.planned}"
    return Conflict(
        wish.key,
        ConflictKind.SYSTEMIC_DELAY,
        f"{text}: {said}" if said else text,
        text,
        _DELAY_RULE,
        entries=tuple(e for d in arm.proposal.drugs for r in d.reasons for e in r.entries),
    )


def delays_beside_pump(visits: Sequence[Placed], accesses: Sequence[Item]) -> Iterator[Conflict]:
    """A systemic visit put off moves no access of the pump: its day and limit stay."""
    for placed in visits:
        delayed = placed.item
        if not any(each.kind is ConflictKind.SYSTEMIC_DELAY for each in placed.conflicts):
            continue
        due = placed.visit.on
        for access in accesses:
            safe = access.safe_until
            is_shared = access.planned == due
            is_passed = safe is not None and access.day <= safe < delayed.day and due <= safe
            if is_shared or is_passed:
                yield _stays(access, delayed, due, is_passed=is_passed)
                break


def _stays(access: Item, delayed: Item, due: date, *, is_passed: bool) -> Conflict:
    beyond = f", after the safe refill date {access.safe_until}" if is_passed else ""
    text = (
        f"systemic treatment is put off from {due} to {delayed.day}{beyond}:"
        f" the pump is accessed on {access.day} all the same"
    )
    return Conflict(
        access.key, ConflictKind.SYSTEMIC_DELAY, text, text, "R-calendar-delay", is_urgent=False
    )
