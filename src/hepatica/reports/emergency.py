"""What is in the pump now, and what to do when something goes wrong (behaviour B4)."""

from __future__ import annotations

from hepatica.core.chart.words import Content
from hepatica.core.pump.ledger import Dwell
from hepatica.core.pump.level import Level
from hepatica.reports.figures import as_written, near
from hepatica.reports.plan_text import volume_expected
from hepatica.reports.sentences import CONTENTS
from hepatica.reports.sheet import Sheet

_UNKNOWN = "NOT KNOWN"
_STOP_STEPS = (
    "Stop. Note time and mL moved; nothing more through the port. Call.",
    "Suspected pocket fill: the pocket is aspirated; surgeon and oncologist; blood count and "
    "liver tests; incident report.",
    "Through the bolus path: it is in the artery; treat as an overdose.",
    "Never leave the pump empty: one competent person may fill it without FUDR as a rescue, "
    "checked by a second afterwards.",
)


def in_pump_rows(sheet: Sheet) -> list[tuple[str, str]]:
    """Pump, content, last fill, volume; FUDR left and given where the pump holds FUDR."""
    rows = [("Pump", _pump(sheet))]
    dwell = sheet.plan.in_pump
    if dwell is None:
        return [*rows, ("Content", "no fill on the chart")]
    fill = dwell.fill.payload
    rows += [
        ("Content", _content(dwell)),
        ("Last fill", f"{dwell.fill.at.day}, {as_written(fill.net_ml)} mL (entry {dwell.fill.id})"),
    ]
    found = sheet.level
    if not isinstance(found, Level):
        return [*rows, ("Volume now", _UNKNOWN)]
    return [*rows, ("Volume now", volume_expected(found)), *_fudr(found)]


def _content(dwell: Dwell) -> str:
    """What was filled, and whether FUDR stayed behind under it."""
    content = dwell.fill.payload.content
    is_mixed = content is not Content.FUDR and dwell.concentration_mg_per_ml > 0
    return CONTENTS[content] + (", mixed with FUDR that stayed behind" if is_mixed else "")


def _fudr(found: Level) -> list[tuple[str, str]]:
    if found.fudr_left_mg is None or found.fudr_given_mg is None or found.fudr_mg_per_ml is None:
        return []
    left, given = near(found.fudr_left_mg, "0.1"), near(found.fudr_given_mg, "0.1")
    strength = near(found.fudr_mg_per_ml, "0.01")
    return [
        ("FUDR already in it", f"about {left} mg left at {strength} mg/mL; {given} mg given"),
    ]


def _pump(sheet: Sheet) -> str:
    if sheet.pump is None:
        return _UNKNOWN
    return (
        f"{sheet.pump.model}, serial {sheet.pump.serial}, {as_written(sheet.pump.reservoir_ml)} mL"
    )


def stop_steps() -> tuple[str, ...]:
    """What to do first, in the order of doing."""
    return _STOP_STEPS
