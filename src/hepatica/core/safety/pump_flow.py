"""C-07: a pump that emptied, stopped, or runs outside its label gets no FUDR until cleared."""

from __future__ import annotations

from decimal import Decimal

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import Entry, FlowAccepted
from hepatica.core.chart.words import CheckResult
from hepatica.core.decision import DueItem, FudrWord, Narrowing
from hepatica.core.protocol.tables import FlowTable
from hepatica.core.pump.device_words import DeviceStatus
from hepatica.core.pump.flow import (
    Flow,
    Observation,
    acceptances,
    accepting,
    agree,
    fills_since,
    last_ok_check,
    newest_check,
)
from hepatica.core.pump.reading import ReadingKind, deviates_by_more
from hepatica.core.pump.refill import is_spread_left_out
from hepatica.core.pump.stated_flow import needed_flow
from hepatica.core.quantities import four_places
from hepatica.core.safety.complications import check_pump_lost
from hepatica.core.safety.control import found, joined, refuse, told
from hepatica.core.safety.pump_rate import check_rate
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
        return joined([_without_flow(situation), _tell_off_label(situation)])
    course, latest = situation.course, flow.latest
    parts = [
        _check_tolerance(situation),
        _tell_off_label(situation),
        check_pump_lost(situation),
        check_rate(situation, flow.stated),
        _check_fault(course),
        _check_unclear(course, flow),
        _recheck(flow, table),
    ]
    if latest is not None:
        parts.append(_check_fast(course, flow, latest, table))
        parts.append(_check_slow(course, flow, latest, table))
    return joined(parts)


def _without_flow(situation: Situation) -> Narrowing:
    pump = situation.ledger.pump
    explant = situation.ledger.last_explant
    if pump is None and explant is not None:
        reason = f"the pump was explanted on {explant.at.day}"
        return refuse(reason, RULE, "an implanted pump", explant.id)
    if pump is None:
        return found(FudrWord.CANNOT_DECIDE, "no pump in place", RULE, "an implanted pump")
    if situation.device is not None:
        reason, needs = "the flow of this pump is not charted", needed_flow(situation.device)
        return found(FudrWord.CANNOT_DECIDE, reason, RULE, needs, pump.id)
    reason = f"pump model {pump.payload.model} is not in the library"
    return found(FudrWord.CANNOT_DECIDE, reason, RULE, "the model as the library names it", pump.id)


def _check_tolerance(situation: Situation) -> Narrowing:
    """Without a stated tolerance nobody can say when the pump runs dry on FUDR."""
    device = situation.device
    if device is None or device.tolerance_percent is not None:
        return Narrowing()
    reason = f"how far a {device.names[0]} may run above its label is not stated"
    return found(FudrWord.CANNOT_DECIDE, reason, RULE, "its tolerance, from the manufacturer")


def _tell_off_label(situation: Situation) -> Narrowing:
    device = situation.device
    if device is None or device.status is not DeviceStatus.OFF_LABEL:
        return Narrowing()
    return told(f"a {device.names[0]} is not labelled for the hepatic artery", "R-off-label")


def _check_fault(course: Course) -> Narrowing:
    """A fault found by the newest check of pump and catheter."""
    newest = newest_check(course)
    if newest is None or newest.payload.result is CheckResult.OK:
        return Narrowing()
    needs = "a check of pump and catheter with result ok"
    return refuse("the newest check of pump and catheter found a fault", RULE, needs, newest.id)


def _check_unclear(course: Course, flow: Flow) -> Narrowing:
    """A dry or stopped reading blocks, whatever was measured since, until it is cleared."""
    checked = last_ok_check(course)
    for each in reversed(flow.observations):
        is_cleared = checked is not None and checked > each.read_by
        if each.reading.kind in _UNCLEAR and not is_cleared:
            reason = _UNCLEAR[each.reading.kind]
            needs = "a check of pump and catheter with result ok"
            return refuse(reason, RULE, needs, each.dwell.fill.id, each.access_id)
    return Narrowing()


def is_above_band(flow: Decimal, label: Decimal, table: FlowTable) -> bool:
    """Whether a flow lies more than 15 % above the label."""
    return flow > label and deviates_by_more(flow, label, percent=table.refuse_percent)


