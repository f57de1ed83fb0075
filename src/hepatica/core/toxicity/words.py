"""The words of a table of grades; `grading.py` has one function for each."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Bound(StrEnum):
    """On which side of its number a grade begins, and whether the number belongs to it."""

    ABOVE = "above"  # the number itself is the grade before
    AT_LEAST = "at-least"  # the number itself is this grade
    BELOW = "below"  # the number itself is the grade before


class Basis(StrEnum):
    """What the numbers of a row are multiples of, or what they are."""

    ULN = "uln"  # multiples of the upper limit of normal
    LLN = "lln"  # multiples of the lower limit of normal
    BASELINE = "baseline"  # multiples of the value before therapy
    FALL = "fall"  # percent by which the value lies below the baseline
    AMOUNT = "amount"  # amounts in the unit of the row


class When(StrEnum):
    """Whom a row is for."""

    ALWAYS = "always"
    BASELINE_NORMAL = "baseline-normal"
    BASELINE_ABNORMAL = "baseline-abnormal"
    ASYMPTOMATIC = "asymptomatic"
    SYMPTOMATIC = "symptomatic"
    NO_ANTICOAGULATION = "no-anticoagulation"
    ON_ANTICOAGULATION = "on-anticoagulation"


class PrintedUnit(StrEnum):
    """The units in which a table of grades prints amounts."""

    GRAMS_PER_DECILITRE = "g/dL"
    GRAMS_PER_LITRE = "g/L"
    MILLIGRAMS_PER_DECILITRE = "mg/dL"
    MILLIMOLES_PER_LITRE = "mmol/L"
    BILLIONS_PER_LITRE = "10*9/L"
    RATIO = "1"


class Measured(StrEnum):
    """What a term is measured as: a quantity of units.yaml, whose units its values may have."""

    ENZYME = "enzyme"
    BILIRUBIN = "bilirubin"
    CREATININE = "creatinine"
    HAEMOGLOBIN = "haemoglobin"
    COUNT = "count"
    INR = "inr"
    CLOTTING_TIME = "clotting-time"
    FIBRINOGEN = "fibrinogen"
    ALBUMIN = "albumin"
    ION = "ion"
    CALCIUM = "calcium"
    MAGNESIUM = "magnesium"
    GLUCOSE = "glucose"


class Threshold(NamedTuple):
    """One cell of a table of grades: "above 3"."""

    bound: Bound
    number: Decimal
