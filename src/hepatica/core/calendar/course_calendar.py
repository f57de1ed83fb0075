"""make_calendar(): the visits of a course for the next weeks, on the clinic's open days."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from hepatica.core.calendar.clinic import ClinicDays, OpenDays
from hepatica.core.calendar.expected import Expected, expect_fudr, next_decision
from hepatica.core.calendar.flexible import share_visits
from hepatica.core.calendar.items import (
    Conflict,
    ConflictKind,
    CourseCalendar,
    Item,
    Kind,
    Visit,
)
from hepatica.core.calendar.pump import SAFE_RULE, InPump, PumpWalk
from hepatica.core.calendar.reservoir_dates import ReservoirDates, without_open_exposures
from hepatica.core.calendar.systemic import (
    Arm,
    Beside,
    Placed,
    delays_beside_pump,
    visits_of,
)
from hepatica.core.calendar.watch import Watcher, flexible_items, samples_for, weekly_sample
from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import ProtocolAssigned
from hepatica.core.chart.systemic_entries import SystemicAssigned
from hepatica.core.chart.words import Content
from hepatica.core.frozen import frozen
from hepatica.core.plan import Plan
from hepatica.core.planning import plan
from hepatica.core.protocol.monitoring import MonitoringTable
from hepatica.core.protocol.tables import Protocol
from hepatica.core.pump.ledger import Ledger, keep_ledger
from hepatica.core.rulebook import Rulebook
from hepatica.core.systemic.proposal import Reason
from hepatica.core.systemic.visits import given_of

_ORDER = {kind: rank for rank, kind in enumerate(Kind)}


def make_calendar(
    course: Course,
    rulebook: Rulebook,
    monitoring: MonitoringTable,
    clinic: ClinicDays,
    *,
    until: date,
) -> CourseCalendar:
    """One calendar of everything a course asks for, from the day of the plan.

    Pure, as the plan is. A calendar proposes days: no dose, order or safe refill date asks it.

    Args:
        course: the course as of now.
        rulebook: protocols, devices, regimens.
        monitoring: what is looked at and when.
        clinic: the open days of the clinic.
        until: the last day shown.
    """
    planned = plan(course, rulebook)
    protocol = _protocol(course, rulebook)
    if protocol is None:
        return _without_protocol(planned, until)
    maker = _Maker(planned, protocol, rulebook, monitoring, OpenDays(clinic, course), until)
    return maker.make()


def _without_protocol(planned: Plan, until: date) -> CourseCalendar:
    """Nobody can say when anything is due; a pump in place is for a person, today."""
    notes = ("no protocol is known: only what the plan of today orders is shown",)
    today, order = planned.course.today, planned.reservoir
    if order is None:
        return CourseCalendar(planned, today, until, (), (), notes)
    what, key = "the pump: a person must choose", "rest-0-1"
    item = Item(
        key=key,
        kind=Kind.REST_FILL,
        what=what,
        planned=today,
        earliest=today,
        latest=today,
        day=today,
        reasons=(Reason(order.reason, SAFE_RULE),),
        safe_until=today,
    )
    text = f"{what}: URGENT on {today}"
    conflict = Conflict(
        key,
        ConflictKind.URGENT,
        f"{text}: {order.reason}",
        text,
        SAFE_RULE,
        is_urgent=True,
    )
    return CourseCalendar(planned, today, until, (Visit(today, (item,)),), (conflict,), notes)


def _protocol(course: Course, rulebook: Rulebook) -> Protocol | None:
    assigned = course.latest(ProtocolAssigned)
    if assigned is None:
        return None
    return rulebook.protocols.get(f"{assigned.payload.protocol}/{assigned.payload.version}")


@frozen
class _Maker:
    plan: Plan
    protocol: Protocol
    rulebook: Rulebook
    monitoring: MonitoringTable
    open_days: OpenDays
    until: date

    def make(self) -> CourseCalendar:
        ledger = keep_ledger(self.plan.course)
        expected = expect_fudr(self.plan, self.protocol, ledger)
        arm, arm_note = self._arm()
        items, conflicts, fudr_days, notes = self._pump(ledger, expected, arm)
        placed = self._systemic(arm, fudr_days, [item.day for item in items])
        found = [*conflicts, *(c for each in placed for c in each.conflicts)]
        found += delays_beside_pump(placed, items)
        fixed = [*items, *(each.item for each in placed)]
        fixed += self._samples(fixed, arm)
        watcher = Watcher(self.plan, self.protocol, ledger, self.monitoring, fudr_days, self.until)
        decision = next_decision(self.plan, expected)
        loose = [*flexible_items(watcher, decision), *weekly_sample(watcher, items)]
        shared = share_visits(loose, {item.day for item in fixed}, self.open_days)
        found += shared.conflicts
        said = (*notes, *arm_note, *(reason.text for reason in expected.why_none))
        return self._calendar([*fixed, *shared.items], found, said)

    def _arm(self) -> tuple[Arm | None, tuple[str, ...]]:
        assigned = self.plan.course.latest(SystemicAssigned)
        if assigned is None:
            return None, ()
        proposal = self.plan.systemic
        if proposal is None:
            name = f"{assigned.payload.regimen}/{assigned.payload.version}"
            return None, (f"no systemic visit is shown: {name} is not in the library",)
        cycle = int(self.protocol.calendar.cycle_days)
        given = given_of(self.plan.course, proposal.regimen.id)
        last = given[-1].at.day if given else None
        arm = Arm(proposal, cycle, self.plan.course.today, last)
        return arm, (arm.why_none,) if arm.why_none else ()

    def _systemic(
        self, arm: Arm | None, fudr_days: Sequence[date], pump_days: Collection[date]
    ) -> tuple[Placed, ...]:
        if arm is None:
            return ()
        beside = Beside(self.open_days, pump_days, int(self.monitoring.join_days))
        return visits_of(arm, fudr_days, beside, self.until + timedelta(days=7))

    def _pump(
        self, ledger: Ledger, expected: Expected, arm: Arm | None
    ) -> tuple[list[Item], list[Conflict], list[date], tuple[str, ...]]:
        """The accesses; without a date to count from only what the plan orders now."""
        if self.plan.reservoir is None:
            return [], [], [], ("no pump is in place",)
        dates = self._dates(ledger)
        walk = PumpWalk(
            plan=self.plan,
            calendar=self.protocol.calendar,
            open_days=self.open_days,
            dates=dates
            or ReservoirDates(self.plan.course, Decimal(0), Decimal(1), self.protocol.flow),
            expected=expected,
            join_days=int(self.monitoring.join_days),
            systemic_days=lambda fills: [each.item.day for each in self._systemic(arm, fills, ())],
        )
        notes: tuple[str, ...] = ()
        if dates is None:
            notes = ("how long a fill lasts is not known: no access after the next is shown",)
        walk.walk(self._in_pump(ledger), self.until)
        return walk.items, walk.conflicts, walk.fudr_days, notes

    def _dates(self, ledger: Ledger) -> ReservoirDates | None:
        """What later fills are counted from; None without pump, family or fast bound."""
        refill = self.plan.refill
        bound = None if refill is None else refill.fast_bound_ml_per_day
        if ledger.pump is None or bound is None:
            return None
        device = self.rulebook.devices[ledger.pump.payload.model]
        usable = max(ledger.pump.payload.reservoir_ml - device.reserve_ml, Decimal(0))
        course = without_open_exposures(self.plan.course)
        return ReservoirDates(course, usable, bound, self.protocol.flow)

    def _in_pump(self, ledger: Ledger) -> InPump:
        """The fill that is in now; safe until today where no date can be computed."""
        course, calendar = self.plan.course, self.protocol.calendar
        dwells = ledger.all_dwells
        fudr = [n for n, each in enumerate(dwells) if each.fill.payload.content is Content.FUDR]
        since = len(dwells) - 1 - (fudr[-1] if fudr else -1)
        current, refill = ledger.current, self.plan.refill
        safe = refill.date if refill is not None and refill.date is not None else course.today
        if current is None:
            return InPump(
                has_fudr=False,
                filled=course.today,
                safe=safe,
                fudr=len(fudr),
                rest=max(since - 1, 0),
                rest_days=int(calendar.rest_days),
            )
        is_glycerin = current.fill.payload.content is Content.GLYCERIN
        rest_days = calendar.glycerin_days if is_glycerin else calendar.rest_days
        return InPump(
            has_fudr=ledger.has_fudr_in,
            filled=current.fill.at.day,
            safe=safe,
            fudr=len(fudr),
            rest=max(since - 1, 0) if fudr else since,
            rest_days=int(rest_days),
            fill=current.fill.id,
        )

    def _samples(self, visits: Iterable[Item], arm: Arm | None) -> list[Item]:
        liver = self.protocol.liver.freshness_hours
        blood = Decimal(0) if arm is None else arm.regimen.treat_if.labs_valid_hours
        found = (
            samples_for(each, self.monitoring, liver_hours=liver, blood_hours=blood)
            for each in visits
        )
        return [item for item in found if item is not None]

    def _calendar(
        self, items: Iterable[Item], conflicts: Iterable[Conflict], notes: tuple[str, ...]
    ) -> CourseCalendar:
        shown = [item for item in items if item.day <= self.until]
        keys = {item.key for item in shown}
        days = sorted({item.day for item in shown})
        visits = tuple(
            Visit(day, tuple(sorted((i for i in shown if i.day == day), key=_rank))) for day in days
        )
        kept = tuple(dict.fromkeys(each for each in conflicts if each.key in keys))
        return CourseCalendar(self.plan, self.plan.course.today, self.until, visits, kept, notes)


def _rank(item: Item) -> tuple[int, str]:
    return _ORDER[item.kind], item.key
