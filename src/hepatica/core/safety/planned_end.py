"""C-11: no FUDR beyond the planned cycles, or too near planned liver surgery (D13)."""

from __future__ import annotations

from datetime import timedelta

from hepatica.core.chart.entries import Entry, SurgeryPlanned
from hepatica.core.chart.signatures import signed_decision
from hepatica.core.chart.words import Operation, Role, SignedRule
from hepatica.core.decision import DueItem, Narrowing
from hepatica.core.safety.control import joined, refuse
from hepatica.core.safety.situation import Situation

CYCLES_RULE = "R-planned-cycles"
SURGERY_RULE = "R-surgery-interval"


def check_planned_end(situation: Situation) -> Narrowing:
    """Cycles planned, and the weeks before liver surgery."""
    return joined([_check_cycles(situation), _check_surgery(situation)])


def _check_cycles(situation: Situation) -> Narrowing:
    last = situation.picture.last
    calendar = situation.protocol.calendar
    given = len(situation.ledger.fudr_dwells)
    if last is None or given < calendar.planned_cycles:
        return Narrowing()
    signed = signed_decision(
        situation.course,
        SignedRule.BEYOND_PLANNED,
        since=last.fill.at.latest,
        roles=(Role.BOARD,),
    )
    if signed is not None:
        return Narrowing()
    refused = refuse(f"{given} cycles given, as planned", CYCLES_RULE, "a board decision")
    due = DueItem(
        "after the last cycle: saline goes on; the board decides on maintenance or explant",
        CYCLES_RULE,
    )
    return Narrowing(findings=refused.findings, due=(due,))


def _check_surgery(situation: Situation) -> Narrowing:
    course = situation.course
    weeks = situation.protocol.calendar.weeks_before_liver_surgery
    for entry in course.all(SurgeryPlanned):
        if not _is_ahead(entry, situation):
            continue
        too_near = weeks is None or entry.payload.on - course.today < timedelta(weeks=int(weeks))
        signed = signed_decision(course, SignedRule.SURGERY_INTERVAL, since=entry.at.earliest)
        if too_near and signed is None:
            reason = f"liver surgery planned for {entry.payload.on}"
            needs = "a signed decision on the interval before surgery"
            return refuse(reason, SURGERY_RULE, needs, entry.id)
    return Narrowing()


def _is_ahead(entry: Entry[SurgeryPlanned], situation: Situation) -> bool:
    planned = entry.payload
    return planned.operation is Operation.LIVER and planned.on >= situation.course.today
