"""The adjusted weight."""

from decimal import Decimal

import pytest

from hepatica.core.body.weight import compute_adjusted_weight


@pytest.mark.parametrize(
    ("ideal", "actual", "adjusted"),
    [("73", "190", "119.8"), ("60", "60", "60"), ("50", "60", "54")],
)
def test_two_fifths_of_the_excess_count(ideal: str, actual: str, adjusted: str) -> None:
    """By hand."""
    found = compute_adjusted_weight(ideal_weight_kg=Decimal(ideal), weight_kg=Decimal(actual))
    assert Decimal(adjusted) == found
