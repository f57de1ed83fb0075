"""What the pump's side does to the systemic arm (behaviour C1 and C2).

Each function takes the systemic proposal and gives it back narrower, never wider, with a sentence
for what it changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from hepatica.core.chart.entries import (
    Entry,
    ProcedureDone,
    ProtocolAssigned,
    PumpImplanted,
    SurgeryPlanned,
)
from hepatica.core.chart.explant import PumpExplanted
from hepatica.core.chart.signatures import signed_decision
from hepatica.core.chart.systemic_entries import SystemicGiven
from hepatica.core.chart.systemic_words import Drug, Form
from hepatica.core.chart.words import Procedure, Role, SignedRule
from hepatica.core.combined.arms import Arms
from hepatica.core.combined.liver_stop import find_liver_stop
from hepatica.core.decision import Alert, FudrWord
from hepatica.core.systemic.proposal import DrugProposal, Reason, SystemicProposal
from hepatica.core.systemic.words import DrugWord, Standing

_OPERATIONS = frozenset(
    {
        Procedure.HEPATECTOMY,
        Procedure.ABLATION_NEAR_DUCT,
        Procedure.CATHETER_REVISION,
        Procedure.PUMP_REVISION,
        Procedure.POCKET_SURGERY,
        Procedure.PUMP_EXPLANT,
    }
)


def keep_to_partners(arms: Arms, proposal: SystemicProposal) -> SystemicProposal:
    """Beside a pump protocol only its published partners are proposed; else the board signs."""
    protocol = arms.protocol.heading.id
    if protocol in proposal.regimen.beside:
        return _begins_with_fudr(arms, proposal)
    since = max(arms.assigned.at.earliest, _protocol_since(arms))
    text = f"{proposal.regimen.id} is not a published partner schedule of {protocol}"
    if signed_decision(arms.course, SignedRule.PARTNER, since=since, roles=(Role.BOARD,)):
        return _told(proposal, f"{text}; the board signed it", SignedRule.PARTNER)
    sentence = f"{text}: a board decision"
    return _narrowed(proposal, DrugWord.SIGNED_DECISION, sentence, SignedRule.PARTNER)


def _protocol_since(arms: Arms) -> datetime:
    """When the pump protocol was assigned: a signature speaks of the two together."""
    assigned = arms.course.latest(ProtocolAssigned)
    return arms.assigned.at.earliest if assigned is None else assigned.at.earliest


def _begins_with_fudr(arms: Arms, proposal: SystemicProposal) -> SystemicProposal:
    """Day 1 of a partner is the first FUDR fill, unless its assignment names another day."""
    is_begun = arms.ledger.fudr_dwells or arms.course.all(SystemicGiven)
    if is_begun or arms.word is FudrWord.GIVE or arms.assigned.payload.first_day is not None:
        return proposal
    sentence = f"{proposal.regimen.id} begins with the first FUDR, or on a charted first day"
    return _narrowed(proposal, DrugWord.NOT_DUE, sentence, "R-systemic-day")


def drop_bevacizumab(arms: Arms, proposal: SystemicProposal) -> SystemicProposal:
    """Bevacizumab beside FUDR raised bilirubin and stents without benefit: the board must sign."""
    if not any(map(_is(Drug.BEVACIZUMAB), proposal.drugs)):
        return proposal
    since = arms.assigned.at.earliest
    warning = "bevacizumab beside FUDR: more bilirubin rises and biliary stents, no benefit seen"
    if signed_decision(arms.course, SignedRule.BEVACIZUMAB, since=since, roles=(Role.BOARD,)):
        return _told(proposal, f"{warning}; the board signed it", SignedRule.BEVACIZUMAB)
    sentence = f"{warning}: left out unless the board signs"
    return _narrowed(
        _warned(proposal, sentence, SignedRule.BEVACIZUMAB),
        DrugWord.OMIT,
        sentence,
        SignedRule.BEVACIZUMAB,
        only=_is(Drug.BEVACIZUMAB),
    )


def keep_out_of_dwell(arms: Arms, proposal: SystemicProposal) -> SystemicProposal:
    """While FUDR is in the pump no fluorouracil bolus, unless a prescriber signs a reason.

    A partner whose days begin after the dwell keeps every fluoropyrimidine out of it.
    """
    if not arms.has_fudr_in:
        return proposal
    return _after_dwell(arms, _drop_bolus(arms, proposal))


def _drop_bolus(arms: Arms, proposal: SystemicProposal) -> SystemicProposal:
    if not any(map(_is_bolus, proposal.drugs)):
        return proposal
    begun = arms.ledger.current
    since = None if begun is None or not arms.ledger.has_fudr_in else begun.fill.at.earliest
    rule, roles = SignedRule.BOLUS_IN_DWELL, (Role.PRESCRIBER,)
    if signed_decision(arms.course, rule, since=since, roles=roles):
        sentence = "the fluorouracil bolus runs beside FUDR by a signed decision"
        return _told(proposal, sentence, rule)
    sentence = "FUDR is in the pump: the fluorouracil bolus is left out"
    return _narrowed(proposal, DrugWord.OMIT, sentence, rule, only=_is_bolus)


def _after_dwell(arms: Arms, proposal: SystemicProposal) -> SystemicProposal:
    dwell = int(arms.protocol.calendar.dwell_days)
    regimen = proposal.regimen
    is_after = regimen.standing is Standing.PARTNER and regimen.visit_days[0] > dwell
    if not is_after or not any(map(_is_fluoropyrimidine, proposal.drugs)):
        return proposal
    fill = arms.ledger.current if arms.ledger.has_fudr_in else None
    if fill is not None and arms.course.today >= fill.fill.at.day + timedelta(days=dwell):
        sentence = "FUDR is still in the pump: it is emptied before systemic drugs begin"
        return _told(proposal, sentence, "R-after-dwell")
    sentence = "FUDR is in the pump: this regimen keeps fluoropyrimidines out of the dwell"
    return _narrowed(proposal, DrugWord.DELAY, sentence, "R-after-dwell")


def keep_from_surgery(arms: Arms, proposal: SystemicProposal) -> SystemicProposal:
    """Some drugs are not given for weeks before planned surgery and after an operation."""
    for row in arms.rules.drugs.surgery:
        before = timedelta(weeks=int(row.weeks_before))
        after = timedelta(weeks=int(row.weeks_after))
        reasons = [
            f"surgery planned on {day}, no {row.drug.value} for {row.weeks_before} weeks before"
            for day in _planned(arms)
            if arms.course.today <= day < arms.course.today + before
        ]
        reasons += [
            f"operated on {day}, no {row.drug.value} for {row.weeks_after} weeks after"
            for day in _operated(arms)
            if day <= arms.course.today < day + after
        ]
        for sentence in reasons:
            proposal = _narrowed(
                proposal,
                DrugWord.OMIT,
                sentence,
                "R-surgery-and-systemic",
                only=_is(row.drug),
            )
    return proposal


def wait_at_liver_stop(arms: Arms, proposal: SystemicProposal) -> SystemicProposal:
    """Bilirubin of 3 or more, stricture, cholangitis or obstruction: people decide by signature."""
    stop = find_liver_stop(arms)
    if stop is None:
        return proposal
    rule = SignedRule.SYSTEMIC_AT_STOP
    if signed_decision(arms.course, rule, since=stop.since, roles=(Role.PRESCRIBER,)):
        return _told(proposal, f"{stop.what}: systemic treatment by a signed decision", rule)
    sentence = f"{stop.what}: systemic treatment waits for a signed decision"
    return _narrowed(proposal, DrugWord.SIGNED_DECISION, sentence, rule, entries=stop.entries)


def _is(drug: Drug) -> Callable[[DrugProposal], bool]:
    return lambda each: each.row.drug is drug


def _is_fluoropyrimidine(each: DrugProposal) -> bool:
    return each.row.drug in (Drug.FLUOROURACIL, Drug.CAPECITABINE)


def _is_bolus(each: DrugProposal) -> bool:
    return each.row.drug is Drug.FLUOROURACIL and each.row.form is Form.BOLUS


def _planned(arms: Arms) -> tuple[date, ...]:
    return tuple(entry.payload.on for entry in arms.course.all(SurgeryPlanned))


def _operated(arms: Arms) -> tuple[date, ...]:
    """Operations on liver, artery and pump; a pump put in or taken out is one too."""
    done: tuple[Entry[ProcedureDone], ...] = arms.course.all(ProcedureDone)
    found = [entry.at.day for entry in done if entry.payload.procedure in _OPERATIONS]
    found += [entry.at.day for entry in arms.course.all(PumpImplanted)]
    found += [entry.at.day for entry in arms.course.all(PumpExplanted)]
    return tuple(dict.fromkeys(found))


def _narrowed(
    proposal: SystemicProposal,
    word: DrugWord,
    sentence: str,
    rule: str,
    *,
    entries: tuple[str, ...] = (),
    only: Callable[[DrugProposal], bool] = lambda _: True,
) -> SystemicProposal:
    reason = Reason(sentence, str(rule), entries)
    drugs = tuple(each.narrowed(word, reason) if only(each) else each for each in proposal.drugs)
    if drugs == proposal.drugs:
        return proposal
    return replace(proposal, drugs=drugs, reconciled=(*proposal.reconciled, sentence))


def _warned(proposal: SystemicProposal, sentence: str, rule: str) -> SystemicProposal:
    """Something people must see."""
    return replace(proposal, alerts=(*proposal.alerts, Alert(sentence, str(rule))))


def _told(proposal: SystemicProposal, sentence: str, rule: str) -> SystemicProposal:
    """Something people must see that also stands among what was reconciled."""
    told = (*proposal.reconciled, sentence)
    return replace(_warned(proposal, sentence, rule), reconciled=told)
