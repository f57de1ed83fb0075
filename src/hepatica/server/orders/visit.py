"""The visit: two people, the checklist, emptied, then filled or failed (behaviour B2, B3)."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from hepatica.core.chart.words import Content, Product
from hepatica.core.frozen import frozen
from hepatica.core.pump.recall import plain
from hepatica.library.errors import ErrorCode, refused
from hepatica.library.strict_yaml import Node
from hepatica.reports.figures import exact
from hepatica.reports.sentences import plain as plain_words
from hepatica.reports.sentences import reservoir_sentence
from hepatica.reports.sheet import Sheet
from hepatica.server.acts import Acted, Asked, act_on, acted_before
from hepatica.server.orders.models import Order, OrderStep, Visit, VisitStep
from hepatica.server.orders.path import look_again
from hepatica.server.orders.revoke import open_order, why_revoked
from hepatica.server.orders.steps import take_step
from hepatica.server.people.models import Account
from hepatica.server.people.permissions import Permission, may
from hepatica.server.plans import made_up, sheet_of
from hepatica.server.store.models import Chart

# What is charted as an additive; the FUDR itself is the fill.
UNIT_OF_ADDITIVE = {Product.DEXAMETHASONE: "mg", Product.HEPARIN: "units"}


@frozen
class WhatWentIn:
    """A fill as it was done; figures as they were typed, with their units.

    `prepared` is the volume made up; for FUDR it is that of the order, whatever stands here.
    """

    content: Content
    injected: str
    prepared: str = ""
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
        said = {"serial": serial, "reservoir": _without_fudr(sheet)}
        take_step(visit, VisitStep.OPENED, asked.visitor.user, asked.now, said=said)
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
    take_step(visit, VisitStep.SECONDED, account, asked.now)


def empty(visit: Visit, asked: Asked, *, withdrawn: str, remainder: str = "") -> Acted:
    """The pump is emptied. From here it is filled, or the access has failed.

    Raises:
        InputErrors: E524, the second person is missing, or it is emptied already; or `act_on`.
    """
    with transaction.atomic():
        before = acted_before(visit.chart, asked)
        if before is not None:
            return before
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
        take_step(visit, VisitStep.EMPTIED, asked.visitor.user, asked.now, act=acted.act)
        return acted


def may_fill_fudr(visit: Visit, account: Account, sheet: Sheet) -> Order | None:
    """The released order that may go in now; None: no FUDR in this visit."""
    order = open_order(visit.chart)
    if order is None or visit.is_rescue or order.state is not OrderStep.CHECKED:
        return None
    if sheet.plan.fill is None or sheet.plan.is_draft or why_revoked(order, sheet):
        return None
    return order if may(account, Permission.FILL_FUDR, visit.chart) else None


def fill(visit: Visit, asked: Asked, went_in: WhatWentIn) -> Acted:
    """Write what went in. FUDR goes in by a released order that still stands, and by nothing else.

    Raises:
        InputErrors: E524, the pump is not emptied, or FUDR without a released order; or `act_on`.
    """
    with transaction.atomic():
        before = acted_before(visit.chart, asked)
        if before is not None:
            return before
        if visit.state is not VisitStep.EMPTIED:
            raise _not_now(visit, "a pump that is emptied and not filled yet")
        sheet, order = sheet_of(visit.chart, asked.now), None
        if went_in.content is Content.FUDR:
            order = may_fill_fudr(visit, asked.visitor.user, sheet)
            if order is None:
                raise _not_now(visit, "another content: no FUDR order is released")
        written = _written_fill(visit, asked, went_in, order, sheet)
        acted = act_on(visit.chart, [written], asked)
        take_step(visit, VisitStep.FILLED, asked.visitor.user, asked.now, act=acted.act)
        if order is not None:
            take_step(order, OrderStep.FILLED, asked.visitor.user, asked.now, act=acted.act)
        return acted


def fail(visit: Visit, asked: Asked, words: str) -> Acted:
    """The access failed: nothing went in.

    Raises:
        InputErrors: E524, the visit is over; or as `act_on`.
    """
    with transaction.atomic():
        before = acted_before(visit.chart, asked)
        if before is not None:
            return before
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
        take_step(visit, VisitStep.FAILED, asked.visitor.user, asked.now, act=acted.act)
        order = open_order(visit.chart)
        if order is not None:
            take_step(order, OrderStep.FAILED, asked.visitor.user, asked.now, act=acted.act)
        return acted


def end(visit: Visit, asked: Asked) -> None:
    """Leave before any needle went in.

    Raises:
        InputErrors: E524, the pump is emptied: it is filled, or the access has failed.
    """
    if visit.state not in (VisitStep.OPENED, VisitStep.SECONDED):
        raise _not_now(visit, "a visit in which the pump was not emptied")
    take_step(visit, VisitStep.ENDED, asked.visitor.user, asked.now)


def check_after(visit: Visit, asked: Asked) -> None:
    """Check a rescue fill as a second person, within 24 h of it (behaviour B3).

    Raises:
        InputErrors: E524, it is no rescue fill; E521, the person who filled checks it.
    """
    if not visit.is_rescue or visit.state is not VisitStep.FILLED:
        raise _not_now(visit, "a rescue fill that nobody checked yet")
    take_step(visit, VisitStep.CHECKED_AFTER, asked.visitor.user, asked.now)


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


def _without_fudr(sheet: Sheet) -> str:
    """What the plan says of the reservoir before it is empty; nothing where it says FUDR."""
    order = sheet.plan.reservoir
    if order is None or order.content is Content.FUDR:
        return ""
    return plain_words(reservoir_sentence(sheet.plan))


def _needs_second(visit: Visit) -> None:
    ready = VisitStep.OPENED if visit.is_rescue else VisitStep.SECONDED
    if visit.state is not ready:
        raise _not_now(visit, "a visit with its second person, and a pump not emptied yet")


def _serial_read(visit: Visit) -> str:
    return str(visit.steps.get(kind=VisitStep.OPENED).said["serial"])


def _written_fill(
    visit: Visit, asked: Asked, went_in: WhatWentIn, order: Order | None, sheet: Sheet
) -> dict[str, Node]:
    written: dict[str, Node] = {
        "id": f"fill-{visit.chart.lines.count()}",
        "kind": "pump_filled",
        "at": asked.now.isoformat(),
        "content": went_in.content.value,
        "prepared": went_in.prepared if order is None else str(order.figures["volume"]),
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
    additives = _additives(went_in, sheet)
    if additives:
        written["additives"] = additives
    return written


def _additives(went_in: WhatWentIn, sheet: Sheet) -> list[Node]:
    """The additives of this content by the protocol, with the lots that were typed."""
    made = made_up(sheet, went_in.content)
    lots = went_in.lots or {}
    return [
        {
            "product": each.product.value,
            "amount": f"{exact(each.amount)} {UNIT_OF_ADDITIVE[each.product]}",
            "strength": f"{exact(each.strength_per_ml)} {UNIT_OF_ADDITIVE[each.product]}/mL",
            **{key: value for key, value in lots.get(each.product.value, {}).items() if value},
        }
        for each in (made.drawn if made is not None else ())
        if each.product in UNIT_OF_ADDITIVE
    ]


def _not_now(visit: Visit, expected: str) -> Exception:
    return refused(
        ErrorCode.E524,
        f"visit of {visit.chart.case}",
        came=str(visit.state.label),
        expected=expected,
    )
