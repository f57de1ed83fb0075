"""The closed sets of words of complications, side-path injections and catheter studies."""

from __future__ import annotations

from enum import StrEnum


class ComplicationKind(StrEnum):
    """What went wrong (clinical facts 9). Each has its row in the library."""

    POCKET_SEROMA = "pocket-seroma"  # or haematoma
    POCKET_INFECTION = "pocket-infection"
    PUMP_FLIP = "pump-flip"  # or migration
    SKIN_EROSION = "skin-erosion"
    CATHETER_OCCLUSION = "catheter-occlusion"
    CATHETER_DISLODGEMENT = "catheter-dislodgement"
    CATHETER_LEAK = "catheter-leak"  # or fracture
    ARTERY_THROMBOSIS = "artery-thrombosis"  # or dissection
    ARTERY_BLEEDING = "artery-bleeding"  # or pseudoaneurysm
    EXTRAHEPATIC_PERFUSION = "extrahepatic-perfusion"
    INCOMPLETE_PERFUSION = "incomplete-perfusion"
    GASTRODUODENAL_ULCER = "gastroduodenal-ulcer"  # or gastritis
    CHEMICAL_HEPATITIS = "chemical-hepatitis"
    BILIARY_SCLEROSIS = "biliary-sclerosis"
    FLOW_FAILURE = "flow-failure"
    DRY_PUMP = "dry-pump"  # or missed refill
    POCKET_FILL = "pocket-fill"
    SYSTEMIC_MIS_BOLUS = "systemic-mis-bolus"


class ComplicationGrade(StrEnum):
    """Clavien–Dindo, mildest first."""

    I = "I"  # noqa: E741  # the numeral is its name
    II = "II"
    IIIA = "IIIa"
    IIIB = "IIIb"
    IVA = "IVa"
    IVB = "IVb"
    V = "V"


class PumpOutcome(StrEnum):
    """What became of the pump."""

    KEPT = "kept"
    SALVAGED = "salvaged"
    LOST = "lost"


class Injectate(StrEnum):
    """What was injected through the bolus path."""

    CONTRAST = "contrast"
    HEPARINISED_SALINE = "heparinised-saline"
    DYE = "dye"
    TRACER = "tracer"
    THROMBOLYTIC = "thrombolytic"
    FUDR = "fudr"  # never meant: a mistake


class BolusNeedle(StrEnum):
    """The needle that was used."""

    BOLUS_NEEDLE = "bolus-needle"
    REFILL_NEEDLE = "refill-needle"
    OTHER = "other"


class StudyResult(StrEnum):
    """What a contrast study of the catheter showed."""

    PATENT = "patent"
    OCCLUDED = "occluded"
    LEAK = "leak"
    DISLODGED = "dislodged"
    THROMBUS = "thrombus"
    EXTRAHEPATIC = "extrahepatic"


class ThrombolysisResult(StrEnum):
    """What came of dissolving a clot."""

    REOPENED = "reopened"
    NOT_REOPENED = "not-reopened"
