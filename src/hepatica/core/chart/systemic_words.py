"""The closed sets of words of entries about systemic treatment and its toxicity."""

from __future__ import annotations

from enum import StrEnum


class Drug(StrEnum):
    """A drug given beside the pump."""

    OXALIPLATIN = "oxaliplatin"
    IRINOTECAN = "irinotecan"
    LEUCOVORIN = "leucovorin"
    FLUOROURACIL = "fluorouracil"
    CAPECITABINE = "capecitabine"
    GEMCITABINE = "gemcitabine"
    CISPLATIN = "cisplatin"
    CETUXIMAB = "cetuximab"
    PANITUMUMAB = "panitumumab"
    BEVACIZUMAB = "bevacizumab"
    PEMBROLIZUMAB = "pembrolizumab"


class Form(StrEnum):
    """How a drug is given."""

    BOLUS = "bolus"
    INFUSION = "infusion"
    BY_MOUTH = "by-mouth"


class WithheldCause(StrEnum):
    """Why people held systemic treatment back."""

    COUNTS = "counts"
    NEUROPATHY = "neuropathy"
    DIARRHOEA = "diarrhoea"
    SEVERE_DIARRHOEA = "severe-diarrhoea"
    HEPATIC = "hepatic"
    BILIARY = "biliary"
    INFECTION = "infection"
    SEPSIS = "sepsis"
    POCKET_INFECTION = "pocket-infection"
    SURGERY = "surgery"
    WISH = "wish-of-the-patient"
    OTHER = "other"


class GeneResult(StrEnum):
    """What a UGT1A1 genotype means for irinotecan."""

    NORMAL = "normal"
    INTERMEDIATE = "intermediate"
    POOR = "poor"


class Event(StrEnum):
    """A toxicity that a clinician grades; the laboratory terms are graded by their values."""

    DIARRHOEA = "diarrhoea"
    MUCOSITIS = "mucositis"
    NEUROPATHY = "neuropathy"
    HAND_FOOT = "hand-foot"
    RASH = "rash"
    FEBRILE_NEUTROPENIA = "febrile-neutropenia"
    SEPSIS = "sepsis"
    POCKET_INFECTION = "pocket-infection"
    NAUSEA = "nausea"
    VOMITING = "vomiting"
    FATIGUE = "fatigue"
    INFUSION_REACTION = "infusion-reaction"
    HYPERTENSION = "hypertension"
    PROTEINURIA = "proteinuria"
    BLEEDING = "bleeding"
    THROMBOSIS = "thrombosis"
    PERFORATION = "perforation"
    COLITIS = "colitis"
    PNEUMONITIS = "pneumonitis"
    HEPATITIS = "hepatitis"
    OTHER = "other"


class Attribution(StrEnum):
    """What an event is put down to."""

    FUDR = "fudr"
    SYSTEMIC = "systemic"
    PUMP = "pump"
    SURGERY = "surgery"
    DISEASE = "disease"
    OTHER = "other"
    UNCLEAR = "unclear"
