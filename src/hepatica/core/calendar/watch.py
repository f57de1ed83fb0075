"""Samples, markers, imaging, scans, decisions and reviews, by the table of monitoring."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from hepatica.core.calendar.items import Item, Kind
from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import (
    Enrolment,
    Entry,
    PerfusionScan,
    ProcedureDone,
    PumpImplanted,
)
from hepatica.core.chart.laboratory import LaboratoryPanel
from hepatica.core.chart.words import LabTest
from hepatica.core.frozen import frozen
from hepatica.core.plan import Plan
from hepatica.core.protocol.monitoring import MonitoringTable, Watch, WatchRow, When
from hepatica.core.protocol.tables import Protocol
from hepatica.core.pump.ledger import Ledger
from hepatica.core.systemic.proposal import Reason

RULE = "R-monitoring"
_GATE = "R-perfusion-gate"
_LIVER = (
    LabTest.AST,
    LabTest.ALT,
    LabTest.ALP,
    LabTest.GGT,
    LabTest.BILIRUBIN,
    LabTest.ALBUMIN,
)
_MARKERS = (Watch.CEA, Watch.CA_19_9)
# What a plan calls due and a calendar shows as its own item; the rest of it is a visit already.
_REVIEWS = (
    "R-long-hold",
    "R-biliary-work-up",
    "R-follow-up",
    "R-explant-question",
    "R-first-dose-window",
    "R-recall",
)


@frozen
class Watcher:
    """What the items are counted from. `fudr_days` are the fills still to come."""

    plan: Plan
    protocol: Protocol
    ledger: Ledger
    table: MonitoringTable
    fudr_days: Sequence[date]
    until: date

    @property
    def course(self) -> Course:
        """The course of the plan."""
        return self.plan.course

    @property
    def today(self) -> date:
        """The day of the plan."""
        return self.course.today

    @property
    def join(self) -> timedelta:
        """How far an item moves to share a visit."""
        return timedelta(days=int(self.table.join_days))


def samples_for(
    visit: Item, table: MonitoringTable, *, liver_hours: Decimal, blood_hours: Decimal
) -> Item | None:
    """The sample that belongs to an access of the pump or to a systemic visit, on its day."""
    if visit.kind.is_pump:
        kind, watch, hours = Kind.LIVER_TESTS, Watch.LIVER_TESTS, liver_hours
    elif visit.kind is Kind.SYSTEMIC:
        kind, watch, hours = Kind.BLOOD_TESTS, Watch.BLOOD_TESTS, blood_hours
    else:
        return None
    row = table.row(watch)
    return Item(
        key=f"{watch.value}-{visit.key}",
        kind=kind,
        what=row.what,
        planned=visit.day,
        earliest=visit.day - timedelta(days=int(hours) // 24),
        latest=visit.day,
        day=visit.day,
        reasons=(Reason(f"for this visit, not older than {hours} h", RULE),),
        belongs_to=visit.key,
    )


def flexible_items(watcher: Watcher, decision: date | None) -> Iterator[Item]:
    """Everything that may be on one of several days, each with its window."""
    yield from _markers(watcher)
    yield from _imaging(watcher)
    yield from _scan(watcher, decision)
    yield from _decision(watcher, decision)
    yield from _reviews(watcher)


def weekly_sample(watcher: Watcher, accesses: Sequence[Item]) -> Iterator[Item]:
    """Liver tests again where the newest were abnormal and no access comes first."""
    row = watcher.table.row(Watch.LIVER_TESTS_AGAIN)
    newest = _newest_liver(watcher.course)
    if newest is None or row.days is None or not _is_abnormal(newest.payload):
        return
    planned = max(newest.at.day + timedelta(days=int(row.days)), watcher.today)
    latest = planned + watcher.join
    if any(newest.at.day < access.day <= latest for access in accesses):
        return
    reason = Reason(f"{row.days} days after an abnormal sample", RULE, (newest.id,))
    earliest = max(planned - watcher.join, watcher.today)
    key = f"{Watch.LIVER_TESTS_AGAIN.value}-{newest.at.day}"
    yield _item(key, Kind.LIVER_TESTS, row.what, (planned, earliest, latest), reason)


def _newest_liver(course: Course) -> Entry[LaboratoryPanel] | None:
    found = [e for e in course.all(LaboratoryPanel) if any(e.payload.get(t) for t in _LIVER)]
    return found[-1] if found else None


def _is_abnormal(panel: LaboratoryPanel) -> bool:
    """Above the laboratory's upper limit; albumin below its lower one."""
    for test, value in panel.results:
        if test is LabTest.ALBUMIN:
            if value.lower_limit is not None and value.reported < value.lower_limit:
                return True
        elif test in _LIVER and value.is_within_normal is False:
            return True
    return False


def _item(key: str, kind: Kind, what: str, days: tuple[date, date, date], *reasons: Reason) -> Item:
    planned, earliest, latest = days
    return Item(
        key=key,
        kind=kind,
        what=what,
        planned=planned,
        earliest=earliest,
        latest=latest,
        day=planned,
        reasons=tuple(reasons),
    )


