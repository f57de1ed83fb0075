"""Kidney function and its category."""

from decimal import Decimal

import pytest

from hepatica.core.body.kidney import (
    compute_creatinine_clearance,
    compute_filtration_rate,
    grade_filtration_rate,
)
from hepatica.core.chart.words import Sex


@pytest.mark.parametrize(("sex", "clearance"), [(Sex.MALE, "90"), (Sex.FEMALE, "76.5")])
def test_clearance(sex: Sex, clearance: str) -> None:
    """(140 - 50) x 72 / 72, and 0.85 of it."""
    found = compute_creatinine_clearance(
        sex=sex, age_years=Decimal(50), weight_kg=Decimal(72), creatinine_mg_per_dl=Decimal(1)
    )
    assert Decimal(clearance) == found


@pytest.mark.parametrize(
    ("sex", "turn", "rate"),
    [(Sex.MALE, "0.9", "110.7255996036"), (Sex.FEMALE, "0.7", "112.0543067988")],
)
def test_at_its_turn_the_rate_depends_on_age_alone(sex: Sex, turn: str, rate: str) -> None:
    """At 40 years: 142 x 0.9938^40, for women x 1.012, by bc -l."""
    found = compute_filtration_rate(
        sex=sex, age_years=Decimal(40), creatinine_mg_per_dl=Decimal(turn)
    )
    assert Decimal(rate) == round(found, 10)


@pytest.mark.parametrize(
    ("rate", "category"),
    [
        ("90.000001", "G1"),
        ("90", "G1"),
        ("89.999999", "G2"),
        ("60", "G2"),
        ("59.999999", "G3a"),
        ("45", "G3a"),
        ("44.999999", "G3b"),
        ("30", "G3b"),
        ("29.999999", "G4"),
        ("15", "G4"),
        ("14.999999", "G5"),
        ("0", "G5"),
    ],
)
def test_a_category_begins_at_its_lower_end(rate: str, category: str) -> None:
    """KDIGO, unrounded."""
    assert category == grade_filtration_rate(Decimal(rate))
