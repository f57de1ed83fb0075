"""The Child-Pugh score of cirrhosis."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum


class Ascites(StrEnum):
    """Fluid in the abdomen, as the score asks for it."""

    NONE = "none"
    MILD = "mild"
    MODERATE_SEVERE = "moderate-severe"


class Encephalopathy(StrEnum):
    """Grade of encephalopathy, as the score asks for it."""

    NONE = "none"
    GRADE_1_2 = "1-2"
    GRADE_3_4 = "3-4"


class ChildPughClass(StrEnum):
    """Class of a Child-Pugh score."""

    A = "A"  # 5 and 6
    B = "B"  # 7 to 9
    C = "C"  # 10 to 15


_BILIRUBIN = (Decimal(2), Decimal(3))
_ALBUMIN = (Decimal("3.5"), Decimal("2.8"))
_INR = (Decimal("1.7"), Decimal("2.3"))
_ASCITES = {Ascites.NONE: 1, Ascites.MILD: 2, Ascites.MODERATE_SEVERE: 3}
_ENCEPHALOPATHY = {
    Encephalopathy.NONE: 1,
    Encephalopathy.GRADE_1_2: 2,
    Encephalopathy.GRADE_3_4: 3,
}
_HIGHEST_A = 6
_HIGHEST_B = 9


def compute_child_pugh(
    *,
    bilirubin_mg_per_dl: Decimal,
    albumin_g_per_dl: Decimal,
    inr: Decimal,
    ascites: Ascites,
    encephalopathy: Encephalopathy,
) -> int:
    """The sum of five findings of 1 to 3 points, 5 to 15.

    Two points: bilirubin 2 to 3 mg/dL, albumin 2.8 to 3.5 g/dL, INR 1.7 to 2.3, both ends
    included; mild ascites; encephalopathy of grade 1 or 2.

    Source: Pugh and others, Br J Surg 1973; 60: 646, with the INR of later tables (clinical facts
    5.4). For cirrhosis; bilirubin has other limits in cholestatic disease, which are not used.
    """
    return (
        _points_of_high(bilirubin_mg_per_dl, _BILIRUBIN)
        + _points_of_low(albumin_g_per_dl, _ALBUMIN)
        + _points_of_high(inr, _INR)
        + _ASCITES[ascites]
        + _ENCEPHALOPATHY[encephalopathy]
    )


def grade_child_pugh(points: int) -> ChildPughClass:
    """The class of a score: A 5 and 6, B 7 to 9, C 10 to 15."""
    if points <= _HIGHEST_A:
        return ChildPughClass.A
    return ChildPughClass.B if points <= _HIGHEST_B else ChildPughClass.C


def _points_of_high(value: Decimal, two_points: tuple[Decimal, Decimal]) -> int:
    begins, ends = two_points
    return 1 + (value >= begins) + (value > ends)


def _points_of_low(value: Decimal, two_points: tuple[Decimal, Decimal]) -> int:
    begins, ends = two_points
    return 1 + (value <= begins) + (value < ends)
