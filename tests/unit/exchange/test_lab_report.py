"""A pasted laboratory report: what is understood stands as it was, what is not comes back."""

from __future__ import annotations

import pytest

from hepatica.exchange.lab_report import read_report


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("AST 42 U/L (10-40)", ("ast", "42", "U/L", "40")),
        ("ASAT (GOT): 42 IU/L", None),  # two names at once: a person chooses
        ("GOT\t42\tU/L\t< 35", ("ast", "42", "U/L", "35")),
        ("Alkaline phosphatase; 96 U/L; 40 - 120", ("alp", "96", "U/L", "120")),
        ("Bilirubin, total  1,2  mg/dl", ("bilirubin", "1.2", "mg/dl", "")),
        ("Bilirubin total <0.2 mg/dL (0.2 - 1.2)", ("bilirubin", "<0.2", "mg/dL", "1.2")),
        ("BILIRUBIN TOTAL 17 umol/L up to 21", ("bilirubin", "17", "umol/L", "21")),
        ("WBC 5.1 x10^9/L 4.0-11.0", ("white_cells", "5.1", "10*9/L", "11.0")),
        ("PLT 210 10*9/L", ("platelets", "210", "10*9/L", "")),
        ("ALT H 88 U/L", ("alt", "88", "U/L", "")),
        ("AST 42", None),  # no unit: never guessed
        ("AST >2000 U/L", None),  # above what was measured: no figure
        ("Ferritin 40 ug/L", None),
        ("Bilirubin direct 0.2 mg/dL", None),  # another test
        ("Albumin 40 g/L", ("albumin", "40", "g/L", "")),
    ],
)
def test_a_line_is_read_as_it_stands_or_not_at_all(
    line: str, expected: tuple[str, str, str, str] | None
) -> None:
    """Name, value, unit and upper limit; nothing converted, nothing guessed."""
    report = read_report(line)
    found = [(each.test, each.value, each.unit, each.upper_limit) for each in report.results]
    assert ([] if expected is None else [expected]) == found
    assert ((line,) if expected is None else ()) == report.not_understood


def test_a_test_that_stands_twice_is_for_a_person() -> None:
    """Two values of one test: which is of today?"""
    report = read_report("AST 42 U/L\nAST 88 U/L\nALP 96 U/L")
    assert ["alp"] == [each.test for each in report.results]
    assert ("AST 42 U/L", "AST 88 U/L") == report.not_understood
