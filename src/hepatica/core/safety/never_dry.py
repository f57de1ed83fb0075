"""C-15: no pump waits beyond its safe refill date (behaviour P1, F3)."""

from __future__ import annotations

from dataclasses import replace

from hepatica.core.decision import FudrWord
from hepatica.core.pump.refill import RefillStatus
from hepatica.core.pump.stated_flow import needed_flow
from hepatica.core.safety.situation import Situation
from hepatica.core.schedule.reservoir import ReservoirAction, ReservoirOrder


def check_never_dry(situation: Situation, word: FudrWord, order: ReservoirOrder) -> ReservoirOrder:
    """By the safe refill date; now when it is past or cannot be computed."""
    del word
    refill, today = situation.refill, situation.course.today
    if refill is None or refill.date is None:
        return _date_unknown(situation, order)
    if refill.status is RefillStatus.OVERDUE:
        return _fill_now(replace(order, by=today, status=RefillStatus.OVERDUE), situation)
    if refill.date >= order.by:
        return order
    earlier = replace(order, by=refill.date, reason="the safe refill date")
    return _fill_now(earlier, situation)


def _fill_now(order: ReservoirOrder, situation: Situation) -> ReservoirOrder:
    if order.action is ReservoirAction.LEAVE and order.by <= situation.course.today:
        return replace(order, action=ReservoirAction.REST_FILL, by=situation.course.today)
    return order


def _date_unknown(situation: Situation, order: ReservoirOrder) -> ReservoirOrder:
    """Nobody can say when it runs dry: now (P1).

    A pump never filled on record gets the order as it stands; where it is not known what the
    pump holds, a person chooses (E-f, F5).
    """
    ledger = situation.ledger
    unknown = replace(order, by=situation.course.today, status=RefillStatus.DATE_UNKNOWN)
    if situation.refill is not None and not ledger.dwells and not ledger.contradictions:
        return unknown
    return replace(
        unknown,
        action=ReservoirAction.PERSON_MUST_CHOOSE,
        content=None,
        reason=situation.refill.reason if situation.refill else _why_no_flow(situation),
    )


def _why_no_flow(situation: Situation) -> str:
    if situation.device is not None:
        return f"not charted: {needed_flow(situation.device)}"
    return "the pump's model is not known"
