"""The regimens and the table of drugs as they ship against their second copy."""

import pytest

from hepatica.library.loader import load_rulebook, shipped_regimens
from hepatica.library.regimens import shipped_regimen
from tests.golden.regimens import DrugsGolden, RegimenGolden, regimen_goldens

RULES = load_rulebook()
GOLDENS = [golden for golden in regimen_goldens() if isinstance(golden, RegimenGolden)]


@pytest.mark.parametrize("golden", regimen_goldens(), ids=lambda golden: golden.id)
def test_it_says_what_was_written_by_hand(golden: RegimenGolden | DrugsGolden) -> None:
    """Every sentence that is stated, and none that is not."""
    assert [] == golden.differences(RULES)


def test_every_regimen_has_its_golden_and_its_source() -> None:
    """No regimen ships without a second copy."""
    assert sorted(shipped_regimens()) == sorted(golden.name for golden in GOLDENS)
    assert all(golden.source for golden in regimen_goldens())


@pytest.mark.parametrize("golden", GOLDENS, ids=lambda golden: golden.id)
def test_the_doses_have_the_source_of_the_fact_sheet(golden: RegimenGolden) -> None:
    """Seen in print, or recalled: every dose of a regimen in the same way."""
    values = shipped_regimen(golden.name).values
    found = {
        f"{value.source} {value.confidence.value}"
        for value in values
        if "/drugs/" in value.path and value.path.endswith("/dose")
    }
    assert {golden.doses} == found
