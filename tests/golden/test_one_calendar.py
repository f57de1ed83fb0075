"""Calendars worked out by hand from clinical facts 1.5, 7.1, 8 and 12.4 (B3).

The course begins with FUDR on Monday 3 March 2025; a fill is safe for 18 days (tests/golden/march).
"""

from datetime import date

import pytest

from hepatica.core.calendar.clinic import ClinicDays, Closure
from hepatica.core.calendar.items import ConflictKind, CourseCalendar
from hepatica.core.decision import FudrWord
from tests.golden.march import (
    Entry,
    away,
    calendar_of,
    days_of,
    emptied,
    entries,
    given,
    panel,
    regimen,
    saline,
)

WATCHED = ("liver-tests", "blood-tests", "cea", "ca-19-9", "imaging")
WEEKDAYS = frozenset(range(5))


def closed(since: str, until: str, why: str = "closed") -> ClinicDays:
    """Monday to Friday, with one closure."""
    closure = Closure(date.fromisoformat(since), date.fromisoformat(until), why)
    return ClinicDays(WEEKDAYS, (closure,))


def moved(calendar: CourseCalendar, key: str) -> str:
    """The text of the one conflict of an item."""
    (found,) = (each for each in calendar.conflicts if each.key == key)
    return found.text


@pytest.mark.parametrize(
    ("protocol", "expected"),
    [
        (
            "fudr-28d",
            {"empty-1": "17 Mar", "fudr-2": "31 Mar", "empty-2": "14 Apr", "fudr-3": "28 Apr"},
        ),
        (
            "fudr-35d",
            {"empty-1": "17 Mar", "rest-1-1": "31 Mar", "fudr-2": "7 Apr", "empty-2": "21 Apr"},
        ),
        (
            "n9945",
            {"empty-1": "17 Mar", "rest-1-1": "31 Mar", "fudr-2": "14 Apr", "empty-2": "28 Apr"},
        ),
    ],
)
def test_the_accesses_of_each_cycle(protocol: str, expected: dict[str, str]) -> None:
    """Day 15 is 17 March; the next day 1 is 31 March, 7 April or 14 April.

    Saline of 17 March is safe until 4 April: a day 1 of 7 April (2 days early: 5 April) or of
    14 April comes too late for it, so it is renewed after 14 days.
    """
    calendar = calendar_of(entries(protocol))
    assert expected == days_of(calendar, *WATCHED)
    assert () == calendar.conflicts


@pytest.mark.parametrize(
    ("protocol", "expected"),
    [
        ("fudr-28d", {"cea-2": "31 Mar", "cea-3": "28 Apr", "imaging-1": "28 Apr"}),
        ("fudr-35d", {"cea-2": "31 Mar", "cea-3": "5 May", "imaging-1": "5 May"}),
        ("icca-gemox", {"ca-19-9-2": "31 Mar", "ca-19-9-3": "28 Apr", "imaging-1": "28 Apr"}),
    ],
)
def test_markers_and_imaging(protocol: str, expected: dict[str, str]) -> None:
    """A marker every 4 weeks or once a cycle, imaging after 8 weeks (28 April), on visit days.

    In the cycle of 35 days 28 April is no visit; day 29 of the second cycle is 5 May.
    """
    calendar = calendar_of(entries(protocol), weeks=9)
    found = days_of(calendar, "liver-tests", "empty", "rest", "fudr")
    assert expected == found


def test_every_access_has_its_liver_tests() -> None:
    """On the day of the access."""
    found = days_of(calendar_of(entries()), "cea", "imaging")
    pump = {key: day for key, day in found.items() if not key.startswith("liver-tests")}
    assert {f"liver-tests-{key}": day for key, day in pump.items()} == {
        key: day for key, day in found.items() if key.startswith("liver-tests")
    }


BEGUN_28 = {"c1-d15": "17 Mar", "c2-d1": "31 Mar", "c2-d15": "14 Apr", "c3-d1": "28 Apr"}
BEGUN_35 = {"c1-d15": "17 Mar", "c1-d29": "31 Mar", "c2-d15": "21 Apr", "c2-d29": "5 May"}


