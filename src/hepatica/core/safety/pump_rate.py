"""A programmable pump: its rate is read by two, and a higher one under FUDR goes to a person."""

from __future__ import annotations

from dataclasses import replace

from hepatica.core.chart.entries import Entry, PumpImplanted
from hepatica.core.chart.pump_rate import PumpRateSet
from hepatica.core.decision import FudrWord, Narrowing
from hepatica.core.protocol.words import Drive
from hepatica.core.pump.stated_flow import StatedFlow, rates_of
from hepatica.core.quantities import four_places, is_below
from hepatica.core.safety.control import found, joined, told
from hepatica.core.safety.situation import Situation
from hepatica.core.schedule.reservoir import ReservoirAction, ReservoirOrder

RULE = "R-pump-rate"


def check_rate(situation: Situation, stated: StatedFlow) -> Narrowing:
    """What the newest rate says against FUDR, and a rate changed under FUDR (behaviour F7)."""
    rate = stated.rate
    if rate is None:
        return Narrowing()
    parts = [_tell_change(situation, stated)]
    if stated.unsure:
        reason = "the rate of the pump was read by one role, or on another serial"
        needs, entries = "the rate of this pump, read by two people", (r.id for r in stated.unsure)
        parts.append(found(FudrWord.CANNOT_DECIDE, reason, RULE, needs, *entries))
    return joined(parts)


def check_rate_fits(situation: Situation) -> Narrowing:
    """A rate of a pump that nobody implanted, or that has a fixed flow, contradicts the chart."""
    pump, device = situation.ledger.pump, situation.device
    if pump is None or device is None:
        return Narrowing()
    rates = rates_of(situation.course, pump)
    if device.drive is not Drive.PROGRAMMABLE:
        fixed = f"a pump of fixed flow, {device.names[0]}"
        return joined([_contradicts(rate, fixed) for rate in rates])
    known = {each.payload.serial for each in situation.course.all(PumpImplanted)}
    strays = [rate for rate in rates if rate.payload.serial not in known]
    return joined([_contradicts(s, f"pump {s.payload.serial}, never implanted") for s in strays])


def _contradicts(rate: Entry[PumpRateSet], pump: str) -> Narrowing:
    reason, needs = f"contradiction: a rate was set on {pump}", "a correction or a void"
    return found(FudrWord.CANNOT_DECIDE, reason, RULE, needs, rate.id)


def check_rate_raised(
    situation: Situation, word: FudrWord, order: ReservoirOrder
) -> ReservoirOrder:
    """C-18: a rate above that of the fill overdoses until somebody acts (behaviour F7).

    FUDR that must leave at once leaves, whatever the rate.
    """
    del word
    stated = None if situation.flow is None else situation.flow.stated
    reason = None if stated is None else _why_a_person(stated)
    is_settled = order.action in (ReservoirAction.PERSON_MUST_CHOOSE, ReservoirAction.EVACUATE)
    if reason is None or is_settled or not situation.ledger.holds_any_fudr:
        return order
    return replace(
        order,
        action=ReservoirAction.PERSON_MUST_CHOOSE,
        by=situation.course.today,
        content=None,
        reason=reason,
    )


def _why_a_person(stated: StatedFlow) -> str | None:
    if stated.rate is None:
        return None
    if stated.made_for_ml_per_day is None:
        return "nobody charted which rate the FUDR in the pump was made for"
    if not is_below(stated.made_for_ml_per_day, stated.ml_per_day):
        return None
    return f"the rate was raised under FUDR, {_from_to(stated)}"


def _tell_change(situation: Situation, stated: StatedFlow) -> Narrowing:
    made_for = stated.made_for_ml_per_day
    if stated.rate is None or not situation.ledger.holds_any_fudr:
        return Narrowing()
    if made_for is None or made_for == stated.ml_per_day:
        return Narrowing()
    text = f"the rate was changed under FUDR, {_from_to(stated)}: so is the dose per day"
    return told(text, RULE, stated.rate.id)


def _from_to(stated: StatedFlow) -> str:
    before = stated.made_for_ml_per_day
    shown = "" if before is None else f"from {four_places(before)} "
    return f"{shown}to {four_places(stated.ml_per_day)} mL/day"
