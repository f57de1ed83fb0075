"""Systemic decisions worked by hand: first visits, boundary twins, courses and dates."""

import pytest

from hepatica.core.systemic.words import Standing
from hepatica.library.loader import load_rulebook, shipped_regimens
from tests.golden.systemic import DatesGolden, FirstVisit, Golden, systemic_goldens

RULES = load_rulebook()


@pytest.mark.parametrize("golden", systemic_goldens(), ids=lambda golden: golden.id)
def test_it_is_decided_as_worked_by_hand(golden: Golden) -> None:
    """Every drug, its amount and its level."""
    assert [] == golden.differences(RULES)


def test_every_golden_has_its_own_name_and_a_source() -> None:
    """No id is used twice."""
    names = [golden.id for golden in systemic_goldens()]
    assert len(set(names)) == len(names)
    assert all(golden.source for golden in systemic_goldens())


def test_every_regimen_has_a_first_visit() -> None:
    """Also those that are for reading only."""
    found = {f"{g.regimen}/2026.1" for g in systemic_goldens() if isinstance(g, FirstVisit)}
    assert set(shipped_regimens()) == found


def test_every_regimen_that_is_proposed_stands_on_real_dates() -> None:
    """Whether it begins with its own first day or with a FUDR fill."""
    proposed = {
        name
        for name, rules in RULES.systemic.items()
        if rules.regimen.standing is not Standing.READING_ONLY
    }
    found = {f"{g.regimen}/2026.1" for g in systemic_goldens() if isinstance(g, DatesGolden)}
    assert proposed == found
