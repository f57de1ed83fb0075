"""Is FUDR due today?"""

from __future__ import annotations

from hepatica.core.chart.course import Course
from hepatica.core.decision import Finding, FudrWord, Narrowing
from hepatica.core.dosing.dose_day import compute_dose_day
from hepatica.core.protocol.tables import Protocol
from hepatica.core.pump.ledger import Ledger

RULE = "R-dose-day"


def check_dose_day(course: Course, protocol: Protocol, ledger: Ledger) -> Narrowing:
    """Not due before the dose day less the early days; late without limit (behaviour E-a)."""
    dose_day = compute_dose_day(course, protocol, ledger)
    if dose_day is None or course.today >= dose_day.earliest:
        return Narrowing()
    finding = Finding(FudrWord.NOT_DUE, f"{dose_day.why}: {dose_day.day}", RULE, until=dose_day.day)
    return Narrowing(findings=(finding,))