def is_below_band(flow: Decimal, label: Decimal, table: FlowTable) -> bool:
    """Whether a flow lies more than 15 % below the label."""
    return flow < label and deviates_by_more(flow, label, percent=table.refuse_percent)


def _check_fast(course: Course, flow: Flow, latest: Observation, table: FlowTable) -> Narrowing:
    """The newest measurement, or the flow used, is fast: refused until that flow is accepted."""
    measured, used = latest.reading.flow_ml_per_day, flow.concentration_flow_ml_per_day
    is_latest_fast = is_above_band(measured, flow.stated.ml_per_day, table)
    if not is_latest_fast and not is_above_band(used, flow.stated.ml_per_day, table):
        return Narrowing()
    if _acceptance_in_force(course, flow, latest, table) is not None:
        return Narrowing()
    if not is_latest_fast and _is_used_flow_accepted(course, flow, table):
        return Narrowing()
    reason = f"fast pump: {_against_stated(max(measured, used), flow)}"
    return refuse(reason, RULE, "the flow accepted", latest.access_id, *_used_up(course))


def _check_slow(course: Course, flow: Flow, latest: Observation, table: FlowTable) -> Narrowing:
    """The newest measurement is slow: refused until assessed, and its flow accepted."""
    measured = latest.reading.flow_ml_per_day
    if not is_below_band(measured, flow.stated.ml_per_day, table):
        return Narrowing()
    acceptance = _acceptance_in_force(course, flow, latest, table)
    if acceptance is not None and _is_assessed(course, flow, acceptance):
        return Narrowing()
    needs = "pump and catheter checked, and the flow accepted"
    return refuse(f"slow pump: {_against_stated(measured, flow)}", RULE, needs, latest.access_id)


def _against_stated(value: Decimal, flow: Flow) -> str:
    stated = four_places(flow.stated.ml_per_day)
    return f"{four_places(value)} mL/day against a {flow.stated.word} of {stated}"


def _acceptance_in_force(
    course: Course, flow: Flow, latest: Observation, table: FlowTable
) -> Entry[FlowAccepted] | None:
    """The acceptance of the newest measurement, while fewer than three fills used it."""
    acceptance = accepting(course, flow.stated, latest, flow.measurements, table)
    if acceptance is None or not _has_fills_left(course, acceptance, table):
        return None
    return acceptance


def _is_used_flow_accepted(course: Course, flow: Flow, table: FlowTable) -> bool:
    used = flow.concentration_flow_ml_per_day
    return any(
        agree(used, acceptance.payload.flow_ml_per_day, table)
        and _has_fills_left(course, acceptance, table)
        for acceptance in acceptances(course, flow.stated)
    )


def _has_fills_left(course: Course, acceptance: Entry[FlowAccepted], table: FlowTable) -> bool:
    return len(fills_since(course, acceptance.at.earliest)) < table.accepted_for_fills


def _used_up(course: Course) -> tuple[str, ...]:
    """The newest acceptance and the fills made under it: too many for it to count."""
    newest = course.latest(FlowAccepted)
    if newest is None:
        return ()
    return (newest.id, *(fill.id for fill in fills_since(course, newest.at.earliest)))


def _is_assessed(course: Course, flow: Flow, acceptance: Entry[FlowAccepted]) -> bool:
    """Whether a check with result ok followed the measurement that was accepted.

    An acceptance made before any measurement was accepting nothing yet.
    """
    seen = [m.read_at for m in flow.measurements if m.read_at <= acceptance.at.earliest]
    checked = last_ok_check(course)
    return bool(seen) and checked is not None and checked >= seen[-1]


def _recheck(flow: Flow, table: FlowTable) -> Narrowing:
    due = []
    if flow.latest is not None:
        latest, label = flow.latest.reading.flow_ml_per_day, flow.stated.ml_per_day
        if deviates_by_more(latest, label, percent=table.recheck_percent):
            text = "flow outside its band: check dates and volumes, ask for fever, flight, altitude"
            due.append(DueItem(text, RULE))
    if is_spread_left_out(flow, table):
        text = "the last flows lie too far apart: no spread in the fast bound; measure again"
        due.append(DueItem(text, RULE))
    return Narrowing(due=tuple(due))
