"""An order stands only while today's plan still says the same (behaviour B2)."""

from __future__ import annotations

from datetime import datetime

from hepatica.core.schedule.open_order import RULE
from hepatica.reports.sheet import Sheet
from hepatica.server.orders.models import Order, OrderStep
from hepatica.server.orders.steps import take_step
from hepatica.server.people.models import Account
from hepatica.server.store.models import Act, Chart


def open_order(chart: Chart) -> Order | None:
    """The order of a chart that can still be given."""
    newest = chart.orders.first()
    return newest if newest is not None and newest.is_open else None


def why_revoked(order: Order, sheet: Sheet) -> str:
    """What the plan says instead of the order; empty while it says the same."""
    for alert in sheet.plan.alerts:
        if alert.rule == RULE and order.entry in alert.entries:
            return alert.text
    return ""


def revoke_what_no_longer_stands(
    chart: Chart, sheet: Sheet, account: Account, now: datetime, act: Act | None
) -> None:
    """Revoke the open order when the plan says something else; `account` wrote what changed it."""
    order = open_order(chart)
    why = "" if order is None else why_revoked(order, sheet)
    if order is not None and why:
        take_step(order, OrderStep.REVOKED, account, now, act=act, said={"why": why})
