"""What the steps of an order write into the chart, in the words of a written chart."""

from __future__ import annotations

from datetime import datetime

from hepatica.casefile.laboratory import TESTS
from hepatica.core.chart.entries import OrderSigned
from hepatica.core.chart.laboratory import LabValue
from hepatica.core.quantities import twelve_digits
from hepatica.library.strict_yaml import Node

Written = dict[str, Node]
_NAMES = {test: name for name, (test, _) in TESTS.items()}


def written_order(order: OrderSigned, entry_id: str, at: datetime) -> Written:
    """The entry `order_signed`."""
    written: Written = {
        "id": entry_id,
        "kind": "order_signed",
        "at": at.isoformat(),
        "protocol": order.protocol,
        "version": order.version,
        "dose": f"{twelve_digits(order.dose_mg_per_kg_day)} mg/kg/day",
        "percent": twelve_digits(order.percent),
        "dosing_weight": f"{twelve_digits(order.dosing_weight_kg)} kg",
        "flow": f"{twelve_digits(order.flow_ml_per_day)} mL/day",
        "volume": f"{twelve_digits(order.volume_ml)} mL",
        "fudr": f"{twelve_digits(order.fudr_mg)} mg",
        "liver_tests": {_NAMES[test]: _lab(value) for test, value in order.liver_tests},
        "chart_head": order.chart_head,
        "known_by": order.known_by.isoformat(),
    }
    if order.laboratory is not None:
        written["laboratory"] = order.laboratory
    return written


def _lab(value: LabValue) -> Node:
    below = "<" if value.is_below else ""
    written: dict[str, Node] = {"value": f"{below}{value.reported} {value.reported_unit}"}
    if value.upper_limit is not None:
        written["upper_limit"] = f"{value.upper_limit} {value.reported_unit}"
    return written


def written_inputs(
    weight: str, flow: str, last_percent: str, entry_id: str, at: datetime
) -> Written:
    """The entry `inputs_re_entered` of a pharmacist; figures as they were typed."""
    written: Written = {
        "id": entry_id,
        "kind": "inputs_re_entered",
        "at": at.isoformat(),
        "weight": weight,
        "flow": flow,
        "by": "pharmacist",
    }
    if last_percent:
        written["last_percent"] = last_percent
    return written
