"""Take a step: written once, by somebody who may, and by another person where two are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from hepatica.library.errors import ErrorCode, refused
from hepatica.server.orders.models import PAIRS, Order, OrderStep, Visit, VisitStep
from hepatica.server.people.models import Account
from hepatica.server.people.roles import SiteRole
from hepatica.server.store.models import Act


def take_step(
    of: Order | Visit,
    kind: OrderStep | VisitStep,
    account: Account,
    now: datetime,
    *,
    act: Act | None = None,
    said: Mapping[str, Any] | None = None,
) -> None:
    """Take a step of an order or of a visit.

    Args:
        of: the order or the visit.
        kind: a step of it.
        account: who takes it.
        now: the clock.
        act: what was written into the chart with it.
        said: what was said with it: a reason, lots, a serial.

    Raises:
        InputErrors: E520, it was taken already; E521, this person took the other one of the pair.
    """
    _refuse_twice(of, kind, account)
    with _once(kind):
        of.steps.create(
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


@contextmanager
def _once(kind: OrderStep | VisitStep) -> Iterator[None]:
    """What the database refuses because somebody was faster is said as such."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise refused(
            ErrorCode.E520,
            str(kind.label),
            expected="a step that nobody took in the same moment",
            remedy="Nothing was written. Look at the order again.",
        ) from None