@pytest.mark.parametrize(
    ("protocol", "name", "expected"),
    [
        ("fudr-28d", "kemeny-2003-irinotecan", BEGUN_28),
        ("fudr-28d", "kemeny-2005-a", BEGUN_28),
        ("fudr-28d", "kemeny-2005-b", BEGUN_28),
        ("fudr-28d", "dangelica-2015-doublet", BEGUN_28),
        ("icca-gemox", "icca-gemox", BEGUN_28),
        ("fudr-35d", "kemeny-2009-adjuvant", BEGUN_35),
        ("fudr-35d", "kemeny-2011-bevacizumab", BEGUN_35),
        ("fudr-35d", "kemeny-2011-irinotecan", BEGUN_35),
        ("n9945", "n9945-capox", {"c1-d22": "24 Mar", "c2-d22": "5 May"}),
    ],
)
def test_the_days_of_each_partner(protocol: str, name: str, expected: dict[str, str]) -> None:
    """Days 1 and 15 of 28, 15 and 29 of 35, 22 of 42, counted from each FUDR fill."""
    chart: list[Entry] = [*entries(protocol), regimen(name)]
    if expected is BEGUN_28:
        chart.append(given(name, 1, "2025-03-03T12:00"))
    calendar = calendar_of(chart, weeks=9 if expected is not BEGUN_28 else 8)
    days = days_of(calendar)
    begin = f"systemic-{name}-"
    assert expected == {
        key.removeprefix(begin): day for key, day in days.items() if key.startswith(begin)
    }
    assert () == calendar.conflicts


def test_blood_tests_belong_to_the_systemic_visit() -> None:
    """Before each dose, on its day, not older than the 72 h of the regimen."""
    chart = [*entries("n9945"), regimen("n9945-capox")]
    (item,) = (i for i in calendar_of(chart).items if i.key.startswith("blood-tests"))
    assert ("systemic-n9945-capox-c1-d22", date(2025, 3, 24), date(2025, 3, 21)) == (
        item.belongs_to,
        item.day,
        item.earliest,
    )


def test_a_holiday_on_day_15_moves_pump_and_systemic_together() -> None:
    """17 March is closed: both go to the 18th, and the fill and day 29 that follow to 1 April.

    The next FUDR keeps its day: 35 days after the last fill, not after the emptying.
    """
    chart = [*entries("fudr-35d"), regimen("kemeny-2009-adjuvant")]
    calendar = calendar_of(chart, closed("2025-03-17", "2025-03-17", "a holiday"))
    systemic = "systemic-kemeny-2009-adjuvant-"
    assert {
        "empty-1": "18 Mar",
        f"{systemic}c1-d15": "18 Mar",
        "rest-1-1": "1 Apr",
        f"{systemic}c1-d29": "1 Apr",
        "fudr-2": "7 Apr",
        "empty-2": "21 Apr",
        f"{systemic}c2-d15": "21 Apr",
    } == days_of(calendar, *WATCHED)
    assert (
        "FUDR fill 1 emptied, a fill without FUDR: moved from 2025-03-17 to 2025-03-18: "
        "the clinic is closed (a holiday)"
    ) == moved(calendar, "empty-1")
    assert "from 2025-03-17 to 2025-03-18" in moved(calendar, f"{systemic}c1-d15")


def test_a_weekend_moves_each_to_the_nearest_day() -> None:
    """FUDR on Saturday 1 March: day 15 is Saturday 15 March, the next fill 29 March, a Saturday.

    Friday is nearer than Monday, and one day early is allowed; the next emptying counts from it.
    """
    calendar = calendar_of(entries(fudr=date(2025, 3, 1)))
    expected = {"empty-1": "14 Mar", "fudr-2": "28 Mar", "empty-2": "11 Apr", "fudr-3": "25 Apr"}
    assert expected == days_of(calendar, *WATCHED)
    assert "moved from 2025-03-29 to 2025-03-28: the clinic is closed on Saturdays" in moved(
        calendar, "fudr-2"
    )


