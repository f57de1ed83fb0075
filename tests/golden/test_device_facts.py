"""The pump families as they ship against their second copy."""

import pytest

from hepatica.library.loader import shipped_devices
from tests.golden.device_facts import DeviceGolden, device_goldens, facts_of
from tests.golden.runner import shipped_rulebook


@pytest.mark.parametrize("golden", device_goldens(), ids=lambda golden: golden.id)
def test_a_family_is_as_the_fact_sheet_says(golden: DeviceGolden) -> None:
    """Every value that is stated, and none that is not."""
    assert golden.facts == facts_of(shipped_rulebook().devices[golden.model])


def test_every_family_has_its_golden() -> None:
    """No family ships without a second copy."""
    assert set(shipped_devices()) == {golden.model for golden in device_goldens()}
