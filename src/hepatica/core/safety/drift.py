"""C-09: slow drift away from the pre-therapy values (behaviour D3, E-i)."""

from __future__ import annotations

from hepatica.core.chart.signatures import signed_decision
from hepatica.core.chart.words import Role, SignedRule
from hepatica.core.decision import Alert, DueItem, FudrWord, Narrowing
from hepatica.core.dosing.drift import Drift, measure_drift
from hepatica.core.dosing.explain import percent_word, table_step
from hepatica.core.dosing.liver import FULL, HOLD
from hepatica.core.dosing.samples import drawn
from hepatica.core.quantities import Unknown
from hepatica.core.safety.control import found
from hepatica.core.safety.situation import Situation

RULE = "R-drift"


def check_drift(situation: Situation) -> Narrowing:
    """A drift at hold refuses until signed; a stricter percent asks for a signature."""
    drift = measure_drift(situation.course, situation.protocol, situation.picture)
    if drift is None:
        return Narrowing()
    if isinstance(drift, Unknown):
        return found(FudrWord.CANNOT_DECIDE, f"missing: {drift.needs}", RULE, drift.needs)
    if drift.percent == FULL:
        return Narrowing()
    newest = max(drawn(panel) for panel in situation.picture.panels)
    signed = signed_decision(
        situation.course, SignedRule.DRIFT, since=newest, roles=(Role.PRESCRIBER,)
    )
    return _act(drift, is_signed=signed is not None)


def _act(drift: Drift, *, is_signed: bool) -> Narrowing:
    steps = tuple(table_step(each, RULE, entries=(drift.baseline_id,)) for each in drift.results)
    text = f"against the pre-therapy values the table says {percent_word(drift.percent)}"
    if drift.percent != HOLD or is_signed:
        signed = "signed" if is_signed else "a signed decision is asked for"
        alert = Alert(f"drift: {text}; {signed}", RULE, (drift.baseline_id,))
        return Narrowing(alerts=(alert,), steps=steps)
    refused = found(FudrWord.REFUSED, f"drift: {text}", RULE, "a signed decision on drift")
    work_up = DueItem("biliary work-up: CT or MRI, then MRCP", RULE)
    return Narrowing(findings=refused.findings, due=(work_up,), steps=steps)
