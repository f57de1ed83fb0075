"""What lowers one drug: earlier toxicity, organ function, genotype. The lowest dose counts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from hepatica.core.chart.systemic_words import Drug
from hepatica.core.frozen import frozen
from hepatica.core.quantities import HUNDRED, Unknown, twelve_digits
from hepatica.core.systemic.drugs import DrugTable, OrganRow
from hepatica.core.systemic.patient import Bilirubin, Clearance, Lowered, SystemicPatient
from hepatica.core.systemic.proposal import Reason
from hepatica.core.systemic.regimen import DrugDose, Regimen
from hepatica.core.systemic.words import DrugWord, Effect, Organ, OrganEffect

HEPATIC = "R-hepatic-function"
RENAL = "R-renal-function"
_WORDS = {Effect.OMIT: DrugWord.OMIT, Effect.STOP: DrugWord.STOP}


@frozen
class DoseStep:
    """One reason to give less: a lower dose in the unit of the row, or a word without a dose."""

    reason: Reason
    dose: Decimal | None = None
    word: DrugWord = DrugWord.REDUCE
    level: int = 0


def dose_steps(
    rules: Regimen, table: DrugTable, row: DrugDose, patient: SystemicPatient
) -> Iterator[DoseStep]:
    """Everything that speaks against the full dose of `row`."""
    yield from _by_history(rules, row, patient)
    yield from _by_bilirubin(rules, table, row, patient.bilirubin)
    yield from _by_clearance(rules, table, row, patient.clearance)
    yield from _by_genotype(rules, table, row, patient)


def _by_history(rules: Regimen, row: DrugDose, patient: SystemicPatient) -> Iterator[DoseStep]:
    lowered = patient.lowered_of(row.drug, row.form)
    signed = patient.signed_for(row.drug, row.form)
    reason = Reason("; ".join(lowered.reasons), "R-systemic-level", lowered.entries)
    if lowered.effect is not None and lowered.effect is not Effect.LOWER:
        yield DoseStep(reason, word=_WORDS[lowered.effect])
    elif signed is not None and row.dose is not None:
        text = f"{twelve_digits(signed)} % of the full dose signed"
        yield DoseStep(Reason(text, "R-systemic-dose"), row.dose * signed / HUNDRED)
    else:
        yield from _unsigned(rules, row, lowered, reason)


def _unsigned(
    rules: Regimen, row: DrugDose, lowered: Lowered, reason: Reason
) -> Iterator[DoseStep]:
    """Published levels, what people must decide, and the dose given last."""
    if lowered.levels:
        yield _level(rules, row, lowered.levels, reason)
    for text in lowered.asks:
        asked = Reason(f"{text}: this regimen states no lower dose", "R-systemic-level")
        yield DoseStep(asked, word=DrugWord.SIGNED_DECISION)
    if isinstance(lowered.last_dose, Unknown):
        yield _unknown(lowered.last_dose, "R-systemic-dose")
    elif lowered.last_dose is not None:
        text = "not above the dose given last unless signed"
        yield DoseStep(Reason(text, "R-systemic-dose"), lowered.last_dose)


def _level(rules: Regimen, row: DrugDose, steps: int, reason: Reason) -> DoseStep:
    """So many published steps down; below the last of them people decide."""
    levels = rules.levels_of(row)
    if steps > len(levels):
        text = f"{reason.text}: no dose is published that far down"
        return DoseStep(Reason(text, reason.rule, reason.entries), word=DrugWord.SIGNED_DECISION)
    return DoseStep(reason, levels[steps - 1], level=steps)


def _by_bilirubin(
    rules: Regimen, table: DrugTable, row: DrugDose, found: Bilirubin | Unknown
) -> Iterator[DoseStep]:
    rows = table.organ_rows(row.drug, Organ.BILIRUBIN)
    if rows and isinstance(found, Unknown):
        yield _unknown(found, HEPATIC)
    elif not isinstance(found, Unknown):
        measured = f"bilirubin {twelve_digits(found.value)} {found.unit}"
        for each in rows:
            if each.applies(found.value, found.upper_limit):
                limit = f"{each.bound.value} {twelve_digits(each.limit)} x upper limit"
                yield _organ(rules, row, each, f"{measured} is {limit}", HEPATIC)


def _by_clearance(
    rules: Regimen, table: DrugTable, row: DrugDose, found: Clearance | Unknown
) -> Iterator[DoseStep]:
    rows = table.organ_rows(row.drug, Organ.CLEARANCE)
    if rows and isinstance(found, Unknown):
        yield _unknown(found, RENAL)
    elif not isinstance(found, Unknown):
        for each in rows:
            if each.applies(found.ml_per_min) and found.is_lowest:
                limit = f"{each.bound.value} {twelve_digits(each.limit)} mL/min"
                text = f"creatinine clearance may be {limit}"
                yield _unknown(Unknown(f"sex and age: {text}"), RENAL)
            elif each.applies(found.ml_per_min):
                measured = f"creatinine clearance {found.ml_per_min:.1f} mL/min"
                limit = f"{each.bound.value} {twelve_digits(each.limit)}"
                yield _organ(rules, row, each, f"{measured} is {limit}", RENAL)


def _by_genotype(
    rules: Regimen, table: DrugTable, row: DrugDose, patient: SystemicPatient
) -> Iterator[DoseStep]:
    """The first dose holds until a percent is signed; what is avoided stays so."""
    is_titrated = patient.is_titrated and patient.had(row.drug, row.form)
    is_later = is_titrated or patient.signed_for(row.drug, row.form) is not None
    for dpyd in table.dpyd:
        if is_later and dpyd.effect is not OrganEffect.AVOID:
            continue
        if dpyd.drug is row.drug and dpyd.activity == patient.dpyd_activity:
            text = f"DPYD activity {twelve_digits(dpyd.activity)}"
            yield from _effect(rules, row, dpyd.effect, dpyd.value, text, "R-genotype")
    for gene in table.ugt1a1:
        if is_later and gene.effect is not OrganEffect.AVOID:
            continue
        if gene.drug is row.drug and gene.result is patient.ugt1a1:
            text = f"UGT1A1 {gene.result.value}"
            yield from _effect(rules, row, gene.effect, gene.value, text, "R-genotype")


def _organ(rules: Regimen, row: DrugDose, organ: OrganRow, text: str, rule: str) -> DoseStep:
    return next(iter(_effect(rules, row, organ.effect, organ.value, text, rule)))


def _effect(
    rules: Regimen,
    row: DrugDose,
    effect: OrganEffect,
    value: Decimal | None,
    text: str,
    rule: str,
) -> Iterator[DoseStep]:
    if effect is OrganEffect.AVOID or value is None or row.dose is None:
        yield DoseStep(Reason(f"{text}: avoided", rule), word=DrugWord.AVOID)
        return
    levels = rules.levels_of(row)
    if effect is OrganEffect.LOWER and levels:
        yield DoseStep(Reason(f"{text}: one level lower", rule), levels[0], level=1)
    elif effect is OrganEffect.CAP:
        reason = Reason(f"{text}: at most {twelve_digits(value)} {row.unit.value}", rule)
        yield DoseStep(reason, min(row.dose, value))
    else:
        reason = Reason(f"{text}: {twelve_digits(value)} % of the full dose", rule)
        yield DoseStep(reason, row.dose * value / HUNDRED)


def _unknown(missing: Unknown, rule: str) -> DoseStep:
    reason = Reason(f"missing: {missing.needs}", rule)
    return DoseStep(reason, word=DrugWord.CANNOT_DECIDE)


def is_dpyd_drug(table: DrugTable, drug: Drug) -> bool:
    """Whether the DPYD activity decides about the first dose of a drug."""
    return any(row.drug is drug for row in table.dpyd)
