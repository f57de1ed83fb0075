"""Every golden case through `plan`, under the rules as they ship."""

import pytest

from tests.golden.runner import Golden, all_goldens, shipped_rulebook


@pytest.mark.parametrize("golden", all_goldens(), ids=lambda golden: golden.id)
def test_golden(golden: Golden) -> None:
    """The plan says what the case expects."""
    assert [] == golden.differences(shipped_rulebook()), f"{golden.title} ({golden.source})"


def test_every_golden_has_its_own_name() -> None:
    """No id is used twice."""
    names = [golden.id for golden in all_goldens()]
    assert sorted(set(names)) == sorted(names)


def test_every_golden_is_named_alike() -> None:
    """Ids begin with GOLD-, so that a report names them plainly."""
    assert [] == [golden.id for golden in all_goldens() if not golden.id.startswith("GOLD-")]
