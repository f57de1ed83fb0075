"""A plan as plain data for JSON: decimals are texts, dates ISO 8601, keys in a fixed order.

Computed figures have at most twelve significant digits; figures of the chart stand as written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from hepatica import __version__
from hepatica.core.chart.entries import Entry
from hepatica.core.moment import Moment
from hepatica.core.plan import Plan
from hepatica.core.pump.ledger import Dwell
from hepatica.reports.figures import as_written, exact
from hepatica.reports.sentences import GOVERNANCE, decision_sentence, reservoir_sentence
from hepatica.reports.sheet import Sheet

Data = dict[str, object]
_PARTS = (
    "decision",
    "reservoir",
    "fill",
    "road_two",
    "makeup",
    "flow",
    "refill",
    "refill_after_fill",
    "in_pump",
    "last_dose_mg_per_kg_day",
    "due",
    "alerts",
    "changes",
    "steps",
    "bound_by",
    "unapproved",
)


def plan_as_data(sheet: Sheet) -> Data:
    """Everything a plan holds, the two sentences first."""
    plan = sheet.plan
    return {
        **_heading(plan),
        "fudr": decision_sentence(plan),
        "reservoir_order": reservoir_sentence(plan),
        **{part: as_data(getattr(plan, part)) for part in _PARTS},
        "systemic": _systemic(plan),
        "in_pump_now": as_data(sheet.level),
        "refill_after_this_order": as_data(sheet.refill_after),
        "emptying_window": as_data(sheet.window),
        "content_at_last_safe_access": as_data(sheet.next_content),
        "sources": [{**_table(source, exact), "values": n} for source, n in sheet.sources],
    }


def _systemic(plan: Plan) -> Data | None:
    if plan.systemic is None:
        return None
    from hepatica.reports.systemic import systemic_as_data  # few plans have another arm

    return systemic_as_data(plan, plan.systemic)


def _heading(plan: Plan) -> Data:
    course = plan.course
    return {
        "made_by": f"Hepatica {__version__}",
        "about": GOVERNANCE,
        "case": course.case,
        "at": course.at.isoformat(),
        "known_by": course.known_by.isoformat(),
        "is_draft": plan.is_draft,
        "is_replay": plan.is_replay,
        "is_sealed": course.is_sealed,
        "is_synthetic": course.is_synthetic,
        "head": course.head,
        "protocol": plan.protocol,
        "entries_left_out": course.left_out,
    }


def as_data(value: object, number: Callable[[Decimal], str] = exact) -> object:
    """A value of core as plain data; `number` writes its decimals."""
    match value:
        case tuple() | list():
            return [as_data(part, number) for part in value]
        case Dwell():
            return _dwell(value)
        case Moment():
            return (value.earliest if value.is_exact else value.day).isoformat()
        case _ if is_dataclass(value):
            return _table(value, as_written if isinstance(value, Entry) else number)
        case _:
            return _scalar(value, number)


def _scalar(value: object, number: Callable[[Decimal], str]) -> object:
    match value:
        case Decimal():
            return number(value)
        case Enum():
            return value.value
        case datetime() | date():
            return value.isoformat()
        case _:
            return value


def _table(value: object, number: Callable[[Decimal], str]) -> Data:
    if not is_dataclass(value):
        raise TypeError(f"{type(value).__name__} has no fields")
    return {part.name: as_data(getattr(value, part.name), number) for part in fields(value)}


def _dwell(dwell: Dwell) -> Data:
    """A dwell with what follows from it."""
    return {
        **_table(dwell, exact),
        "available_ml": as_data(dwell.available_ml),
        "residual_ml": as_data(dwell.residual_ml),
        "concentration_mg_per_ml": as_data(dwell.concentration_mg_per_ml),
        "delivered_mg": as_data(dwell.delivered_mg),
    }
