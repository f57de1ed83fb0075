"""From a chart to the systemic proposal of its next visit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import Entry
from hepatica.core.chart.systemic_entries import SystemicAssigned, SystemicWithheld
from hepatica.core.decision import Alert, DueItem
from hepatica.core.quantities import Unknown
from hepatica.core.systemic.decide import decide
from hepatica.core.systemic.facts import facts_of
from hepatica.core.systemic.proposal import DrugProposal, Reason, SystemicProposal
from hepatica.core.systemic.regimen import SystemicRules
from hepatica.core.systemic.visits import given_of, next_visit
from hepatica.core.systemic.words import DrugWord


def propose_systemic(
    course: Course,
    rules: SystemicRules,
    assigned: Entry[SystemicAssigned],
    *,
    filled: date | None,
) -> SystemicProposal:
    """The next visit of the regimen, decided alone.

    Args:
        course: the chart.
        rules: the regimen, and what holds of its drugs.
        assigned: the assignment of the regimen.
        filled: the day of the last FUDR fill since the assignment.
    """
    regimen = rules.regimen
    visit = next_visit(course, regimen, assigned, filled)
    patient = facts_of(course, regimen)
    drugs = decide(rules, patient, regimen.on_day(visit.day))
    bsa = None if isinstance(patient.bsa_m2, Unknown) else patient.bsa_m2
    proposal = SystemicProposal(regimen, visit.day, visit.on, drugs, bsa, cycle=visit.cycle)
    proposal = replace(proposal, due=_due(course, proposal))
    return _put_off(course, _withheld(course, _not_before(course, proposal)))


def _due(course: Course, proposal: SystemicProposal) -> tuple[DueItem, ...]:
    """What must be measured for the visit, while it is not there."""
    is_ready = all(drug.word is not DrugWord.CANNOT_DECIDE for drug in proposal.drugs)
    if is_ready and course.today >= proposal.due_on:
        return ()
    hours = proposal.regimen.treat_if.labs_valid_hours
    text = f"blood count, bilirubin, creatinine and weight within {hours} h before systemic drugs"
    return (DueItem(text, "R-treat-if", max(proposal.due_on, course.today)),)


def withheld_now(course: Course, regimen_id: str) -> Entry[SystemicWithheld] | None:
    """The decision by which people hold the regimen back now; treatment given again ends it."""
    withheld = course.latest(SystemicWithheld)
    if withheld is None:
        return None
    given = given_of(course, regimen_id)
    is_over = bool(given) and given[-1].at.latest > withheld.at.latest
    return None if is_over else withheld


def _not_before(course: Course, proposal: SystemicProposal) -> SystemicProposal:
    early = timedelta(days=int(proposal.regimen.treat_if.early_days))
    if course.today >= proposal.due_on - early:
        return proposal
    reason = Reason(f"day {proposal.day} is on {proposal.due_on}", "R-systemic-day")
    return replace(_all(proposal, DrugWord.NOT_DUE, reason), until=proposal.due_on)


def _withheld(course: Course, proposal: SystemicProposal) -> SystemicProposal:
    """What people hold back stays held until they give it again or the day they named."""
    held = withheld_now(course, proposal.regimen.id)
    if held is None or (held.payload.until is not None and course.today >= held.payload.until):
        return proposal
    reason = Reason(f"held back: {held.payload.cause.value}", "R-systemic-withheld", (held.id,))
    return replace(_all(proposal, DrugWord.HOLD, reason), until=held.payload.until)


def _put_off(course: Course, proposal: SystemicProposal) -> SystemicProposal:
    """A visit that may not go ahead is put off; after the longest delay a board decides."""
    if proposal.word is not DrugWord.DELAY:
        return proposal
    limits = proposal.regimen.treat_if
    until = course.today + timedelta(days=int(limits.delay_days))
    last = proposal.due_on + timedelta(days=int(limits.longest_delay_days))
    if until <= last:
        return replace(proposal, until=until)
    text = f"put off beyond {last}: the tumour board decides how systemic treatment goes on"
    alert = Alert(text, "R-systemic-delay")
    reason = Reason(text, "R-systemic-delay")
    found = _all(proposal, DrugWord.SIGNED_DECISION, reason)
    return replace(found, alerts=(*proposal.alerts, alert))


def _all(proposal: SystemicProposal, word: DrugWord, reason: Reason) -> SystemicProposal:
    """Every drug under a stricter word."""
    drugs: tuple[DrugProposal, ...] = tuple(d.narrowed(word, reason) for d in proposal.drugs)
    return replace(proposal, drugs=drugs)
