"""The closed sets of words of regimens and drugs."""

from __future__ import annotations

from enum import StrEnum


class Standing(StrEnum):
    """What a regimen is to a pump programme."""

    STANDARD = "standard"  # a regimen of its own, published without a pump
    PARTNER = "partner"  # published beside FUDR by a pump
    READING_ONLY = "reading-only"  # another route than a pump, or a result alone: never proposed


class DoseUnit(StrEnum):
    """What the dose of a drug is counted by."""

    MG_PER_M2 = "mg/m2"
    MG_PER_M2_TWICE_A_DAY = "mg/m2-twice-a-day"
    MG_PER_KG = "mg/kg"
    MG = "mg"


BY_SURFACE = (DoseUnit.MG_PER_M2, DoseUnit.MG_PER_M2_TWICE_A_DAY)


class Effect(StrEnum):
    """What a toxicity does to a drug, mildest first."""

    LOWER = "lower"  # one dose level
    OMIT = "omit"  # left out from now on, the others go on
    STOP = "stop"  # never again


class OrganEffect(StrEnum):
    """What a poor organ function or a genotype does to a drug."""

    PERCENT = "percent"  # of the full dose
    CAP = "cap"  # at most this dose
    LOWER = "lower"  # one dose level; without levels the percent beside it
    AVOID = "avoid"


class Bound(StrEnum):
    """On which side of its limit a row applies."""

    ABOVE = "above"
    BELOW = "below"
    AT_MOST = "at-most"


class Organ(StrEnum):
    """What is measured."""

    BILIRUBIN = "bilirubin-times-upper-limit"
    CLEARANCE = "creatinine-clearance-ml-per-min"


class Amounts(StrEnum):
    """How an amount is drawn up. FUDR is never rounded this way."""

    EXACT = "exact"
    NEAREST_VIAL = "nearest-vial"  # whole vials or tablets, where they are near enough


class EmeticRisk(StrEnum):
    """How often the drug makes people vomit without a premedication."""

    MINIMAL = "minimal"
    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


class TissueRisk(StrEnum):
    """What the drug does outside the vein."""

    NEUTRAL = "neutral"
    IRRITANT = "irritant"
    VESICANT = "vesicant"
    NOT_INJECTED = "not-injected"


class Premedication(StrEnum):
    """What is given before; the products are the site's."""

    NONE = "none"
    ANTIEMETIC = "antiemetic"
    ANTIEMETIC_AND_ATROPINE = "antiemetic-and-atropine"
    ANTIEMETIC_AND_HYDRATION = "antiemetic-and-hydration"
    ANTIHISTAMINE = "antihistamine"


class DrugWord(StrEnum):
    """What is proposed of one drug on one day, strictest first."""

    STOP = "stop"
    AVOID = "avoid"
    OMIT = "omit"
    SIGNED_DECISION = "signed-decision"
    HOLD = "hold"
    NOT_DUE = "not-due"  # as of FUDR (behaviour E-a): also where tests are missing or too low
    DELAY = "delay"
    CANNOT_DECIDE = "cannot-decide"
    REDUCE = "reduce"
    GIVE = "give"

    @property
    def is_given(self) -> bool:
        """Whether a dose goes with it."""
        return self in (DrugWord.GIVE, DrugWord.REDUCE)
