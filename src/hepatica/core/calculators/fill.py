"""What a FUDR fill holds and how it runs out (clinical facts F1 to F4, F6, F8)."""

from __future__ import annotations

from decimal import Decimal

from hepatica.core.calculators.refusal import (
    Cause,
    Refusal,
    above_hard_limit,
    refuse_not_above_zero,
)
from hepatica.core.chart.words import Product
from hepatica.core.dosing.fill import compute_fudr_mg
from hepatica.core.frozen import frozen
from hepatica.core.protocol.tables import Protocol
from hepatica.core.quantities import HUNDRED, clinical_arithmetic, round_half_up


@frozen
class FillCase:
    """One fill asked about. `percent` is of the given dose; the weight is used as given."""

    dose_mg_per_kg_day: Decimal
    weight_kg: Decimal
    volume_ml: Decimal
    flow_ml_per_day: Decimal
    dwell_days: Decimal
    percent: Decimal = HUNDRED


@frozen
class FillResult:
    """The fill. Residual and delivered are those after the dwell, and stop at an empty pump.

    Only `rounded_fudr_mg` is rounded; all others come from the unrounded mass.
    """

    dose_mg_per_day: Decimal
    concentration_mg_per_ml: Decimal
    fudr_mg: Decimal
    rounded_fudr_mg: Decimal
    fudr_stock_ml: Decimal
    delivered_mg: Decimal
    residual_ml: Decimal
    residual_mg: Decimal
    dry_after_days: Decimal


def calculate_fill(case: FillCase, protocol: Protocol) -> FillResult | Refusal:
    """The fill of `case`, within the hard limits of `protocol`."""
    with clinical_arithmetic():
        return (
            _refuse_senseless(case)
            or _refuse_above_limits(case, protocol)
            or _compute(case, protocol)
        )


def _dose_mg_per_kg_day(case: FillCase) -> Decimal:
    return case.dose_mg_per_kg_day * case.percent / HUNDRED


def _refuse_senseless(case: FillCase) -> Refusal | None:
    refusal = refuse_not_above_zero(
        dose_mg_per_kg_day=case.dose_mg_per_kg_day,
        weight_kg=case.weight_kg,
        volume_ml=case.volume_ml,
        flow_ml_per_day=case.flow_ml_per_day,
        dwell_days=case.dwell_days,
    )
    if refusal is None and not 0 < case.percent <= HUNDRED:
        expected = "a percent above 0 and at most 100"
        return Refusal(Cause.PERCENT_OUTSIDE, "percent", f"{case.percent:f}", expected)
    return refusal


def _refuse_above_limits(case: FillCase, protocol: Protocol) -> Refusal | None:
    """The dose limit is on the dose as given, before the percent: the stricter reading.

    Mass and concentration are compared as products, so that a value at its limit passes.
    """
    limits = protocol.limits
    if case.dose_mg_per_kg_day > limits.hard_mg_per_kg_day:
        return above_hard_limit(
            "dose_mg_per_kg_day",
            case.dose_mg_per_kg_day,
            limit=limits.hard_mg_per_kg_day,
            unit="mg/kg/day",
            protocol=protocol.name,
        )
    per_day = _dose_mg_per_kg_day(case) * case.weight_kg
    if per_day * case.volume_ml > limits.hard_mg_per_fill * case.flow_ml_per_day:
        return above_hard_limit(
            "fudr_mg",
            per_day * case.volume_ml / case.flow_ml_per_day,
            limit=limits.hard_mg_per_fill,
            unit="mg a fill",
            protocol=protocol.name,
        )
    if per_day > limits.hard_mg_per_ml * case.flow_ml_per_day:
        return above_hard_limit(
            "concentration_mg_per_ml",
            per_day / case.flow_ml_per_day,
            limit=limits.hard_mg_per_ml,
            unit="mg/mL",
            protocol=protocol.name,
        )
    return None


def _compute(case: FillCase, protocol: Protocol) -> FillResult | Refusal:
    strength = _fudr_strength(protocol)
    if strength is None:
        expected = "a strength of floxuridine in the protocol"
        return Refusal(Cause.NOT_STATED, "fudr_stock_ml", "", expected)
    dose = _dose_mg_per_kg_day(case)
    per_day = dose * case.weight_kg
    fudr_mg = compute_fudr_mg(
        dose_mg_per_kg_day=dose,
        weight_kg=case.weight_kg,
        volume_ml=case.volume_ml,
        flow_ml_per_day=case.flow_ml_per_day,
    )
    residual_ml = max(Decimal(0), case.volume_ml - case.flow_ml_per_day * case.dwell_days)
    return FillResult(
        dose_mg_per_day=per_day,
        concentration_mg_per_ml=per_day / case.flow_ml_per_day,
        fudr_mg=fudr_mg,
        rounded_fudr_mg=round_half_up(fudr_mg, step=protocol.dose.drug_rounding_mg),
        fudr_stock_ml=fudr_mg / strength,
        delivered_mg=min(per_day * case.dwell_days, fudr_mg),
        residual_ml=residual_ml,
        residual_mg=per_day * residual_ml / case.flow_ml_per_day,
        dry_after_days=case.volume_ml / case.flow_ml_per_day,
    )


def _fudr_strength(protocol: Protocol) -> Decimal | None:
    products = protocol.fills.products
    return next(row.strength_per_ml for row in products if row.product is Product.FLOXURIDINE)