def _markers(watcher: Watcher) -> Iterator[Item]:
    """Every so many days, or once in each cycle where that is longer (clinical facts 8)."""
    enrolment = watcher.course.latest(Enrolment)
    fills = [dwell.fill.at.day for dwell in watcher.ledger.fudr_dwells]
    for watch in _MARKERS:
        row = watcher.table.row(watch)
        if enrolment is None or row.diagnosis not in (None, enrolment.payload.diagnosis):
            continue
        latest = _latest_of(row, watcher)
        number, day = len(fills), (fills or list(watcher.fudr_days) or [watcher.today])[-1]
        if not fills:
            day = (list(watcher.fudr_days) or [watcher.today])[0]
            yield _marker(row, 1, (day, max(day - watcher.join, watcher.today), day), watcher)
            number = 1
        yield from _chain(row, number, day, latest, watcher)


def _latest_of(row: WatchRow, watcher: Watcher) -> timedelta:
    days = row.days or Decimal(0)
    if row.when is When.REPEATED_OR_EACH_CYCLE:
        days = max(days, watcher.protocol.calendar.cycle_days)
    return timedelta(days=int(days)) + watcher.join


def _chain(
    row: WatchRow, number: int, begun: date, latest: timedelta, watcher: Watcher
) -> Iterator[Item]:
    """From the one before: its day is not charted, so each is counted from the last fill."""
    step = timedelta(days=int(row.days or 1))
    planned = begun + step
    while planned <= watcher.until:
        number += 1
        window = (planned, planned - watcher.join, planned - step + latest)
        if window[2] >= watcher.today:
            yield _marker(row, number, window, watcher)
        planned += step


def _marker(row: WatchRow, number: int, days: tuple[date, date, date], watcher: Watcher) -> Item:
    planned, earliest, latest = (max(day, watcher.today) for day in days)
    reason = Reason(f"every {row.days} days, counted from the last FUDR fill", RULE)
    key = f"{row.watch.value}-{number}"
    return _item(key, Kind.MARKER, row.what, (planned, earliest, latest), reason)


def _imaging(watcher: Watcher) -> Iterator[Item]:
    """Baseline before the first FUDR, then counted from it: no imaging is charted."""
    row = watcher.table.row(Watch.IMAGING)
    if row.days is None:
        return
    step = timedelta(days=int(row.days))
    latest = timedelta(days=int(row.latest_days or row.days))
    fills = [dwell.fill.at.day for dwell in watcher.ledger.fudr_dwells]
    if not fills and not watcher.fudr_days:
        return
    first = fills[0] if fills else watcher.fudr_days[0]
    if not fills:
        reason = Reason("baseline, before the first FUDR", RULE)
        days = (first, watcher.today, first)
        yield _item("imaging-0", Kind.IMAGING, f"baseline {row.what}", days, reason)
    number = max(-(-(watcher.today - first).days // step.days), 1)
    planned = first + number * step
    while planned <= watcher.until:
        reason = Reason(f"every {row.days} to {latest.days} days, from the first FUDR", RULE)
        window = (planned, planned, planned - step + latest)
        yield _item(f"imaging-{number}", Kind.IMAGING, f"{row.what}: response", window, reason)
        number, planned = number + 1, planned + step


def _scan(watcher: Watcher, decision: date | None) -> Iterator[Item]:
    """A scan where the gate asks for one, before FUDR."""
    asks = [f for f in watcher.plan.decision.findings if f.rule == _GATE and "scan" in f.needs]
    if not asks:
        return
    row = watcher.table.row(Watch.PERFUSION_SCAN)
    before = decision or (watcher.fudr_days[0] if watcher.fudr_days else watcher.until)
    last = max(before - timedelta(days=1), watcher.today)
    operated = _last_operation(watcher.course)
    planned = watcher.today
    if operated is not None and row.days is not None:
        planned = max(planned, operated + timedelta(days=int(row.days)))
    planned = min(planned, last)
    number = len(watcher.course.all(PerfusionScan)) + 1
    reasons = tuple(Reason(f.reason, f.rule, f.entries) for f in asks)
    days = (planned, planned, last)
    yield _item(f"scan-{number}", Kind.PERFUSION_SCAN, row.what, days, *reasons)


def _last_operation(course: Course) -> date | None:
    days = [entry.at.day for entry in course.all(PumpImplanted)]
    days += [entry.at.day for entry in course.all(ProcedureDone)]
    return max(days, default=None)


def _decision(watcher: Watcher, decision: date | None) -> Iterator[Item]:
    """The day on which FUDR is decided again, while it is held, refused or stopped."""
    if decision is None:
        return
    word = watcher.plan.decision.word
    reasons = tuple(
        Reason(finding.reason, finding.rule, finding.entries)
        for finding in watcher.plan.decision.findings
        if finding.word is word
    )
    number = len(watcher.ledger.fudr_dwells) + 1
    what = f"FUDR is decided again; {word.value} today"
    days = (decision, decision, decision + watcher.join)
    yield _item(f"decision-{number}", Kind.DECISION, what, days, *reasons)


def _reviews(watcher: Watcher) -> Iterator[Item]:
    """What the plan calls due by a day: boards, work-up, follow-up, the question of the explant."""
    seen: dict[str, int] = {}
    for due in watcher.plan.due:
        if due.by is None or due.rule not in _REVIEWS:
            continue
        seen[due.rule] = seen.get(due.rule, 0) + 1
        by = max(due.by, watcher.today)
        days = (by, max(by - watcher.join, watcher.today), by)
        key = f"review-{due.rule.removeprefix('R-')}-{seen[due.rule]}"
        yield _item(key, Kind.REVIEW, due.text, days, Reason(f"due by {due.by}", due.rule))
