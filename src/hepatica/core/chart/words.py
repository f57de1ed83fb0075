"""The closed sets of words a chart entry may use."""

from __future__ import annotations

from enum import StrEnum


class Diagnosis(StrEnum):
    """What the liver is treated for."""

    COLORECTAL_LIVER_METASTASES = "colorectal-liver-metastases"
    INTRAHEPATIC_CHOLANGIOCARCINOMA = "intrahepatic-cholangiocarcinoma"
    PRIMARY_LIVER_CANCER = "primary-liver-cancer"


class Setting(StrEnum):
    """The aim of treatment."""

    ADJUVANT = "adjuvant"
    UNRESECTABLE = "unresectable"


class Sex(StrEnum):
    """Sex as the ideal-weight formula needs it."""

    MALE = "M"
    FEMALE = "F"


class GivenWith(StrEnum):
    """Whether a systemic drug runs beside the pump."""

    FUDR_ALONE = "fudr-alone"
    COMBINED = "combined"


class Role(StrEnum):
    """Who acts or signs."""

    PRESCRIBER = "prescriber"
    PHARMACIST = "pharmacist"
    NURSE = "nurse"
    SURGEON = "surgeon"
    RADIOLOGIST = "radiologist"
    NUCLEAR_PHYSICIAN = "nuclear-physician"
    COORDINATOR = "coordinator"
    LABORATORY = "laboratory"
    BOARD = "board"


class LabTest(StrEnum):
    """Laboratory tests, with their canonical unit in the name."""

    AST = "ast_u_per_l"
    ALT = "alt_u_per_l"
    ALP = "alp_u_per_l"
    BILIRUBIN = "bilirubin_mg_per_dl"
    WHITE_CELLS = "white_cells_10e9_per_l"
    PLATELETS = "platelets_10e9_per_l"
    NEUTROPHILS = "neutrophils_10e9_per_l"
    LYMPHOCYTES = "lymphocytes_10e9_per_l"
    HAEMOGLOBIN = "haemoglobin_g_per_dl"
    CREATININE = "creatinine_mg_per_dl"
    GGT = "ggt_u_per_l"
    LDH = "ldh_u_per_l"
    LIPASE = "lipase_u_per_l"
    AMYLASE = "amylase_u_per_l"
    CPK = "cpk_u_per_l"
    ALBUMIN = "albumin_g_per_dl"
    SODIUM = "sodium_mmol_per_l"
    POTASSIUM = "potassium_mmol_per_l"
    CALCIUM = "calcium_mmol_per_l"
    MAGNESIUM = "magnesium_mmol_per_l"
    GLUCOSE = "glucose_mg_per_dl"
    INR = "inr"
    APTT = "aptt_s"
    FIBRINOGEN = "fibrinogen_mg_per_dl"


class Vessel(StrEnum):
    """The artery the catheter lies in."""

    GASTRODUODENAL = "gastroduodenal"
    OTHER = "other"


class ScanCode(StrEnum):
    """Result of the perfusion scan (clinical facts 6.1)."""

    A = "A"  # both lobes, nothing outside the liver
    B = "B"  # part of the liver not perfused
    C = "C"  # perfusion outside the liver
    D = "D"  # leak or pocket uptake
    E = "E"  # no flow, or a hot tip only


class Procedure(StrEnum):
    """A procedure on the liver, catheter, artery or pump."""

    HEPATECTOMY = "hepatectomy"
    ABLATION_NEAR_DUCT = "ablation-near-duct"
    CATHETER_REVISION = "catheter-revision"
    ARTERY_PROCEDURE = "artery-procedure"
    EMBOLISATION = "embolisation"
    PUMP_REVISION = "pump-revision"
    POCKET_SURGERY = "pocket-surgery"
    PUMP_EXPLANT = "pump-explant"


class AccessResult(StrEnum):
    """What came of putting the needle in."""

    EMPTIED = "emptied"
    FAILED = "failed"


class Content(StrEnum):
    """What a fill consists of."""

    FUDR = "fudr"
    DEXAMETHASONE_REST = "dexamethasone-rest"
    HEPARINISED_SALINE = "heparinised-saline"
    GLYCERIN = "glycerin"

    @property
    def is_aqueous(self) -> bool:
        """Whether the flow measured on it tells the flow of a drug fill."""
        return self is not Content.GLYCERIN


class Product(StrEnum):
    """A drug drawn up into a fill."""

    FLOXURIDINE = "floxuridine"
    DEXAMETHASONE = "dexamethasone"
    HEPARIN = "heparin"


