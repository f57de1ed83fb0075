"""Body surface and the unrounded amount of one giving."""

from dataclasses import replace
from decimal import Decimal

import pytest

from hepatica.core.body.surface import SurfaceFormula
from hepatica.core.chart.systemic_words import Drug
from hepatica.core.quantities import Unknown, clinical_arithmetic
from hepatica.core.systemic.amount import compute_amount, compute_bsa, round_amount
from hepatica.core.systemic.drugs import VialRow
from hepatica.core.systemic.words import Amounts, DoseUnit
from tests.unit.core.systemic.patients import regimen

KNOWN = {"bsa_m2": Decimal("1.97"), "weight_kg": Decimal(80)}


@pytest.mark.parametrize(
    ("formula", "step", "expected"),
    [
        (SurfaceFormula.MOSTELLER, "0.01", "1.97"),
        (SurfaceFormula.MOSTELLER, "0.001", "1.972"),
        (SurfaceFormula.DUBOIS, "0.01", "1.96"),
    ],
)
def test_the_regimen_names_formula_and_rounding(
    formula: SurfaceFormula, step: str, expected: str
) -> None:
    """Clinical facts 12.4 B1: 175 cm and 80 kg are 1.972 after Mosteller; 1.956 after Du Bois."""
    named = replace(regimen("mfolfox6"), bsa_formula=formula, bsa_rounding_m2=Decimal(step))
    with clinical_arithmetic():
        found = compute_bsa(named, height_cm=Decimal(175), weight_kg=Decimal(80))
    assert Decimal(expected) == found


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        (DoseUnit.MG, "100"),
        (DoseUnit.MG_PER_KG, "8000"),
        (DoseUnit.MG_PER_M2, "197"),
        (DoseUnit.MG_PER_M2_TWICE_A_DAY, "197"),
    ],
)
def test_a_dose_of_100_in_each_unit(unit: DoseUnit, expected: str) -> None:
    """Twice a day it is the amount of each of the two."""
    assert Decimal(expected) == compute_amount(Decimal(100), unit, **KNOWN)


@pytest.mark.parametrize("unit", DoseUnit)
def test_only_what_is_needed_must_be_known(unit: DoseUnit) -> None:
    """A flat dose needs nothing, one by weight no surface."""
    height, weight = Unknown("height"), Unknown("weight")
    without_height = compute_amount(Decimal(1), unit, bsa_m2=height, weight_kg=Decimal(80))
    without_weight = compute_amount(Decimal(1), unit, bsa_m2=Decimal(2), weight_kg=weight)
    needs_surface = unit in {DoseUnit.MG_PER_M2, DoseUnit.MG_PER_M2_TWICE_A_DAY}
    assert (without_height == height) == needs_surface
    assert (without_weight == weight) == (unit is DoseUnit.MG_PER_KG)


@pytest.mark.parametrize(
    ("amount", "exact", "vials"),
    [
        ("167.45", "167.5", "167.5"),  # 150 is 10.4 % off
        ("106.38", "106.4", "100"),  # 6.38 is just within 6 % of 106.38
        ("106.39", "106.4", "106.4"),
        ("94.34", "94.3", "100"),  # 5.66 is just within 6 % of 94.34
        ("94.33", "94.3", "94.3"),
        ("24", "24", "24"),  # the nearest is no vial at all
        ("100", "100", "100"),
    ],
)
def test_whole_vials_are_drawn_up_where_they_are_near(amount: str, exact: str, vials: str) -> None:
    """Vials of 50 mg within 6 %, worked by hand; exact amounts are rounded to 0.1 mg."""
    vial = VialRow(Drug.OXALIPLATIN, Decimal(50), Decimal(6))
    banded = replace(regimen("mfolfox6"), amounts=Amounts.NEAREST_VIAL)
    with clinical_arithmetic():
        found = [round_amount(r, vial, Decimal(amount)) for r in (regimen("mfolfox6"), banded)]
        without = round_amount(banded, None, Decimal(amount))
    assert [Decimal(exact), Decimal(vials), Decimal(exact)] == [*found, without]


@pytest.mark.parametrize(("amount", "expected"), [("50", "53"), ("49.99", "50"), ("50.01", "53")])
def test_the_widest_difference_itself_is_near(amount: str, expected: str) -> None:
    """53 mg differ from 50 by exactly 6 % of 50."""
    vial = VialRow(Drug.OXALIPLATIN, Decimal(53), Decimal(6))
    banded = replace(regimen("mfolfox6"), amounts=Amounts.NEAREST_VIAL)
    with clinical_arithmetic():
        assert Decimal(expected) == round_amount(banded, vial, Decimal(amount))
