"""The albumin-bilirubin (ALBI) score of liver function."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

_PER_LOG_BILIRUBIN = Decimal("0.66")
_PER_ALBUMIN = Decimal("0.085")
# The factor of the accepted units of bilirubin (library/units.yaml), and decilitres in a litre.
_UMOL_PER_L_IN_MG_PER_DL = Decimal("17.104")
_G_PER_L_IN_G_PER_DL = 10
_HIGHEST_GRADE_1 = Decimal("-2.60")
_HIGHEST_GRADE_2 = Decimal("-1.39")


class AlbiGrade(StrEnum):
    """Grade of an ALBI score; 1 is the best function."""

    ONE = "1"  # -2.60 and less
    TWO = "2"  # above -2.60, at most -1.39
    THREE = "3"  # above -1.39


def compute_albi(*, bilirubin_mg_per_dl: Decimal, albumin_g_per_dl: Decimal) -> Decimal:
    """0.66 x log10(bilirubin in µmol/L) - 0.085 x albumin in g/L, without unit, not rounded.

    Source: Johnson and others, J Clin Oncol 2015; 33: 550, in hepatocellular carcinoma.
    """
    bilirubin_umol_per_l = bilirubin_mg_per_dl * _UMOL_PER_L_IN_MG_PER_DL
    albumin_g_per_l = albumin_g_per_dl * _G_PER_L_IN_G_PER_DL
    return _PER_LOG_BILIRUBIN * bilirubin_umol_per_l.log10() - _PER_ALBUMIN * albumin_g_per_l


def grade_albi(score: Decimal) -> AlbiGrade:
    """The grade of an unrounded score: 1 to -2.60, 2 to -1.39, both included; 3 above."""
    if score <= _HIGHEST_GRADE_1:
        return AlbiGrade.ONE
    return AlbiGrade.TWO if score <= _HIGHEST_GRADE_2 else AlbiGrade.THREE
