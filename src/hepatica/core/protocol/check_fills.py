"""Checks of the fill table: products, make-up, additive limits, rest content."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from hepatica.core.chart.words import Content, Product
from hepatica.core.protocol.problems import Named, Problem, above_zero, not_above, once_each
from hepatica.core.protocol.tables import AdditiveLimit, FillContent, FillTable
from hepatica.core.protocol.words import RestReason
from hepatica.core.quantities import HUNDRED

_ADDITIVES = (Product.DEXAMETHASONE, Product.HEPARIN)


def check_fills(fills: FillTable) -> Iterator[Problem]:
    """Every product, content and reason is answered once, and amounts keep their limits."""
    yield from once_each("fills/products", (row.product for row in fills.products), Product)
    yield from above_zero("fills", ("vial_mg", fills.vial_mg))
    for product in fills.products:
        strength: Named = ("strength_per_ml", product.strength_per_ml)
        yield from above_zero(f"fills/products/{product.product}", strength)
    yield from _check_contents(fills)
    yield from _check_additives(fills)
    yield from _check_rest_content(fills)


def _check_contents(fills: FillTable) -> Iterator[Problem]:
    needed = dict.fromkeys((Content.FUDR, *(row.content for row in fills.rest_content)))
    yield from once_each("fills/contents", (row.content for row in fills.contents), needed)
    limits = {row.product: row for row in fills.additive_limits}
    for content in fills.contents:
        yield from _check_dexamethasone(content)
        yield from _check_glycerin(content)
        for product, amount in _amounts(content):
            path = f"fills/contents/{content.content}"
            yield from above_zero(path, (product, amount))
            if product in limits:
                hard = ("hard_per_fill", limits[product].hard_per_fill)
                yield from not_above(path, (product, amount), hard)


def _check_dexamethasone(content: FillContent) -> Iterator[Problem]:
    """One rule gives the amount: a fixed one, or one for each day."""
    path = f"fills/contents/{content.content}"
    yield from above_zero(path, ("dexamethasone_mg_per_day", content.dexamethasone_mg_per_day))
    if content.dexamethasone_mg is not None and content.dexamethasone_mg_per_day is not None:
        yield Problem(path, "must have dexamethasone_mg or dexamethasone_mg_per_day, not both")


def _check_glycerin(content: FillContent) -> Iterator[Problem]:
    """A strength of glycerin belongs to a glycerin fill alone, and is at most 100 %."""
    path, strength = f"fills/contents/{content.content}", content.glycerin_percent
    yield from above_zero(path, ("glycerin_percent", strength))
    yield from not_above(path, ("glycerin_percent", strength), ("100 percent", HUNDRED))
    if strength is not None and content.content is not Content.GLYCERIN:
        yield Problem(path, "glycerin_percent belongs to a glycerin fill alone")


def _amounts(content: FillContent) -> tuple[tuple[Product, Decimal | None], ...]:
    return (
        (Product.DEXAMETHASONE, content.dexamethasone_mg),
        (Product.HEPARIN, content.heparin_units),
    )


def _check_additives(fills: FillTable) -> Iterator[Problem]:
    rows = fills.additive_limits
    yield from once_each("fills/additive_limits", (row.product for row in rows), _ADDITIVES)
    for row in rows:
        yield from _check_additive(row)


def _check_additive(row: AdditiveLimit) -> Iterator[Problem]:
    path = f"fills/additive_limits/{row.product}"
    soft_fill, hard_fill = (
        ("soft_per_fill", row.soft_per_fill),
        ("hard_per_fill", row.hard_per_fill),
    )
    soft_day, hard_day = ("soft_per_day", row.soft_per_day), ("hard_per_day", row.hard_per_day)
    yield from above_zero(path, soft_fill, soft_day)
    yield from not_above(path, soft_fill, hard_fill)
    yield from not_above(path, soft_day, hard_day)


def _check_rest_content(fills: FillTable) -> Iterator[Problem]:
    path = "fills/rest_content"
    yield from once_each(path, (row.reason for row in fills.rest_content), RestReason)
    for row in fills.rest_content:
        if row.content is Content.FUDR:
            yield Problem(f"{path}/{row.reason}", "must not be fudr: this fill replaces it")
