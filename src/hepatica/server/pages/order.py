"""*Order*: sign, verify blind, prepare, check, withhold. Each page says what will happen."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hepatica.core.chart.words import Content
from hepatica.library.errors import InputErrors
from hepatica.server.access.doors import Visitor, chart_door
from hepatica.server.orders import path
from hepatica.server.orders.models import Order, OrderStep
from hepatica.server.orders.revoke import open_order
from hepatica.server.pages.chart import heading
from hepatica.server.pages.sent import again, asked_of, hidden
from hepatica.server.people.permissions import Permission, may
from hepatica.server.people.signing import confirm_person
from hepatica.server.plans import made_up, sheet_of
from hepatica.server.store.models import Chart

_PAGE = "pages/order.html"
_LOT_FIELDS = ("lot", "expiry")


@chart_door()
def order(request: Visitor, chart: Chart) -> HttpResponse:
    """The order of this chart and its steps; without one, what could be signed."""
    return render(request, _PAGE, _context(request, chart))


@chart_door(Permission.SIGN_ORDER)
def sign(request: Visitor, chart: Chart) -> HttpResponse:
    """The prescriber signs what the plan proposes, as it stands now."""
    context = _context(request, chart) | {"step": "sign"}
    if request.method != "POST":
        return render(request, _PAGE, context)
    asked = asked_of(request)
    try:
        confirm_person(request, request.user, request.POST.get("secret", ""))
        path.sign(chart, asked)
    except InputErrors as errors:
        return again(request, _PAGE, context, errors)
    return redirect("order", chart.case)


@chart_door(Permission.VERIFY_ORDER)
def verify(request: Visitor, chart: Chart) -> HttpResponse:
    """The pharmacist enters the inputs from the primary records; no figure is shown."""
    waiting = open_order(chart)
    is_again = waiting is None and path.must_read_again(sheet_of(chart, timezone.localtime()))
    context = {
        "chart": chart,
        "order": waiting,
        "is_again": is_again,
        "hidden": hidden(chart),
        "step": "verify",
    }
    if request.method != "POST":
        return render(request, "pages/verify.html", context)
    asked, sent = asked_of(request), request.POST
    try:
        confirm_person(request, request.user, sent.get("secret", ""))
        inputs = {
            "weight": _with_unit(sent.get("weight", ""), "kg"),
            "flow": _with_unit(sent.get("flow", ""), "mL/day"),
            "last_percent": sent.get("last_percent", "").strip().removesuffix("%").strip(),
        }
        if is_again:
            path.read_again(chart, asked, **inputs)
        else:
            path.verify(_newest(chart), asked, **inputs)
    except InputErrors as errors:
        return again(request, "pages/verify.html", context, errors)
    return redirect("order", chart.case)


@chart_door(Permission.PREPARE_FILL)
def prepare(request: Visitor, chart: Chart) -> HttpResponse:
    """Somebody prepares the fill and says from which lots."""
    context = _context(request, chart) | {"step": "prepare"}
    if request.method != "POST":
        return render(request, _PAGE, context)
    asked = asked_of(request)
    try:
        path.prepare(_open(chart), asked, lots_of(request))
    except InputErrors as errors:
        return again(request, _PAGE, context, errors)
    return redirect("order", chart.case)


@chart_door(Permission.CHECK_PREPARATION)
def check(request: Visitor, chart: Chart) -> HttpResponse:
    """A pharmacist checks the preparation: the release."""
    context = _context(request, chart) | {"step": "check"}
    if request.method != "POST":
        return render(request, _PAGE, context)
    asked = asked_of(request)
    try:
        confirm_person(request, request.user, request.POST.get("secret", ""))
        path.check_preparation(_open(chart), asked)
    except InputErrors as errors:
        return again(request, _PAGE, context, errors)
    return redirect("order", chart.case)


@chart_door(Permission.WITHHOLD_ORDER)
def withhold(request: Visitor, chart: Chart) -> HttpResponse:
    """The order is given up, for a coded reason."""
    context = _context(request, chart) | {"step": "withhold"}
    if request.method != "POST":
        return render(request, _PAGE, context)
    asked, sent = asked_of(request), request.POST
    try:
        reason = path.Withheld(sent.get("reason", ""))
        path.withhold(_open(chart), asked, reason, sent.get("words", ""))
    except ValueError:
        context["missing_reason"] = True
        return render(request, _PAGE, context, status=422)
    except InputErrors as errors:
        return again(request, _PAGE, context, errors)
    return redirect("order", chart.case)


def lots_of(request: Visitor) -> dict[str, dict[str, str]]:
    """The lots that were typed, by product: fields "lot-heparin" and "expiry-heparin"."""
    found: dict[str, dict[str, str]] = {}
    for name, value in request.POST.items():
        field, _, product = name.partition("-")
        if field in _LOT_FIELDS and product and str(value).strip():
            found.setdefault(product, {})[field] = str(value).strip()
    return found


def _open(chart: Chart) -> Order:
    found = open_order(chart)
    if found is None:
        raise Http404("no order is open")
    return found


def _newest(chart: Chart) -> Order:
    """The newest order, open or not: a form sent twice is answered twice."""
    found = chart.orders.first()
    if found is None:
        raise Http404("no order")
    return found


def _with_unit(text: str, unit: str) -> str:
    """A bare figure is in the unit beside the box; whoever types a unit means that one."""
    text = text.strip()
    return f"{text} {unit}" if text and text[-1].isdigit() else text


def _context(request: Visitor, chart: Chart) -> dict[str, Any]:
    sheet = sheet_of(chart, timezone.localtime())
    context = heading(request, chart, sheet)
    shown = context["order"] or chart.orders.first()
    now = path.figures_of(sheet)
    order = context["order"]
    before = path.figures_before(sheet.plan.course) if order is None else order.figures
    return context | {
        "shown": shown,
        "steps": [] if shown is None else shown.steps.select_related("by"),
        "state": None if shown is None else shown.state,
        # Without an order of now, the one before stands beside what would be signed.
        "compared": [
            {"name": name, "signed": before.get(name, ""), "now": now.get(name, "")}
            for name in dict.fromkeys((*before, *now))
        ],
        "is_beside_last": context["order"] is None,
        # Whoever verifies sees no figure of the order before their own are written down.
        "is_blind": shown is not None
        and shown.state is OrderStep.SIGNED
        and not may(request.user, Permission.SIGN_ORDER, chart),
        "must_read_again": order is None and path.must_read_again(sheet),
        "made": made_up(sheet, Content.FUDR) if sheet.plan.fill is not None else None,
        "reasons_to_withhold": [each.value for each in path.Withheld],
        "hidden": hidden(chart),
        "waits": _WAITS.get(shown.state) if shown is not None else None,
    }


# The page that takes the next step of an order.
_WAITS = {
    OrderStep.SIGNED: ("verify-order", "VERIFY_ORDER"),
    OrderStep.VERIFIED: ("prepare-order", "PREPARE_FILL"),
    OrderStep.PREPARED: ("check-order", "CHECK_PREPARATION"),
    OrderStep.CHECKED: ("visit", "ACCESS_PUMP"),
}
