"""Kidney function of adults from serum creatinine, and its category."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from hepatica.core.chart.words import Sex

_FROM_AGE = Decimal(140)
_DIVISOR = Decimal(72)
_CLEARANCE_BY_SEX = {Sex.MALE: Decimal(1), Sex.FEMALE: Decimal("0.85")}

_RATE = Decimal(142)
_EACH_YEAR = Decimal("0.9938")
_ABOVE_TURN = Decimal("-1.200")
_RATE_BY_SEX = {Sex.MALE: Decimal(1), Sex.FEMALE: Decimal("1.012")}
# Where the slope turns (mg/dL), and the power below it.
_TURN = {Sex.MALE: Decimal("0.9"), Sex.FEMALE: Decimal("0.7")}
_BELOW_TURN = {Sex.MALE: Decimal("-0.302"), Sex.FEMALE: Decimal("-0.241")}


class FiltrationCategory(StrEnum):
    """KDIGO category of the filtration rate, mL/min/1.73m2; each begins at its lower end."""

    G1 = "G1"  # 90 and more
    G2 = "G2"  # 60 to below 90
    G3A = "G3a"  # 45 to below 60
    G3B = "G3b"  # 30 to below 45
    G4 = "G4"  # 15 to below 30
    G5 = "G5"  # below 15


_BEGINS_AT = (
    (Decimal(90), FiltrationCategory.G1),
    (Decimal(60), FiltrationCategory.G2),
    (Decimal(45), FiltrationCategory.G3A),
    (Decimal(30), FiltrationCategory.G3B),
    (Decimal(15), FiltrationCategory.G4),
)


def compute_creatinine_clearance(
    *, sex: Sex, age_years: Decimal, weight_kg: Decimal, creatinine_mg_per_dl: Decimal
) -> Decimal:
    """Creatinine clearance after Cockcroft and Gault, mL/min, not rounded.

    (140 - years) x kg / (72 x mg/dL), for women x 0.85. The weight is used as given.

    Source: Cockcroft and Gault, Nephron 1976; 16: 31, from 249 people of 18 to 92 years at steady
    creatinine, nearly all men; the factor for women is the authors' proposal.
    """
    of_a_man = (_FROM_AGE - age_years) * weight_kg / (_DIVISOR * creatinine_mg_per_dl)
    return of_a_man * _CLEARANCE_BY_SEX[sex]


def compute_filtration_rate(
    *, sex: Sex, age_years: Decimal, creatinine_mg_per_dl: Decimal
) -> Decimal:
    """Estimated filtration rate, CKD-EPI creatinine equation of 2021, mL/min/1.73m2, not rounded.

    142 x min(mg/dL / k, 1)^a x max(mg/dL / k, 1)^-1.200 x 0.9938^years, for women x 1.012;
    k 0.9 and a -0.302 for men, k 0.7 and a -0.241 for women.

    Source: Inker and others, N Engl J Med 2021; 385: 1737. For adults, with creatinine measured
    by a method traceable to isotope dilution mass spectrometry.
    """
    ratio = creatinine_mg_per_dl / _TURN[sex]
    power = _BELOW_TURN[sex] if ratio < 1 else _ABOVE_TURN
    return _RATE * ratio**power * _EACH_YEAR**age_years * _RATE_BY_SEX[sex]


def grade_filtration_rate(rate: Decimal) -> FiltrationCategory:
    """The KDIGO category of an unrounded rate in mL/min/1.73m2.

    Source: KDIGO 2012 and 2024 guideline for chronic kidney disease. The category is of the rate
    alone: chronic kidney disease needs three months, and in G1 and G2 other signs.
    """
    found = (category for begins, category in _BEGINS_AT if rate >= begins)
    return next(found, FiltrationCategory.G5)