def test_of_two_days_as_near_the_earlier_is_taken() -> None:
    """A clinic on Tuesdays and Thursdays, FUDR on Wednesday 5 March: day 15 is 19 March."""
    calendar = calendar_of(
        entries(fudr=date(2025, 3, 5)), ClinicDays(frozenset({1, 3})), at="2025-03-06T09:00"
    )
    assert "18 Mar" == days_of(calendar)["empty-1"]


def test_fudr_is_never_more_than_two_days_early() -> None:
    """A clinic on Thursdays: day 29 is Monday 31 March; the 27th is too early, so 3 April.

    That is inside the safe date of the saline (20 March + 18 = 7 April). Day 15, Monday 17 March,
    goes to the 20th.
    """
    calendar = calendar_of(entries(), ClinicDays(frozenset({3})))
    found = days_of(calendar, *WATCHED)
    assert ("20 Mar", "3 Apr", "17 Apr") == (found["empty-1"], found["fudr-2"], found["empty-2"])


def test_away_across_a_refill() -> None:
    """Away from 28 March to 12 April; the saline of 17 March is safe until 4 April.

    It is renewed on 27 March, the last day there, safe until 14 April. FUDR waits for that day.
    """
    chart = [*entries(), away("2025-03-28", "2025-04-12")]
    calendar = calendar_of(chart)
    assert {
        "empty-1": "17 Mar",
        "rest-1-1": "27 Mar",
        "fudr-2": "14 Apr",
        "empty-2": "28 Apr",
    } == days_of(calendar, *WATCHED)
    assert "moved from 2025-03-31 to 2025-03-27: the patient is away" in moved(calendar, "rest-1-1")
    assert "moved from 2025-03-31 to 2025-04-14: the patient is away" in moved(calendar, "fudr-2")


def test_away_for_longer_than_a_fill_lasts() -> None:
    """Away until 16 April: the fill of 27 March ends on 14 April, so a person must act."""
    calendar = calendar_of([*entries(), away("2025-03-28", "2025-04-16")])
    (urgent,) = (each for each in calendar.conflicts if each.is_urgent)
    assert ("rest-1-2", ConflictKind.NO_OPEN_DAY) == (urgent.key, urgent.kind)
    assert "14 Apr" == days_of(calendar)["rest-1-2"]
    assert "a person must open the clinic or arrange the access elsewhere" in urgent.text


def test_a_week_closed_around_the_safe_refill_date() -> None:
    """Closed from 17 to 23 March: emptied on Friday 14 March, inside the window of day 15."""
    calendar = calendar_of(entries(), closed("2025-03-17", "2025-03-23", "works"))
    assert "14 Mar" == days_of(calendar)["empty-1"]
    assert not any(each.is_urgent for each in calendar.conflicts)


def test_closed_for_the_whole_window() -> None:
    """Closed from 10 to 23 March: it stays on the safe refill date, 21 March, for a person."""
    calendar = calendar_of(entries(), closed("2025-03-10", "2025-03-23", "works"))
    assert "21 Mar" == days_of(calendar)["empty-1"]
    assert (
        "FUDR fill 1 emptied, a fill without FUDR: no open day from 2025-03-13 to the safe refill "
        "date, 2025-03-21: the clinic is closed (works); it stays on 2025-03-21: a person must "
        "open the clinic or arrange the access elsewhere"
    ) == moved(calendar, "empty-1")


