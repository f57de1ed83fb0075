"""C-01: a chart that contradicts itself decides nothing; a pocket fill refuses FUDR."""

from __future__ import annotations

from hepatica.core.chart.entries import PumpFilled
from hepatica.core.chart.signatures import is_resolved
from hepatica.core.decision import FudrWord, Narrowing
from hepatica.core.quantities import twelve_digits
from hepatica.core.safety.control import found, joined, refuse
from hepatica.core.safety.pump_rate import check_rate_fits
from hepatica.core.safety.situation import Situation

RULE = "R-ledger"


def check_chart_adds_up(situation: Situation) -> Narrowing:
    """Contradictions stay until a correction or confirmation (behaviour F5, DESIGN rule 6)."""
    parts = [
        found(
            FudrWord.CANNOT_DECIDE,
            f"contradiction: {each.reason}",
            RULE,
            "a correction, a void or a confirmation",
            *each.entries,
        )
        for each in situation.ledger.all_contradictions
    ]
    return joined(
        [
            *parts,
            _check_pocket_fill(situation),
            _check_reservoir(situation),
            check_rate_fits(situation),
        ]
    )


def _check_pocket_fill(situation: Situation) -> Narrowing:
    """A suspected pocket fill refuses FUDR until it is signed as resolved, also after the next."""
    course, current = situation.course, situation.ledger.current
    for fill in reversed(course.all(PumpFilled)):
        is_in = current is not None and current.fill.id == fill.id
        if fill.payload.is_pocket_fill_suspected and (is_in or not is_resolved(course, fill.id)):
            needs = "surgeon and oncologist, and a signed resolution"
            return refuse("a pocket fill is suspected", RULE, needs, fill.id)
    return Narrowing()


def _check_reservoir(situation: Situation) -> Narrowing:
    """The implant record names a reservoir that this pump family is made with."""
    pump, device = situation.ledger.pump, situation.device
    if pump is None or device is None or pump.payload.reservoir_ml in device.reservoirs_ml:
        return Narrowing()
    size = twelve_digits(pump.payload.reservoir_ml)
    reason = f"no {device.names[0]} has a reservoir of {size} mL"
    return found(FudrWord.CANNOT_DECIDE, reason, RULE, "the implant record", pump.id)
