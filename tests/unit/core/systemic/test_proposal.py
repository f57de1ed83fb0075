"""A proposal is only ever narrowed."""

from datetime import date
from decimal import Decimal

import pytest

from hepatica.core.chart.systemic_words import Drug, Form
from hepatica.core.systemic.proposal import DrugProposal, Reason, SystemicProposal
from hepatica.core.systemic.words import DrugWord
from tests.unit.core.systemic.patients import OXALIPLATIN, regimen, row_of

WHY = Reason("because", "R-test")
BEFORE = Reason("before", "R-test")
GIVE = DrugProposal(
    row_of("mfolfox6", OXALIPLATIN),
    DrugWord.GIVE,
    Decimal(85),
    Decimal("167.5"),
    Decimal("167.45"),
    reasons=(BEFORE,),
)


@pytest.mark.parametrize("word", DrugWord)
def test_the_stricter_word_counts_and_every_reason_is_kept(word: DrugWord) -> None:
    """A dose goes only with the words that give one."""
    for start in DrugWord:
        found = DrugProposal(
            GIVE.row, start, *(GIVE.dose, GIVE.amount_mg, GIVE.unrounded_mg), reasons=(BEFORE,)
        ).narrowed(word, WHY)
        assert min(list(DrugWord).index(one) for one in (start, word)) == list(DrugWord).index(
            found.word
        )
        assert (BEFORE, WHY) == found.reasons
        kept = (found.dose, found.amount_mg, found.unrounded_mg)
        expected = (Decimal(85), Decimal("167.5"), Decimal("167.45"))
        assert kept == (expected if found.word.is_given else (None, None, None))


def visit(*words: DrugWord) -> SystemicProposal:
    """A visit whose drugs have these words."""
    drugs = tuple(DrugProposal(GIVE.row, word) for word in words)
    return SystemicProposal(regimen("mfolfox6"), 1, date(2025, 3, 3), drugs)


def test_a_visit_has_the_mildest_word_of_its_drugs() -> None:
    """One drug that is given makes it a visit."""
    assert DrugWord.GIVE is visit(DrugWord.STOP, DrugWord.GIVE, DrugWord.REDUCE).word
    assert DrugWord.DELAY is visit(DrugWord.STOP, DrugWord.DELAY).word
    assert visit(DrugWord.STOP, DrugWord.REDUCE).is_given
    assert not visit(DrugWord.STOP, DrugWord.CANNOT_DECIDE).is_given


def test_leucovorin_alone_is_no_visit() -> None:
    """Nothing is given for which it would be; a visit of nothing else has its word."""
    leucovorin = row_of("mfolfox6", (Drug.LEUCOVORIN, Form.INFUSION))
    with_it = DrugProposal(leucovorin, DrugWord.GIVE)
    stopped = DrugProposal(GIVE.row, DrugWord.STOP)
    alone = SystemicProposal(regimen("mfolfox6"), 1, date(2025, 3, 3), (with_it,))
    both = SystemicProposal(regimen("mfolfox6"), 1, date(2025, 3, 3), (with_it, stopped))
    assert (DrugWord.GIVE, DrugWord.STOP) == (alone.word, both.word)
