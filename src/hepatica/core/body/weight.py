"""Ideal weight and the dosing weight policies (clinical facts 1.3)."""

from __future__ import annotations

from decimal import Decimal

from hepatica.core.chart.words import Sex
from hepatica.core.frozen import frozen
from hepatica.core.protocol.words import WeightPolicy
from hepatica.core.quantities import round_half_up

# Devine's formula: an intercept at 60 inches by sex, and kg for every inch above (or below).
_AT_SIXTY_INCHES_KG = {Sex.MALE: Decimal(50), Sex.FEMALE: Decimal("45.5")}
_KG_PER_INCH = Decimal("2.3")
_CM_PER_INCH = Decimal("2.54")
_HEAVY = Decimal("1.25")
_SHARE_OF_EXCESS = Decimal("0.4")


@frozen
class DosingWeight:
    """The weight a dose is multiplied by, rounded and not, with the ideal weight; all kg."""

    dosing_weight_kg: Decimal
    unrounded_kg: Decimal
    ideal_weight_kg: Decimal


def compute_ideal_weight(*, sex: Sex, height_cm: Decimal) -> Decimal:
    """Ideal weight after Devine; kg. Source: clinical facts F12."""
    inches_above = height_cm / _CM_PER_INCH - 60
    return _AT_SIXTY_INCHES_KG[sex] + _KG_PER_INCH * inches_above


def compute_adjusted_weight(*, ideal_weight_kg: Decimal, weight_kg: Decimal) -> Decimal:
    """Adjusted weight: ideal weight and 0.4 of what is above it; kg.

    For people above their ideal weight, for whom it was made. Below it the sum would lie above
    the measured weight. Source: Bauer and others, Eur J Clin Pharmacol 1983; 24: 643.
    """
    return ideal_weight_kg + _SHARE_OF_EXCESS * (weight_kg - ideal_weight_kg)


def compute_dosing_weight(
    *,
    policy: WeightPolicy,
    sex: Sex,
    height_cm: Decimal,
    weight_kg: Decimal,
    rounding_kg: Decimal,
) -> DosingWeight:
    """The dosing weight under `policy`, rounded half-up to `rounding_kg` (first rounding step)."""
    ideal = compute_ideal_weight(sex=sex, height_cm=height_cm)
    unrounded = _apply_policy(policy, weight_kg=weight_kg, ideal_kg=ideal)
    return DosingWeight(round_half_up(unrounded, step=rounding_kg), unrounded, ideal)


def _apply_policy(policy: WeightPolicy, *, weight_kg: Decimal, ideal_kg: Decimal) -> Decimal:
    match policy:
        case WeightPolicy.ACTUAL:
            return weight_kg
        case WeightPolicy.IDEAL:
            return ideal_kg
        case WeightPolicy.AVG_IF_GT_125:
            is_heavy = weight_kg > _HEAVY * ideal_kg
            return (weight_kg + ideal_kg) / 2 if is_heavy else weight_kg
