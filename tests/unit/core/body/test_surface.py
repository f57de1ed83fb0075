"""Body surface area."""

from decimal import Decimal

import pytest

from hepatica.core.body.surface import SurfaceFormula, compute_surface


@pytest.mark.parametrize(
    ("formula", "area"), [("mosteller", "1.9720265944"), ("dubois", "1.9560599156")]
)
def test_each_formula(formula: str, area: str) -> None:
    """175 cm and 80 kg, worked out by bc -l."""
    found = compute_surface(
        formula=SurfaceFormula(formula), height_cm=Decimal(175), weight_kg=Decimal(80)
    )
    assert Decimal(area) == round(found, 10)


def test_mosteller_where_the_root_is_whole() -> None:
    """180 x 80 / 3600 is 4."""
    found = compute_surface(
        formula=SurfaceFormula.MOSTELLER, height_cm=Decimal(180), weight_kg=Decimal(80)
    )
    assert 2 == found
