"""Orders and visits: each step an endpoint, with the rules of the pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router
from ninja.errors import HttpError

from hepatica.core.chart.words import Content
from hepatica.server.acts import Asked, clock
from hepatica.server.api import shapes
from hepatica.server.api.charts import NOT_DONE, written
from hepatica.server.api.guard import guard_chart
from hepatica.server.orders import path
from hepatica.server.orders import visit as visits
from hepatica.server.orders.models import Order, Visit
from hepatica.server.pages.sent import word
from hepatica.server.people.permissions import Permission
from hepatica.server.people.signing import confirm_person, second_person
from hepatica.server.store.models import Chart

router = Router(tags=["orders and visits"])
_ORDER: dict[int, Any] = {200: shapes.OrderState, **NOT_DONE}
_VISIT: dict[int, Any] = {200: shapes.VisitState, **NOT_DONE}
_WRITTEN: dict[int, Any] = {200: shapes.Written, **NOT_DONE}


@router.get("/charts/{case}/order", response=_ORDER)
def order(request: HttpRequest, case: str) -> dict[str, Any]:
    """The newest order of the chart."""
    _, chart = guard_chart(request, case, Permission.READ_CHART)
    return _state(_order_of(chart))


@router.post("/charts/{case}/order/sign", response=_ORDER)
def sign(request: HttpRequest, case: str, sent: shapes.Signed) -> dict[str, Any]:
    """Sign what the plan proposes now."""
    asked, chart = _asked(request, case, Permission.SIGN_ORDER, sent)
    confirm_person(request, asked.visitor.user, sent.secret)
    return _state(path.sign(chart, asked))


@router.post("/charts/{case}/order/verify", response=_WRITTEN)
def verify(request: HttpRequest, case: str, sent: shapes.Verify) -> dict[str, Any]:
    """Enter the inputs from the primary records."""
    asked, chart = _asked(request, case, Permission.VERIFY_ORDER, sent)
    confirm_person(request, asked.visitor.user, sent.secret)
    acted = path.verify(
        _order_of(chart),
        asked,
        weight=sent.weight,
        flow=sent.flow,
        last_percent=sent.last_percent,
    )
    return written(acted)


@router.post("/charts/{case}/order/prepare", response=_ORDER)
def prepare(request: HttpRequest, case: str, sent: shapes.Prepare) -> dict[str, Any]:
    """Prepared, from these lots."""
    asked, chart = _asked(request, case, Permission.PREPARE_FILL, sent)
    found = _order_of(chart)
    path.prepare(found, asked, sent.lots)
    return _state(found)


@router.post("/charts/{case}/order/check", response=_ORDER)
def check(request: HttpRequest, case: str, sent: shapes.Signed) -> dict[str, Any]:
    """The preparation is checked: the release."""
    asked, chart = _asked(request, case, Permission.CHECK_PREPARATION, sent)
    confirm_person(request, asked.visitor.user, sent.secret)
    found = _order_of(chart)
    path.check_preparation(found, asked)
    return _state(found)


@router.post("/charts/{case}/order/withhold", response=_ORDER)
def withhold(request: HttpRequest, case: str, sent: shapes.Withhold) -> dict[str, Any]:
    """Given up, for a coded reason."""
    asked, chart = _asked(request, case, Permission.WITHHOLD_ORDER, sent)
    found = _order_of(chart)
    reason = word(path.Withheld, sent.reason, "reason")
    path.withhold(found, asked, reason, sent.words)
    return _state(found)


@router.post("/charts/{case}/visit/begin", response=_VISIT)
def begin(request: HttpRequest, case: str, sent: shapes.Begin) -> dict[str, Any]:
    """Two identifiers, the standby syringe, the serial."""
    is_rescue = bool(sent.rescue_reason.strip())
    needed = Permission.RESCUE_FILL if is_rescue else Permission.ACCESS_PUMP
    asked, chart = _asked(request, case, needed, sent)
    reason = sent.rescue_reason.strip()
    return _visit(visits.begin_visit(chart, asked, serial=sent.serial, reason=reason))


@router.post("/charts/{case}/visit/second", response=_VISIT)
def second(request: HttpRequest, case: str, sent: shapes.Second) -> dict[str, Any]:
    """The second person at the bedside."""
    asked, chart = _asked(request, case, Permission.ACCESS_PUMP, sent)
    found = _visit_of(chart)
    visits.second(found, second_person(request, sent.staff_id, sent.secret), asked)
    return _visit(found)


@router.post("/charts/{case}/visit/empty", response=_WRITTEN)
def empty(request: HttpRequest, case: str, sent: shapes.Empty) -> dict[str, Any]:
    """Emptied."""
    asked, chart = _asked(request, case, Permission.ACCESS_PUMP, sent)
    found = _visit_of(chart)
    return written(visits.empty(found, asked, withdrawn=sent.withdrawn, remainder=sent.remainder))


@router.post("/charts/{case}/visit/fill", response=_WRITTEN)
def fill(request: HttpRequest, case: str, sent: shapes.Fill) -> dict[str, Any]:
    """Filled."""
    asked, chart = _asked(request, case, Permission.ACCESS_PUMP, sent)
    confirm_person(request, asked.visitor.user, sent.secret)
    went_in = visits.WhatWentIn(
        content=word(Content, sent.content, "content"),
        injected=sent.injected,
        prepared=sent.prepared,
        returned=sent.returned,
        is_aborted=sent.is_aborted,
        is_pocket_fill_suspected=sent.is_pocket_fill_suspected,
        lots=sent.lots,
    )
    return written(visits.fill(_visit_of(chart), asked, went_in))


@router.post("/charts/{case}/visit/fail", response=_WRITTEN)
def fail(request: HttpRequest, case: str, sent: shapes.Fail) -> dict[str, Any]:
    """Access failed, not filled."""
    asked, chart = _asked(request, case, Permission.ACCESS_PUMP, sent)
    return written(visits.fail(_visit_of(chart), asked, sent.words))


@router.post("/charts/{case}/visit/end", response=_VISIT)
def end(request: HttpRequest, case: str, sent: shapes.Act) -> dict[str, Any]:
    """Left before a needle went in."""
    asked, chart = _asked(request, case, Permission.ACCESS_PUMP, sent)
    found = _visit_of(chart)
    visits.end(found, asked)
    return _visit(found)


def _asked(
    request: HttpRequest, case: str, permission: Permission, sent: shapes.Act
) -> tuple[Asked, Chart]:
    visitor, chart = guard_chart(request, case, permission, is_write=True)
    return Asked(visitor, sent.key, sent.head, clock()), chart


def _order_of(chart: Chart) -> Order:
    found = chart.orders.first()
    if found is None:
        raise HttpError(404, "no order")
    return found


def _visit_of(chart: Chart) -> Visit:
    found = chart.visits.first()
    if found is None:
        raise HttpError(404, "no visit")
    return found


def _state(found: Order) -> dict[str, Any]:
    return {
        "entry": found.entry,
        "state": found.state.value,
        "figures": found.figures,
        "steps": _steps(found),
    }


def _visit(found: Visit) -> dict[str, Any]:
    return {
        "state": found.state.value,
        "is_rescue": found.is_rescue,
        "steps": _steps(found),
    }


def _steps(of: Order | Visit) -> list[dict[str, Any]]:
    return [
        {"kind": step.kind, "by": step.by.username, "at": step.at.isoformat(), "said": step.said}
        for step in of.steps.select_related("by")
    ]
