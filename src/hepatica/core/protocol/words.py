"""Every word a protocol file may use beside the chart's own words.

A word is a member of one of these enums; each has one place in the code that acts on it.
"""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """Whether a protocol may be ordered from."""

    CURRENT = "current"
    HISTORIC = "historic"


class WeightPolicy(StrEnum):
    """Which weight the dose is multiplied by (clinical facts 1.3)."""

    ACTUAL = "actual"
    IDEAL = "ideal"
    AVG_IF_GT_125 = "avg_if_gt_125"


class Wound(StrEnum):
    """What the first dose asks of the wound."""

    CHARTED_AS_SOUND = "charted-as-sound"


class PercentOf(StrEnum):
    """What a percent in a dose table multiplies."""

    LAST_DOSE_GIVEN = "last-dose-given"
    STARTING_DOSE = "starting-dose"


class Against(StrEnum):
    """What a first-dose limit is a multiple of."""

    UPPER_LIMIT = "upper-limit"
    PRE_OPERATIVE = "pre-operative"


class ReferenceDay(StrEnum):
    """Which value the liver table divides by on the day FUDR restarts after a hold.

    Until then, and from the restart on, it is always the value of the last FUDR fill.
    """

    DAY_OF_LAST_FUDR_FILL = "day-of-last-fudr-fill"
    DAY_OF_RESTART = "day-of-restart"


class NowValue(StrEnum):
    """Which value the liver table divides."""

    HIGHER_OF_EMPTIED_DAY_AND_TODAY = "higher-of-emptied-day-and-today"


class ReEscalation(StrEnum):
    """Whether a reduced dose may rise again."""

    NEVER_AUTOMATIC = "never-automatic"


class ActBelowUln(StrEnum):
    """Whether a reduction counts although the value is within normal (behaviour D7)."""

    LITERAL = "literal"
    ABOVE_ULN_ONLY = "above-uln-only"


class EmptiedDayMissing(StrEnum):
    """What to do when the emptied-day sample is missing (behaviour D1)."""

    CANNOT_DECIDE = "cannot-decide"
    TODAY_ALONE = "today-alone"


class BandSide(StrEnum):
    """Which references a row of the liver table is for."""

    AT_MOST = "at-most"
    ABOVE = "above"


class Effect(StrEnum):
    """What a stop row does."""

    PERMANENT_STOP = "permanent-stop"
    HOLD = "hold"
    REFUSE = "refuse"
    ASK = "ask"


class Evacuate(StrEnum):
    """Whether FUDR in the pump must leave it."""

    NOW = "now"
    NO = "no"


class StopSetting(StrEnum):
    """The setting in which a stop row acts."""

    EVERY = "every"
    FUDR_ALONE = "fudr-alone"
    COMBINED = "combined"


class ActsOn(StrEnum):
    """What a stop row refuses."""

    FUDR = "fudr"
    ACCESS = "access"
    BOTH = "both"


class Refuses(StrEnum):
    """What a patient fact refuses."""

    FUDR = "fudr"
    ACCESS = "access"
    HEPARIN = "heparin"
    DEXAMETHASONE = "dexamethasone"
    PRESERVATIVE = "preservative"
    NOTHING = "nothing"


class Salt(StrEnum):
    """The salt an amount is expressed in."""

    NONE = "none"
    SODIUM = "sodium"
    SODIUM_PHOSPHATE = "sodium-phosphate"


class Preservative(StrEnum):
    """A preservative in a product."""

    NONE = "none"
    BENZYL_ALCOHOL = "benzyl-alcohol"


class RestReason(StrEnum):
    """Why a fill without FUDR goes in."""

    DWELL_OVER = "dwell-over"
    HOLD_AST_OR_ALP = "hold-ast-or-alp"
    HOLD_BILIRUBIN = "hold-bilirubin"
    STOP = "stop"
    REFUSED = "refused"
    CANNOT_DECIDE = "cannot-decide"
    NOT_DUE = "not-due"


class AfterLastCycle(StrEnum):
    """What follows the planned cycles."""

    SALINE_AND_REVIEW = "saline-and-review"


class Drive(StrEnum):
    """What moves the drug."""

    CONSTANT_FLOW = "constant-flow"


class BolusPath(StrEnum):
    """How the path past the reservoir is reached."""

    SPECIAL_BOLUS_NEEDLE = "special-bolus-needle"
