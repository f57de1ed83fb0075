"""grading/ctcae-5.yaml: complete and free of contradictions, or refused."""

import pytest

from hepatica.core.protocol.provenance import Confidence
from hepatica.core.toxicity.words import PrintedUnit
from hepatica.library.errors import ErrorCode, InputErrors
from hepatica.library.folders import read_text_of
from hepatica.library.grades import grading_from_text, scales_from
from hepatica.library.loader import shipped_grading, shipped_gradings, shipped_sources
from hepatica.library.units import units_of

NAME = "ctcae-5"
TEXT = read_text_of(shipped_gradings()[NAME])
SMALL = """
terms:
  - {term: Anemia, measured: haemoglobin}
  - {term: Lipase increased, measured: enzyme, beside_numbers: [4]}
rows:
  - {term: Anemia, when: always, of: lln, grade_1: below 1}
  - {term: Anemia, when: always, of: amount, unit: g/dL, grade_2: below 10, grade_3: below 8}
  - {term: Anemia, when: always, of: amount, unit: g/L, grade_2: below 100, grade_3: below 80}
  - {term: Lipase increased, when: asymptomatic, of: uln, grade_1: above 1, grade_2: above 1.5}
  - {term: Lipase increased, when: symptomatic, of: uln, grade_1: above 1, grade_3: above 2}
not_by_number: [Hyperglycemia]
provenance:
  all: {source: S-ctcae-5, confidence: KNOWN, why: recalled}
"""


def refusals(text: str) -> list[tuple[ErrorCode, str]]:
    """The errors that come of a text: code, and what was expected."""
    with pytest.raises(InputErrors) as refused:
        grading_from_text(text, name=NAME, sources=shipped_sources())
    return [(error.code, error.expected) for error in refused.value.errors]


def changed(old: str, new: str) -> str:
    """The small table with one text changed."""
    assert SMALL.count(old) == 1
    return SMALL.replace(old, new)


def test_the_small_table_is_sound() -> None:
    """What the tests below spoil is accepted as it is."""
    table = grading_from_text(SMALL, name=NAME, sources=shipped_sources()).table
    assert (2, 5) == (len(table.terms), len(table.rows))


def test_a_term_is_found_in_any_case() -> None:
    """Letters and the number of blanks do not matter, the words do."""
    table = shipped_grading(NAME).table
    found = table.find(" alanine  AMINOTRANSFERASE increased")
    assert found is not None
    assert "Alanine aminotransferase increased" == found.term.term
    assert table.find("ALT increased") is None


def test_every_value_has_a_source() -> None:
    """Liver tests were seen in print; of GGT only the limit of normal; the rest is recalled."""
    values = {value.path: value for value in shipped_grading(NAME).values}
    rows = f"{NAME}/rows"
    ggt = "GGT increased/{}//grade_1"
    seen = values[f"{rows}/{ggt.format('baseline-normal/uln')}"]
    known = values[f"{rows}/{ggt.format('baseline-abnormal/baseline')}"]
    sodium = values[f"{rows}/Hyponatremia/asymptomatic/amount/mmol/L/grade_2"]
    assert (Confidence.SEEN, "S72") == (seen.confidence, seen.source)
    assert (Confidence.KNOWN, "S-ctcae-5") == (known.confidence, known.source)
    assert Confidence.DESIGN is sodium.confidence


@pytest.mark.parametrize(
    ("old", "new", "code", "expected"),
    [
        ("grade_1: below 1}", "grade_5: below 1}", ErrorCode.E301, "one of term, when, of"),
        ("measured: enzyme, ", "", ErrorCode.E302, "a value for measured"),
        ("beside_numbers: [4]", "beside_numbers: 4", ErrorCode.E303, "a list that is not empty"),
        ("beside_numbers: [4]", "beside_numbers: [5]", ErrorCode.E304, "a grade from 1 to 4"),
        ("measured: enzyme", "measured: blood", ErrorCode.E304, "one of enzyme"),
        ("of: lln", "of: normal", ErrorCode.E304, "one of uln"),
        ("grade_1: below 1}", "grade_1: under 1}", ErrorCode.E304, "above, at-least, below, then"),
        ("grade_1: below 1}", "grade_1: below}", ErrorCode.E305, "above, at-least, below, then"),
        ("grade_1: below 1}", "grade_1: below -1}", ErrorCode.E305, "above, at-least, below, then"),
        ("grade_1: below 1}", "grade_1: below 1e0}", ErrorCode.E305, "above, at-least, below"),
        (", grade_1: below 1}", "}", ErrorCode.E302, "where at least one grade begins"),
        ("unit: g/dL", "unit: mmol/L", ErrorCode.E304, "a unit of haemoglobin"),
        ("unit: g/dL", "unit: g/L", ErrorCode.E307, "each one of rows once"),
        ("unit: g/dL, ", "", ErrorCode.E323, "a unit with an amount"),
        ("of: lln", "of: lln, unit: g/dL", ErrorCode.E323, "a unit with an amount"),
        ("grade_3: below 80", "grade_3: below 100", ErrorCode.E323, "grades that begin one beyond"),
        ("grade_3: above 2", "grade_3: above 1", ErrorCode.E323, "grades that begin one beyond"),
        ("grade_3: above 2", "grade_3: below 2", ErrorCode.E323, "grades that begin one beyond"),
        ("of: lln, grade_1: below 1", "of: uln, grade_1: above 1", ErrorCode.E323, "rows that all"),
        ("grade_3: below 80", "grade_4: below 80", ErrorCode.E323, "the same grades in each unit"),
        ("when: symptomatic", "when: always", ErrorCode.E302, "a row for symptomatic"),
        ("of: lln, grade_1: below 1", "of: fall, grade_1: below 1", ErrorCode.E323, "grades that"),
        ("[Hyperglycemia]", "[anemia]", ErrorCode.E307, "each term once"),
        ("all: {source: S-ctcae-5", "all: {source: S-nobody", ErrorCode.E312, "a source that"),
        ("confidence: KNOWN", "confidence: SEEN", ErrorCode.E313, "another confidence than SEEN"),
    ],
)
def test_a_spoiled_table_is_refused(old: str, new: str, code: ErrorCode, expected: str) -> None:
    """Every flaw has its code and says what was expected."""
    found = refusals(changed(old, new))
    assert any(code is came and said.startswith(expected) for came, said in found), found


def test_a_term_without_a_row_and_a_row_without_a_term() -> None:
    """Both are refused, and both are named."""
    found = refusals(changed("{term: Anemia, measured", "{term: Anaemia, measured"))
    assert (ErrorCode.E302, "a row for Anaemia") in found
    assert (ErrorCode.E304, "a term that this file lists") in found


def test_a_row_that_stands_twice_is_refused() -> None:
    """One row for a term, whom it is for, of what and in which unit."""
    row = next(line for line in TEXT.splitlines() if "CPK increased," in line and "when" in line)
    found = refusals(TEXT.replace(row, f"{row}\n{row}"))
    assert [ErrorCode.E307] == [code for code, _ in found]


def test_scales_are_exact() -> None:
    """From the reported to each printed unit by the factors of units.yaml."""
    scales = scales_from("g/L", units_of("fibrinogen"))
    to_mg = scales[PrintedUnit.MILLIGRAMS_PER_DECILITRE]
    assert 100 == to_mg.times / to_mg.over
    assert scales[PrintedUnit.GRAMS_PER_LITRE].is_same
