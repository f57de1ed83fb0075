"""Take a step: written once, by somebody who may, and by another person where two are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from hepatica.library.errors import ErrorCode, refused
from hepatica.server.orders.models import (
    PAIRS,
    Order,
    OrderStep,
    StepOfOrder,
    StepOfVisit,
    Visit,
    VisitStep,
)
from hepatica.server.people.models import Account
from hepatica.server.people.roles import SiteRole
from hepatica.server.store.models import Act


def step_order(
    order: Order,
    kind: OrderStep,
    account: Account,
    now: datetime,
    *,
    act: Act | None = None,
    said: Mapping[str, Any] | None = None,
) -> None:
    """Take a step of an order.

    Raises:
        InputErrors: E520, it was taken already; E521, this person took the other one of the pair.
    """
    _refuse_twice(order, kind, account)
    with _once(kind):
        StepOfOrder.objects.create(
            order=order,
            kind=kind,
            pair=PAIRS.get(kind, ""),
            by=account,
            role=_roles(account),
            at=now,
            act=act,
            said=dict(said or {}),
        )


def step_visit(
    visit: Visit,
    kind: VisitStep,
    account: Account,
    now: datetime,
    *,
    act: Act | None = None,
    said: Mapping[str, Any] | None = None,
) -> None:
    """Take a step of a visit.

    Raises:
        InputErrors: as `step_order`.
    """
    _refuse_twice(visit, kind, account)
    with _once(kind):
        StepOfVisit.objects.create(
            visit=visit,
            kind=kind,
            pair=PAIRS.get(kind, ""),
            by=account,
            role=_roles(account),
            at=now,
            act=act,
            said=dict(said or {}),
        )


def _roles(account: Account) -> str:
    """The roles a step was taken in; a withdrawn role still stands beside what was done in it."""
    return " ".join(role.value for role in SiteRole if role in account.roles)


def _refuse_twice(of: Order | Visit, kind: OrderStep | VisitStep, account: Account) -> None:
    taken = of.steps.filter(kind=kind).select_related("by").first()
    if taken is not None:
        raise refused(
            ErrorCode.E520,
            str(kind.label),
            came=account.username,
            expected=f"a step that nobody took yet; {taken.by.username} took it",
        )
    pair = PAIRS.get(kind, "")
    if pair and of.steps.filter(pair=pair, by=account).exists():
        raise refused(
            ErrorCode.E521,
            str(kind.label),
            came=account.username,
            expected="another person than the one before",
            remedy="The check of a second person is only one when it is a second person.",
        )


class _once(transaction.Atomic):  # noqa: N801 - read as a word in a with statement
    """A savepoint; what the database refuses because somebody was faster is said as such."""

    def __init__(self, kind: OrderStep | VisitStep) -> None:
        super().__init__(using=None, savepoint=True, durable=False)
        self._kind = kind

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        super().__exit__(kind, error, trace)
        if isinstance(error, IntegrityError):
            raise refused(
                ErrorCode.E520,
                str(self._kind.label),
                expected="a step that nobody took in the same moment",
                remedy="Nothing was written. Look at the order again.",
            ) from None
