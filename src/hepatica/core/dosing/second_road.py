"""Road 2: from what will be drawn up back to the dose. Imports nothing of road 1."""

from __future__ import annotations

from decimal import Decimal

from hepatica.core.frozen import frozen
from hepatica.core.quantities import is_at_most


@frozen
class SecondRoad:
    """The dose that a drawn-up fill gives, and whether it is the one prescribed.

    `difference_mg` is between the mass drawn up and the mass the dose read back asks for.
    """

    fudr_mg: Decimal
    concentration_mg_per_ml: Decimal
    dose_mg_per_day: Decimal
    dose_mg_per_kg_day: Decimal
    difference_mg: Decimal
    agrees: bool


def read_back(
    *,
    stock_ml: Decimal,
    strength_mg_per_ml: Decimal,
    total_ml: Decimal,
    flow_ml_per_day: Decimal,
    weight_kg: Decimal,
    prescribed_mg_per_kg_day: Decimal,
    drug_rounding_mg: Decimal,
) -> SecondRoad:
    """Work back from the syringe to mg/kg/day and compare with the prescription.

    They agree when half a rounding step of drug explains the difference.
    Source: clinical facts F2 and F3 (concentration times flow), not F1.
    """
    fudr_mg = stock_ml * strength_mg_per_ml
    concentration = fudr_mg / total_ml
    per_day = concentration * flow_ml_per_day
    asked_mg = prescribed_mg_per_kg_day * weight_kg * total_ml / flow_ml_per_day
    difference = abs(fudr_mg - asked_mg)
    return SecondRoad(
        fudr_mg,
        concentration,
        per_day,
        per_day / weight_kg,
        difference,
        is_at_most(2 * difference, drug_rounding_mg),
    )
