"""C-08: after glycerin the flow is measured on an aqueous fill before FUDR (behaviour F7)."""

from __future__ import annotations

from hepatica.core.chart.words import Content
from hepatica.core.decision import Narrowing
from hepatica.core.safety.control import refuse
from hepatica.core.safety.situation import Situation

RULE = "R-glycerin"


def check_glycerin(situation: Situation) -> Narrowing:
    """Refused until a measured aqueous dwell is later than the last glycerin fill."""
    glycerin = [
        dwell.fill
        for dwell in situation.ledger.dwells
        if dwell.fill.payload.content is Content.GLYCERIN
    ]
    if not glycerin or situation.flow is None:
        return Narrowing()
    last = glycerin[-1]
    measured_since = any(
        each.dwell.fill.at.latest > last.at.latest for each in situation.flow.measurements
    )
    if measured_since:
        return Narrowing()
    needs = "glycerin evacuated, an aqueous fill, and its flow measured"
    return refuse("flow not measured since glycerin", RULE, needs, last.id)
