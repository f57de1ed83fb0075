"""When the pump must be seen next, as patients and other hospitals are told."""

from __future__ import annotations

from hepatica.core.pump.refill import RefillStatus
from hepatica.core.schedule.reservoir import ReservoirAction, ReservoirOrder
from hepatica.library.errors import ErrorCode, InputErrors, refused
from hepatica.reports.figures import long_date, weekday
from hepatica.reports.sheet import Sheet

_CALL = "CALL YOUR PUMP TEAM TODAY"


def visit_sentence(sheet: Sheet) -> str:
    """The next visit in one sentence, for the patient.

    Raises:
        InputErrors: no pump is in place (E487).
    """
    order = order_of(sheet)
    if order.is_urgent:
        return f"{_CALL}: your pump must be seen without delay."
    if order.action is ReservoirAction.LEAVE:
        return f"Your next pump visit: {long_date(order.by)}{_never_later(sheet)}."
    return (
        f"Your pump is to be filled by {long_date(order.by)}. The visit after that, written here "
        "once it is filled: ____________________"
    )


def _never_later(sheet: Sheet) -> str:
    refill, order = sheet.plan.refill, sheet.plan.reservoir
    if refill is None or refill.date is None or order is None or refill.date <= order.by:
        return ", and never later"
    return f". Never later than {long_date(refill.date)}"


def safe_refill(sheet: Sheet) -> str:
    """The last safe date of the fill in the pump, late or not known said plainly."""
    refill = sheet.plan.refill
    if refill is None or refill.date is None:
        return "DATE UNKNOWN: call the pump team now"
    late = "OVERDUE, was " if refill.status is RefillStatus.OVERDUE else ""
    return f"{late}{weekday(refill.date)}"


def order_of(sheet: Sheet) -> ReservoirOrder:
    """The reservoir order of a plan with a pump in place.

    Raises:
        InputErrors: no pump is in place (E487).
    """
    order = sheet.plan.reservoir
    if sheet.pump is None or order is None:
        raise no_pump()
    return order


def no_pump() -> InputErrors:
    """The refusal of a paper about a pump that is not there."""
    return refused(
        ErrorCode.E487,
        "pump",
        expected="a chart with a pump in place at the moment of the plan",
        remedy="Chart the implant, or choose a moment with --at.",
    )
