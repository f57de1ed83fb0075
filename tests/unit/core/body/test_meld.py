"""How MELD is rounded before sodium is looked at; the scores are in the goldens."""

from decimal import Decimal

from hepatica.core.body.meld import Dialysis, MeldLabs, compute_meld, compute_meld_na

# 3.78 ln 2.5 + 9.57 ln 1.2 + 6.43 = 11.638, by bc -l.
ELEVEN_AND_MORE = MeldLabs(Decimal("2.5"), Decimal(1), Decimal("1.2"), Dialysis.NO)


def test_the_sodium_term_starts_from_the_whole_number() -> None:
    """OPTN rounds to one decimal, then multiplies by ten: 12 + 6 x 0.924 = 17.544, not 17.2."""
    found = compute_meld_na(ELEVEN_AND_MORE, sodium_mmol_per_l=Decimal(131))
    assert [Decimal(12), Decimal(18)] == [compute_meld(ELEVEN_AND_MORE), found]


def test_scores_are_whole_numbers() -> None:
    """No decimals are left, also not zeros."""
    assert "12" == str(compute_meld(ELEVEN_AND_MORE))
