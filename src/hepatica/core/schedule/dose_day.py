"""Is FUDR due today?"""

from __future__ import annotations

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import ProtocolAssigned
from hepatica.core.decision import Finding, FudrWord, Narrowing
from hepatica.core.dosing.dose_day import compute_dose_day, last_fudr
from hepatica.core.dosing.protocol_change import protocol_before
from hepatica.core.protocol.tables import Protocol
from hepatica.core.pump.ledger import Ledger

RULE = "R-dose-day"


def check_dose_day(course: Course, protocol: Protocol, ledger: Ledger) -> Narrowing:
    """Not due before the dose day less the early days; late without limit (behaviour E-a).

    Once the pump is out no day brings FUDR: that another pump is needed is said instead.
    """
    dose_day = compute_dose_day(course, protocol, ledger)
    if dose_day is None or ledger.last_explant is not None or course.today >= dose_day.earliest:
        return Narrowing()
    finding = Finding(
        FudrWord.NOT_DUE,
        f"{dose_day.why}: {dose_day.day}",
        RULE,
        until=dose_day.day,
        entries=(*dose_day.entries, *_change(course, protocol, ledger)),
    )
    return Narrowing(findings=(finding,))


def _change(course: Course, protocol: Protocol, ledger: Ledger) -> tuple[str, ...]:
    """The assignment by which another calendar counts than at the last FUDR."""
    last, assigned = last_fudr(ledger), course.latest(ProtocolAssigned)
    if last is None or assigned is None or protocol_before(course, last) == protocol.name:
        return ()
    return (assigned.id,)
