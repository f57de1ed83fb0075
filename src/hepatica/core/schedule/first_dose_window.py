"""The last day on which a protocol begins FUDR after surgery (clinical facts 6.2)."""

from __future__ import annotations

from datetime import timedelta

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import ProcedureDone, PumpImplanted
from hepatica.core.chart.words import Procedure
from hepatica.core.decision import Alert, DueItem, Narrowing
from hepatica.core.protocol.tables import Protocol

RULE = "R-first-dose-window"


def check_first_dose_window(course: Course, protocol: Protocol, *, is_begun: bool) -> Narrowing:
    """Due until that day, an alert afterwards; nothing once FUDR has been given.

    A late start is no danger by itself, so it is not refused: people decide.
    """
    days = protocol.first_dose.latest_days_after_surgery
    operations = [(entry.at.day, entry.id) for entry in course.all(PumpImplanted)]
    operations += [
        (entry.at.day, entry.id)
        for entry in course.all(ProcedureDone)
        if entry.payload.procedure is Procedure.HEPATECTOMY
    ]
    if is_begun or days is None or not operations:
        return Narrowing()
    day, surgery = max(operations)
    latest = day + timedelta(days=int(days))
    if course.today <= latest:
        return Narrowing(due=(DueItem("the first FUDR at the latest", RULE, latest),))
    text = f"the protocol begins FUDR at most {days} days after surgery: that was {latest}"
    return Narrowing(alerts=(Alert(text, RULE, (surgery,)),))
