"""Who got this lot: prepared fills, and every lot that a chart holds.

Lots are typed by people, so they are compared without case, blanks and hyphens, and lots that
look alike are named beside what was found. What was corrected or voided later is still shown:
in a recall a patient too many is called, and none too few.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from hepatica.core.frozen import frozen
from hepatica.core.pump.recall import plain
from hepatica.library.errors import ErrorCode, refused
from hepatica.server.acts import Asked
from hepatica.server.orders.models import Order, OrderStep, StepOfOrder
from hepatica.server.store.models import Chart, Line
from hepatica.server.supply.models import Lot, LotRecall, Product
from hepatica.server.supply.stock import recalled_keys

_CHANGED_BY = {"corrects": "corrected since", "voids": "voided since"}


@frozen
class Got:
    """A chart that a lot went to, or was prepared for.

    `day` is the day as the chart or the step says it, `how` what happened, `entry` the entry of
    the chart (empty for a preparation), `state` what became of it afterwards.
    """

    chart: Chart
    day: str
    product: str
    lot: str
    how: str
    entry: str
    state: str


def who_got(lot: str, product: str = "") -> list[Got]:
    """Every chart that a lot went to, or was prepared for; the newest day first.

    Args:
        lot: the lot, written in any way.
        product: only of this product; empty: of every product.

    Raises:
        InputErrors: E539, no letter or digit to look for.
    """
    key = plain(lot)
    if not key:
        raise refused(ErrorCode.E539, "lot", came=lot, expected="a lot as it is printed")
    found = [got for got in _every_lot() if plain(got.lot) == key and product in ("", got.product)]
    return sorted(found, key=lambda got: (got.day, got.chart.case), reverse=True)


def look_alikes(lot: str) -> list[str]:
    """Lots on record, in charts or in stock, that differ from this one by a slip of the pen."""
    key = plain(lot)
    written = [got.lot for got in _every_lot()]
    known = {plain(each): each for each in (*written, *Lot.objects.values_list("lot", flat=True))}
    near = get_close_matches(key, known, n=10, cutoff=0.75)
    return [known[each] for each in near if each != key]


def is_recalled(product: str, lot: str) -> bool:
    """Whether a lot is recalled now."""
    return (product, plain(lot)) in recalled_keys()


def recall_lot(product: str, lot: str, reason: str, asked: Asked, *, lift: bool = False) -> None:
    """Recall a lot, so that it is not used any more; or end the recall.

    Raises:
        InputErrors: E538, no product, lot or reason; it is recalled already, or was not.
    """
    if product not in Product.values or not plain(lot) or not reason.strip():
        raise refused(ErrorCode.E538, "recall", came=lot, expected="a product, a lot and why")
    if is_recalled(product, lot) is not lift:
        expected = "a lot that is recalled" if lift else "a lot that is not recalled yet"
        raise refused(ErrorCode.E538, "recall", came=lot, expected=expected)
    LotRecall.objects.create(
        product=product,
        lot=lot.strip(),
        lot_key=plain(lot),
        is_lifted=lift,
        reason=reason.strip(),
        at=asked.now,
        by=asked.visitor.user,
    )


def _every_lot() -> Iterator[Got]:
    """Every lot that a preparation or a chart names."""
    steps = StepOfOrder.objects.filter(kind=OrderStep.PREPARED).select_related("order__chart")
    for step in steps.order_by("pk"):
        for product, said in step.said.get("lots", {}).items():
            yield _prepared(step, product, said.get("lot", ""))
    lines = Line.objects.filter(stored__contains='"lot"').select_related("chart")
    changed = _changed_entries()
    for line in lines.order_by("pk"):
        content = _content(line)
        state = changed.get((line.chart_id, line.entry), "")
        of = f" of {content['corrects']}" if "corrects" in content else ""
        for product, lot in _within(content, Product.PUMP.value):
            how = f"{line.kind.replace('_', ' ')}{of}"
            yield Got(
                line.chart, str(content.get("at", ""))[:10], product, lot, how, line.entry, state
            )


def _prepared(step: StepOfOrder, product: str, lot: str) -> Got:
    how = f"prepared for {step.order.entry}"
    return Got(step.order.chart, _day(step.at), product, lot, how, "", _became_of(step.order))


def _became_of(order: Order) -> str:
    last = order.steps.order_by("-pk").first()
    return "" if last is None else f"{OrderStep(last.kind).label}, {_day(last.at)}"


def _day(at: datetime) -> str:
    return at.astimezone().date().isoformat()


def _changed_entries() -> dict[tuple[int, str], str]:
    """What was corrected or voided, by chart and entry; a void of a void restores, and is shown."""
    found = {}
    for line in Line.objects.filter(kind__in=("correction", "void")).order_by("pk"):
        content = _content(line)
        for field, said in _CHANGED_BY.items():
            if content.get(field):
                found[line.chart_id, str(content[field])] = f"{said} ({line.entry})"
    return found


def _content(line: Line) -> dict[str, Any]:
    """What a stored line says of its entry; nothing where somebody made it unreadable."""
    try:
        stored = json.loads(line.stored)
    except ValueError:
        return {}
    entry = stored.get("entry", stored) if isinstance(stored, dict) else {}
    return entry if isinstance(entry, dict) else {}


def _within(node: Any, product: str) -> Iterator[tuple[str, str]]:
    """Product and lot of every lot, wherever it stands; one without a product is a pump's."""
    if isinstance(node, dict):
        product = str(node.get("product", product))
        if node.get("lot"):
            yield product, str(node["lot"])
        for each in node.values():
            yield from _within(each, product)
    elif isinstance(node, list):
        for each in node:
            yield from _within(each, product)
