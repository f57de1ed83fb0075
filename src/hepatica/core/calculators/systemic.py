"""The first visit of a systemic regimen, from a few figures and no chart."""

from __future__ import annotations

from decimal import Decimal

from hepatica.core.body.domain import DOMAINS
from hepatica.core.body.kidney import compute_creatinine_clearance
from hepatica.core.calculators.refusal import (
    Refusal,
    refuse_negative,
    refuse_not_above_zero,
    refuse_outside_domain,
)
from hepatica.core.chart.systemic_words import GeneResult
from hepatica.core.chart.words import Sex
from hepatica.core.frozen import frozen
from hepatica.core.quantities import Unknown, clinical_arithmetic
from hepatica.core.systemic.amount import compute_bsa
from hepatica.core.systemic.decide import decide
from hepatica.core.systemic.patient import Bilirubin, Clearance, SystemicPatient
from hepatica.core.systemic.proposal import DrugProposal
from hepatica.core.systemic.regimen import SystemicRules
from hepatica.core.systemic.words import DoseUnit

_UNIT = "mg/dL"


@frozen
class SystemicCase:
    """One person on the day of the first visit; None is unknown, a genotype of None not tested."""

    height_cm: Decimal
    weight_kg: Decimal
    anc_10e9_per_l: Decimal | None
    platelets_10e9_per_l: Decimal | None
    bilirubin_mg_per_dl: Decimal | None
    creatinine_mg_per_dl: Decimal | None
    dpyd_activity: Decimal | None
    ugt1a1: GeneResult | None
    sex: Sex | None
    age_years: Decimal | None
    bilirubin_uln_mg_per_dl: Decimal


@frozen
class SystemicResult:
    """One drug; mg of one giving, empty when nothing is given. `level` 0 is the full dose."""

    drug: str
    dose_mg: Decimal | None
    level: Decimal | None
    decision: str
    reason: str


def calculate_systemic(
    case: SystemicCase, rules: SystemicRules
) -> tuple[SystemicResult, ...] | Refusal:
    """Every drug of the regimen, in the order of giving, as at its first visit.

    Without sex and age the lowest clearance they allow counts; where that would change a dose,
    nothing is decided.
    """
    with clinical_arithmetic():
        refusal = refuse_not_above_zero(
            height_cm=case.height_cm,
            weight_kg=case.weight_kg,
            bilirubin_mg_per_dl=case.bilirubin_mg_per_dl,
            creatinine_mg_per_dl=case.creatinine_mg_per_dl,
            age_years=case.age_years,
            bilirubin_uln_mg_per_dl=case.bilirubin_uln_mg_per_dl,
        )
        for name in ("anc_10e9_per_l", "platelets_10e9_per_l"):
            value: Decimal | None = getattr(case, name)
            refusal = refusal or (None if value is None else refuse_negative(name, value))
        refusal = refusal or refuse_outside_domain(**_known(case))
        if refusal:
            return refusal
        found = decide(rules, _patient(case, rules), rules.regimen.in_order)
        return tuple(map(_result, found))


def _known(case: SystemicCase) -> dict[str, Decimal]:
    """The figures of a case that have a domain, where they are known."""
    figures = {name: getattr(case, name, None) for name in DOMAINS}
    return {name: value for name, value in figures.items() if value is not None}


def _patient(case: SystemicCase, rules: SystemicRules) -> SystemicPatient:
    height, weight = case.height_cm, case.weight_kg
    return SystemicPatient(
        weight_kg=weight,
        bsa_m2=compute_bsa(rules.regimen, height_cm=height, weight_kg=weight),
        neutrophils=_or_unknown(case.anc_10e9_per_l, "anc_10e9_per_l"),
        platelets=_or_unknown(case.platelets_10e9_per_l, "platelets_10e9_per_l"),
        bilirubin=_bilirubin(case),
        clearance=_clearance(case, rules),
        dpyd_activity=case.dpyd_activity,
        ugt1a1=case.ugt1a1,
    )


def _or_unknown(value: Decimal | None, name: str) -> Decimal | Unknown:
    return Unknown(name) if value is None else value


def _bilirubin(case: SystemicCase) -> Bilirubin | Unknown:
    if case.bilirubin_mg_per_dl is None:
        return Unknown("bilirubin_mg_per_dl")
    return Bilirubin(case.bilirubin_mg_per_dl, case.bilirubin_uln_mg_per_dl, _UNIT)


def _clearance(case: SystemicCase, rules: SystemicRules) -> Clearance | Unknown:
    if case.creatinine_mg_per_dl is None:
        return Unknown("creatinine_mg_per_dl")
    is_known = case.sex is not None and case.age_years is not None
    lowest = compute_creatinine_clearance(
        sex=case.sex or Sex.FEMALE,
        age_years=rules.drugs.oldest_assumed_years if case.age_years is None else case.age_years,
        weight_kg=case.weight_kg,
        creatinine_mg_per_dl=case.creatinine_mg_per_dl,
    )
    return Clearance(lowest, is_lowest=not is_known)


def _taking(drug: DrugProposal) -> list[str]:
    """Twice a day the amount is that of each taking."""
    is_twice = drug.row.unit is DoseUnit.MG_PER_M2_TWICE_A_DAY and drug.word.is_given
    return ["each of two takings a day"] if is_twice else []


def _result(drug: DrugProposal) -> SystemicResult:
    is_given = drug.word.is_given
    return SystemicResult(
        drug=drug.row.name,
        dose_mg=drug.amount_mg,
        level=Decimal(-drug.level) if is_given else None,
        decision=drug.word.value,
        reason="; ".join([*_taking(drug), *(each.text for each in drug.reasons)]) or "full dose",
    )
