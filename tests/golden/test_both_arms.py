"""Both arms as `both_arms.py` says, worked by hand."""

from __future__ import annotations

import pytest

from tests.golden.both_arms import BothArms, both_arms_goldens
from tests.golden.runner import shipped_rulebook


@pytest.mark.parametrize("golden", both_arms_goldens(), ids=lambda each: each.id)
def test_both_arms_come_out_as_expected(golden: BothArms) -> None:
    """FUDR and the systemic visit, each by its own rules and by the other arm."""
    assert (golden.fudr, golden.systemic) == golden.found(shipped_rulebook())
