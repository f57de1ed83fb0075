"""`hepatica grade`: flags and tables, what it refuses, and what it says of itself."""

import pytest

from tests.unit.cli.calls import as_flags, by_flags, by_table, run

COLUMNS = [
    *("term", "value", "unit", "uln", "lln", "baseline"),
    *("baseline_abnormal", "symptomatic", "on_anticoagulation"),
]
ALT = {
    "term": "Alanine aminotransferase increased",
    "value": "160",
    "unit": "U/L",
    "uln": "40",
    "baseline": "30",
}


def row(**cells: str) -> dict[str, str]:
    """A row with every column, the others empty."""
    return dict.fromkeys(COLUMNS, "") | cells


def test_one_case_by_flags() -> None:
    """Inputs, grade, reason, error and the notice."""
    answer = by_flags("grade", ALT)
    assert [*COLUMNS, "grade", "reason", "error", "notice"] == list(answer)
    said = "160 U/L is above 3 x ULN (40 U/L) and at most 5 x; the baseline was normal"
    assert ("2", said, "") == (answer["grade"], answer["reason"], answer["error"])


def test_a_table_keeps_its_columns_and_gains_three() -> None:
    """In the order of the contract."""
    (answer,) = by_table("grade", [row(**ALT)])
    assert [*COLUMNS, "grade", "reason", "error"] == list(answer)
    assert "2" == answer["grade"]


def test_a_row_with_an_error_does_not_stop_the_others() -> None:
    """Its results are empty, and those around it are whole."""
    rows = by_table("grade", [row(**ALT), row(**ALT | {"value": "x"}), row(**ALT)])
    assert ["2", "", "2"] == [each["grade"] for each in rows]
    assert ["", "E120", ""] == [each["error"][:4] for each in rows]


@pytest.mark.parametrize(
    ("change", "code"),
    [({}, 0), ({"uln": ""}, 0), ({"unit": "mg/dL"}, 1), ({"term": "Hyperglycemia"}, 1)],
)
def test_exit_code(change: dict[str, str], code: int) -> None:
    """0 for an answer, also for what is missing; 1 for a refusal."""
    assert code == run("grade", *as_flags(ALT | change)).exit_code


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"term": ""}, "E405 term"),
        ({"value": ""}, "E405 value"),
        ({"term": "ALT"}, "E130 term"),
        ({"term": "hyperglycemia"}, "E406 term"),
        ({"term": "Hypophosphatemia"}, "E406 term"),
        ({"unit": ""}, "E128 unit"),
        ({"unit": "mg/dL"}, "E129 unit"),
        ({"unit": "u/l"}, "E129 unit"),
        ({"value": "<5"}, "E123 value"),
        ({"uln": "4,0"}, "E124 uln"),
        ({"value": "-1"}, "E126 value"),
        ({"value": "0"}, "E127 value"),
        ({"lln": "50"}, "E406 lln"),
        ({"baseline_abnormal": "yes"}, "E130 baseline_abnormal"),
        ({"symptomatic": "1"}, "E130 symptomatic"),
        ({"on_anticoagulation": "y"}, "E130 on_anticoagulation"),
    ],
)
def test_refused(change: dict[str, str], error: str) -> None:
    """One line: the code, where, what came and what was expected; no grade and no reason."""
    (answer,) = by_table("grade", [row(**ALT | change)])
    assert error == answer["error"].partition(":")[0]
    assert ("", "") == (answer["grade"], answer["reason"])


def test_what_is_not_graded_by_a_number_says_so() -> None:
    """A refusal that a reader understands."""
    error = by_flags("grade", ALT | {"term": "Hyperglycemia"})["error"]
    assert "this one it grades by what was done" in error


def test_what_is_missing_is_no_error() -> None:
    """The grade is empty, and the reason asks for what is missing."""
    answer = by_flags("grade", {"term": "Anemia", "value": "11", "unit": "g/dL"})
    said = "missing: lln; without, the grade is between 0 and 1"
    assert ("", said, "") == (answer["grade"], answer["reason"], answer["error"])


def test_an_inr_needs_no_unit() -> None:
    """It is a ratio."""
    case = {"term": "inr increased", "value": "1.6", "on_anticoagulation": "N"}
    assert "2" == by_flags("grade", case)["grade"]


@pytest.mark.parametrize(
    "case",
    [
        {"unit": "ukat/L", "value": "2.5", "uln": "0.625", "baseline": "0.5"},
        {"unit": "µkat/L", "value": "2.5", "uln": "0.625", "baseline": "0.5"},
        {"unit": "IU/L"},
    ],
)
def test_other_units_of_the_quantity(case: dict[str, str]) -> None:
    """Limits and baseline are in the unit of the value."""
    assert "2" == by_flags("grade", ALT | case)["grade"]


def test_help_says_that_the_grade_is_no_dose() -> None:
    """Neither is ever derived from the other; calcium is corrected before."""
    text = " ".join(run("grade", "--help").stdout.split())
    assert "The grade says nothing of the FUDR dose" in text
    assert "Never derive one from the other" in text
    assert "total calcium corrected for albumin" in text
    assert "Arithmetic, not an order" in text


def test_one_dose_decision_goes_with_several_grades() -> None:
    """Clinical facts 8: AST 3.5 times a reference of 45 is 80 %, and grade 1 or 2."""
    dose = by_flags(
        "dose",
        {"ast_ref": "45", "ast_now": "157.5", "alp_ref": "80", "alp_now": "80"}
        | {"bilirubin_ref": "1", "bilirubin_now": "1"},
    )
    case = {"term": "Aspartate aminotransferase increased", "value": "157.5", "unit": "U/L"}
    grades = [by_flags("grade", case | {"baseline": "45", "uln": u})["grade"] for u in ("40", "60")]
    assert ("80", ["2", "1"]) == (dose["percent"], grades)
