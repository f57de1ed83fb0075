"""C-14: an order far from the last FUDR fill names the factor that moved (behaviour D9)."""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal

from hepatica.core.chart.entries import OrderSigned
from hepatica.core.chart.signatures import signed_decision
from hepatica.core.chart.words import Role, SignedRule
from hepatica.core.decision import Narrowing
from hepatica.core.dosing.fill import FillOrder
from hepatica.core.dosing.samples import signed_order
from hepatica.core.quantities import HUNDRED, four_places, is_at_most, twelve_digits
from hepatica.core.safety.control import refuse, told
from hepatica.core.safety.situation import Situation

RULE = "R-explained-change"


def check_explained_change(situation: Situation, order: FillOrder) -> Narrowing:
    """Compares mg prepared: beyond 10 % each factor is listed, or the order is refused.

    A signed decision lets one order through: it is of the day of the order.
    """
    last = situation.picture.last
    before = None if last is None else last.fill.payload.fudr_mg
    if last is None or before is None:
        return Narrowing()
    limit = situation.protocol.limits.change_percent
    if abs(order.fudr_mg - before) * HUNDRED <= limit * before:
        return Narrowing()
    change = f"{twelve_digits(before)} mg to {twelve_digits(order.fudr_mg)} mg"
    signed = signed_order(situation.course, last)
    if signed is not None and _is_explained(situation, order, before, signed.payload):
        text = f"{change}: {_factors(order, signed.payload)}"
        return told(text, RULE, last.fill.id, signed.id)
    since = datetime.combine(situation.course.today, time(), situation.course.at.tzinfo)
    decision = signed_decision(
        situation.course, SignedRule.ORDER_CHANGE, since=since, roles=(Role.PRESCRIBER,)
    )
    if decision is not None:
        return told(f"{change}: signed", RULE, decision.id)
    reason = f"{change}: no recorded factor explains it"
    return refuse(reason, RULE, "the last fill corrected, or a signed decision", last.fill.id)


def _is_explained(
    situation: Situation, order: FillOrder, before: Decimal, signed: OrderSigned
) -> bool:
    """Whether the last fill, scaled by every factor that moved, gives the new mass.

    Both masses carry half a rounding step.
    """
    scale = (
        (order.dose_mg_per_kg_day * order.dosing_weight_kg * order.volume_ml)
        * signed.flow_ml_per_day
        / (signed.dose_mg_per_kg_day * signed.dosing_weight_kg * signed.volume_ml)
        / order.flow_ml_per_day
    )
    rounding = situation.protocol.dose.drug_rounding_mg * (scale + 1) / 2
    return is_at_most(abs(order.fudr_mg - before * scale), rounding)


def _factors(order: FillOrder, signed: OrderSigned) -> str:
    pairs = (
        ("dose", signed.dose_mg_per_kg_day, order.dose_mg_per_kg_day, "mg/kg/day"),
        ("weight", signed.dosing_weight_kg, order.dosing_weight_kg, "kg"),
        ("flow", signed.flow_ml_per_day, order.flow_ml_per_day, "mL/day"),
        ("volume", signed.volume_ml, order.volume_ml, "mL"),
    )
    return ", ".join(
        f"{name} {four_places(old)} to {four_places(new)} {unit}"
        for name, old, new, unit in pairs
        if old != new
    )
