"""The bilirubin stop: it ends only by a signed board decision that names a percent."""

from __future__ import annotations

from datetime import datetime

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import DecisionSigned, Entry, PumpImplanted
from hepatica.core.chart.laboratory import LaboratoryPanel
from hepatica.core.chart.signatures import signed_decision
from hepatica.core.chart.words import LabTest, Role, SignedRule
from hepatica.core.decision import Finding, FudrWord, Narrowing
from hepatica.core.dosing.samples import Panel, drawn, fresh_panels, highest
from hepatica.core.protocol.tables import Protocol
from hepatica.core.quantities import HUNDRED, twelve_digits

RULE = "R-bilirubin-stop"


def samples_at_stop(course: Course, protocol: Protocol) -> tuple[Panel, ...]:
    """Samples since the first implant with bilirubin at or above the stop."""
    implants = course.all(PumpImplanted)
    since = implants[0].at.earliest if implants else None
    limit = protocol.stops.bilirubin_stop_mg_per_dl
    return tuple(
        panel
        for panel in course.all(LaboratoryPanel)
        if (value := panel.payload.get(LabTest.BILIRUBIN)) is not None
        and value.value >= limit
        and (since is None or drawn(panel) >= since)
    )


def judge_bilirubin_stop(course: Course, protocol: Protocol) -> Narrowing:
    """Stop pending review, or what a board decision that ended it still asks (D5, E-j)."""
    samples = samples_at_stop(course, protocol)
    if not samples:
        return Narrowing()
    ended = _end_of_stop(course, drawn(samples[-1]))
    if ended is None or ended.payload.percent is None:
        limit = twelve_digits(protocol.stops.bilirubin_stop_mg_per_dl)
        return _finding(
            FudrWord.STOP_PENDING_REVIEW,
            f"bilirubin at or above {limit} mg/dL",
            "a board decision that ends the stop and names a percent",
            *(panel.id for panel in samples),
        )
    start = protocol.dose.starting_mg_per_kg_day
    cap = ended.payload.percent * start / HUNDRED
    stopped_by = [panel.id for panel in samples]
    still_high = _while_above_normal(course, protocol, [*stopped_by, ended.id])
    return Narrowing(findings=still_high.findings, dose_cap_mg_per_kg_day=cap)


def _end_of_stop(course: Course, newest: datetime) -> Entry[DecisionSigned] | None:
    return signed_decision(course, SignedRule.END_OF_STOP, since=newest, roles=(Role.BOARD,))


def _while_above_normal(course: Course, protocol: Protocol, stop: list[str]) -> Narrowing:
    fresh = fresh_panels(course, course.all(LaboratoryPanel), protocol.liver)
    entries = [*stop, *(panel.id for panel in fresh)]
    now = highest(fresh).get(LabTest.BILIRUBIN)
    if now is None or now.is_within_normal is None:
        return _finding(
            FudrWord.CANNOT_DECIDE,
            "after a bilirubin stop: is bilirubin normal?",
            "bilirubin of today with the laboratory's upper limit",
            *entries,
        )
    if not now.is_within_normal:
        return _finding(
            FudrWord.REFUSED,
            "after a bilirubin stop: bilirubin is still above normal",
            "bilirubin within the laboratory's limit",
            *entries,
        )
    return Narrowing()


def _finding(word: FudrWord, reason: str, needs: str, *entries: str) -> Narrowing:
    return Narrowing(findings=(Finding(word, reason, RULE, needs, entries=entries),))
