"""The MELD scores of end-stage liver disease: MELD, MELD-Na and MELD 3.0."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from hepatica.core.chart.words import Sex
from hepatica.core.frozen import frozen
from hepatica.core.quantities import round_half_up

_ONE = Decimal(1)
_LOWEST, _HIGHEST = Decimal(6), Decimal(40)
_LEAST_SODIUM, _MOST_SODIUM = Decimal(125), Decimal(137)
_LEAST_ALBUMIN, _MOST_ALBUMIN = Decimal("1.5"), Decimal("3.5")
_MOST_CREATININE = Decimal(4)
_MOST_CREATININE_3 = Decimal(3)
_SODIUM_COUNTS_ABOVE = Decimal(11)


class Dialysis(StrEnum):
    """Twice or more, or 24 hours of continuous veno-venous haemodialysis, in the last week."""

    YES = "Y"
    NO = "N"


@frozen
class MeldLabs:
    """What all three scores ask for: bilirubin and creatinine in mg/dL, INR, dialysis."""

    bilirubin_mg_per_dl: Decimal
    inr: Decimal
    creatinine_mg_per_dl: Decimal
    dialysis: Dialysis


def compute_meld(labs: MeldLabs) -> Decimal:
    """MELD, a whole number from 6 to 40.

    3.78 ln(bilirubin) + 11.2 ln(INR) + 9.57 ln(creatinine) + 6.43, each value at least 1,
    creatinine at most 4, and 4 on dialysis. OPTN writes the same in tenths, rounds to one decimal
    and multiplies by ten: the score is rounded to a whole number before anything else.

    Source: OPTN policy 9.1.D as of January 2016; Kamath and others, Hepatology 2001; 33: 464.
    From 12 years of age, which is not asked for.
    """
    return _within_scale(_initial_score(labs))


def compute_meld_na(labs: MeldLabs, *, sodium_mmol_per_l: Decimal) -> Decimal:
    """MELD-Na, a whole number from 6 to 40.

    Where MELD is above 11: MELD + 1.32 x (137 - Na) - 0.033 x MELD x (137 - Na), sodium held
    within 125 to 137 mmol/L; else MELD.

    Source: OPTN policy 9.1.D as of January 2016, in force until July 2023.
    """
    initial = _initial_score(labs)
    if initial <= _SODIUM_COUNTS_ABOVE:
        return _within_scale(initial)
    below = _sodium_below(sodium_mmol_per_l)
    score = initial + Decimal("1.32") * below - Decimal("0.033") * initial * below
    return _within_scale(score)


def compute_meld_3(
    labs: MeldLabs, *, sodium_mmol_per_l: Decimal, albumin_g_per_dl: Decimal, sex: Sex
) -> Decimal:
    """MELD 3.0, a whole number from 6 to 40.

    1.33 for women + 4.56 ln(bilirubin) + 0.82 (137 - Na) - 0.24 (137 - Na) ln(bilirubin)
    + 9.09 ln(INR) + 11.14 ln(creatinine) + 1.85 (3.5 - albumin)
    - 1.83 (3.5 - albumin) ln(creatinine) + 6. Bilirubin, INR and creatinine at least 1,
    creatinine at most 3, and 3 on dialysis; sodium within 125 to 137 mmol/L, albumin within
    1.5 to 3.5 g/dL.

    Source: Kim and others, Gastroenterology 2021; 161: 1887; the highest score is that of OPTN
    policy 9.1.D as of July 2023. For adults: in candidates of 12 to 17 years OPTN adds the 1.33
    whatever the sex.
    """
    ln_bilirubin = _floored(labs.bilirubin_mg_per_dl).ln()
    ln_creatinine = _creatinine(labs, highest=_MOST_CREATININE_3).ln()
    sodium_below = _sodium_below(sodium_mmol_per_l)
    albumin_below = _MOST_ALBUMIN - min(max(albumin_g_per_dl, _LEAST_ALBUMIN), _MOST_ALBUMIN)
    score = (
        (Decimal("1.33") if sex is Sex.FEMALE else Decimal(0))
        + Decimal("4.56") * ln_bilirubin
        + Decimal("0.82") * sodium_below
        - Decimal("0.24") * sodium_below * ln_bilirubin
        + Decimal("9.09") * _floored(labs.inr).ln()
        + Decimal("11.14") * ln_creatinine
        + Decimal("1.85") * albumin_below
        - Decimal("1.83") * albumin_below * ln_creatinine
        + 6
    )
    return _within_scale(score)


def _initial_score(labs: MeldLabs) -> Decimal:
    """MELD(i), rounded to a whole number, not yet held within the scale."""
    score = (
        Decimal("3.78") * _floored(labs.bilirubin_mg_per_dl).ln()
        + Decimal("11.2") * _floored(labs.inr).ln()
        + Decimal("9.57") * _creatinine(labs, highest=_MOST_CREATININE).ln()
        + Decimal("6.43")
    )
    return round_half_up(score, step=_ONE)


def _floored(value: Decimal) -> Decimal:
    """A value below 1 counts as 1, so that no logarithm is negative."""
    return max(value, _ONE)


def _creatinine(labs: MeldLabs, *, highest: Decimal) -> Decimal:
    if labs.dialysis is Dialysis.YES:
        return highest
    return min(_floored(labs.creatinine_mg_per_dl), highest)


def _sodium_below(sodium_mmol_per_l: Decimal) -> Decimal:
    """How far sodium, held within its bounds, lies below 137 mmol/L."""
    return _MOST_SODIUM - min(max(sodium_mmol_per_l, _LEAST_SODIUM), _MOST_SODIUM)


def _within_scale(score: Decimal) -> Decimal:
    return min(max(round_half_up(score, step=_ONE), _LOWEST), _HIGHEST)
