"""What is asked about the pump itself: is it to be taken out, and may FUDR go on after months?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from hepatica.core.chart.course import Course
from hepatica.core.decision import DueItem
from hepatica.core.dosing.dose_day import last_fudr, next_cycle_day
from hepatica.core.moment import add_months
from hepatica.core.protocol.tables import Protocol
from hepatica.core.pump.ledger import Dwell, Ledger

EXPLANT_RULE = "R-explant-question"
PAUSE_RULE = "R-long-pause"


def ask_about_pump(course: Course, protocol: Protocol, ledger: Ledger) -> Iterator[DueItem]:
    """Questions for the board while a pump is in place and FUDR has been given."""
    last = last_fudr(ledger)
    if ledger.pump is None or last is None:
        return
    calendar = protocol.calendar
    if len(ledger.fudr_dwells) >= calendar.planned_cycles:
        by = add_months(last.fill.at.day, int(calendar.explant_question_months))
        yield DueItem("the board asks whether the pump is to be taken out", EXPLANT_RULE, by)
    if _resumes_from(protocol, last) <= course.today:
        text = (
            "FUDR has paused for long: before it goes on, the board asks whether a new perfusion"
            " scan and the first-dose limits are wanted"
        )
        yield DueItem(text, PAUSE_RULE)


def _resumes_from(protocol: Protocol, last: Dwell) -> date:
    """From here on FUDR is as late as a hold that goes to the tumour board (rule L7)."""
    weeks = int(protocol.stops.hold_review_weeks)
    return next_cycle_day(protocol, last).day + timedelta(weeks=weeks)
