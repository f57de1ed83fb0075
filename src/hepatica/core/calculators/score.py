"""Body and organ scores of one adult, within the domain of each formula (clinical facts 5.4)."""

from __future__ import annotations

from decimal import Decimal

from hepatica.core.body.albi import compute_albi, grade_albi
from hepatica.core.body.child_pugh import (
    Ascites,
    Encephalopathy,
    compute_child_pugh,
    grade_child_pugh,
)
from hepatica.core.body.kidney import (
    compute_creatinine_clearance,
    compute_filtration_rate,
    grade_filtration_rate,
)
from hepatica.core.body.meld import MeldLabs, compute_meld, compute_meld_3, compute_meld_na
from hepatica.core.body.surface import SurfaceFormula, compute_surface
from hepatica.core.body.weight import compute_adjusted_weight, compute_ideal_weight
from hepatica.core.calculators.refusal import (
    Cause,
    Refusal,
    refuse_not_above_zero,
    refuse_outside_domain,
)
from hepatica.core.chart.words import Sex
from hepatica.core.frozen import frozen
from hepatica.core.quantities import clinical_arithmetic, twelve_digits

POINTS = "points"


@frozen
class ScoreResult:
    """A value, its unit (empty for a pure number), and its class or grade where it has one."""

    value: Decimal
    unit: str
    class_: str = ""


@frozen
class SurfaceCase:
    """Whose body surface area, and by which formula."""

    height_cm: Decimal
    weight_kg: Decimal
    formula: SurfaceFormula


@frozen
class IdealWeightCase:
    """Whose ideal weight."""

    sex: Sex
    height_cm: Decimal


@frozen
class AdjustedWeightCase:
    """Whose adjusted weight; the weight is the measured one."""

    sex: Sex
    height_cm: Decimal
    weight_kg: Decimal


@frozen
class ClearanceCase:
    """Whose creatinine clearance; the weight is used as given."""

    sex: Sex
    age_years: Decimal
    weight_kg: Decimal
    creatinine_mg_per_dl: Decimal


@frozen
class FiltrationCase:
    """Whose filtration rate."""

    sex: Sex
    age_years: Decimal
    creatinine_mg_per_dl: Decimal


@frozen
class ChildPughCase:
    """The five findings of the Child-Pugh score."""

    bilirubin_mg_per_dl: Decimal
    albumin_g_per_dl: Decimal
    inr: Decimal
    ascites: Ascites
    encephalopathy: Encephalopathy


@frozen
class MeldNaCase:
    """What MELD-Na asks for."""

    labs: MeldLabs
    sodium_mmol_per_l: Decimal


@frozen
class Meld3Case:
    """What MELD 3.0 asks for."""

    labs: MeldLabs
    sodium_mmol_per_l: Decimal
    albumin_g_per_dl: Decimal
    sex: Sex


@frozen
class AlbiCase:
    """The two values of the ALBI score."""

    bilirubin_mg_per_dl: Decimal
    albumin_g_per_dl: Decimal


def calculate_surface(case: SurfaceCase) -> ScoreResult | Refusal:
    """Body surface area, m2."""
    with clinical_arithmetic():
        refusal = _refuse(height_cm=case.height_cm, weight_kg=case.weight_kg)
        if refusal:
            return refusal
        area = compute_surface(
            formula=case.formula, height_cm=case.height_cm, weight_kg=case.weight_kg
        )
        return ScoreResult(area, "m2")


def calculate_ideal_weight(case: IdealWeightCase) -> ScoreResult | Refusal:
    """Ideal weight after Devine, kg; below 60 inches the line goes on, as for a dosing weight."""
    with clinical_arithmetic():
        ideal = _ideal_weight(case.sex, case.height_cm)
        return ideal if isinstance(ideal, Refusal) else ScoreResult(ideal, "kg")


def calculate_adjusted_weight(case: AdjustedWeightCase) -> ScoreResult | Refusal:
    """Adjusted weight, kg, of a person who weighs at least the ideal weight."""
    with clinical_arithmetic():
        ideal = _ideal_weight(case.sex, case.height_cm)
        if isinstance(ideal, Refusal):
            return ideal
        refusal = _refuse(weight_kg=case.weight_kg) or _refuse_below(ideal, case.weight_kg)
        if refusal:
            return refusal
        adjusted = compute_adjusted_weight(ideal_weight_kg=ideal, weight_kg=case.weight_kg)
        return ScoreResult(adjusted, "kg")


def calculate_creatinine_clearance(case: ClearanceCase) -> ScoreResult | Refusal:
    """Creatinine clearance after Cockcroft and Gault, mL/min."""
    with clinical_arithmetic():
        refusal = _refuse(
            age_years=case.age_years,
            weight_kg=case.weight_kg,
            creatinine_mg_per_dl=case.creatinine_mg_per_dl,
        )
        if refusal:
            return refusal
        clearance = compute_creatinine_clearance(
            sex=case.sex,
            age_years=case.age_years,
            weight_kg=case.weight_kg,
            creatinine_mg_per_dl=case.creatinine_mg_per_dl,
        )
        return ScoreResult(clearance, "mL/min")


