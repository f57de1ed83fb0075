"""What is said of a value beside its grade, and what is asked for when something is missing."""

from decimal import Decimal
from typing import Any

import pytest

from hepatica.core.calculators.grade import GradeResult, calculate_grade, find_term
from hepatica.core.calculators.refusal import Cause, Refusal
from hepatica.core.toxicity.reading import LaboratoryValue
from hepatica.core.toxicity.table import CTCAE
from hepatica.library.grades import scales_from
from hepatica.library.loader import load_rulebook
from hepatica.library.units import units_of

TABLE = load_rulebook().grading[CTCAE]
ALT = "Alanine aminotransferase increased"
LOW_WHITE = "Neutrophil count decreased"


def asked(name: str, value: str, unit: str, **known: Any) -> GradeResult | Refusal:
    """The answer to one value; numbers may be given as texts."""
    term = find_term(name, TABLE)
    assert not isinstance(term, Refusal)
    given: dict[str, Any] = {
        key: Decimal(each) if isinstance(each, str) else each for key, each in known.items()
    }
    scales = scales_from(unit, units_of(term.term.measured))
    return calculate_grade(term, LaboratoryValue(Decimal(value), unit, scales, **given))


def reason(name: str, value: str, unit: str, **known: Any) -> str:
    """The reason of a graded value, without what follows the comparison."""
    answer = asked(name, value, unit, **known)
    assert isinstance(answer, GradeResult)
    return answer.reason


@pytest.mark.parametrize(
    ("name", "value", "unit", "known", "expected"),
    [
        (ALT, "38", "U/L", {"uln": "40"}, "38 U/L is at most ULN (40 U/L); no baseline was given"),
        (ALT, "160", "U/L", {"uln": "40", "baseline": "30"},
         "160 U/L is above 3 x ULN (40 U/L) and at most 5 x; the baseline was normal"),
        (ALT, "900", "U/L", {"uln": "40", "baseline_abnormal": False},
         "900 U/L is above 20 x ULN (40 U/L); the baseline was normal"),
        (ALT, "75", "U/L", {"uln": "40", "baseline": "50"},
         "75 U/L is at least 1.5 x the baseline (50 U/L) and at most 3 x; "
         "the baseline was abnormal"),
        (ALT, "60", "U/L", {"uln": "40", "baseline": "50"},
         "60 U/L is below 1.5 x the baseline (50 U/L); the baseline was abnormal"),
        (LOW_WHITE, "1.8", "G/L", {"lln": "2.0"},
         "1.8 G/L is below LLN (2.0 G/L) and at least 1.5 10*9/L"),
        (LOW_WHITE, "400", "/uL", {}, "400 /uL is below 0.5 10*9/L"),
        ("Creatinine increased", "1.4", "mg/dL", {"uln": "1.2", "baseline": "0.7"},
         "1.4 mg/dL is above 1.5 x the baseline (0.7 mg/dL) and at most 3 x"),
        ("Creatinine increased", "1.0", "mg/dL", {"uln": "1.2", "baseline": "0.7"},
         "1.0 mg/dL is at most ULN (1.2 mg/dL) and at most 1.5 x the baseline (0.7 mg/dL)"),
        ("Creatinine increased", "3.7", "mg/dL", {"uln": "1.2"},
         "3.7 mg/dL is above 3 x ULN (1.2 mg/dL) and at most 6 x"),
        ("Creatinine increased", "1.3", "mg/dL", {"uln": "1.2"},
         "1.3 mg/dL is above ULN (1.2 mg/dL) and at most 1.5 x; no baseline was given"),
        ("Fibrinogen decreased", "150", "mg/dL", {"lln": "200", "baseline": "180"},
         "150 mg/dL is a fall from the baseline (180 mg/dL) of above 0 % and below 25 %; "
         "the baseline was abnormal"),
        ("INR increased", "1.6", "1", {"on_anticoagulation": True, "baseline": "1.2"},
         "1.6 is above the baseline (1.2) and at most 1.5 x; on anticoagulation; "
         "grade 2 can also be given for what is no number"),
        ("Lipase increased", "80", "U/L", {"uln": "60"},
         "80 U/L is above ULN (60 U/L) and at most 1.5 x"),
        ("Hypercalcemia", "3.5", "mmol/L", {},
         "3.5 mmol/L is above 3.4 mmol/L; read as total calcium corrected for albumin"),
        ("Anemia", "9.4", "g/dL", {},
         "9.4 g/dL is below 10.0 g/dL and at least 8.0 g/dL; "
         "grades 3 and 4 can also be given for what is no number"),
        ("Hypernatremia", "150", "mmol/L", {"uln": "145"},
         "150 mmol/L is above ULN (145 mmol/L) and at most 150 mmol/L; "
         "grades 2, 3 and 4 can also be given for what is no number"),
    ],
)  # fmt: skip
def test_reason(name: str, value: str, unit: str, known: dict[str, Any], expected: str) -> None:
    """Between which thresholds the value lies, for whom, and what no number can say."""
    assert expected == reason(name, value, unit, **known)


