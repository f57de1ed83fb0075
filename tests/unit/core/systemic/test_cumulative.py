"""How often and how much of each drug was given, in every regimen together."""

from decimal import Decimal

from hepatica.core.chart.systemic_words import Drug
from hepatica.core.systemic.cumulative import Cumulative, count_given
from tests.unit.core.systemic.patients import FULL, course, regimen


def counted(*lines: str, **now: str) -> dict[Drug, Cumulative]:
    """What a course of mFOLFOX6 had, by drug."""
    found = count_given(course("mfolfox6", *lines, **now), regimen("mfolfox6"))
    assert [each.drug for each in found] == sorted(each.drug for each in found)
    return {each.drug: each for each in found}


def test_nothing_was_given() -> None:
    """No drug has a row."""
    assert {} == counted()


def test_both_forms_of_fluorouracil_are_one_drug_and_one_visit() -> None:
    """788 and 4728 mg at 1.97 m2 are 400 and 2400 mg/m2."""
    expected = Cumulative(Drug.FLUOROURACIL, 1, Decimal(5516), Decimal(2800))
    assert expected == counted(FULL)[Drug.FLUOROURACIL]


def test_visits_are_added_each_with_its_own_surface() -> None:
    """98.5 mg at 1.97 m2 and, at 70 kg, 92 mg at 1.84 m2: 50 mg/m2 each."""
    found = counted(
        "2025-03-03 given 1: oxaliplatin 98.5",
        "2025-03-09 weight 70",
        "2025-03-10 given 1: oxaliplatin 92",
    )
    assert {
        Drug.OXALIPLATIN: Cumulative(Drug.OXALIPLATIN, 2, Decimal("190.5"), Decimal(100))
    } == found


def test_without_a_surface_mg_alone_are_told() -> None:
    """No height, or no weight at one of the visits: never a part of the sum."""
    lines = ("2025-02-19 given 1: oxaliplatin 90", "2025-03-03 given 1: oxaliplatin 98.5")
    unknown = Cumulative(Drug.OXALIPLATIN, 2, Decimal("188.5"), None)
    assert unknown == counted(*lines)[Drug.OXALIPLATIN]
    assert counted(FULL, height="absent")[Drug.OXALIPLATIN].mg_per_m2 is None