def calculate_filtration_rate(case: FiltrationCase) -> ScoreResult | Refusal:
    """Estimated filtration rate (CKD-EPI 2021), mL/min/1.73m2, and its KDIGO category."""
    with clinical_arithmetic():
        refusal = _refuse(age_years=case.age_years, creatinine_mg_per_dl=case.creatinine_mg_per_dl)
        if refusal:
            return refusal
        rate = compute_filtration_rate(
            sex=case.sex,
            age_years=case.age_years,
            creatinine_mg_per_dl=case.creatinine_mg_per_dl,
        )
        return ScoreResult(rate, "mL/min/1.73m2", grade_filtration_rate(rate))


def calculate_child_pugh(case: ChildPughCase) -> ScoreResult | Refusal:
    """Child-Pugh points and class."""
    with clinical_arithmetic():
        refusal = _refuse(
            bilirubin_mg_per_dl=case.bilirubin_mg_per_dl,
            albumin_g_per_dl=case.albumin_g_per_dl,
            inr=case.inr,
        )
        if refusal:
            return refusal
        points = compute_child_pugh(
            bilirubin_mg_per_dl=case.bilirubin_mg_per_dl,
            albumin_g_per_dl=case.albumin_g_per_dl,
            inr=case.inr,
            ascites=case.ascites,
            encephalopathy=case.encephalopathy,
        )
        return ScoreResult(Decimal(points), POINTS, grade_child_pugh(points))


def calculate_meld(labs: MeldLabs) -> ScoreResult | Refusal:
    """MELD, in points."""
    with clinical_arithmetic():
        return _refuse_labs(labs) or ScoreResult(compute_meld(labs), POINTS)


def calculate_meld_na(case: MeldNaCase) -> ScoreResult | Refusal:
    """MELD-Na, in points."""
    with clinical_arithmetic():
        refusal = _refuse_labs(case.labs) or _refuse(sodium_mmol_per_l=case.sodium_mmol_per_l)
        if refusal:
            return refusal
        score = compute_meld_na(case.labs, sodium_mmol_per_l=case.sodium_mmol_per_l)
        return ScoreResult(score, POINTS)


def calculate_meld_3(case: Meld3Case) -> ScoreResult | Refusal:
    """MELD 3.0, in points."""
    with clinical_arithmetic():
        refusal = _refuse_labs(case.labs) or _refuse(
            sodium_mmol_per_l=case.sodium_mmol_per_l, albumin_g_per_dl=case.albumin_g_per_dl
        )
        if refusal:
            return refusal
        score = compute_meld_3(
            case.labs,
            sodium_mmol_per_l=case.sodium_mmol_per_l,
            albumin_g_per_dl=case.albumin_g_per_dl,
            sex=case.sex,
        )
        return ScoreResult(score, POINTS)


def calculate_albi(case: AlbiCase) -> ScoreResult | Refusal:
    """ALBI score, a pure number, and its grade."""
    with clinical_arithmetic():
        refusal = _refuse(
            bilirubin_mg_per_dl=case.bilirubin_mg_per_dl, albumin_g_per_dl=case.albumin_g_per_dl
        )
        if refusal:
            return refusal
        score = compute_albi(
            bilirubin_mg_per_dl=case.bilirubin_mg_per_dl, albumin_g_per_dl=case.albumin_g_per_dl
        )
        return ScoreResult(score, "", grade_albi(score))


def _refuse(**values: Decimal) -> Refusal | None:
    return refuse_not_above_zero(**values) or refuse_outside_domain(**values)


def _refuse_labs(labs: MeldLabs) -> Refusal | None:
    return _refuse(
        bilirubin_mg_per_dl=labs.bilirubin_mg_per_dl,
        inr=labs.inr,
        creatinine_mg_per_dl=labs.creatinine_mg_per_dl,
    )


def _ideal_weight(sex: Sex, height_cm: Decimal) -> Decimal | Refusal:
    refusal = _refuse(height_cm=height_cm)
    if refusal:
        return refusal
    ideal = compute_ideal_weight(sex=sex, height_cm=height_cm)
    if ideal > 0:
        return ideal
    expected = "a height that gives an ideal weight above 0 kg"
    return Refusal(Cause.NO_USABLE_RESULT, "height_cm", f"{height_cm:f}", expected)


def _refuse_below(ideal_kg: Decimal, weight_kg: Decimal) -> Refusal | None:
    """Below the ideal weight the adjusted one would lie above the measured."""
    if weight_kg >= ideal_kg:
        return None
    expected = f"at least the ideal weight, {twelve_digits(ideal_kg)} kg"
    return Refusal(Cause.OUTSIDE_DOMAIN, "weight_kg", f"{weight_kg:f}", expected)
