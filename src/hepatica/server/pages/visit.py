"""*Access and fill*: step by step at the chairside, on a tablet."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hepatica.core.chart.words import Content
from hepatica.library.errors import InputErrors
from hepatica.reports.checklist import checklist
from hepatica.reports.worksheet import needle_of, standby
from hepatica.server.access.doors import Visitor, chart_door
from hepatica.server.orders import visit as visits
from hepatica.server.orders.models import OrderStep, Visit, VisitStep
from hepatica.server.orders.revoke import why_revoked
from hepatica.server.pages.chart import heading
from hepatica.server.pages.order import lots_of
from hepatica.server.pages.sent import again, asked_of, hidden, word
from hepatica.server.people.permissions import Permission
from hepatica.server.people.signing import confirm_person, second_person
from hepatica.server.plans import made_up, sheet_of
from hepatica.server.store.models import Chart

_PAGE = "pages/visit.html"


@chart_door(Permission.READ_CHART, Permission.ACCESS_PUMP)
def visit(request: Visitor, chart: Chart) -> HttpResponse:
    """The step that is next. POST opens the visit."""
    if request.method != "POST":
        return render(request, _PAGE, _context(request, chart))
    return _do(
        request, chart, lambda asked: visits.begin_visit(chart, asked, serial=_serial(request))
    )


@chart_door(Permission.RESCUE_FILL)
def rescue(request: Visitor, chart: Chart) -> HttpResponse:
    """One person alone, under break-glass, without FUDR."""
    if request.method != "POST":
        return render(request, _PAGE, _context(request, chart) | {"rescue": True})
    reason = request.POST.get("reason", "").strip() or "not said"
    return _do(
        request,
        chart,
        lambda asked: visits.begin_visit(chart, asked, serial=_serial(request), reason=reason),
    )


@chart_door(Permission.READ_CHART, Permission.ACCESS_PUMP)
def second(request: Visitor, chart: Chart) -> HttpResponse:
    """The second person at the bedside."""

    def join(asked: Any) -> None:
        sent = request.POST
        person = second_person(request, sent.get("staff_id", ""), sent.get("secret", ""))
        visits.second(_newest(chart), person, asked)

    return _do(request, chart, join)


@chart_door(Permission.READ_CHART, Permission.ACCESS_PUMP)
def empty(request: Visitor, chart: Chart) -> HttpResponse:
    """Emptied, with what came out."""
    sent = request.POST
    return _do(
        request,
        chart,
        lambda asked: visits.empty(
            _newest(chart),
            asked,
            withdrawn=_millilitres(sent.get("withdrawn", "")),
            remainder=_millilitres(sent.get("remainder", "")),
        ),
    )


@chart_door(Permission.READ_CHART, Permission.ACCESS_PUMP)
def fill(request: Visitor, chart: Chart) -> HttpResponse:
    """Filled, with what went in."""

    def write(asked: Any) -> None:
        sent = request.POST
        confirm_person(request, request.user, sent.get("secret", ""))
        went_in = visits.WhatWentIn(
            content=word(Content, sent.get("content", ""), "content"),
            injected=_millilitres(sent.get("injected", "")),
            prepared=_millilitres(sent.get("prepared", "")),
            returned=_millilitres(sent.get("returned", "")),
            is_aborted="aborted" in sent,
            is_pocket_fill_suspected="pocket" in sent,
            lots=lots_of(request),
        )
        visits.fill(_newest(chart), asked, went_in)

    return _do(request, chart, write)


@chart_door(Permission.READ_CHART, Permission.ACCESS_PUMP)
def fail(request: Visitor, chart: Chart) -> HttpResponse:
    """Access failed, not filled."""
    words = request.POST.get("words", "")
    return _do(request, chart, lambda asked: visits.fail(_newest(chart), asked, words))


@chart_door(Permission.READ_CHART, Permission.ACCESS_PUMP)
def end(request: Visitor, chart: Chart) -> HttpResponse:
    """Left before a needle went in."""
    return _do(request, chart, lambda asked: visits.end(_newest(chart), asked))


@chart_door(Permission.READ_CHART, Permission.ACCESS_PUMP)
def check_after(request: Visitor, chart: Chart) -> HttpResponse:
    """A rescue fill, checked by a second person afterwards."""
    return _do(request, chart, lambda asked: visits.check_after(_newest(chart), asked))


def _do(request: Visitor, chart: Chart, step: Any) -> HttpResponse:
    if request.method != "POST":
        return redirect("visit", chart.case)
    asked = asked_of(request)
    try:
        step(asked)
    except InputErrors as errors:
        return again(request, _PAGE, _context(request, chart), errors)
    return redirect("visit", chart.case)


def _newest(chart: Chart) -> Visit:
    """The newest visit, open or not: what it does not allow is refused in words."""
    found = chart.visits.first()
    if found is None:
        raise Http404("no visit")
    return found


def _serial(request: Visitor) -> str:
    return request.POST.get("serial", "").strip()


def _millilitres(text: str) -> str:
    text = text.strip()
    return f"{text} mL" if text and text[-1].isdigit() else text


def _context(request: Visitor, chart: Chart) -> dict[str, Any]:
    now = timezone.localtime()
    sheet = sheet_of(chart, now)
    context = heading(request, chart, sheet)
    going_on = context["visit"]
    order = context["order"]
    if order is not None and why_revoked(order, sheet):
        order = context["order"] = None  # revoked for good by the next act on the chart
    state = None if going_on is None else going_on.state
    needle, needle_why = needle_of(sheet)
    released = order if order is not None and order.state is OrderStep.CHECKED else None
    fudr = going_on is not None and visits.may_fill_fudr(going_on, request.user, sheet) is not None
    saline = made_up(sheet, Content.HEPARINISED_SALINE)
    return context | {
        "state": state,
        "states": VisitStep,
        "released": released,
        "fudr_may_go_in": fudr,
        "revoked": _revoked(going_on),
        "checklist": checklist(sheet, needle=needle, needle_why=needle_why, standby=standby(sheet)),
        "made": made_up(sheet, Content.FUDR) if fudr else None,
        "standby": saline,
        "contents": [each for each in Content if each is not Content.FUDR],
        "steps": [] if going_on is None else going_on.steps.select_related("by"),
        "last": chart.visits.first(),
        "hidden": hidden(chart),
    }


def _revoked(going_on: Visit | None) -> str:
    """Why the order this visit began with may not be given any more; empty while it may."""
    if going_on is None or going_on.order is None:
        return ""
    step = going_on.order.steps.filter(kind=OrderStep.REVOKED).first()
    return "" if step is None else str(step.said.get("why", "revoked"))
