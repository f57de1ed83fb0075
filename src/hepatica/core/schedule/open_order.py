"""A signed order that is not yet filled stands only while today's plan still says the same."""

from __future__ import annotations

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import Entry, OrderSigned, PumpFilled
from hepatica.core.chart.words import Content
from hepatica.core.decision import Alert, Narrowing
from hepatica.core.dosing.fill import FillOrder
from hepatica.core.quantities import twelve_digits

RULE = "R-order-revoked"


def check_open_order(course: Course, *, fill: FillOrder | None) -> Narrowing:
    """Alerts when the newest signed order is not what would be ordered now (behaviour B2).

    Args:
        course: the course as of now.
        fill: the FUDR fill that is ordered now; None when FUDR is not given.
    """
    order = find_open_order(course)
    if order is None:
        return Narrowing()
    why = _difference(order.payload, fill)
    if not why:
        return Narrowing()
    text = f"the signed order {order.id} no longer stands: {why}"
    return Narrowing(alerts=(Alert(text, RULE, (order.id,)),))


def find_open_order(course: Course) -> Entry[OrderSigned] | None:
    """The newest signed order, if no FUDR went in since it was signed.

    A fill by this order closes it wherever it stands; so does any later FUDR fill, for
    instance one ordered on paper. A fill of which nothing stayed in closes nothing.
    """
    order = course.latest(OrderSigned)
    if order is None:
        return None
    is_closed = any(
        fill.payload.order == order.id or fill.at.latest > order.at.earliest
        for fill in course.all(PumpFilled)
        if fill.payload.content is Content.FUDR and fill.payload.net_ml > 0
    )
    return None if is_closed else order


def _difference(signed: OrderSigned, fill: FillOrder | None) -> str:
    """What the plan says instead of the order; empty when it says the same."""
    if fill is None:
        return "FUDR is not given now"
    pairs = (
        ("dose", signed.dose_mg_per_kg_day, fill.dose_mg_per_kg_day, "mg/kg/day"),
        ("FUDR", signed.fudr_mg, fill.fudr_mg, "mg"),
        ("dosing weight", signed.dosing_weight_kg, fill.dosing_weight_kg, "kg"),
        ("flow", signed.flow_ml_per_day, fill.flow_ml_per_day, "mL/day"),
        ("volume", signed.volume_ml, fill.volume_ml, "mL"),
    )
    return ", ".join(
        f"{name} {twelve_digits(before)} is now {twelve_digits(now)} {unit}"
        for name, before, now, unit in pairs
        if twelve_digits(before) != twelve_digits(now)
    )