def test_a_fill_waits_so_that_the_next_one_is_in_time() -> None:
    """Day 15 of FUDR could be 17 March; its saline would end on 4 April, and nobody is there.

    The patient is away from 18 March to 4 April. FUDR is emptied on the 21st at the latest, but
    the 17th is the last day there: it stays, and 4 April is for a person. Were the patient there
    on the 18th too, emptying waits for it: saline of the 18th is safe until Saturday 5 April;
    with a clinic on Saturdays that is an open day.
    """
    clinic = ClinicDays(frozenset(range(6)))
    gone = calendar_of([*entries(), away("2025-03-18", "2025-04-04")], clinic)
    assert ("17 Mar", "4 Apr") == (days_of(gone)["empty-1"], days_of(gone)["rest-1-1"])
    there = calendar_of([*entries(), away("2025-03-19", "2025-04-04")], clinic)
    assert ("18 Mar", "5 Apr") == (days_of(there)["empty-1"], days_of(there)["fudr-2"])
    assert "the access after it would have no open day in time" in moved(there, "empty-1")


def test_a_systemic_delay_does_not_move_the_pump() -> None:
    """Neutrophils 1.0 on 17 March put day 15 off by a week, past the safe date of 21 March."""
    name = "kemeny-2009-adjuvant"
    counts = {"neutrophils": "1.0 10*9/L", "platelets": "200 10*9/L", "creatinine": "0.9 mg/dL"}
    chart = [
        *entries("fudr-35d"),
        regimen(name),
        {"id": "weight-15", "kind": "weight", "at": "2025-03-17", "weight": "70 kg"},
        panel("labs-15", "2025-03-17T08:00", **counts),
    ]
    calendar = calendar_of(chart, at="2025-03-17T09:00")
    found = days_of(calendar, *WATCHED)
    assert ("17 Mar", "24 Mar") == (found["empty-1"], found[f"systemic-{name}-c1-d15"])
    assert (
        "systemic treatment is put off from 2025-03-17 to 2025-03-24, after the safe refill date "
        "2025-03-21: the pump is accessed on 2025-03-17 all the same"
    ) == moved(calendar, "empty-1")


def test_while_fudr_is_held_no_fill_of_it_is_shown() -> None:
    """AST at five times the reference on the dose day: saline today and every 14 days.

    The decision is shown with it, and a note says so.
    """
    high = {"ast": {"value": "150 U/L", "upper_limit": "45 U/L"}}
    chart = [
        *entries(),
        emptied("access-1", "2025-03-17T10:30"),
        saline("saline-1", "2025-03-17T11:00"),
        panel("labs-29", "2025-03-31T08:00", **high),
        {"id": "weight-29", "kind": "weight", "at": "2025-03-31", "weight": "70 kg"},
    ]
    calendar = calendar_of(chart, at="2025-03-31T09:00", weeks=5)
    assert FudrWord.HOLD is calendar.plan.decision.word
    found = days_of(calendar, *WATCHED)
    assert {"rest-1-1": "31 Mar", "rest-1-2": "14 Apr", "rest-1-3": "28 Apr"}.items() <= (
        found.items()
    )
    assert ("31 Mar", []) == (found["decision-2"], [key for key in found if key[:4] == "fudr"])
    assert "no FUDR fill is shown: FUDR is hold today" in calendar.notes[-1]


def test_abnormal_tests_are_repeated_after_a_week() -> None:
    """ALP above its limit on 4 March: 11 March, because the next access is 17 March."""
    high = {"alp": {"value": "130 U/L", "upper_limit": "120 U/L"}}
    chart = [*entries(), panel("labs-2", "2025-03-04T08:00", **high)]
    assert "11 Mar" == days_of(calendar_of(chart))["liver-tests-again-2025-03-04"]


def test_after_the_planned_cycles_saline_goes_on() -> None:
    """The fourth fill of n9945 is the last: then saline every 14 days.

    Fills on 3 March, 14 April, 26 May and 7 July; emptied 21 July; saline 4 and 18 August.
    """
    calendar = calendar_of(entries("n9945"), weeks=25)
    found = days_of(calendar, *WATCHED)
    assert ("7 Jul", "21 Jul", "4 Aug", "18 Aug") == tuple(
        found[key] for key in ("fudr-4", "empty-4", "rest-4-1", "rest-4-2")
    )
    assert "fudr-5" not in found
