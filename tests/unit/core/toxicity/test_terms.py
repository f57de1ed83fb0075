"""Under which terms the laboratory tests of a chart are graded."""

import pytest

from hepatica.casefile.laboratory import TESTS
from hepatica.core.chart.words import LabTest
from hepatica.core.toxicity.table import CTCAE
from hepatica.core.toxicity.terms import TERMS
from hepatica.library.loader import shipped_grading

TABLE = shipped_grading(CTCAE).table


def test_every_term_of_the_table_belongs_to_one_test() -> None:
    """No term is left out or graded twice, and every test has one."""
    named = [term for terms in TERMS.values() for term in terms]
    assert sorted(term.term for term in TABLE.terms) == sorted(named)
    assert set(LabTest) == set(TERMS)


@pytest.mark.parametrize("test", LabTest)
def test_a_term_is_measured_as_its_test_is_written(test: LabTest) -> None:
    """In the same units."""
    written = dict(TESTS.values())[test]
    for name in TERMS[test]:
        term = TABLE.find(name)
        assert term is not None
        assert written.quantity == term.term.measured


def test_two_terms_of_a_test_are_one_high_and_one_low() -> None:
    """A value can be graded in one of them at most."""
    for terms in TERMS.values():
        found = [term for name in terms if (term := TABLE.find(name))]
        assert len({term.is_low for term in found}) == len(found)
