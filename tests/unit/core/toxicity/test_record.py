"""What stands behind an episode: every grade with its entries, its baseline and its reason."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from hepatica.core.chart.fold import fold_course
from hepatica.core.chart.systemic_entries import AdverseEvent
from hepatica.core.chart.systemic_words import Attribution, Event
from hepatica.core.chart.words import LabTest
from hepatica.core.toxicity.events import ToxicityRecord, name_of_event, record_toxicity
from hepatica.core.toxicity.samples import Grading
from hepatica.core.toxicity.table import CTCAE
from hepatica.library.grades import units_for_grading
from hepatica.library.loader import shipped_grading
from tests.golden.charts import chart_of

AT = datetime(2026, 6, 1, tzinfo=UTC)
PUMP = {
    "id": "implant", "kind": "pump_implanted", "at": "2026-01-12T10:00", "model": "intera-3000",
    "serial": "SYN-1", "label_flow": "1.3 mL/day", "reservoir": "30 mL",
    "vessel": "gastroduodenal",
}  # fmt: skip
FILL = {
    "id": "fill", "kind": "pump_filled", "at": "2026-01-26T10:00", "content": "fudr",
    "fudr": "194 mg", "prepared": "30 mL", "injected": "30 mL",
}  # fmt: skip


def panel(name: str, day: str, test: str, value: str, **limits: str) -> dict[str, Any]:
    """A sample with one value."""
    results = {test: {"value": value, **limits}}
    return {"id": name, "kind": "laboratory_panel", "at": day, "results": results}


def noted(name: str, day: str, event: str, grade: int, *by: str) -> dict[str, Any]:
    """A grade that a clinician charted."""
    content = {"event": event, "grade": str(grade), "attributed_to": list(by)}
    return {"id": name, "kind": "adverse_event", "at": day, **content}


def record(*entries: dict[str, Any]) -> ToxicityRecord:
    """The record of a course of these entries."""
    course = fold_course(chart_of(entries), at=AT, known_by=AT)
    return record_toxicity(course, shipped_grading(CTCAE).table, units_for_grading())


def told(grading: Grading) -> tuple[Any, ...]:
    """Entry, grades, what is missing, what it rests on, and why."""
    grades = (grading.least, grading.most)
    return grading.entry, grades, grading.needs, grading.rests_on, grading.reason


BASE = panel("base", "2026-01-05", "alt", "30 U/L", upper_limit="40 U/L")
HIGH = panel("high", "2026-02-09T07:00", "alt", "130 U/L", upper_limit="40 U/L")


def test_every_grade_with_what_it_rests_on() -> None:
    """Those that are 0 too, in time; the baseline stands behind grades that compare with it."""
    found = record(PUMP, FILL, BASE, HIGH, noted("d", "2026-02-01", "diarrhoea", 0, "unclear"))
    low = "30 U/L is at most ULN (40 U/L); the baseline was normal"
    high = "130 U/L is above 3 x ULN (40 U/L) and at most 5 x; the baseline was normal"
    assert [
        ("base", (0, 0), (), ("base",), low),
        ("d", (0, 0), (), ("d",), "graded by a clinician"),
        ("high", (2, 2), (), ("high", "base"), high),
    ] == [told(each) for each in found.gradings]
    assert [LabTest.ALT, None, LabTest.ALT] == [each.test for each in found.gradings]
    assert [Decimal(30), Decimal(130)] == [g.value.value for g in found.gradings if g.value]
    assert ("unclear",) == tuple(by.value for by in found.gradings[1].attributed_to)


def test_the_baselines_that_were_found() -> None:
    """One of each test, with its entry and moment."""
    (found,) = record(PUMP, FILL, BASE, HIGH).baselines
    assert (LabTest.ALT, "base", Decimal(30)) == (found.test, found.entry, found.value.value)
    assert "2026-01-05" == found.at.day.isoformat()
    assert () == record(PUMP, HIGH).baselines


def test_a_sample_of_the_day_of_the_implant_may_lie_behind_it() -> None:
    """Without an hour it is no baseline; with the hour of the implant it is."""
    exactly = panel("base", "2026-01-12T10:00", "alt", "30 U/L", upper_limit="40 U/L")
    some_time = panel("base", "2026-01-12", "alt", "30 U/L", upper_limit="40 U/L")
    assert 1 == len(record(PUMP, exactly).baselines)
    assert 0 == len(record(PUMP, some_time).baselines)


def test_without_a_pump_the_first_systemic_visit_ends_the_time_before_therapy() -> None:
    """Whichever of pump and visit came first."""
    drug = {"drug": "irinotecan", "form": "infusion", "dose": "300 mg"}
    visit: dict[str, Any] = {
        "id": "s", "kind": "systemic_given", "at": "2026-01-04T10:00", "regimen": "folfiri",
        "version": "2026.1", "day": "1", "drugs": [drug],
    }  # fmt: skip
    later = visit | {"id": "later", "at": "2026-02-04T10:00"}
    assert () == record(visit, later, BASE).baselines
    assert ["base"] == [each.entry for each in record(later, BASE).baselines]
    assert ["base"] == [each.entry for each in record(PUMP, visit, BASE).baselines]


@pytest.mark.parametrize(
    ("entry", "reason", "needs", "grades"),
    [
        (panel("a", "2026-02-09", "bilirubin", "<0.2 mg/dL", upper_limit="1.2 mg/dL"),
         "reported as below; 0.2 mg/dL is at most ULN (1.2 mg/dL); no baseline was given", (),
         (0, 0)),
        (panel("a", "2026-02-09", "bilirubin", "<2.0 mg/dL", upper_limit="1.2 mg/dL"),
         "", ("measured_value",), (0, 2)),
        (panel("a", "2026-02-09", "platelets", "<60 10*9/L", lower_limit="150 10*9/L"),
         "", ("measured_value",), (2, 4)),
        (panel("a", "2026-02-09", "alt", "<38 U/L"), "", ("uln",), (0, 4)),
    ],
)  # fmt: skip
def test_a_value_reported_as_below(
    entry: dict[str, Any], reason: str, needs: tuple[str, ...], grades: tuple[int, int]
) -> None:
    """It has a grade where everything below it has that one; else what is missing is named."""
    (found,) = record(PUMP, FILL, entry).gradings
    assert (grades, needs, reason) == ((found.least, found.most), found.needs, found.reason)
    assert found.is_open is bool(needs)


def test_a_baseline_in_another_unit() -> None:
    """1 ukat/L is 60 U/L: said in the unit of the value, or of the baseline where that is exact."""
    base = panel("base", "2026-01-05", "alt", "20 U/L", upper_limit="15 U/L")
    value = panel("a", "2026-02-09", "alt", "1.01 ukat/L", upper_limit="0.25 ukat/L")
    found = record(PUMP, FILL, base, value).gradings[-1]
    assert (2, 2) == (found.least, found.most)
    assert found.reason.startswith("60.60 U/L is above 3 x the baseline (20 U/L)")
    exact = panel("base", "2026-01-05", "alt", "30 U/L", upper_limit="15 U/L")
    other = record(PUMP, FILL, exact, value).gradings[-1]
    assert other.reason.startswith("1.01 ukat/L is at least 1.5 x the baseline (0.5 ukat/L)")


def test_limits_are_carried_into_the_unit_of_the_baseline() -> None:
    """Creatinine of 110 umol/L beside 0.7 mg/dL, whose figure in umol/L has no end."""
    base = panel("base", "2026-01-05", "creatinine", "0.7 mg/dL", upper_limit="1.2 mg/dL")
    value = panel("a", "2026-02-09", "creatinine", "110 umol/L", upper_limit="106.08 umol/L")
    found = record(PUMP, FILL, base, value).gradings[-1]
    assert (found.least, found.most) == (2, 2)  # 1.78 x
    assert "the baseline (" in found.reason


@pytest.mark.parametrize(
    ("state", "drawn", "expected"),
    [
        ("present", "2026-02-09", ("a", "base", "f")),
        ("absent", "2026-02-09", ("a", "base", "f")),
        ("present", "2026-01-02", ("a",)),
    ],
)
def test_an_anticoagulant_charted_by_then_stands_behind_an_inr(
    state: str, drawn: str, expected: tuple[str, ...]
) -> None:
    """What was charted later does not; nor does a baseline that is the sample itself."""
    fact = {"id": "f", "kind": "patient_fact", "at": "2026-01-03", "fact": "anticoagulant"}
    base = panel("base", "2026-01-01", "inr", "1.0 INR")
    found = record(PUMP, fact | {"state": state}, base, panel("a", drawn, "inr", "1.1 INR"))
    assert expected == found.gradings[-1].rests_on
    alt = record(PUMP, fact | {"state": state}, BASE, HIGH).gradings[-1]
    assert ("high", "base") == alt.rests_on


def test_an_episode_and_its_end() -> None:
    """What it is put down to, and its entries, are those of its end too."""
    found = record(
        PUMP, FILL,
        noted("a", "2026-02-01", "diarrhoea", 1, "unclear"),
        noted("b", "2026-02-03", "diarrhoea", 3, "systemic"),
        noted("c", "2026-02-04", "diarrhoea", 3, "systemic"),
        noted("d", "2026-02-09", "diarrhoea", 0, "fudr"),
        HIGH,
    ).episodes  # fmt: skip
    events, laboratory = found
    assert ("a", "b", 3) == (events.began.entry, events.worst.entry, events.worst_at_most)
    assert (Attribution.FUDR,) == events.attributed_to
    assert ("a", "b", "c", "d") == events.entries
    assert (False, True) == (events.is_laboratory, laboratory.is_laboratory)
    assert (1, None, ()) == (laboratory.cycle, laboratory.ended, laboratory.attributed_to)
    assert ("high",) == laboratory.entries


def test_what_could_not_be_graded_is_told_in_time() -> None:
    """Neither begins nor ends an episode, unless it is surely above 0."""
    unsure = panel("u", "2026-02-09T07:00", "alt", "60 U/L")
    found = record(PUMP, FILL, panel("v", "2026-02-16T07:00", "alt", "50 U/L"), unsure)
    assert ["u", "v"] == [each.entry for each in found.not_graded]
    assert () == found.episodes


@pytest.mark.parametrize(
    ("event", "term", "expected"),
    [
        (Event.HAND_FOOT, None, "hand foot"),
        (Event.OTHER, "Hiccups", "Hiccups"),
        (Event.RASH, "face", "rash (face)"),
    ],
)
def test_an_event_in_plain_words(event: Event, term: str | None, expected: str) -> None:
    """Another by its own term."""
    assert expected == name_of_event(AdverseEvent(event, 1, (Attribution.UNCLEAR,), term))


@pytest.mark.parametrize(("value", "grade"), [("2.1", 1), ("2.11", 2)])
def test_the_upper_limit_is_carried_into_the_unit_of_the_baseline(value: str, grade: int) -> None:
    """0.7 ukat/L are 42 U/L and 2.1 are 126, exactly three times that; 20 U/L have no end there."""
    base = panel("base", "2026-01-05", "alt", "20 U/L", upper_limit="40 U/L")
    high = panel("a", "2026-02-09", "alt", f"{value} ukat/L", upper_limit="0.7 ukat/L")
    found = record(PUMP, FILL, base, high).gradings[-1]
    assert (grade, grade) == (found.least, found.most)
    assert "ULN (42.0 U/L)" in found.reason


def test_a_fact_of_the_moment_of_the_sample_counts() -> None:
    """Charted for the hour at which it was drawn."""
    fact = {"id": "f", "kind": "patient_fact", "at": "2026-02-09T07:00", "fact": "anticoagulant"}
    drawn = panel("a", "2026-02-09T07:00", "inr", "1.1 INR")
    assert ("a", "f") == record(PUMP, fact | {"state": "present"}, drawn).gradings[-1].rests_on
    later = fact | {"state": "present", "at": "2026-02-09T07:01"}
    assert ("a",) == record(PUMP, later, drawn).gradings[-1].rests_on


def test_a_fill_at_the_moment_of_the_worst_grade_is_of_its_cycle() -> None:
    """One charted a minute later is not."""
    for at, cycle in (("2026-01-26T10:00", 1), ("2026-01-26T09:59", 0)):
        high = panel("high", at, "alt", "130 U/L", upper_limit="40 U/L")
        assert cycle == record(PUMP, FILL, BASE, high).episodes[0].cycle