@pytest.mark.parametrize(
    ("name", "value", "unit", "known", "missing"),
    [
        (ALT, "160", "U/L", {}, "uln; without, the grade is between 0 and 4"),
        (ALT, "160", "U/L", {"uln": "40", "baseline_abnormal": True},
         "baseline; without, the grade is between 0 and 4"),
        (ALT, "160", "U/L", {"baseline": "50"}, "uln; without, the grade is between 0 and 4"),
        (ALT, "160", "U/L", {"baseline_abnormal": False, "baseline": "50"},
         "uln; without, the grade is between 0 and 4"),
        (LOW_WHITE, "1.8", "G/L", {}, "lln; without, the grade is between 0 and 1"),
        ("Hyponatremia", "127", "mmol/L", {"lln": "135"},
         "symptomatic; without, the grade is between 2 and 3"),
        ("Hypokalemia", "3.2", "mmol/L", {},
         "symptomatic and lln; without, the grade is between 0 and 2"),
        ("Hypokalemia", "3.2", "mmol/L", {"symptomatic": True},
         "lln; without, the grade is between 0 and 2"),
        ("INR increased", "1.8", "1", {},
         "on_anticoagulation; without, the grade is between 0 and 3"),
        ("Fibrinogen decreased", "150", "mg/dL", {"baseline": "180"},
         "lln; without, the grade is between 0 and 4"),
        ("Creatinine increased", "2", "mg/dL", {"baseline": "0.6"},
         "uln; without, the grade is between 3 and 4"),
    ],
)  # fmt: skip
def test_missing(name: str, value: str, unit: str, known: dict[str, Any], missing: str) -> None:
    """What could change the grade is named, with the grades that are possible without it."""
    assert GradeResult("", f"missing: {missing}") == asked(name, value, unit, **known)


@pytest.mark.parametrize(
    ("name", "value", "unit", "known", "grade"),
    [
        (LOW_WHITE, "0.4", "G/L", {}, "4"),
        ("Anemia", "7", "g/dL", {}, "3"),
        ("Hyponatremia", "124", "mmol/L", {}, "3"),
        ("Hyponatremia", "131", "mmol/L", {"lln": "135"}, "1"),
        ("Hypokalemia", "4", "mmol/L", {"lln": "3.5"}, "0"),
        ("Lipase increased", "100", "U/L", {"uln": "60"}, "2"),
        ("Fibrinogen decreased", "40", "mg/dL", {}, "4"),
        ("Creatinine increased", "8", "mg/dL", {"uln": "1.2", "baseline_abnormal": True}, "4"),
        ("INR increased", "2.6", "1", {"baseline": "1.0"}, "3"),
    ],
)
def test_what_cannot_change_the_grade_is_not_asked_for(
    name: str, value: str, unit: str, known: dict[str, Any], grade: str
) -> None:
    """A grade that is certain is given."""
    answer = asked(name, value, unit, **known)
    assert isinstance(answer, GradeResult)
    assert grade == answer.grade


@pytest.mark.parametrize(
    ("known", "grade"),
    [
        ({"baseline": "90", "baseline_abnormal": False}, "2"),
        ({"baseline": "30", "baseline_abnormal": True}, "3"),
        ({"baseline": "90"}, "1"),
        ({"baseline": "30"}, "2"),
    ],
)
def test_a_person_decides_whether_the_baseline_was_abnormal(
    known: dict[str, Any], grade: str
) -> None:
    """What is said outranks what the limit of normal says: limits of a laboratory may change."""
    answer = asked(ALT, "160", "U/L", uln="40", **known)
    assert isinstance(answer, GradeResult)
    assert grade == answer.grade


@pytest.mark.parametrize(
    ("name", "value", "known", "cause", "where"),
    [
        (ALT, "0", {"uln": "40"}, Cause.ZERO, "value"),
        (ALT, "-1", {"uln": "40"}, Cause.NEGATIVE, "value"),
        (ALT, "50", {"uln": "0"}, Cause.ZERO, "uln"),
        (ALT, "50", {"uln": "40", "baseline": "-1"}, Cause.NEGATIVE, "baseline"),
        (ALT, "50", {"uln": "40", "lln": "41"}, Cause.NO_USABLE_RESULT, "lln"),
    ],
)
def test_senseless(name: str, value: str, known: dict[str, Any], cause: Cause, where: str) -> None:
    """Nothing is zero or negative, and the limits of normal stand in their order."""
    answer = asked(name, value, "U/L", **known)
    assert isinstance(answer, Refusal)
    assert (cause, where) == (answer.cause, answer.where)


def test_only_a_count_may_be_zero() -> None:
    """No neutrophil was found: grade 4."""
    zero, negative = (asked(LOW_WHITE, value, "G/L") for value in ("0", "-0.1"))
    assert isinstance(zero, GradeResult)
    assert isinstance(negative, Refusal)
    assert ("4", Cause.NEGATIVE) == (zero.grade, negative.cause)


def test_an_unknown_term_is_refused_with_the_known_ones() -> None:
    """The wording is that of the table; nothing is guessed."""
    answer = find_term("ALT", TABLE)
    assert isinstance(answer, Refusal)
    assert Cause.UNKNOWN_TERM is answer.cause
    assert "Alanine aminotransferase increased" in answer.expected
