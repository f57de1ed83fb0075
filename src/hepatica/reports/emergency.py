"""What is in the pump now, and what to do when something goes wrong (behaviour B4)."""

from __future__ import annotations

from hepatica.core.pump.level import Level
from hepatica.reports.figures import as_written, near
from hepatica.reports.plan_text import emptied_sentence, volume_expected
from hepatica.reports.sentences import content_of
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
        return [*rows, ("Content", emptied_sentence(sheet.emptied))]
    fill = dwell.fill.payload
    rows += _rate(sheet)
    rows += [
        ("Content", content_of(dwell)),
        ("Last fill", f"{dwell.fill.at.day}, {as_written(fill.net_ml)} mL (entry {dwell.fill.id})"),
    ]
    found = sheet.level
    if not isinstance(found, Level):
        return [*rows, ("Volume now", _UNKNOWN)]
    return [*rows, ("Volume now", volume_expected(found)), *_fudr(found)]


def _fudr(found: Level) -> list[tuple[str, str]]:
    if found.fudr_mg_per_ml is None:
        return []
    strength = near(found.fudr_mg_per_ml, "0.01")
    if found.fudr_left_mg is None or found.fudr_given_mg is None:
        said = f"{strength} mg/mL; mg left and given not known: {found.why_not_expected}"
        return [("FUDR already in it", said)]
    left, given = near(found.fudr_left_mg, "0.1"), near(found.fudr_given_mg, "0.1")
    return [
        ("FUDR already in it", f"about {left} mg left at {strength} mg/mL; {given} mg given"),
    ]


def _rate(sheet: Sheet) -> list[tuple[str, str]]:
    """The rate of a programmable pump: nobody can tell it from outside."""
    flow = sheet.plan.flow
    if flow is None or flow.stated.rate is None:
        return []
    rate = flow.stated.rate
    return [
        (
            "Rate set",
            f"{as_written(flow.stated.ml_per_day)} mL/day on {rate.at.day}; read it on the "
            "programmer",
        )
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
