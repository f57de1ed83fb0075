"""From a chart to the systemic proposal of its next visit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import Entry
from hepatica.core.chart.systemic_entries import SystemicAssigned, SystemicGiven, SystemicWithheld
from hepatica.core.decision import Alert, DueItem
from hepatica.core.quantities import HUNDRED, Unknown
from hepatica.core.systemic.decide import decide
from hepatica.core.systemic.facts import facts_of
from hepatica.core.systemic.proposal import DrugProposal, Reason, SystemicProposal
from hepatica.core.systemic.regimen import SystemicRules
from hepatica.core.systemic.visits import given_of, misdated_visit, next_visit
from hepatica.core.systemic.words import BY_SURFACE, DrugWord


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
    patient = facts_of(course, rules)
    drugs = decide(rules, patient, regimen.on_day(visit.day))
    bsa = None if isinstance(patient.bsa_m2, Unknown) else patient.bsa_m2
    proposal = SystemicProposal(regimen, visit.day, visit.on, drugs, bsa, cycle=visit.cycle)
    proposal = _misdated(course, _not_before(course, proposal))
    proposal = _put_off(course, _withheld(course, proposal), is_signed=patient.percent_signed)
    return replace(proposal, due=_due(course, proposal), alerts=_told(course, rules, proposal))


def _misdated(course: Course, proposal: SystemicProposal) -> SystemicProposal:
    """A visit charted for a day that the regimen has not leaves open which day comes next."""
    wrong = misdated_visit(course, proposal.regimen)
    if wrong is None:
        return proposal
    text = f"the last visit is charted for day {wrong.payload.day}, which the regimen has not"
    reason = Reason(f"{text}: to be corrected", "R-systemic-day", (wrong.id,))
    return _all(proposal, DrugWord.CANNOT_DECIDE, reason)


def _told(course: Course, rules: SystemicRules, proposal: SystemicProposal) -> tuple[Alert, ...]:
    """Far more given at the last visit than the full dose is something people must see."""
    given, bsa = given_of(course, proposal.regimen.id)[-1:], proposal.bsa_m2
    percent = rules.drugs.told_above_percent
    found = [
        Alert(
            f"{row.name}: {drug.dose_mg} mg charted on {visit.at.day}, far above the full dose",
            "R-systemic-dose",
            (visit.id,),
        )
        for visit in given
        for drug in visit.payload.drugs
        for row in proposal.regimen.drugs
        if (row.drug, row.form) == (drug.drug, drug.form)
        and bsa is not None
        and row.unit in BY_SURFACE
        and row.dose is not None
        and drug.dose_mg * HUNDRED > max(row.dose, row.loading or row.dose) * bsa * percent
    ]
    return (*proposal.alerts, *found)


def _due(course: Course, proposal: SystemicProposal) -> tuple[DueItem, ...]:
    """What must be measured for the visit, while it is not there."""
    is_ready = all(drug.word is not DrugWord.CANNOT_DECIDE for drug in proposal.drugs)
    day = proposal.until or proposal.due_on
    if is_ready and course.today >= day:
        return ()
    hours = proposal.regimen.treat_if.labs_valid_hours
    text = f"blood count, bilirubin, creatinine and weight within {hours} h before systemic drugs"
    return (DueItem(text, "R-treat-if", max(day, course.today)),)


def withheld_now(course: Course) -> tuple[Entry[SystemicWithheld], ...]:
    """Every decision by which people hold systemic drugs back; drugs given again end them."""
    visits = course.all(SystemicGiven)
    since = visits[-1].at.latest if visits else None
    return tuple(
        entry for entry in course.all(SystemicWithheld) if since is None or entry.at.latest > since
    )


def _not_before(course: Course, proposal: SystemicProposal) -> SystemicProposal:
    """Before its day a visit is not due; what is missing until then is a thing to do."""
    early = timedelta(days=int(proposal.regimen.treat_if.early_days))
    if course.today >= proposal.due_on - early:
        return proposal
    reason = Reason(f"day {proposal.day} is on {proposal.due_on}", "R-systemic-day")
    drugs = tuple(
        replace(each, word=DrugWord.NOT_DUE, reasons=(reason,))
        if each.word is DrugWord.CANNOT_DECIDE
        else each.narrowed(DrugWord.NOT_DUE, reason)
        for each in proposal.drugs
    )
    return replace(proposal, drugs=drugs, until=proposal.due_on)


def _withheld(course: Course, proposal: SystemicProposal) -> SystemicProposal:
    """What people hold back stays held until it is given again or the day they named."""
    for held in withheld_now(course):
        until = held.payload.until
        if until is None or course.today < until:
            text = f"held back: {held.payload.cause.value}"
            reason = Reason(text, "R-systemic-withheld", (held.id,))
            proposal = replace(_all(proposal, DrugWord.HOLD, reason), until=until)
    return proposal


def _put_off(
    course: Course, proposal: SystemicProposal, *, is_signed: Decimal | None
) -> SystemicProposal:
    """A visit that may not go ahead is put off; after the longest delay a board decides.

    So does it when nobody put it off and it is that late, until a percent is signed.
    """
    limits = proposal.regimen.treat_if
    last = proposal.due_on + timedelta(days=int(limits.longest_delay_days))
    until = _next_try(course, proposal)
    is_late = proposal.is_given and course.today > last and is_signed is None
    if proposal.word is DrugWord.DELAY and until <= last:
        return replace(proposal, until=until)
    if proposal.word is not DrugWord.DELAY and not is_late:
        return proposal
    text = f"later than {last}: the tumour board decides how systemic treatment goes on"
    reason = Reason(text, "R-systemic-delay")
    found = _all(proposal, DrugWord.SIGNED_DECISION, reason)
    return replace(found, alerts=(*proposal.alerts, Alert(text, reason.rule)))


def _next_try(course: Course, proposal: SystemicProposal) -> date:
    """The next day, counted from the day that was due, on which the visit is looked at again."""
    step = int(proposal.regimen.treat_if.delay_days)
    late = (course.today - proposal.due_on).days
    return proposal.due_on + timedelta(days=step * (max(late, 0) // step + 1))


def _all(proposal: SystemicProposal, word: DrugWord, reason: Reason) -> SystemicProposal:
    """Every drug under a stricter word."""
    drugs: tuple[DrugProposal, ...] = tuple(d.narrowed(word, reason) for d in proposal.drugs)
    return replace(proposal, drugs=drugs)
