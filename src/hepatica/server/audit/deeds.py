"""Who did what: acts on charts, steps of orders and visits, approvals, stock; and the refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from hepatica.core.frozen import frozen
from hepatica.server.access.models import Access
from hepatica.server.approvals.models import SignedValue
from hepatica.server.audit.models import RefusedPassage
from hepatica.server.orders.models import OrderStep, StepOfOrder, StepOfVisit, VisitStep
from hepatica.server.store.models import Act
from hepatica.server.supply.models import Movement

_AT_ONCE = 200


@frozen
class Deed:
    """One thing that somebody did, or was refused; `case` is empty where no chart was meant."""

    at: datetime
    who: str
    case: str
    what: str
    said: str = ""


def deeds(account: str = "", chart: str = "") -> Iterator[Deed]:
    """Acts and signatures, the newest first, of one person, of one chart, or all."""
    asked = (account, chart)
    sources = (
        _each(_only(Act.objects.select_related("chart"), asked, "by", "chart"), _act),
        _each(
            _only(
                StepOfOrder.objects.select_related("by", "order__chart"),
                asked,
                "by__username",
                "order__chart",
            ),
            _step_of_order,
        ),
        _each(
            _only(
                StepOfVisit.objects.select_related("by", "visit__chart"),
                asked,
                "by__username",
                "visit__chart",
            ),
            _step_of_visit,
        ),
        _each(
            _only(SignedValue.objects.select_related("account"), asked, "account__username", ""),
            _signature,
        ),
        _each(
            _only(
                Movement.objects.select_related("by", "lot", "order__chart"),
                asked,
                "by__username",
                "order__chart",
            ),
            _movement,
        ),
    )
    return merge(*sources, key=lambda deed: deed.at, reverse=True)


def refusals(account: str = "", chart: str = "") -> Iterator[Deed]:
    """Every refused passage, the newest first: at the doors of charts, and everywhere else."""
    asked = (account, chart)
    at_charts = Access.objects.filter(was_refused=True).select_related("account", "chart")
    elsewhere = RefusedPassage.objects.select_related("account")
    return merge(
        _each(_only(at_charts, asked, "account__username", "chart"), _at_chart),
        _each(_only(elsewhere, asked, "account__username", "case"), _elsewhere),
        key=lambda deed: deed.at,
        reverse=True,
    )


def page_of(found: Iterator[Deed], number: int, size: int) -> tuple[list[Deed], bool]:
    """One page (the first is 1), and whether more follow it."""
    first = (number - 1) * size
    page = list(islice(found, first, first + size + 1))
    return page[:size], len(page) > size


def _only(rows: QuerySet[Any], asked: tuple[str, str], person: str, chart: str) -> QuerySet[Any]:
    """The rows of the person and chart asked for; where there is no chart, none of a chart."""
    account, case = asked
    if account:
        rows = rows.filter(**{f"{person}__iexact": account})
    if case and not chart:
        return rows.none()
    if case:
        field = chart if chart == "case" else f"{chart}__case"
        rows = rows.filter(**{f"{field}__iexact": case})
    return rows.order_by("-at", "-pk")


def _each(rows: QuerySet[Any], build: Callable[[Any], Deed]) -> Iterator[Deed]:
    for row in rows.iterator(_AT_ONCE):
        yield build(row)


def _act(act: Act) -> Deed:
    return Deed(act.at, act.by, act.chart.case, "wrote", f"chart is {act.lines_after} lines long")


def _step_of_order(step: StepOfOrder) -> Deed:
    said = f"order {step.order.entry}, as {step.role or 'nobody'}{_why(step.said)}"
    return Deed(step.at, step.by.username, step.order.chart.case, OrderStep(step.kind).label, said)


def _step_of_visit(step: StepOfVisit) -> Deed:
    said = f"visit {step.visit_id}, as {step.role or 'nobody'}{_why(step.said)}"
    return Deed(step.at, step.by.username, step.visit.chart.case, VisitStep(step.kind).label, said)


def _signature(one: SignedValue) -> Deed:
    said = f"{one.path} = {one.value}; read: {one.source_read}; why: {one.reason}"
    return Deed(one.at, one.account.username, "", f"approved as {one.role}", said)


def _movement(moved: Movement) -> Deed:
    case = "" if moved.order is None else moved.order.chart.case
    said = f"{moved.lot}: {moved.change:+d}, then {moved.level_after}"
    said += f"; why: {moved.reason}" if moved.reason else ""
    return Deed(moved.at, moved.by.username, case, f"stock {moved.get_kind_display()}", said)


def _why(said: dict[str, Any]) -> str:
    words = [str(said[key]) for key in ("why", "reason", "words") if said.get(key)]
    return f"; {' '.join(words)}" if words else ""


def _at_chart(line: Access) -> Deed:
    what = "refused to change" if line.is_write else "refused to look"
    return Deed(line.at, line.account.username, line.chart.case, what, line.door)


def _elsewhere(passage: RefusedPassage) -> Deed:
    what = "refused to change" if passage.is_write else "refused to look"
    said = f"{passage.door}; needs {passage.needed}"
    return Deed(passage.at, passage.account.username, passage.case, what, said)
