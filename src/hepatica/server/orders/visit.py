"""The visit: two people, the checklist, emptied, then filled or failed (behaviour B2, B3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from hepatica.core.chart.words import Content, Product
from hepatica.core.dosing.fill import Makeup, make_up
from hepatica.core.pump.recall import plain
from hepatica.core.quantities import Unknown, clinical_arithmetic
from hepatica.library.errors import ErrorCode, refused
from hepatica.library.strict_yaml import Node
from hepatica.reports.figures import exact
from hepatica.reports.sheet import Sheet
from hepatica.server.acts import Acted, Asked, act_on
from hepatica.server.orders.models import Order, OrderStep, Visit, VisitStep
from hepatica.server.orders.path import look_again
from hepatica.server.orders.revoke import open_order
from hepatica.server.orders.steps import step_order, step_visit
from hepatica.server.people.models import Account
from hepatica.server.people.permissions import Permission, may
from hepatica.server.plans import sheet_of
from hepatica.server.store.models import Chart

# What is charted as an additive; the FUDR itself is the fill.
_UNIT = {Product.DEXAMETHASONE: "mg", Product.HEPARIN: "units"}


@dataclass(frozen=True, slots=True)
class WhatWentIn:
    """A fill as it was done; figures as they were typed, with their units."""

    content: Content
    injected: str
    returned: str = ""
    is_aborted: bool = False
    is_pocket_fill_suspected: bool = False
    lots: Mapping[str, Mapping[str, str]] | None = None


def open_visit(chart: Chart) -> Visit | None:
    """The visit that is going on at this pump."""
    newest = chart.visits.first()
    return newest if newest is not None and newest.is_open else None


def begin_visit(chart: Chart, asked: Asked, *, serial: str, reason: str = "") -> Visit:
    """Open a visit: the patient is identified, the standby syringe is there, the serial is read.

    With a `reason` it is a rescue: one person, no FUDR, checked by a second person within 24 h.

    Raises:
        InputErrors: E524, a visit is going on; E527, the serial is of another pump.
    """
    with transaction.atomic():
        Chart.objects.select_for_update().get(pk=chart.pk)
        if open_visit(chart) is not None:
            raise refused(ErrorCode.E524, chart.case, expected="a pump that nobody accesses now")
        sheet = sheet_of(chart, asked.now)
        _same_pump(sheet, serial)
        order = open_order(chart)
        if order is not None:
            look_again(order, asked)
        is_released = order is not None and order.state is OrderStep.CHECKED
        visit = Visit.objects.create(
            chart=chart,
            order=order if is_released and not reason else None,
            is_rescue=bool(reason),
            reason=reason,
        )
        said = {"serial": serial}
        step_visit(visit, VisitStep.OPENED, asked.visitor.user, asked.now, said=said)
        return visit


def second(visit: Visit, account: Account, asked: Asked) -> None:
    """A second person at the bedside, identified by their own password or code.

    Raises:
        InputErrors: E521, it is the same person; E526, they may not.
    """
    if not may(account, Permission.ACCESS_PUMP, visit.chart):
        raise refused(
            ErrorCode.E526,
            "second person",
            came=account.username,
            expected="somebody with a valid competency in pump access",
        )
    step_visit(visit, VisitStep.SECONDED, account, asked.now)


def empty(visit: Visit, asked: Asked, *, withdrawn: str, remainder: str = "") -> Acted:
    """The pump is emptied. From here it is filled, or the access has failed.

    Raises:
        InputErrors: E524, the second person is missing, or it is emptied already; or `act_on`.
    """
    with transaction.atomic():
        _needs_second(visit)
        written: dict[str, Node] = {
            "id": f"access-{visit.chart.lines.count()}",
            "kind": "pump_accessed",
            "at": asked.now.isoformat(),
            "result": "emptied",
            "withdrawn": withdrawn,
            "pump_serial": _serial_read(visit),
        }
        if remainder:
            written["remainder"] = remainder
        acted = act_on(visit.chart, [written], asked)
        step_visit(visit, VisitStep.EMPTIED, asked.visitor.user, asked.now, act=acted.act)
        return acted


def may_fill_fudr(visit: Visit, account: Account, sheet: Sheet) -> Order | None:
    """The released order that may go in now; None: no FUDR in this visit."""
    order = open_order(visit.chart)
    if order is None or visit.is_rescue or order.state is not OrderStep.CHECKED:
        return None
    if sheet.plan.fill is None or sheet.plan.is_draft:
        return None
    return order if may(account, Permission.FILL_FUDR, visit.chart) else None


def fill(visit: Visit, asked: Asked, went_in: WhatWentIn) -> Acted:
    """Write what went in. FUDR goes in by a released order that still stands, and by nothing else.

    Raises:
        InputErrors: E524, the pump is not emptied, or FUDR without a released order; or `act_on`.
    """
    with transaction.atomic():
        if visit.state is not VisitStep.EMPTIED:
            raise _not_now(visit, "a pump that is emptied and not filled yet")
        order = None
        if went_in.content is Content.FUDR:
            order = may_fill_fudr(visit, asked.visitor.user, sheet_of(visit.chart, asked.now))
            if order is None:
                raise _not_now(visit, "another content: no FUDR order is released")
        acted = act_on(visit.chart, [_written_fill(visit, asked, went_in, order)], asked)
        step_visit(visit, VisitStep.FILLED, asked.visitor.user, asked.now, act=acted.act)
        if order is not None:
            step_order(order, OrderStep.FILLED, asked.visitor.user, asked.now, act=acted.act)
        return acted


def fail(visit: Visit, asked: Asked, words: str) -> Acted:
    """The access failed: nothing went in.

    Raises:
        InputErrors: E524, the visit is over; or as `act_on`.
    """
    with transaction.atomic():
        if not visit.is_open:
            raise _not_now(visit, "a visit that goes on")
        number = visit.chart.lines.count()
        at = asked.now.isoformat()
        written: list[dict[str, Node]] = [
            {"id": f"access-{number}", "kind": "pump_accessed", "at": at, "result": "failed"}
        ]
        if words.strip():
            written.append(
                {"id": f"note-{number + 1}", "kind": "note", "at": at, "text": words.strip()}
            )
        acted = act_on(visit.chart, written, asked)
        step_visit(visit, VisitStep.FAILED, asked.visitor.user, asked.now, act=acted.act)
        order = open_order(visit.chart)
        if order is not None:
            step_order(order, OrderStep.FAILED, asked.visitor.user, asked.now, act=acted.act)
        return acted


def end(visit: Visit, asked: Asked) -> None:
    """Leave before any needle went in.

    Raises:
        InputErrors: E524, the pump is emptied: it is filled, or the access has failed.
    """
    if visit.state not in (VisitStep.OPENED, VisitStep.SECONDED):
        raise _not_now(visit, "a visit in which the pump was not emptied")
    step_visit(visit, VisitStep.ENDED, asked.visitor.user, asked.now)


def check_after(visit: Visit, asked: Asked) -> None:
    """Check a rescue fill as a second person, within 24 h of it (behaviour B3).

    Raises:
        InputErrors: E524, it is no rescue fill; E521, the person who filled checks it.
    """
    if not visit.is_rescue or visit.state is not VisitStep.FILLED:
        raise _not_now(visit, "a rescue fill that nobody checked yet")
    step_visit(visit, VisitStep.CHECKED_AFTER, asked.visitor.user, asked.now)


def _same_pump(sheet: Sheet, serial: str) -> None:
    charted = "" if sheet.pump is None else sheet.pump.serial
    if not charted or plain(serial) != plain(charted):
        raise refused(
            ErrorCode.E527,
            "pump serial",
            came=serial,
            expected="the serial of the pump in this chart" if charted else "a pump in this chart",
            remedy="STOP. Is this the right patient, and the right chart?",
        )


def _needs_second(visit: Visit) -> None:
    ready = VisitStep.OPENED if visit.is_rescue else VisitStep.SECONDED
    if visit.state is not ready:
        raise _not_now(visit, "a visit with its second person, and a pump not emptied yet")


def _serial_read(visit: Visit) -> str:
    return str(visit.steps.get(kind=VisitStep.OPENED).said["serial"])


def _written_fill(
    visit: Visit, asked: Asked, went_in: WhatWentIn, order: Order | None
) -> dict[str, Node]:
    written: dict[str, Node] = {
        "id": f"fill-{visit.chart.lines.count()}",
        "kind": "pump_filled",
        "at": asked.now.isoformat(),
        "content": went_in.content.value,
        "prepared": _prepared(visit, asked, order),
        "injected": went_in.injected,
    }
    if went_in.returned:
        written["returned"] = went_in.returned
    if went_in.is_aborted:
        written["aborted"] = "yes"
    if went_in.is_pocket_fill_suspected:
        written["pocket_fill_suspected"] = "yes"
    if order is not None:
        written["fudr"] = order.figures["FUDR"]
        written["order"] = order.entry
    additives = _additives(visit, asked, went_in)
    if additives:
        written["additives"] = additives
    return written


def _prepared(visit: Visit, asked: Asked, order: Order | None) -> str:
    """The volume made up: that of the order, or a full reservoir."""
    if order is not None:
        return str(order.figures["volume"])
    pump = sheet_of(visit.chart, asked.now).pump
    return "" if pump is None else f"{exact(pump.reservoir_ml)} mL"


def _additives(visit: Visit, asked: Asked, went_in: WhatWentIn) -> list[Node]:
    """The additives of this content by the protocol, with the lots that were typed."""
    made = made_up(sheet_of(visit.chart, asked.now), went_in.content)
    lots = went_in.lots or {}
    return [
        {
            "product": each.product.value,
            "amount": f"{exact(each.amount)} {_UNIT[each.product]}",
            "strength": f"{exact(each.strength_per_ml)} {_UNIT[each.product]}/mL",
            **{key: value for key, value in lots.get(each.product.value, {}).items() if value},
        }
        for each in (made.drawn if made is not None else ())
        if each.product in _UNIT
    ]


def made_up(sheet: Sheet, content: Content) -> Makeup | None:
    """What this content is made up of for this pump; None when a strength or flow is missing."""
    plan = sheet.plan
    if sheet.protocol is None or sheet.pump is None:
        return None
    with clinical_arithmetic():
        made = make_up(
            sheet.protocol.fills,
            content=content,
            volume_ml=sheet.pump.reservoir_ml,
            flow_ml_per_day=None if plan.flow is None else plan.flow.concentration_flow_ml_per_day,
            fudr_mg=plan.fill.fudr_mg if plan.fill and content is Content.FUDR else None,
        )
    return None if isinstance(made, Unknown) else made


def _not_now(visit: Visit, expected: str) -> Exception:
    return refused(
        ErrorCode.E524,
        f"visit of {visit.chart.case}",
        came=str(visit.state.label),
        expected=expected,
    )
