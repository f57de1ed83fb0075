"""Road 1: from the prescription forward to what is drawn up."""

from __future__ import annotations

from dataclasses import field
from decimal import ROUND_CEILING, Decimal

from hepatica.core.chart.words import Content, Product
from hepatica.core.dosing.dexamethasone import dexamethasone_mg
from hepatica.core.frozen import frozen
from hepatica.core.protocol.tables import FillContent, FillTable, ProductStrength
from hepatica.core.protocol.words import Salt
from hepatica.core.quantities import Unknown, round_half_up


@frozen
class Drawn:
    """One drug drawn up: amount in mg (heparin: units) of `salt`, strength, and mL."""

    product: Product
    salt: Salt
    amount: Decimal
    strength_per_ml: Decimal
    volume_ml: Decimal


@frozen
class Makeup:
    """Everything that goes into one fill; the diluent is 0.9 % saline. Volumes in mL."""

    content: Content
    volume_ml: Decimal
    drawn: tuple[Drawn, ...]
    diluent_ml: Decimal
    vials: int = 0


@frozen
class GlycerinMakeup(Makeup):
    """A glycerin fill: the diluent is glycerin of this strength, in percent."""

    glycerin_percent: Decimal = field(kw_only=True)


@frozen
class FillOrder:
    """A FUDR fill. `unrounded_mg` is kept beside the rounded mass for the trace."""

    dose_mg_per_kg_day: Decimal
    dosing_weight_kg: Decimal
    flow_ml_per_day: Decimal
    volume_ml: Decimal
    unrounded_mg: Decimal
    fudr_mg: Decimal

    @property
    def dose_mg_per_day(self) -> Decimal:
        """mg/day the prescription asks for."""
        return self.dose_mg_per_kg_day * self.dosing_weight_kg

    @property
    def concentration_mg_per_ml(self) -> Decimal:
        """mg/mL of the rounded fill."""
        return self.fudr_mg / self.volume_ml


def compute_fudr_mg(
    *, dose_mg_per_kg_day: Decimal, weight_kg: Decimal, volume_ml: Decimal, flow_ml_per_day: Decimal
) -> Decimal:
    """Drug to load so that the pump gives the dose until the reservoir is empty; mg, unrounded.

    At constant flow the reservoir lasts volume / flow days, and the mix is uniform.
    Source: clinical facts F1.
    """
    # Divided last, so that an exact half milligram stays one and rounds up.
    return dose_mg_per_kg_day * weight_kg * volume_ml / flow_ml_per_day


def order_fill(
    *,
    dose_mg_per_kg_day: Decimal,
    dosing_weight_kg: Decimal,
    volume_ml: Decimal,
    flow_ml_per_day: Decimal,
    drug_rounding_mg: Decimal,
) -> FillOrder:
    """The order of a FUDR fill, its mass rounded half-up (second rounding step)."""
    unrounded = compute_fudr_mg(
        dose_mg_per_kg_day=dose_mg_per_kg_day,
        weight_kg=dosing_weight_kg,
        volume_ml=volume_ml,
        flow_ml_per_day=flow_ml_per_day,
    )
    return FillOrder(
        dose_mg_per_kg_day,
        dosing_weight_kg,
        flow_ml_per_day,
        volume_ml,
        unrounded,
        round_half_up(unrounded, step=drug_rounding_mg),
    )


def make_up(
    fills: FillTable,
    *,
    content: Content,
    volume_ml: Decimal,
    flow_ml_per_day: Decimal | None,
    fudr_mg: Decimal | None = None,
) -> Makeup | Unknown:
    """What to draw up for one fill of `volume_ml` in a pump that runs at `flow_ml_per_day`.

    Returns Unknown when a strength or a flow is missing, or the drugs alone exceed the volume.
    """
    row = next(row for row in fills.contents if row.content is content)
    if content is Content.GLYCERIN and row.glycerin_percent is None:
        return Unknown("the strength of the site's glycerin")
    dexamethasone = dexamethasone_mg(
        fills, row, volume_ml=volume_ml, flow_ml_per_day=flow_ml_per_day
    )
    if isinstance(dexamethasone, Unknown):
        return dexamethasone
    amounts = _amounts(row, fudr_mg, dexamethasone)
    drawn = []
    for product, amount in amounts:
        stock = _product(fills, product)
        strength = stock.strength_per_ml
        if strength is None:
            return Unknown(f"the strength of the site's {product.value}")
        drawn.append(Drawn(product, stock.salt, amount, strength, amount / strength))
    diluent = volume_ml - sum((each.volume_ml for each in drawn), Decimal(0))
    if diluent < 0:
        return Unknown(f"stronger products: the drugs alone exceed {volume_ml} mL")
    vials = _vials(fills, fudr_mg)
    if row.glycerin_percent is None:
        return Makeup(content, volume_ml, tuple(drawn), diluent, vials)
    return GlycerinMakeup(
        content, volume_ml, tuple(drawn), diluent, vials, glycerin_percent=row.glycerin_percent
    )


def _amounts(
    row: FillContent, fudr_mg: Decimal | None, dexamethasone: Decimal | None
) -> tuple[tuple[Product, Decimal], ...]:
    candidates = (
        (Product.FLOXURIDINE, fudr_mg),
        (Product.DEXAMETHASONE, dexamethasone),
        (Product.HEPARIN, row.heparin_units),
    )
    return tuple((product, amount) for product, amount in candidates if amount is not None)


def _product(fills: FillTable, product: Product) -> ProductStrength:
    return next(row for row in fills.products if row.product is product)


def _vials(fills: FillTable, fudr_mg: Decimal | None) -> int:
    if fudr_mg is None:
        return 0
    return int((fudr_mg / fills.vial_mg).to_integral_value(rounding=ROUND_CEILING))
