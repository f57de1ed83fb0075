"""C-07: a pump that emptied, stopped, or runs outside its label gets no FUDR until cleared."""

from __future__ import annotations

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import PumpAndCatheterCheck
from hepatica.core.chart.words import CheckResult
from hepatica.core.decision import DueItem, FudrWord, Narrowing
from hepatica.core.protocol.tables import FlowTable
from hepatica.core.pump.flow import Flow, Observation, accepting, last_ok_check
from hepatica.core.pump.reading import ReadingKind, deviates_by_more
from hepatica.core.pump.refill import is_spread_left_out
from hepatica.core.quantities import twelve_digits
from hepatica.core.safety.control import found, joined, refuse
from hepatica.core.safety.situation import Situation

RULE = "R-flow"

_UNCLEAR = {
    ReadingKind.EMPTIED: "emptied early or dry, flow unknown",
    ReadingKind.STOPPED: "the pump gave nothing",
}


def check_pump_flow(situation: Situation) -> Narrowing:
    """What the flow says against FUDR (behaviour F1, F2, E-d).

    Only a pump-and-catheter check with result ok clears a dry or stopped reading; only an
    accepted flow lets a fast or slow pump go on.
    """
    flow, table = situation.flow, situation.protocol.flow
    if flow is None:
        return found(FudrWord.CANNOT_DECIDE, "no pump in place", RULE, "a pump that is known")
    parts = [_check_unclear(situation.course, flow), _check_band(situation.course, flow, table)]
    return joined([*parts, _recheck(flow, table)])


def _check_unclear(course: Course, flow: Flow) -> Narrowing:
    checked = last_ok_check(course)
    for each in reversed(flow.observations):
        is_cleared = checked is not None and checked >= each.read_at
        if each.reading.kind in _UNCLEAR and not is_cleared:
            reason = _UNCLEAR[each.reading.kind]
            needs = "a check of pump and catheter with result ok"
            return refuse(reason, RULE, needs, each.dwell.fill.id, each.access_id)
    return Narrowing()


def is_fast(flow: Flow, table: FlowTable) -> bool:
    """Whether the newest measurement or the flow used lies more than 15 % above the label."""
    flows = [flow.concentration_flow_ml_per_day]
    if flow.latest is not None:
        flows.append(flow.latest.reading.flow_ml_per_day)
    highest = max(flows)
    label = flow.label_ml_per_day
    return highest > label and deviates_by_more(highest, label, percent=table.refuse_percent)


def is_slow(flow: Flow, table: FlowTable) -> bool:
    """Whether the newest measurement lies more than 15 % below the label."""
    if flow.latest is None:
        return False
    latest, label = flow.latest.reading.flow_ml_per_day, flow.label_ml_per_day
    return latest < label and deviates_by_more(latest, label, percent=table.refuse_percent)


def _check_band(course: Course, flow: Flow, table: FlowTable) -> Narrowing:
    latest = flow.latest
    if latest is None:
        return Narrowing()
    measured = twelve_digits(latest.reading.flow_ml_per_day)
    label = twelve_digits(flow.label_ml_per_day)
    against = f"{measured} mL/day against a label of {label}"
    is_accepted = _is_accepted(course, flow, latest, table)
    if is_fast(flow, table) and not is_accepted:
        return refuse(f"fast pump: {against}", RULE, "the flow accepted", latest.access_id)
    if is_slow(flow, table) and not (is_accepted and _is_assessed(course, flow, latest, table)):
        needs = "pump and catheter checked, and the flow accepted"
        return refuse(f"slow pump: {against}", RULE, needs, latest.access_id)
    return Narrowing()


def _is_accepted(course: Course, flow: Flow, latest: Observation, table: FlowTable) -> bool:
    return accepting(course, latest, flow.measurements, table) is not None


def _is_assessed(course: Course, flow: Flow, latest: Observation, table: FlowTable) -> bool:
    """Whether a check with result ok followed the measurement that was accepted."""
    acceptance = accepting(course, latest, flow.measurements, table)
    if acceptance is None:
        return False
    seen = [m.read_at for m in flow.measurements if m.read_at <= acceptance.at.earliest]
    provoking = seen[-1] if seen else latest.read_at
    return any(
        entry.payload.result is CheckResult.OK and entry.at.earliest >= provoking
        for entry in course.all(PumpAndCatheterCheck)
    )


def _recheck(flow: Flow, table: FlowTable) -> Narrowing:
    due = []
    if flow.latest is not None:
        latest, label = flow.latest.reading.flow_ml_per_day, flow.label_ml_per_day
        if deviates_by_more(latest, label, percent=table.recheck_percent):
            text = "flow outside its band: check dates and volumes, ask for fever, flight, altitude"
            due.append(DueItem(text, RULE))
    if is_spread_left_out(flow, table):
        text = "the last flows lie too far apart: no spread in the fast bound; measure again"
        due.append(DueItem(text, RULE))
    return Narrowing(due=tuple(due))
