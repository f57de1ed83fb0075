"""C-12: the limits of an order and of its additives (behaviour D9, F6)."""

from __future__ import annotations

from decimal import Decimal

from hepatica.core.chart.words import Content, Product
from hepatica.core.decision import FudrWord, Narrowing
from hepatica.core.dosing.dexamethasone import dexamethasone_by_day
from hepatica.core.dosing.fill import Drawn, FillOrder, Makeup, make_up
from hepatica.core.protocol.tables import FillTable
from hepatica.core.quantities import Unknown, four_places, is_at_most, twelve_digits
from hepatica.core.safety.control import found, joined, refuse, told
from hepatica.core.safety.situation import Situation

RULE = "R-hard-limits"
ADDITIVE_RULE = "R-additives"


def check_hard_limits(situation: Situation, order: FillOrder) -> Narrowing:
    """Hard limits refuse, soft limits alert; a fill that cannot be made up is not decided."""
    parts = [
        refuse(f"{name} {twelve_digits(value)} is above {twelve_digits(limit)}", RULE)
        for name, value, limit in _hard(situation, order)
        if not is_at_most(value, limit)
    ]
    parts += [
        told(f"{name} {twelve_digits(value)} is above {twelve_digits(limit)}", RULE)
        for name, value, limit in _soft(situation, order)
        if not is_at_most(value, limit)
    ]
    return joined([*parts, _check_additives(situation, order)])


Limit = tuple[str, Decimal, Decimal]


def _hard(situation: Situation, order: FillOrder) -> list[Limit]:
    limits = situation.protocol.limits
    start = situation.protocol.dose.starting_mg_per_kg_day
    full_mg = start * order.dosing_weight_kg * order.volume_ml / order.flow_ml_per_day
    return [
        ("mg/kg/day", order.dose_mg_per_kg_day, limits.hard_mg_per_kg_day),
        ("mg a fill", order.fudr_mg, limits.hard_mg_per_fill),
        ("mg/mL", order.concentration_mg_per_ml, limits.hard_mg_per_ml),
        ("mg against the starting dose", order.fudr_mg, full_mg + limits.order_margin_mg),
    ]


def _soft(situation: Situation, order: FillOrder) -> list[Limit]:
    limits = situation.protocol.limits
    given_with = situation.assigned.payload.given_with
    doses = [row.above for row in limits.soft_mg_per_kg_day if row.setting is given_with]
    return [
        ("mg/mL", order.concentration_mg_per_ml, limits.soft_mg_per_ml),
        *(("mg/kg/day", order.dose_mg_per_kg_day, dose) for dose in doses),
    ]


def _check_additives(situation: Situation, order: FillOrder) -> Narrowing:
    fills = situation.protocol.fills
    makeup = make_up(
        fills,
        content=Content.FUDR,
        volume_ml=order.volume_ml,
        flow_ml_per_day=order.flow_ml_per_day,
        fudr_mg=order.fudr_mg,
    )
    if isinstance(makeup, Unknown):
        return found(
            FudrWord.CANNOT_DECIDE, f"make-up: {makeup.needs}", ADDITIVE_RULE, makeup.needs
        )
    checked = [
        _check_additive(fills, drawn, order.flow_ml_per_day / order.volume_ml)
        for drawn in makeup.drawn
        if drawn.product is not Product.FLOXURIDINE
    ]
    return joined([*checked, _tell_cap(fills, makeup, order)])


def _tell_cap(fills: FillTable, makeup: Makeup, order: FillOrder) -> Narrowing:
    """Dexamethasone by the day that its hard limit has cut (behaviour F6)."""
    row = next(row for row in fills.contents if row.content is makeup.content)
    asked = dexamethasone_by_day(
        row, volume_ml=order.volume_ml, flow_ml_per_day=order.flow_ml_per_day
    )
    given = next((d.amount for d in makeup.drawn if d.product is Product.DEXAMETHASONE), None)
    if asked is None or given is None or asked <= given:
        return Narrowing()
    text = f"dexamethasone by the day asks for {four_places(asked)} mg; cut to {given} mg"
    return told(text, ADDITIVE_RULE)


def _check_additive(fills: FillTable, drawn: Drawn, share_per_day: Decimal) -> Narrowing:
    limit = next(row for row in fills.additive_limits if row.product is drawn.product)
    name, daily = drawn.product.value, drawn.amount * share_per_day
    if drawn.amount > limit.hard_per_fill or not is_at_most(daily, limit.hard_per_day):
        return refuse(f"{name} is above its hard limit", ADDITIVE_RULE, "another make-up")
    if drawn.amount > limit.soft_per_fill or not is_at_most(daily, limit.soft_per_day):
        return told(f"{name} is above its soft limit", ADDITIVE_RULE)
    return Narrowing()


def is_above_hard_limit(situation: Situation, content: Content) -> bool:
    """Whether a fill without FUDR would hold or give more of an additive than its hard limit."""
    flow, pump, fills = situation.flow, situation.ledger.pump, situation.protocol.fills
    if flow is None or pump is None:
        return False
    volume = pump.payload.reservoir_ml
    rate = flow.concentration_flow_ml_per_day
    makeup = make_up(fills, content=content, volume_ml=volume, flow_ml_per_day=rate)
    if isinstance(makeup, Unknown):
        return True
    share = rate / volume
    return any(_check_additive(fills, each, share).findings for each in makeup.drawn)
