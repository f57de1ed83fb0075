"""The grades of CTCAE version 5, and what the goldens about them must cover."""

import pytest

from hepatica.cli.calculators.grade import CALCULATOR
from hepatica.core.toxicity.table import CTCAE
from hepatica.core.toxicity.words import When
from hepatica.library.loader import load_rulebook
from tests.golden.grading import TermGolden, TwinsGolden, grading_goldens

RULES = load_rulebook()
TABLE = RULES.grading[CTCAE]
TERMS = [golden for golden in grading_goldens() if isinstance(golden, TermGolden)]
TWINS = [golden for golden in grading_goldens() if isinstance(golden, TwinsGolden)]


@pytest.mark.parametrize("golden", TERMS, ids=lambda golden: golden.id)
def test_term(golden: TermGolden) -> None:
    """The term is as stated."""
    assert golden.passes(RULES)


@pytest.mark.parametrize("golden", TWINS, ids=lambda golden: golden.id)
def test_twins(golden: TwinsGolden) -> None:
    """Every value has the grade of the published table."""
    assert [] == golden.differences(RULES)


def test_every_term_is_stated_once_and_has_twins() -> None:
    """No term of the table is left to nobody."""
    names = [term.term for term in TABLE.terms]
    assert sorted(names) == sorted(golden.term for golden in TERMS)
    assert set(names) == {golden.given["term"] for golden in TWINS}


def test_every_golden_has_its_own_name() -> None:
    """No id is used twice."""
    names = [golden.id for golden in grading_goldens()]
    assert len(set(names)) == len(names)


def test_every_row_for_some_patients_only_is_asked_for_in_both_ways() -> None:
    """For each term with such rows the twins hold at least two ways of being asked."""
    partial = {row.term for row in TABLE.rows if row.when is not When.ALWAYS}
    for term in partial:
        assert len([golden for golden in TWINS if golden.given["term"] == term]) >= 2


@pytest.mark.parametrize("term", ["Hyperglycemia", "hypophosphatemia"])
def test_what_is_graded_by_no_number_is_refused(term: str) -> None:
    """Version 5 grades both by what was done, and the refusal says so."""
    row = CALCULATOR.answers({"term": term, "value": "5", "unit": "mmol/L"}, RULES)[0]
    expected = "a term that CTCAE version 5 grades by a number; this one it grades by what was done"
    assert f"E406 term: came '{term}', expected {expected}." == row["error"]
