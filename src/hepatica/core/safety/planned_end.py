"""C-11: no FUDR beyond the planned cycles, or too near planned liver surgery (D13)."""

from __future__ import annotations

from datetime import timedelta

from hepatica.core.chart.entries import Entry, ProcedureDone, SurgeryPlanned
from hepatica.core.chart.signatures import signed_decision
from hepatica.core.chart.words import Operation, Procedure, Role, SignedRule
from hepatica.core.decision import DueItem, FudrWord, Narrowing
from hepatica.core.safety.control import found, joined, refuse
from hepatica.core.safety.situation import Situation

CYCLES_RULE = "R-planned-cycles"
SURGERY_RULE = "R-surgery-interval"

_LIVER_SURGERY = (Procedure.HEPATECTOMY, Procedure.ABLATION_NEAR_DUCT)


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
    """Liver surgery ahead: the interval is signed. Past: it is charted, or its plan voided."""
    course = situation.course
    for entry in course.all(SurgeryPlanned):
        if entry.payload.operation is not Operation.LIVER:
            continue
        if entry.payload.on < course.today:
            said = _check_past(situation, entry)
        else:
            said = _check_ahead(situation, entry)
        if said.findings:
            return said
    return Narrowing()


def _check_ahead(situation: Situation, entry: Entry[SurgeryPlanned]) -> Narrowing:
    course, planned = situation.course, entry.payload.on
    weeks = situation.protocol.calendar.weeks_before_liver_surgery
    is_near = weeks is None or planned - course.today < timedelta(weeks=int(weeks))
    signed = signed_decision(
        course,
        SignedRule.SURGERY_INTERVAL,
        since=entry.at.earliest,
        roles=(Role.PRESCRIBER,),
    )
    if not is_near or signed is not None:
        return Narrowing()
    needs = "a signed decision on the interval before surgery"
    return refuse(f"liver surgery planned for {planned}", SURGERY_RULE, needs, entry.id)


def _check_past(situation: Situation, entry: Entry[SurgeryPlanned]) -> Narrowing:
    planned = entry.payload.on
    is_charted = any(
        done.payload.procedure in _LIVER_SURGERY and done.at.day >= planned
        for done in situation.course.all(ProcedureDone)
    )
    if is_charted:
        return Narrowing()
    reason = f"liver surgery was planned for {planned}: was it done?"
    needs = "the operation charted, or its plan voided"
    return found(FudrWord.CANNOT_DECIDE, reason, SURGERY_RULE, needs, entry.id)
