"""The dexamethasone of one fill: a fixed amount, an amount for each day, or none (F10, F6)."""

from __future__ import annotations

from decimal import Decimal

from hepatica.core.chart.words import Product
from hepatica.core.protocol.tables import FillContent, FillTable
from hepatica.core.quantities import Unknown


def dexamethasone_by_day(
    row: FillContent, *, volume_ml: Decimal, flow_ml_per_day: Decimal
) -> Decimal | None:
    """A daily amount x volume / flow, before any cap; mg, unrounded. None when no such rule holds.

    Source: clinical facts F10.
    """
    per_day = row.dexamethasone_mg_per_day
    return None if per_day is None else per_day * volume_ml / flow_ml_per_day


def dexamethasone_mg(
    fills: FillTable, row: FillContent, *, volume_ml: Decimal, flow_ml_per_day: Decimal | None
) -> Decimal | Unknown | None:
    """The dexamethasone of one fill, mg; None when none goes in.

    By the day a slow pump would ask for ever more, so the hard limit of a fill caps it
    (behaviour F6). Unknown when the amount follows the flow and no flow is known.
    """
    if row.dexamethasone_mg_per_day is None:
        return row.dexamethasone_mg
    if flow_ml_per_day is None:
        return Unknown("the pump's flow, which dexamethasone by the day follows")
    amount = dexamethasone_by_day(row, volume_ml=volume_ml, flow_ml_per_day=flow_ml_per_day)
    limits = (limit for limit in fills.additive_limits if limit.product is Product.DEXAMETHASONE)
    cap = next(limits).hard_per_fill
    return amount if amount is None else min(amount, cap)
