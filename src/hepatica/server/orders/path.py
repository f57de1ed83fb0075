"""The way of a FUDR order: signed, verified blind, prepared, checked; or withheld.

Each step is one transaction with what it writes into the chart.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.db import transaction

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import OrderSigned
from hepatica.core.quantities import clinical_arithmetic
from hepatica.core.safety.two_roads import RULE as TWO_ROADS
from hepatica.library.errors import ErrorCode, InputErrors, refused
from hepatica.reports.figures import exact, near
from hepatica.reports.sheet import Sheet
from hepatica.server.acts import Acted, Asked, act_on, acted_before
from hepatica.server.orders.models import Order, OrderStep
from hepatica.server.orders.revoke import open_order, revoke_what_no_longer_stands, why_revoked
from hepatica.server.orders.steps import take_step
from hepatica.server.orders.written import written_inputs, written_order
from hepatica.server.plans import sheet_of
from hepatica.server.store.models import Chart

# What must have been done before a step may be taken.
_AFTER = {
    OrderStep.VERIFIED: OrderStep.SIGNED,
    OrderStep.PREPARED: OrderStep.VERIFIED,
    OrderStep.CHECKED: OrderStep.PREPARED,
}


class Withheld(StrEnum):
    """Why an order is not given; `other` needs words."""

    PATIENT_UNWELL = "patient-unwell"
    PATIENT_DECLINED = "patient-declined"
    PATIENT_ABSENT = "patient-absent"
    NEW_FINDING = "new-finding"
    PREPARATION_FAULT = "preparation-fault"
    NO_SUPPLY = "no-supply"
    OTHER = "other"


def why_not_signable(chart: Chart, sheet: Sheet) -> str:
    """Why nobody can sign this plan now; empty when a prescriber can."""
    plan = sheet.plan
    if plan.to_sign is None:
        return "the plan gives no FUDR"
    if plan.unapproved:
        return f"{len(plan.unapproved)} values of the plan are not approved by this site: DRAFT"
    if open_order(chart) is not None:
        return "an order is on its way already"
    return ""


def sign(chart: Chart, asked: Asked) -> Order:
    """Sign the FUDR order of the plan as it is now.

    Raises:
        InputErrors: E522, the plan gives nothing to sign; or as `act_on`.
    """
    with transaction.atomic():
        before = acted_before(chart, asked)
        if before is not None:
            return Order.objects.get(steps__act=before.act, steps__kind=OrderStep.SIGNED)
        sheet = sheet_of(chart, asked.now)
        why, signed = why_not_signable(chart, sheet), sheet.plan.to_sign
        if why or signed is None:
            raise refused(ErrorCode.E522, chart.case, expected=f"an order to sign; {why}")
        entry = f"order-{chart.lines.count()}"
        acted = act_on(chart, [written_order(signed, entry, asked.now)], asked)
        order = Order.objects.create(
            chart=chart, entry=entry, head=signed.chart_head, figures=figures_of(sheet)
        )
        take_step(order, OrderStep.SIGNED, asked.visitor.user, asked.now, act=acted.act)
        return order


def verify(order: Order, asked: Asked, *, weight: str, flow: str, last_percent: str) -> Acted:
    """Enter the inputs from the primary records, without sight of the order (behaviour B1).

    When they do not lead to the same order, the plan refuses FUDR and the order is revoked.

    Raises:
        InputErrors: E523, it is not waiting for this; E521, the prescriber verifies their own
            order; or as `act_on`.
    """
    with transaction.atomic():
        before = acted_before(order.chart, asked)
        if before is not None:
            return before
        _expect(order, OrderStep.VERIFIED)
        entry = f"inputs-{order.chart.lines.count()}"
        written = written_inputs(weight, flow, last_percent, entry, asked.now)
        take_step(order, OrderStep.VERIFIED, asked.visitor.user, asked.now)
        return act_on(order.chart, [written], asked)


def must_read_again(sheet: Sheet) -> bool:
    """Whether FUDR is refused because the inputs entered today lead to another order (C-13).

    So after a slip of the second person, and after emptying has measured another flow.
    """
    return any(each.rule == TWO_ROADS for each in sheet.plan.decision.findings)


def read_again(chart: Chart, asked: Asked, *, weight: str, flow: str, last_percent: str) -> Acted:
    """Enter the inputs once more from the primary records, where no order waits for it.

    It releases nothing: an order that can be signed then has its own verification.

    Raises:
        InputErrors: E523, nothing asks for it; or as `act_on`.
    """
    with transaction.atomic():
        before = acted_before(chart, asked)
        if before is not None:
            return before
        if not must_read_again(sheet_of(chart, asked.now)):
            expected = "an order that waits for it, or inputs of today that lead to another one"
            raise refused(ErrorCode.E523, chart.case, expected=expected)
        entry = f"inputs-{chart.lines.count()}"
        return act_on(chart, [written_inputs(weight, flow, last_percent, entry, asked.now)], asked)


def prepare(order: Order, asked: Asked, lots: Mapping[str, Mapping[str, str]]) -> None:
    """Say that the fill is prepared, from which lots.

    Raises:
        InputErrors: E523, it is not waiting for this, or it no longer stands.
    """
    with transaction.atomic():
        _expect(order, OrderStep.PREPARED)
        _still_stands(order, asked)
        said = {product: dict(lot) for product, lot in lots.items()}
        take_step(order, OrderStep.PREPARED, asked.visitor.user, asked.now, said={"lots": said})


def check_preparation(order: Order, asked: Asked) -> None:
    """Check drug, dose, volume, concentration and label as a second person: the release.

    Raises:
        InputErrors: E523, it is not waiting for this, no longer stands, or is a DRAFT; E521.
    """
    with transaction.atomic():
        _expect(order, OrderStep.CHECKED)
        sheet = _still_stands(order, asked)
        if sheet.plan.is_draft:
            raise refused(ErrorCode.E523, order.entry, expected="a plan that is no DRAFT any more")
        take_step(order, OrderStep.CHECKED, asked.visitor.user, asked.now)


def withhold(order: Order, asked: Asked, reason: Withheld, words: str = "") -> None:
    """Give the order up, for a coded reason.

    Raises:
        InputErrors: E523, it is over already, or `other` without words.
    """
    with transaction.atomic():
        if not order.is_open or (reason is Withheld.OTHER and not words.strip()):
            expected = "an order that is open" if not order.is_open else "the reason in words"
            raise refused(ErrorCode.E523, order.entry, expected=expected)
        said = {"reason": reason.value, "words": words.strip()}
        take_step(order, OrderStep.WITHHELD, asked.visitor.user, asked.now, said=said)


def look_again(order: Order, asked: Asked) -> Sheet:
    """Plan anew, because time passes too; an order that no longer stands is revoked."""
    sheet = sheet_of(order.chart, asked.now)
    revoke_what_no_longer_stands(order.chart, sheet, asked.visitor.user, asked.now, None)
    return sheet


def figures_of(sheet: Sheet) -> dict[str, str]:
    """What an order says, figure by figure, as the comparison before each step shows it.

    Flow and concentration are shown to as many places as on the worksheet; dose, weight, mass and
    volume, which people carry on with, as they are.
    """
    plan, after = sheet.plan, sheet.refill_after
    if plan.fill is None:
        return {}
    fill = plan.fill
    return {
        "dose": f"{exact(fill.dose_mg_per_kg_day)} mg/kg/day",
        "dosing weight": f"{exact(fill.dosing_weight_kg)} kg",
        "flow": f"{near(fill.flow_ml_per_day, '0.0001')} mL/day",
        "FUDR": f"{exact(fill.fudr_mg)} mg",
        "volume": f"{exact(fill.volume_ml)} mL",
        "concentration": f"{near(fill.concentration_mg_per_ml, '0.01')} mg/mL",
        "next access by": "not known" if after is None or after.date is None else str(after.date),
    }


def figures_before(course: Course) -> dict[str, str]:
    """The figures of the newest order in the chart, to stand beside those of the next one."""
    newest = course.latest(OrderSigned)
    if newest is None:
        return {}
    order = newest.payload
    with clinical_arithmetic():
        concentration = order.fudr_mg / order.volume_ml
    return {
        "dose": f"{exact(order.dose_mg_per_kg_day)} mg/kg/day",
        "dosing weight": f"{exact(order.dosing_weight_kg)} kg",
        "flow": f"{near(order.flow_ml_per_day, '0.0001')} mL/day",
        "FUDR": f"{exact(order.fudr_mg)} mg",
        "volume": f"{exact(order.volume_ml)} mL",
        "concentration": f"{near(concentration, '0.01')} mg/mL",
    }


def _expect(order: Order, kind: OrderStep) -> None:
    order = Order.objects.select_for_update().get(pk=order.pk)
    if order.state is not _AFTER[kind]:
        raise refused(
            ErrorCode.E523,
            order.entry,
            came=str(kind.label),
            expected=f"an order that is {_AFTER[kind].label}; this one is: {order.state.label}",
        )


def _still_stands(order: Order, asked: Asked) -> Sheet:
    sheet = sheet_of(order.chart, asked.now)
    why = why_revoked(order, sheet)
    if why:
        raise _no_longer(order, why)
    return sheet


def _no_longer(order: Order, why: str) -> InputErrors:
    return refused(
        ErrorCode.E523,
        order.entry,
        expected=f"an order that still stands; {why}",
        remedy="It is revoked; a new one must be signed.",
    )
