"""*Access and fill*: step by step at the chairside, on a tablet."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hepatica.core.chart.entries import PumpFilled
from hepatica.core.chart.words import Content, Product
from hepatica.library.errors import InputErrors
from hepatica.reports.checklist import checklist
from hepatica.reports.sheet import Sheet
from hepatica.reports.worksheet import needle_of, standby
from hepatica.server.access.doors import Visitor, chart_door
from hepatica.server.orders import visit as visits
from hepatica.server.orders.models import OrderStep, Visit, VisitStep
from hepatica.server.orders.revoke import why_revoked
from hepatica.server.pages.chart import heading
from hepatica.server.pages.order import lots_of
from hepatica.server.pages.sent import again, asked_of, hidden, word
from hepatica.server.people.permissions import Permission, may
from hepatica.server.people.signing import confirm_person, second_person
from hepatica.server.plans import made_up, sheet_of
from hepatica.server.store.models import Chart

_PAGE = "pages/visit.html"
# A rescue is gone on with by whoever may do one, also without a valid competency (behaviour B3).
_bedside = chart_door(Permission.READ_CHART, Permission.ACCESS_PUMP, or_by=Permission.RESCUE_FILL)


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


@_bedside
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


@_bedside
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


@_bedside
def fail(request: Visitor, chart: Chart) -> HttpResponse:
    """Access failed, not filled."""
    words = request.POST.get("words", "")
    return _do(request, chart, lambda asked: visits.fail(_newest(chart), asked, words))


@_bedside
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
    going_on = visits.open_visit(chart)
    if going_on is not None and not _may_go_on(request, going_on):
        raise PermissionDenied(Permission.ACCESS_PUMP)
    asked = asked_of(request)
    try:
        step(asked)
    except InputErrors as errors:
        return again(request, _PAGE, _context(request, chart), errors)
    return redirect("visit", chart.case)


def _may_go_on(request: Visitor, going_on: Visit) -> bool:
    """Whether this person may take the next step: in a rescue with less than in another visit."""
    enough = [Permission.ACCESS_PUMP, *([Permission.RESCUE_FILL] if going_on.is_rescue else [])]
    return any(may(request.user, each, going_on.chart) for each in enough)


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
    return context | {
        "state": state,
        "states": VisitStep,
        "released": released,
        "fudr_may_go_in": fudr,
        "revoked": _revoked(chart, sheet),
        "failed": _failed(chart, sheet),
        "standby_holds": standby(sheet),
        "no_heparin": Product.HEPARIN in sheet.refused,
        "checklist": checklist(sheet, needle=needle, needle_why=needle_why, standby=standby(sheet)),
        "made": made_up(sheet, Content.FUDR) if fudr else None,
        "standby": made_up(sheet, Content.HEPARINISED_SALINE),
        "contents": [each for each in Content if each is not Content.FUDR],
        "additives": _additives(sheet),
        "before": "" if going_on is None else _said_before(going_on),
        "steps": [] if going_on is None else going_on.steps.select_related("by"),
        "last": chart.visits.first(),
        "hidden": hidden(chart),
    }


def _additives(sheet: Sheet) -> list[str]:
    """The additives of every content that may go in: each has its lot."""
    made = [each for content in Content if (each := made_up(sheet, content)) is not None]
    found = dict.fromkeys(drawn.product for each in made for drawn in each.drawn)
    return [each.value for each in found if each in visits.UNIT_OF_ADDITIVE]


def _said_before(going_on: Visit) -> str:
    """What the plan said of the reservoir when the access began; nobody knew the flow of today."""
    opened = going_on.steps.filter(kind=VisitStep.OPENED).first()
    return "" if opened is None else str(opened.said.get("reservoir", ""))


def _revoked(chart: Chart, sheet: Sheet) -> str:
    """Why the newest order may not be given any more; empty while it may, and after the next fill.

    Also when it was revoked while this page stood open and the access had not begun.
    """
    newest = chart.orders.first()
    step = None if newest is None else newest.steps.filter(kind=OrderStep.REVOKED).first()
    if step is None:
        return ""
    return "" if _filled_since(sheet, step.at) else str(step.said.get("why", "revoked"))


def _failed(chart: Chart, sheet: Sheet) -> Visit | None:
    """The last access when it failed and nothing has gone into the pump since."""
    last = chart.visits.first()
    step = None if last is None else last.steps.filter(kind=VisitStep.FAILED).first()
    return None if step is None or _filled_since(sheet, step.at) else last


def _filled_since(sheet: Sheet, moment: datetime) -> bool:
    filled = sheet.plan.course.latest(PumpFilled)
    return filled is not None and filled.at.earliest >= moment
