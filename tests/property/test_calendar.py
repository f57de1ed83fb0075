"""What holds of every calendar, whatever is closed, whoever is away, whatever is put off."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hepatica.core.calendar.clinic import ClinicDays, Closure, OpenDays
from hepatica.core.calendar.course_calendar import make_calendar
from hepatica.core.calendar.items import ConflictKind, CourseCalendar, Item
from hepatica.core.calendar.place import DAY_RULE, JOIN_RULE
from hepatica.core.protocol.monitoring import MonitoringTable
from hepatica.core.rulebook import Rulebook
from hepatica.library.loader import load_rulebook
from hepatica.library.monitoring import shipped_monitoring
from tests.golden import march
from tests.golden.runner import all_goldens
from tests.property.courses import examples

PROTOCOLS = {
    "fudr-28d": ("kemeny-2005-b", "mfolfox6"),
    "fudr-35d": ("kemeny-2009-adjuvant", "capox"),
    "n9945": ("n9945-capox", "pembrolizumab-3-weekly"),
    "icca-gemox": ("icca-gemox", "gemcis"),
}
BEGIN = date(2025, 3, 1)
WEEKS = 14
MOMENTS = ("2025-03-04T09:00", "2025-03-17T09:00", "2025-03-20T09:00", "2025-03-24T09:00")

days = st.integers(0, 100).map(lambda number: BEGIN + timedelta(days=number))
spans = st.tuples(days, st.integers(0, 30)).map(lambda it: (it[0], it[0] + timedelta(days=it[1])))
clinics = st.builds(
    lambda weekdays, closed: ClinicDays(
        weekdays, tuple(Closure(since, until, "closed") for since, until in closed)
    ),
    st.frozensets(st.integers(0, 6), min_size=1),
    st.lists(spans, max_size=4),
)


@st.composite
def charts(draw: st.DrawFn) -> tuple[list[march.Entry], str]:
    """A chart under one protocol, with or without a regimen, counts, saline, and days away."""
    protocol = draw(st.sampled_from(sorted(PROTOCOLS)))
    chart: list[march.Entry] = list(march.entries(protocol))
    name = draw(st.sampled_from(("", *PROTOCOLS[protocol])))
    if name:
        chart.append(march.regimen(name))
    at = draw(st.sampled_from(MOMENTS))
    for number, (since, until) in enumerate(draw(st.lists(spans, max_size=3))):
        gone: dict[str, Any] = dict(march.away(f"{since}", f"{until}"))
        chart.append({**gone, "id": f"away-{number}", "at": "2025-03-03"})
    day = at[:10]
    if draw(st.booleans()):
        neutrophils = draw(st.sampled_from(("0.8", "2.5")))
        ast = {"value": draw(st.sampled_from(("30 U/L", "160 U/L"))), "upper_limit": "45 U/L"}
        counts = {"neutrophils": f"{neutrophils} 10*9/L", "platelets": "200 10*9/L"}
        chart.append(march.panel("labs-now", f"{day}T07:00", ast=ast, **counts))
        chart.append({"id": "weight-now", "kind": "weight", "at": day, "weight": "70 kg"})
    if draw(st.booleans()):
        fever = {"exposure": "fever", "since": "2025-03-04"}
        chart.append({"id": "fever", "kind": "exposure", "at": "2025-03-04T08:00", **fever})
    return chart, at


BOOK: Rulebook = load_rulebook()
TABLE: MonitoringTable = shipped_monitoring().table


def made(chart: list[march.Entry], at: str, clinic: ClinicDays) -> CourseCalendar:
    """The calendar of a drawn chart."""
    course = march.course_of(chart, at)
    until = course.today + timedelta(weeks=WEEKS)
    return make_calendar(course, BOOK, TABLE, clinic, until=until)


@given(charts(), clinics)
@examples(100)
def test_no_access_of_the_pump_after_its_safe_refill_date(
    drawn: tuple[list[march.Entry], str], clinic: ClinicDays
) -> None:
    """Whatever is put off; an overdue pump is accessed today, and each next fill is in time."""
    calendar = made(*drawn, clinic)
    accesses = [item for item in calendar.items if item.kind.is_pump]
    assert accesses, "a pump in place always has a next access"
    for item in accesses:
        assert item.safe_until is not None
        assert item.day <= max(item.safe_until, calendar.since)
    refill = calendar.plan.refill
    assert refill is not None
    assert refill.date is not None
    assert accesses[0].day <= max(refill.date, calendar.since)
    # 28 mL above the reserve, at the fast bound of the plan: at most 18 days.
    assert all(0 < (later.day - item.day).days <= 18 for item, later in pairwise(accesses))
    last = accesses[-1]
    assert last.day + timedelta(days=18) >= calendar.until


@given(charts(), clinics)
@examples(100)
def test_every_moved_item_says_why(
    drawn: tuple[list[march.Entry], str], clinic: ClinicDays
) -> None:
    """An item on another day than its own has a conflict, or shares a visit and says so."""
    calendar = made(*drawn, clinic)
    for item in calendar.items:
        if item.day == item.planned:
            continue
        rules = {each.rule for each in calendar.conflicts_of(item)}
        rules |= {reason.rule for reason in item.reasons}
        assert rules & {DAY_RULE, JOIN_RULE, "R-calendar-no-open-day"}, item
    open_days = OpenDays(clinic, calendar.plan.course)
    shown = {each.key: each for each in calendar.items if not open_days.is_open(each.day)}
    urgent = {each.key for each in calendar.conflicts if each.is_urgent}
    assert {key for key, item in shown.items() if not item.belongs_to} <= urgent


@given(charts(), clinics)
@examples(100)
def test_fudr_is_never_too_early_and_days_stay_in_their_windows(
    drawn: tuple[list[march.Entry], str], clinic: ClinicDays
) -> None:
    """No item before its earliest day; a fill of FUDR at most two days before its day."""
    calendar = made(*drawn, clinic)
    fills = {item.key: item for item in calendar.items if item.key.startswith("fudr-")}
    for item in calendar.items:
        assert item.day >= item.earliest
    assert all(item.planned - item.day <= timedelta(days=2) for item in fills.values())
    emptied = [item for item in calendar.items if item.key.startswith("empty-")]
    for item in emptied:
        filled = fills.get(item.key.replace("empty", "fudr"))
        if filled is not None:
            assert 10 <= (item.day - filled.day).days <= 18


@given(charts(), clinics)
@examples(100)
def test_what_one_day_allows_is_not_split(
    drawn: tuple[list[march.Entry], str], clinic: ClinicDays
) -> None:
    """No visit of things that may be on several days could be emptied into another visit."""
    calendar = made(*drawn, clinic)
    open_days = OpenDays(clinic, calendar.plan.course)
    late = {c.key for c in calendar.conflicts if c.kind is ConflictKind.NO_OPEN_DAY}
    for visit in calendar.visits:
        loose = [item for item in visit.items if is_loose(item) and item.key not in late]
        if len(loose) < len(visit.items):
            continue
        others = [each.day for each in calendar.visits if each.day != visit.day]
        shared = [
            day
            for day in others
            if open_days.is_open(day)
            and all(i.earliest <= day <= (i.latest or i.planned) for i in loose)
        ]
        assert [] == shared


def is_loose(item: Item) -> bool:
    """Whether an item belongs to no visit and makes none necessary."""
    begins = ("cea", "ca-19-9", "imaging", "scan", "decision", "review", "liver-tests-again")
    return item.key.startswith(begins)


@given(charts(), clinics)
@examples(40)
def test_the_same_chart_gives_the_same_calendar(
    drawn: tuple[list[march.Entry], str], clinic: ClinicDays
) -> None:
    """Every item, conflict and note, in the same order; keys are unique."""
    calendar = made(*drawn, clinic)
    assert calendar == made(*drawn, clinic)
    keys = [item.key for item in calendar.items]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("closed_from", [date(2025, 3, 10), date(2025, 3, 17), date(2025, 4, 1)])
def test_a_clinic_that_never_opens_again(closed_from: date) -> None:
    """Every access stays on its last safe day, each of them urgent."""
    clinic = ClinicDays(frozenset(range(5)), (Closure(closed_from, date(2026, 1, 1), "closed"),))
    calendar = made(list(march.entries()), march.DAY_AFTER, clinic)
    urgent = {each.key for each in calendar.conflicts if each.is_urgent}
    late = [i for i in calendar.items if i.kind.is_pump and i.day >= closed_from]
    assert late
    assert all(item.day == item.latest and item.key in urgent for item in late)


def test_no_golden_course_runs_dry() -> None:
    """Every plan that asks something of a pump has its access shown, and no later one is late.

    The clinic is open on Tuesdays only.
    """
    clinic = ClinicDays(frozenset({1}))
    for golden in all_goldens():
        course = golden.course
        until = course.today + timedelta(weeks=WEEKS)
        calendar = make_calendar(course, BOOK, TABLE, clinic, until=until)
        accesses = [item for item in calendar.items if item.kind.is_pump]
        assert bool(accesses) is (calendar.plan.reservoir is not None), golden.id
        for item in accesses:
            assert item.safe_until is not None
            assert item.day <= max(item.safe_until, calendar.since), golden.id
        refill = calendar.plan.refill
        if refill is not None and refill.date is not None and accesses:
            assert accesses[0].day <= max(refill.date, calendar.since), golden.id
        keys = [item.key for item in calendar.items]
        assert len(keys) == len(set(keys)), golden.id
