"""What the systemic arm does to FUDR (behaviour C1)."""

from __future__ import annotations

from collections.abc import Iterator

from hepatica.core.chart.course import Course
from hepatica.core.chart.systemic_entries import AdverseEvent
from hepatica.core.chart.systemic_words import Drug, Event
from hepatica.core.decision import Alert, Finding, FudrWord, Narrowing
from hepatica.core.frozen import frozen
from hepatica.core.systemic.decide import DEATH
from hepatica.core.systemic.dose_steps import HEPATIC
from hepatica.core.systemic.on_fudr import CombinedTable, OnFudr
from hepatica.core.systemic.proposal import SystemicProposal
from hepatica.core.systemic.propose import withheld_now
from hepatica.core.systemic.words import DrugWord

RULE = "R-both-arms"
_WORDS = {OnFudr.HOLD: FudrWord.HOLD, OnFudr.REFUSE: FudrWord.REFUSED}


@frozen
class OtherArm:
    """The systemic side as it stands before it hears of FUDR's.

    `proposal` is None where toxicity is charted and no regimen is assigned, or where the one that
    is assigned is not in the library: `missing` then names it.
    """

    table: CombinedTable
    proposal: SystemicProposal | None
    missing: str = ""


def check_other_arm(course: Course, arm: OtherArm | None) -> Narrowing:
    """FUDR held for what holds systemic treatment in the liver, refused for what endangers both."""
    if arm is None:
        return Narrowing()
    findings = (*_withheld(course, arm), *_events(course, arm), *_avoided(arm))
    return Narrowing(findings=findings, alerts=tuple(_questions(course, arm)))


def _withheld(course: Course, arm: OtherArm) -> Iterator[Finding]:
    rows = {row.cause: row.fudr for row in arm.table.withheld}
    for held in withheld_now(course):
        cause = held.payload.cause
        if (effect := rows[cause]) in _WORDS:
            reason = f"systemic treatment is held back: {cause.value}"
            needs = "systemic treatment given again, or the entry withdrawn"
            yield Finding(_WORDS[effect], reason, RULE, needs, entries=(held.id,))


def _events(course: Course, arm: OtherArm) -> Iterator[Finding]:
    newest = {(e.payload.event, e.payload.term): e for e in course.all(AdverseEvent)}
    for entry in newest.values():
        event, grade = entry.payload.event, entry.payload.grade
        if grade == DEATH:
            reason = f"{event.value} grade 5"
            yield Finding(FudrWord.PERMANENT_STOP, reason, RULE, entries=(entry.id,))
            continue
        for row in arm.table.events:
            if row.event is event and grade >= row.grade and row.fudr in _WORDS:
                reason, needs = f"{event.value} grade {grade}", "the event charted as ended"
                yield Finding(_WORDS[row.fudr], reason, RULE, needs, entries=(entry.id,))


def _avoided(arm: OtherArm) -> Iterator[Finding]:
    """The liver keeps every drug of the visit away: then it is no place for FUDR either."""
    proposal = arm.proposal
    if proposal is None or arm.table.avoided_by_liver not in _WORDS:
        return
    by_liver = [
        each.word is DrugWord.AVOID and any(reason.rule == HEPATIC for reason in each.reasons)
        for each in proposal.drugs
    ]
    if all(by_liver):
        reason = "the liver keeps every systemic drug of the visit away"
        needs = "liver tests that allow systemic treatment"
        yield Finding(_WORDS[arm.table.avoided_by_liver], reason, RULE, needs)


def _questions(course: Course, arm: OtherArm) -> Iterator[Alert]:
    """A regimen nobody knows; hepatitis beside a checkpoint inhibitor: which of the two is it?"""
    if arm.missing:
        text = f"regimen {arm.missing} is not in the library: nothing is said of its drugs"
        yield Alert(text, RULE)
    drugs = () if arm.proposal is None else arm.proposal.regimen.drugs
    if all(row.drug is not Drug.PEMBROLIZUMAB for row in drugs):
        return
    for entry in course.all(AdverseEvent):
        if entry.payload.event is Event.HEPATITIS and entry.payload.grade:
            text = "hepatitis: is it FUDR or the checkpoint inhibitor? To be answered before either"
            yield Alert(text, RULE, (entry.id,))
