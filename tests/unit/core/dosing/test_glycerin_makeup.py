"""Drawing up glycerin: the strength is the site's own, and nothing is guessed without it."""

from dataclasses import replace
from decimal import Decimal

from hepatica.core.chart.words import Content
from hepatica.core.dosing.fill import GlycerinMakeup, make_up
from hepatica.core.protocol.tables import FillContent, FillTable
from hepatica.core.quantities import Unknown
from hepatica.library.loader import load_rulebook

SHIPPED = load_rulebook().protocols["fudr-28d/2026.1"].fills


def with_glycerin(percent: str | None) -> FillTable:
    """The shipped table and one site's glycerin, which no shipped protocol has."""
    strength = None if percent is None else Decimal(percent)
    row = FillContent(Content.GLYCERIN, None, None, glycerin_percent=strength)
    return replace(SHIPPED, contents=(*SHIPPED.contents, row))


def made(fills: FillTable) -> object:
    """30 mL of glycerin for a pump of 1.3 mL/day."""
    flow = Decimal("1.3")
    volume = Decimal(30)
    return make_up(fills, content=Content.GLYCERIN, volume_ml=volume, flow_ml_per_day=flow)


def test_without_a_strength_nothing_is_drawn_up() -> None:
    """No published strength is certain (clinical facts 1.6)."""
    assert Unknown("the strength of the site's glycerin") == made(with_glycerin(None))


def test_the_diluent_is_the_sites_glycerin() -> None:
    """Nothing else goes in but what the row names."""
    expected = GlycerinMakeup(
        Content.GLYCERIN, Decimal(30), (), Decimal(30), 0, glycerin_percent=Decimal(50)
    )
    assert expected == made(with_glycerin("50"))
