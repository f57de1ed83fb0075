"""Fills that were prepared, and whether their vials were taken out of stock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import ROUND_CEILING, Decimal

from hepatica.core.frozen import frozen
from hepatica.core.pump.recall import plain
from hepatica.server.orders.models import Order, OrderStep, StepOfOrder
from hepatica.server.supply.models import Kind, Lot, Movement, Product

_FUDR = Product.FLOXURIDINE


@frozen
class Unbooked:
    """A prepared fill of whose FUDR no use is written down.

    `lot` is the lot of the stock that was typed, None when the stock has none of that name;
    `vials` is how many the mass takes from it.
    """

    order: Order
    at: datetime
    said_lot: str
    lot: Lot | None
    vials: int


def unbooked() -> list[Unbooked]:
    """The prepared fills whose vials still count as stock, the oldest first.

    From the first FUDR of the stock on; and not what a count of the lot has found since, because
    those vials were no longer there to be counted.
    """
    booked = Movement.objects.filter(order__isnull=False, lot__product=_FUDR).values("order")
    steps = (
        StepOfOrder.objects.filter(kind=OrderStep.PREPARED)
        .exclude(order__in=booked)
        .select_related("order__chart")
        .order_by("at")
    )
    first = Movement.objects.filter(lot__product=_FUDR).order_by("at").first() if steps else None
    if first is None:
        return []
    lots = {lot.lot_key: lot for lot in Lot.objects.filter(product=_FUDR)}
    return list(_unbooked([step for step in steps if step.at >= first.at], lots))


def _unbooked(steps: list[StepOfOrder], lots: dict[str, Lot]) -> Iterator[Unbooked]:
    for step in steps:
        said = step.said.get("lots", {}).get(_FUDR.value, {}).get("lot", "")
        lot = lots.get(plain(said))
        if lot is not None and _was_counted_since(lot, step.at):
            continue
        yield Unbooked(step.order, step.at, said, lot, _vials(step.order, lot))


def _was_counted_since(lot: Lot, at: datetime) -> bool:
    return lot.movements.filter(kind=Kind.CORRECTED, at__gte=at).exists()


def ordered_mg(order: Order) -> Decimal:
    """The FUDR of an order; mg."""
    return Decimal(str(order.figures["FUDR"]).removesuffix(" mg"))


def _vials(order: Order, lot: Lot | None) -> int:
    if lot is None or lot.per_container is None:
        return 0
    return whole_containers(ordered_mg(order), lot.per_container)


def whole_containers(amount: Decimal, holds: Decimal) -> int:
    """How many vials an amount opens; a vial is opened for one fill."""
    return int((amount / holds).to_integral_value(rounding=ROUND_CEILING))


def cases_prepared() -> frozenset[str]:
    """The charts whose open order is prepared: its vials are out of the cupboard."""
    prepared = Order.objects.filter(steps__kind=OrderStep.PREPARED).select_related("chart")
    return frozenset(order.chart.case for order in prepared if order.is_open)
