"""The facts of a day, read from a chart: fresh ones only, and what is missing said."""

from decimal import Decimal

import pytest

from hepatica.core.chart.systemic_words import Drug, Event, Form, GeneResult
from hepatica.core.chart.words import LabTest
from hepatica.core.quantities import Unknown, clinical_arithmetic
from hepatica.core.systemic.facts import facts_of, newest_value, open_events
from hepatica.core.systemic.patient import Below, Bilirubin, Clearance, SystemicPatient
from tests.unit.core.systemic.patients import FULL, course, regimen, rules

NAME = "mfolfox6"


def facts(*lines: str, today: str = "2025-03-17", **now: str) -> SystemicPatient:
    """The facts of a course of mFOLFOX6."""
    with clinical_arithmetic():
        return facts_of(course(NAME, *lines, today=today, **now), rules(NAME))


def test_everything_is_known() -> None:
    """A man of 60 by the year of birth: 80 x 80 / (72 x 0.9) = 98.765 mL/min."""
    found = facts()
    assert (Decimal(80), Decimal("1.97")) == (found.weight_kg, found.bsa_m2)
    assert (Decimal("3.1"), Decimal(210)) == (found.neutrophils, found.platelets)
    assert Bilirubin(Decimal("0.7"), Decimal("1.2"), "mg/dL") == found.bilirubin
    assert isinstance(found.clearance, Clearance)
    assert Decimal("98.765") == round(found.clearance.ml_per_min, 3)
    assert not found.clearance.is_lowest
    assert (None, None, None) == (found.dpyd_activity, found.ugt1a1, found.percent_signed)
    assert found.is_first


@pytest.mark.parametrize(
    ("now", "missing"),
    [
        ({"neutrophils": "absent"}, {"neutrophils": "neutrophils within 72 h"}),
        ({"platelets": "absent"}, {"platelets": "platelets within 72 h"}),
        ({"bilirubin": "absent"}, {"bilirubin": "bilirubin within 72 h"}),
        ({"bilirubin": "0.7 mg/dL"},
         {"bilirubin": "the laboratory's upper limit of bilirubin"}),
        ({"creatinine": "absent"}, {"clearance": "creatinine within 72 h"}),
        ({"weight": "absent"},
         {"weight_kg": "a weight at most 7 days old", "bsa_m2": "a weight at most 7 days old",
          "clearance": "a weight at most 7 days old"}),
        ({"height": "absent"},
         {"bsa_m2": "the enrolment with sex and height",
          "clearance": "the enrolment with sex and height"}),
    ],
)  # fmt: skip
def test_what_is_missing_is_said(now: dict[str, str], missing: dict[str, str]) -> None:
    """And nothing else is unknown."""
    found = facts(**now)
    names = ("weight_kg", "bsa_m2", "neutrophils", "platelets", "bilirubin", "clearance")
    unknown = {
        name: value.needs for name in names if isinstance(value := getattr(found, name), Unknown)
    }
    assert missing == unknown


@pytest.mark.parametrize(
    ("drawn", "is_fresh"),
    [
        ("2025-03-14T09:00", True),
        ("2025-03-14T08:59", False),
        ("2025-03-17", True),
        ("2025-03-14", False),
    ],
)
def test_blood_is_fresh_for_72_hours(drawn: str, is_fresh: bool) -> None:
    """Exactly 72 hours are enough; a day without an hour counts from its beginning."""
    taken = newest_value(course(NAME, drawn=drawn), regimen(NAME), LabTest.NEUTROPHILS)
    assert is_fresh == (taken is not None)


def test_the_newest_sample_with_the_test_counts() -> None:
    """A later sample without the test hides none; an older fresh one is not gone back to."""
    both = course(NAME, "2025-03-16 neutrophils 2.5", neutrophils="absent")
    value = newest_value(both, regimen(NAME), LabTest.NEUTROPHILS)
    assert value is not None
    assert Decimal("2.5") == value.value
    newest = newest_value(
        course(NAME, "2025-03-16 neutrophils 2.5"), regimen(NAME), LabTest.NEUTROPHILS
    )
    assert newest is not None
    assert Decimal("3.1") == newest.value


@pytest.mark.parametrize(("weighed", "is_fresh"), [("2025-03-10", True), ("2025-03-09", False)])
def test_a_weight_is_good_for_seven_days(weighed: str, is_fresh: bool) -> None:
    """Counted in civil days."""
    assert is_fresh == (facts(weighed=weighed).weight_kg == Decimal(80))


def test_bilirubin_stays_in_the_unit_reported() -> None:
    """With the limit of its laboratory."""
    found = facts(bilirubin="30 umol/L, limit 20 umol/L").bilirubin
    assert Bilirubin(Decimal(30), Decimal(20), "umol/L") == found


def test_the_newest_genotype_and_activity_count() -> None:
    """Each may be tested twice."""
    found = facts(
        "2025-02-21 dpyd 1", "2025-02-22 dpyd 2", "2025-02-21 ugt1a1 poor",
        "2025-02-22 ugt1a1 normal",
    )  # fmt: skip
    assert (Decimal(2), GeneResult.NORMAL) == (found.dpyd_activity, found.ugt1a1)


def test_events_are_open_until_their_newest_grade_is_0() -> None:
    """Each by itself."""
    lines = (
        "2025-03-05 diarrhoea 3", "2025-03-06 rash 2", "2025-03-08 diarrhoea 1",
        "2025-03-09 rash 0",
    )  # fmt: skip
    assert ((Event.DIARRHOEA, 1),) == open_events(course(NAME, *lines))
    assert ((Event.DIARRHOEA, 1),) == facts(*lines).open_events


def test_a_signed_percent_is_of_the_next_visit() -> None:
    """One older than the last visit is over."""
    assert Decimal(80) == facts("2025-02-28 signed 80").percent_signed
    assert facts("2025-02-28 signed 80", FULL).percent_signed is None
    assert Decimal(75) == facts(FULL, "2025-03-10 signed 75").percent_signed


def test_a_visit_was_given() -> None:
    """It is not the first, and each drug of it was had; that of another regimen is not counted."""
    found = facts("2025-03-03 given 1: oxaliplatin 167.5, leucovorin 788")
    assert not found.is_first
    assert found.had(Drug.OXALIPLATIN, Form.INFUSION)
    assert not found.had(Drug.FLUOROURACIL, Form.INFUSION)
    with clinical_arithmetic():
        other = facts_of(course(NAME, FULL), rules("folfiri"))
    assert other.is_first


def test_a_count_below_the_limit_of_detection() -> None:
    """It stays what was reported: somewhere below, never the number itself."""
    found = facts(neutrophils="<1.4 10*9/L", platelets="<20 10*9/L")
    assert (Below(Decimal("1.4")), Below(Decimal(20))) == (found.neutrophils, found.platelets)


def test_a_dose_is_titrated_once_a_percent_was_signed_after_a_visit() -> None:
    """Not by a visit alone, and not by a percent before any."""
    found = [
        facts(*lines).is_titrated
        for lines in (
            (FULL,),
            ("2025-02-28 signed 80",),
            (FULL, "2025-03-10 signed 75"),
        )
    ]
    assert [False, False, True] == found


def test_only_a_prescriber_signs_a_percent() -> None:
    """Nobody else's signature sets a dose."""
    found = [facts(FULL, f"2025-03-10 signed 75 by {role}") for role in ("prescriber", "surgeon")]
    assert [Decimal(75), None] == [each.percent_signed for each in found]
    assert [True, False] == [each.is_titrated for each in found]