class Sign(StrEnum):
    """A symptom or sign reported between or at visits."""

    EPIGASTRIC_PAIN = "epigastric-pain"
    PERSISTENT_VOMITING = "persistent-vomiting"
    DIARRHOEA = "diarrhoea"
    BLACK_STOOL = "black-stool"
    HAEMATEMESIS = "haematemesis"
    HAEMORRHAGE = "haemorrhage"
    ULCER = "ulcer"
    UNEXPLAINED_WATERY_DIARRHOEA = "unexplained-watery-diarrhoea"
    SUSPECTED_MISPERFUSION = "suspected-misperfusion"
    FLOW_STOP = "flow-stop"
    CATHETER_DISLODGEMENT = "catheter-dislodgement"
    MYOCARDIAL_ISCHAEMIA = "myocardial-ischaemia"
    STOMATITIS = "stomatitis"
    POCKET_INFECTION = "pocket-infection"
    JAUNDICE = "jaundice"


class BiliaryFinding(StrEnum):
    """What imaging or endoscopy found in the bile ducts."""

    STRICTURE_SUSPECTED = "stricture-suspected"
    STRICTURE_CONFIRMED = "stricture-confirmed"
    STENT_PLACED = "stent-placed"
    CHOLANGITIS = "cholangitis"
    OBSTRUCTION = "obstruction"
    DUCTS_NORMAL = "ducts-normal"


class Fact(StrEnum):
    """A patient fact that may stop a nurse (behaviour D11)."""

    HEPARIN_INDUCED_THROMBOCYTOPENIA = "heparin-induced-thrombocytopenia"
    DEXAMETHASONE_INTOLERANCE = "dexamethasone-intolerance"
    PRESERVATIVE_INTOLERANCE = "preservative-intolerance"
    ANTICOAGULANT = "anticoagulant"
    BLEEDING = "bleeding"
    UNCONTROLLED_INFECTION = "uncontrolled-infection"
    DIABETES = "diabetes"
    HEPATITIS_B = "hepatitis-b"
    PREGNANCY_TEST = "pregnancy-test"
    CONSENT = "consent"
    WOUND = "wound"
    DPYD_ACTIVITY = "dpyd-activity"


class FactState(StrEnum):
    """What is charted of a fact; DPYD activity is charted as a number instead."""

    PRESENT = "present"
    ABSENT = "absent"
    POSITIVE = "positive"
    NEGATIVE = "negative"
    GIVEN = "given"
    WITHDRAWN = "withdrawn"
    SOUND = "sound"
    NOT_SOUND = "not-sound"


class ExposureKind(StrEnum):
    """What makes a gas-driven pump run faster for a while."""

    FEVER = "fever"
    FLIGHT = "flight"
    ALTITUDE = "altitude"


class CheckResult(StrEnum):
    """Result of checking pump and catheter."""

    OK = "ok"
    FAULT = "fault"


class Operation(StrEnum):
    """Kind of planned surgery."""

    LIVER = "liver"
    OTHER = "other"


class SignedRule(StrEnum):
    """The rule that a signed decision speaks to."""

    RESOLVED = "R-resolved"  # a symptom, sign or biliary finding has ended
    END_OF_STOP = "R-end-of-stop"  # the board ends a bilirubin stop, naming a percent
    RE_ESCALATION = "R-re-escalation"  # names a percent of the starting dose, for one fill
    DRIFT = "R-drift"  # drift from the pre-therapy value accepted
    SCAN_B = "R-scan-b"  # incomplete perfusion accepted, segment named
    WITHIN_NORMAL = "R-within-normal"  # a reduction resting on normal values is set aside
    LOW_COUNTS = "R-low-counts"  # access in spite of low platelets
    BLEEDING = "R-bleeding"  # access in spite of bleeding
    DPYD = "R-dpyd"  # FUDR in spite of low DPYD activity
    BEYOND_PLANNED = "R-beyond-planned"  # more cycles than planned
    SURGERY_INTERVAL = "R-surgery-interval"  # FUDR before planned liver surgery
    ORDER_CHANGE = "R-order-change"  # an order that no recorded factor explains
    PARTNER = "R-partner"  # a regimen that is no published partner of the pump protocol
    BEVACIZUMAB = "R-bevacizumab"  # bevacizumab beside FUDR, in spite of biliary toxicity
    BOLUS_IN_DWELL = "R-bolus-in-dwell"  # the fluorouracil bolus while FUDR is in the pump
    SYSTEMIC_AT_STOP = "R-systemic-at-stop"  # systemic treatment while the liver stops FUDR
    SYSTEMIC_DOSE = "R-systemic-dose"  # names a percent of a drug's full dose, for one visit
