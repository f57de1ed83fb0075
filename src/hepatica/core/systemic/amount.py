"""From the dose of a table to milligrams: body surface, weight, and the two rounding steps."""

from __future__ import annotations

from decimal import Decimal

from hepatica.core.body.surface import compute_surface
from hepatica.core.quantities import HUNDRED, Unknown, round_half_up
from hepatica.core.systemic.drugs import VialRow
from hepatica.core.systemic.regimen import Regimen
from hepatica.core.systemic.words import Amounts, DoseUnit


def compute_bsa(regimen: Regimen, *, height_cm: Decimal, weight_kg: Decimal) -> Decimal:
    """Body surface by the regimen's formula, rounded half-up by its first step; m2."""
    formula = regimen.bsa_formula
    surface = compute_surface(formula=formula, height_cm=height_cm, weight_kg=weight_kg)
    return round_half_up(surface, step=regimen.bsa_rounding_m2)


def compute_amount(
    dose: Decimal, unit: DoseUnit, *, bsa_m2: Decimal | Unknown, weight_kg: Decimal | Unknown
) -> Decimal | Unknown:
    """The unrounded amount of one giving (twice a day: of each of the two); mg."""
    match unit:
        case DoseUnit.MG:
            return dose
        case DoseUnit.MG_PER_KG:
            return weight_kg if isinstance(weight_kg, Unknown) else dose * weight_kg
        case DoseUnit.MG_PER_M2 | DoseUnit.MG_PER_M2_TWICE_A_DAY:
            return bsa_m2 if isinstance(bsa_m2, Unknown) else dose * bsa_m2


def round_amount(regimen: Regimen, vial: VialRow | None, amount_mg: Decimal) -> Decimal:
    """The amount that is drawn up: exact, or whole vials where the regimen wants them; mg.

    Exact is rounded half-up by the regimen's step. Whole vials are taken when they differ from
    the unrounded amount by at most `within_percent` of it; a smaller amount never gives more.
    """
    exact = round_half_up(amount_mg, step=regimen.dose_rounding_mg)
    if regimen.amounts is Amounts.EXACT or vial is None:
        return exact
    whole = round_half_up(amount_mg, step=vial.vial_mg)
    is_near = abs(whole - amount_mg) * HUNDRED <= vial.within_percent * amount_mg
    return whole if whole and is_near else exact
