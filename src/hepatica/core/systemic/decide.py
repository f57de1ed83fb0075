"""The systemic decision of one day, alone: the other arm is reconciled afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from hepatica.core.chart.systemic_words import Event
from hepatica.core.quantities import Unknown, twelve_digits
from hepatica.core.systemic.amount import compute_amount, round_amount
from hepatica.core.systemic.dose_steps import DoseStep, dose_steps, is_dpyd_drug
from hepatica.core.systemic.drugs import DrugTable
from hepatica.core.systemic.patient import Below, SystemicPatient
from hepatica.core.systemic.proposal import DrugProposal, Reason
from hepatica.core.systemic.regimen import DrugDose, Regimen, SystemicRules
from hepatica.core.systemic.words import DrugWord, Standing

DEATH = 5  # the CTCAE grade


def decide(
    rules: SystemicRules, patient: SystemicPatient, rows: Iterable[DrugDose]
) -> tuple[DrugProposal, ...]:
    """What each drug of a visit gets; every reason is kept, the strictest counts.

    Needs the clinical context to be open.
    """
    blocks = tuple(treat_if(rules.regimen, patient))
    found = (_propose(rules, row, patient) for row in rows)
    return tuple(_blocked(proposal, blocks) for proposal in found)


def treat_if(regimen: Regimen, patient: SystemicPatient) -> Iterator[tuple[DrugWord, Reason]]:
    """Whatever keeps the whole visit from going ahead."""
    limits = regimen.treat_if
    for name, least, found in (
        ("neutrophils", limits.neutrophils_at_least, patient.neutrophils),
        ("platelets", limits.platelets_at_least, patient.platelets),
    ):
        if least is None:
            continue
        wanted = f"at least {twelve_digits(least)} x10^9/L"
        if isinstance(found, Unknown):
            yield DrugWord.CANNOT_DECIDE, Reason(f"missing: {found.needs}", "R-treat-if")
        elif isinstance(found, Below) and found.limit > least:
            text = f"missing: {name}; below {twelve_digits(found.limit)} does not say enough"
            yield DrugWord.CANNOT_DECIDE, Reason(text, "R-treat-if")
        elif isinstance(found, Below) or found < least:
            measured = found.limit if isinstance(found, Below) else found
            text = f"{name} {twelve_digits(measured)}, {wanted} needed"
            yield DrugWord.DELAY, Reason(text, "R-treat-if")
    for event, grade in patient.open_events:
        if grade == DEATH:
            yield DrugWord.STOP, Reason(f"{event.value} grade 5", "R-treat-if")
        elif event is not Event.NEUROPATHY and grade > limits.events_at_most:
            text = f"{event.value} grade {grade}, at most {limits.events_at_most} allowed"
            yield DrugWord.DELAY, Reason(text, "R-treat-if")


def _blocked(proposal: DrugProposal, blocks: tuple[tuple[DrugWord, Reason], ...]) -> DrugProposal:
    for word, reason in blocks:
        proposal = proposal.narrowed(word, reason)
    return proposal


def _propose(rules: SystemicRules, row: DrugDose, patient: SystemicPatient) -> DrugProposal:
    """One drug by history, organs and genotype; the lowest dose and the strictest word count."""
    if row.dose is None or rules.regimen.standing is Standing.READING_ONLY:
        reason = Reason("the source states no dose to order from", "R-systemic-level")
        return DrugProposal(row, DrugWord.SIGNED_DECISION, reasons=(reason,))
    steps = list(dose_steps(rules.regimen, rules.drugs, row, patient))
    dose = min([row.dose, *(step.dose for step in steps if step.dose is not None)])
    proposal = _amount(rules, row, dose, steps, patient)
    for step in steps:
        if step.dose is None:
            proposal = proposal.narrowed(step.word, step.reason)
    return proposal


def _amount(
    rules: SystemicRules,
    row: DrugDose,
    dose: Decimal,
    steps: list[DoseStep],
    patient: SystemicPatient,
) -> DrugProposal:
    full = row.dose if row.dose is not None else dose
    lower = [step for step in steps if step.dose is not None and step.dose < full]
    if patient.is_first and row.loading is not None and not lower:
        dose = row.loading
    amount = compute_amount(dose, row.unit, bsa_m2=patient.bsa_m2, weight_kg=patient.weight_kg)
    if isinstance(amount, Unknown):
        reason = Reason(f"missing: {amount.needs}", "R-systemic-dose")
        return DrugProposal(row, DrugWord.CANNOT_DECIDE, reasons=(reason,))
    return DrugProposal(
        row,
        DrugWord.REDUCE if lower else DrugWord.GIVE,
        dose,
        round_amount(rules.regimen, rules.drugs.vial_of(row.drug), amount),
        amount,
        max((step.level for step in lower), default=0),
        (
            *(step.reason for step in lower),
            *_loading(row, dose),
            *_untested(rules.drugs, row, patient),
        ),
    )


def _loading(row: DrugDose, dose: Decimal) -> Iterator[Reason]:
    if row.loading is not None and dose == row.loading:
        yield Reason("a loading dose, at the first visit alone", "R-systemic-level")


def _untested(table: DrugTable, row: DrugDose, patient: SystemicPatient) -> Iterator[Reason]:
    """A genotype that nobody knows blocks nothing and is said (behaviour D12)."""
    if patient.had(row.drug, row.form):
        return
    if patient.dpyd_activity is None and is_dpyd_drug(table, row.drug):
        yield Reason("DPYD not tested", "R-genotype")
    if patient.ugt1a1 is None and any(gene.drug is row.drug for gene in table.ugt1a1):
        yield Reason("UGT1A1 not tested", "R-genotype")
