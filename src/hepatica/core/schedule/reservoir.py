"""The reservoir order: what happens to the pump, whatever is decided about FUDR."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from hepatica.core.chart.course import Course
from hepatica.core.chart.words import Content
from hepatica.core.decision import FudrWord
from hepatica.core.dosing.dose_day import compute_dose_day
from hepatica.core.frozen import frozen
from hepatica.core.protocol.tables import Protocol
from hepatica.core.protocol.words import RestReason
from hepatica.core.pump.ledger import Ledger
from hepatica.core.pump.refill import RefillStatus


class ReservoirAction(StrEnum):
    """What is done, mildest first; a control may only move it down this list."""

    LEAVE = "leave"
    FUDR_FILL = "fudr-fill"
    REST_FILL = "rest-fill"
    EVACUATE = "evacuate"
    PERSON_MUST_CHOOSE = "person-must-choose"


_URGENT = (ReservoirAction.EVACUATE, ReservoirAction.PERSON_MUST_CHOOSE)
_URGENCY = {action: rank for rank, action in enumerate(ReservoirAction)}


@frozen
class ReservoirOrder:
    """One order for the reservoir.

    `content` is what goes in (for "leave": what goes in when `by` comes); None means that a
    person must choose it. `deadline` is set when FUDR must leave within hours.
    """

    action: ReservoirAction
    by: date
    content: Content | None
    reason: str
    status: RefillStatus = RefillStatus.OK
    deadline: datetime | None = None
    bound_by: tuple[str, ...] = ()

    @property
    def is_urgent(self) -> bool:
        """Whether it cannot wait: late, of an unknown date, to be emptied, or for a person."""
        return self.status is not RefillStatus.OK or self.action in _URGENT

    def narrowed(self, other: ReservoirOrder, *, control: str) -> ReservoirOrder:
        """The more urgent of two orders, by the earlier date; never a milder or later one.

        FUDR that must leave must leave whoever chooses how: reason and deadline stay.
        """
        if other == self:
            return self
        is_stronger = _URGENCY[other.action] >= _URGENCY[self.action]
        chosen, lesser = (other, self) if is_stronger else (self, other)
        deadlines = [each.deadline for each in (self, other) if each.deadline is not None]
        return replace(
            chosen,
            by=min(self.by, other.by),
            deadline=min(deadlines, default=None),
            reason=_joined_reason(chosen, lesser),
            status=other.status if other.status is not RefillStatus.OK else self.status,
            bound_by=(*self.bound_by, control),
        )


def _joined_reason(chosen: ReservoirOrder, lesser: ReservoirOrder) -> str:
    is_hidden = (
        lesser.deadline is not None
        and chosen.action is not lesser.action
        and lesser.reason not in chosen.reason
    )
    return f"{lesser.reason}; {chosen.reason}" if is_hidden else chosen.reason


def propose_reservoir(
    course: Course, protocol: Protocol, ledger: Ledger, word: FudrWord, rest: RestReason
) -> ReservoirOrder | None:
    """The order by the protocol's calendar alone; without a pump as `order_without_pump`.

    The safe refill date comes on top as a control.
    """
    if ledger.pump is None:
        return order_without_pump(course, ledger)
    if word is FudrWord.GIVE:
        return ReservoirOrder(
            ReservoirAction.FUDR_FILL, course.today, Content.FUDR, "FUDR is given today"
        )
    day = _protocol_day(course, protocol, ledger, word)
    if ledger.has_fudr_in and (day > course.today or word is FudrWord.NOT_DUE):
        rest = RestReason.DWELL_OVER
    content = rest_content(protocol, rest)
    if day > course.today:
        return ReservoirOrder(ReservoirAction.LEAVE, day, content, "the protocol's day")
    return ReservoirOrder(ReservoirAction.REST_FILL, course.today, content, "the protocol's day")


def order_without_pump(course: Course, ledger: Ledger) -> ReservoirOrder | None:
    """None where no pump is seen; one filled while none was implanted is for a person (P1)."""
    if not ledger.contradictions:
        return None
    reason = ledger.contradictions[0].reason
    action = ReservoirAction.PERSON_MUST_CHOOSE
    return ReservoirOrder(action, course.today, None, reason, RefillStatus.DATE_UNKNOWN)


def rest_content(protocol: Protocol, reason: RestReason) -> Content:
    """What goes in when FUDR does not (behaviour E-h)."""
    return next(row.content for row in protocol.fills.rest_content if row.reason is reason)


def _protocol_day(course: Course, protocol: Protocol, ledger: Ledger, word: FudrWord) -> date:
    """Day 15 while FUDR is in; else the dose day, or the end of a rest or of a glycerin fill.

    Glycerin runs slower by an amount nobody measured: its days are a wish of the calendar, and
    the safe refill date counts it as water (clinical facts 1.6).
    """
    current = ledger.current
    if current is None:
        return course.today
    filled = current.fill.at.day
    if current.fill.payload.content is Content.FUDR:
        return filled + timedelta(days=int(protocol.calendar.dwell_days))
    dose_day = compute_dose_day(course, protocol, ledger)
    if word is FudrWord.NOT_DUE and dose_day is not None:
        return dose_day.day
    if current.fill.payload.content is Content.GLYCERIN:
        return filled + timedelta(days=int(protocol.calendar.glycerin_days))
    return filled + timedelta(days=int(protocol.calendar.rest_days))
