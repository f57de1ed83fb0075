"""*Supply*: stock by lot, how long it lasts, who got which lot, and recalls."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from hepatica.core.pump.recall import plain
from hepatica.library.errors import ErrorCode, InputErrors, refused
from hepatica.server.access.doors import Visitor, door, write_down
from hepatica.server.acts import Asked
from hepatica.server.orders.models import Order
from hepatica.server.pages.sent import again, asked_of
from hepatica.server.pages.sent import refusals as refusals_of
from hepatica.server.people.permissions import Permission, may
from hepatica.server.plans import site_rulebook
from hepatica.server.supply.forecast import HORIZON_DAYS, look_ahead
from hepatica.server.supply.models import UNIT, Kind, Lot, Product
from hepatica.server.supply.prepared import unbooked
from hepatica.server.supply.pump_recalls import pumps_in_patients, recalls_of_stock
from hepatica.server.supply.stock import (
    Delivery,
    Moved,
    level_of,
    lots_in_stock,
    move,
    recalled_keys,
    receive,
)
from hepatica.server.supply.tracing import is_recalled, look_alikes, recall_lot, who_got
from hepatica.server.worklist.outlooks import refresh

_READ, _CHANGE = Permission.READ_SUPPLY, Permission.CHANGE_SUPPLY
_MOVES = (Kind.USED, Kind.DISCARDED, Kind.CORRECTED)


@door(_READ)
def supply(request: Visitor) -> HttpResponse:
    """What is in stock, and whether it lasts for the next four weeks."""
    now = timezone.localtime()
    refresh(now)
    ahead = look_ahead(now)
    context = {
        "ahead": ahead,
        "shortages": [each.shortage for each in ahead.products if each.shortage is not None],
        "days": HORIZON_DAYS,
        "stock": _stock(),
        "unbooked": unbooked(),
        "may_change": may(request.user, _CHANGE),
        "key": str(uuid.uuid4()),
    }
    return render(request, "pages/supply.html", context)


@door(_CHANGE)
def receipt(request: Visitor) -> HttpResponse:
    """Take a delivery into stock."""
    context: dict[str, Any] = {
        "products": [(each.value, each.label, UNIT.get(each, "")) for each in Product],
        "models": list(site_rulebook().devices),
        "key": str(uuid.uuid4()),
    }
    if request.method != "POST":
        return render(request, "pages/supply_receive.html", context)
    sent = request.POST
    delivery = Delivery(
        product=sent.get("product", ""),
        lot=sent.get("lot", ""),
        expiry=sent.get("expiry", ""),
        count=sent.get("count", ""),
        model=sent.get("model", ""),
        per_container=sent.get("per_container", ""),
        is_confirmed="is_confirmed" in sent,
    )
    try:
        moved = receive(delivery, asked_of(request))
    except InputErrors as errors:
        context["may_confirm"] = any(each.code is ErrorCode.E536 for each in errors.errors)
        return again(request, "pages/supply_receive.html", context, errors)
    messages.success(request, f"In stock: {moved.change} of {moved.lot}.")
    return redirect(_address("supply-lot", id=str(moved.lot_id)))


@door(_READ, _CHANGE)
def lot(request: Visitor) -> HttpResponse:
    """One lot and its movements; POST writes down what became of some of it: `?id=N`."""
    found = _lot(request.POST.get("id", "") or request.GET.get("id", ""))
    if request.method != "POST":
        return render(request, "pages/supply_lot.html", _of_lot(request, found))
    sent, asked = request.POST, asked_of(request)
    try:
        moved = move(
            found,
            Moved(
                kind=sent.get("kind", ""),
                count=sent.get("count", ""),
                on=sent.get("on", ""),
                reason=sent.get("reason", ""),
                order=_order(sent.get("order", ""), found, asked),
            ),
            asked,
        )
    except InputErrors as errors:
        return again(request, "pages/supply_lot.html", _of_lot(request, found), errors)
    messages.success(request, f"{moved.get_kind_display()}: {found}, now {moved.level_after}.")
    return redirect(_address("supply-lot", id=str(found.pk)))


@door(_READ)
def trace(request: Visitor) -> HttpResponse:
    """Who got this lot: `?lot=LOT`, of one product or of all; each chart found is written down."""
    asked, product = request.GET.get("lot", "").strip(), request.GET.get("product", "")
    context: dict[str, Any] = {"asked": asked, "product": product, "products": Product.choices}
    if asked:
        try:
            found = who_got(asked, product)
        except InputErrors as errors:
            context["refusals"] = refusals_of(errors)
            return render(request, "pages/supply_trace.html", context, status=422)
        for chart in {got.chart for got in found}:
            write_down(request, chart)
        recalled = recalled_keys()
        context |= {
            "found": found,
            "charts": len({got.chart for got in found}),
            "alike": look_alikes(asked),
            "in_stock": lots_in_stock(lot_key=plain(asked)),
            "recalled": [p for p, key in recalled if key == plain(asked)],
            "may_change": may(request.user, _CHANGE),
        }
    return render(request, "pages/supply_trace.html", context)


@door(_CHANGE)
def recall(request: Visitor) -> HttpResponse:
    """Recall a lot, so that it is not used any more, or end its recall: `?product=P&lot=LOT`."""
    asked = request.POST if request.method == "POST" else request.GET
    product, of = asked.get("product", ""), asked.get("lot", "").strip()
    context: dict[str, Any] = {
        "product": product,
        "lot": of,
        "products": Product.choices,
        "is_recalled": bool(of) and is_recalled(product, of),
    }
    if request.method != "POST":
        return render(request, "pages/supply_recall.html", context)
    try:
        sent = asked_of(request)
        recall_lot(product, of, request.POST.get("reason", ""), sent, lift="lift" in asked)
    except InputErrors as errors:
        return again(request, "pages/supply_recall.html", context, errors)
    return redirect(_address("supply-trace", lot=of, product=product))


@door(_READ)
def pumps(request: Visitor) -> HttpResponse:
    """The pumps that a recall speaks of, in patients and in stock."""
    meant, ruled_out = pumps_in_patients(timezone.localtime())
    for chart in {each.chart for each in meant}:
        write_down(request, chart)
    in_stock = [
        {"lot": each, "level": level, "recalls": recalls_of_stock(each)}
        for each, level in lots_in_stock(Product.PUMP)
    ]
    return render(
        request,
        "pages/supply_pumps.html",
        {
            "meant": meant,
            "ruled_out": ruled_out,
            "in_stock": [each for each in in_stock if each["recalls"]],
            "recalls": site_rulebook().recalls,
        },
    )


def _stock() -> list[dict[str, Any]]:
    """The lots of each product that have anything left, with what keeps them from use."""
    today, recalled = timezone.localdate(), recalled_keys()
    lots = lots_in_stock()
    return [
        {
            "label": product.label,
            "unit": UNIT.get(product, ""),
            "lots": [
                {
                    "lot": each,
                    "level": level,
                    "is_expired": each.expiry < today,
                    "soon": (each.expiry - today).days <= HORIZON_DAYS,
                    "is_recalled": (each.product, each.lot_key) in recalled,
                    "recalls": recalls_of_stock(each),
                }
                for each, level in lots
                if each.product == product
            ],
        }
        for product in Product
    ]


def _of_lot(request: Visitor, found: Lot) -> dict[str, Any]:
    return {
        "lot": found,
        "level": level_of(found),
        "unit": UNIT.get(Product(found.product), ""),
        "movements": found.movements.select_related("by", "order__chart"),
        "is_expired": found.expiry < timezone.localdate(),
        "is_recalled": is_recalled(found.product, found.lot),
        "recalls": recalls_of_stock(found),
        "moves": [(kind.value, kind.label) for kind in _MOVES],
        "prepared": [each for each in unbooked() if each.lot == found],
        "may_change": may(request.user, _CHANGE),
        "today": timezone.localdate(),
        "key": str(uuid.uuid4()),
    }


def _lot(text: str) -> Lot:
    found = Lot.objects.filter(pk=int(text)).first() if text.isascii() and text.isdigit() else None
    if found is None:
        raise Http404("no such lot")
    return found


def _order(text: str, of: Lot, asked: Asked) -> Order | None:
    """The prepared order a use is for; it must have been prepared from this lot.

    Raises:
        InputErrors: E535, no such order waits, or its use is written down already.
    """
    if not text or of.movements.filter(key=asked.key).exists():
        return None
    for each in unbooked():
        if each.lot == of and str(each.order.pk) == text:
            return each.order
    expected = "an order that was prepared from this lot, and whose use nobody wrote down"
    raise refused(ErrorCode.E535, "order", came=text, expected=expected)


def _address(page: str, **asked: str) -> str:
    return f"{reverse(page)}?{urlencode(asked)}"
