"""What a golden expects of a plan, field by field, and a readable difference.

A number is compared exactly. One written with "≈" is compared after rounding half-up to the
digits printed. Of findings, alerts and due items every part between bars must be there:
"R-flow | slow pump" is met by a line of rule R-flow that says "slow pump".
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from hepatica.core.chart.words import Product
from hepatica.core.plan import Plan

Value = Any


def differences(plan: Plan, expected: Mapping[str, Value]) -> list[str]:
    """Every expectation that the plan does not meet; empty when it meets them all."""
    return [found for name, value in expected.items() for found in _differ(plan, name, value)]


def _differ(plan: Plan, name: str, value: Value) -> Iterator[str]:
    if name.removeprefix("no_") in LINES:
        yield from _lines_differ(plan, name, [value] if isinstance(value, str) else value)
        return
    found = FIELDS[name](plan)
    if not _is_same(found, value):
        yield f"{name}: expected {value}, found {_shown(found)}"


def _lines_differ(plan: Plan, name: str, values: Iterable[str]) -> Iterator[str]:
    lines = LINES[name.removeprefix("no_")](plan)
    for value in values:
        parts = [part.strip() for part in value.split("|")]
        is_there = any(all(part in line for part in parts) for line in lines)
        if is_there == name.startswith("no_"):
            yield f"{name}: {value}; found {lines or 'nothing'}"


def _is_same(found: object, expected: str) -> bool:
    if isinstance(found, Decimal):
        return _is_same_number(found, expected)
    if isinstance(found, datetime) and expected[:4].isdigit():
        return found == datetime.fromisoformat(f"{expected}+00:00")
    return _shown(found) == expected


def _is_same_number(found: Decimal, expected: str) -> bool:
    text = expected.removeprefix("≈").strip()
    if text == expected:
        return text.replace(".", "").isdigit() and found == Decimal(text)
    digits = Decimal(text)
    return found.quantize(digits, rounding=ROUND_HALF_UP) == digits


def _shown(found: object) -> str:
    return "none" if found is None else str(found)


def _fill(name: str) -> Callable[[Plan], object]:
    return lambda plan: None if plan.fill is None else getattr(plan.fill, name)


def _reservoir(name: str) -> Callable[[Plan], object]:
    return lambda plan: None if plan.reservoir is None else getattr(plan.reservoir, name)


def _drawn(product: Product) -> Callable[[Plan], object]:
    def volume(plan: Plan) -> Decimal | None:
        drawn = () if plan.makeup is None else plan.makeup.drawn
        return next((each.volume_ml for each in drawn if each.product is product), None)

    return volume


def _salts(plan: Plan) -> str | None:
    drawn = () if plan.makeup is None else plan.makeup.drawn
    return "; ".join(f"{each.product.value} {each.salt.value}" for each in drawn) or None


def _measured(plan: Plan) -> Decimal | None:
    latest = None if plan.flow is None else plan.flow.latest
    return None if latest is None else latest.reading.flow_ml_per_day


def _reading(plan: Plan) -> str | None:
    newest = None if plan.flow is None or not plan.flow.observations else plan.flow.observations[-1]
    return None if newest is None else newest.reading.kind.value


FIELDS: Mapping[str, Callable[[Plan], object]] = {
    "word": lambda plan: plan.decision.word,
    "percent": lambda plan: plan.decision.percent,
    "percent_of": lambda plan: plan.decision.percent_of,
    "dose": lambda plan: plan.decision.dose_mg_per_kg_day,
    "until": lambda plan: plan.decision.until,
    "last_dose": lambda plan: plan.last_dose_mg_per_kg_day,
    "mg": _fill("fudr_mg"),
    "unrounded_mg": _fill("unrounded_mg"),
    "mg_per_ml": _fill("concentration_mg_per_ml"),
    "mg_per_day": _fill("dose_mg_per_day"),
    "dosing_weight": _fill("dosing_weight_kg"),
    "flow": lambda plan: plan.flow and plan.flow.concentration_flow_ml_per_day,
    "salts": _salts,
    "measured": _measured,
    "reading": _reading,
    "fast_bound": lambda plan: plan.refill and plan.refill.fast_bound_ml_per_day,
    "safe_refill_date": lambda plan: plan.refill and plan.refill.date,
    "dry_days": lambda plan: plan.refill and plan.refill.days,
    "dry_instant": lambda plan: plan.refill and plan.refill.instant,
    "next_refill_date": lambda plan: plan.refill_after_fill and plan.refill_after_fill.date,
    "action": _reservoir("action"),
    "content": _reservoir("content"),
    "by": _reservoir("by"),
    "deadline": _reservoir("deadline"),
    "status": _reservoir("status"),
    "floxuridine_ml": _drawn(Product.FLOXURIDINE),
    "dexamethasone_ml": _drawn(Product.DEXAMETHASONE),
    "heparin_ml": _drawn(Product.HEPARIN),
    "diluent_ml": lambda plan: plan.makeup and plan.makeup.diluent_ml,
    "vials": lambda plan: plan.makeup and Decimal(plan.makeup.vials),
    "in_pump_mg_per_ml": lambda plan: plan.in_pump and plan.in_pump.concentration_mg_per_ml,
}

LINES: Mapping[str, Callable[[Plan], list[str]]] = {
    "finding": lambda plan: [
        f"{f.rule} {f.word}: {f.reason}; needs {f.needs} [{', '.join(f.entries)}]"
        for f in plan.decision.findings
    ],
    "alert": lambda plan: [f"{a.rule}: {a.text} [{', '.join(a.entries)}]" for a in plan.alerts],
    "due": lambda plan: [f"{d.rule} by {d.by}: {d.text}" for d in plan.due],
    "change": lambda plan: [f"{c.condition} -> {c.outcome}" for c in plan.changes],
    "step": lambda plan: [f"{s.rule} {s.name}: {s.result}" for s in plan.steps],
}
