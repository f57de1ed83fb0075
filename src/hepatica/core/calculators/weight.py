"""The dosing weight under a policy (clinical facts 1.3 and F12)."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from hepatica.core.body.weight import DosingWeight, compute_dosing_weight
from hepatica.core.calculators.refusal import Cause, Refusal, refuse_not_above_zero
from hepatica.core.chart.words import Sex
from hepatica.core.frozen import frozen
from hepatica.core.protocol.tables import Protocol
from hepatica.core.protocol.words import WeightPolicy
from hepatica.core.quantities import clinical_arithmetic, twelve_digits


@frozen
class WeightCase:
    """One person on one day."""

    sex: Sex
    height_cm: Decimal
    weight_kg: Decimal
    policy: WeightPolicy


def calculate_weight(case: WeightCase, protocol: Protocol) -> DosingWeight | Refusal:
    """The dosing weight of `case`, rounded as `protocol` says, with the ideal weight."""
    with clinical_arithmetic():
        refusal = refuse_not_above_zero(height_cm=case.height_cm, weight_kg=case.weight_kg)
        return refusal or _compute(case, protocol)


def _compute(case: WeightCase, protocol: Protocol) -> DosingWeight | Refusal:
    try:
        result = compute_dosing_weight(
            policy=case.policy,
            sex=case.sex,
            height_cm=case.height_cm,
            weight_kg=case.weight_kg,
            rounding_kg=protocol.dose.weight_rounding_kg,
        )
    except InvalidOperation:  # more digits than can be rounded
        return Refusal(Cause.NO_USABLE_RESULT, "weight_kg", f"{case.weight_kg:f}", "a body weight")
    for where, value in (
        ("ideal_weight_kg", result.ideal_weight_kg),
        ("dosing_weight_kg", result.dosing_weight_kg),
    ):
        if value <= 0:  # Devine's formula gives no weight far below 60 inches
            expected = "a height and a weight that give a result above 0"
            return Refusal(Cause.NO_USABLE_RESULT, where, twelve_digits(value), expected)
    return result
