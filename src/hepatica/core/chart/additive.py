"""A drug drawn up into a fill beside FUDR."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hepatica.core.chart.words import Product
from hepatica.core.frozen import frozen


@frozen
class Additive:
    """A drug other than FUDR in a fill; amount in mg (dexamethasone) or units (heparin)."""

    product: Product
    amount: Decimal
    strength_per_ml: Decimal
    lot: str | None = None
    expiry: date | None = None
