"""Who may use an endpoint; the same doors as the pages, answered in JSON."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import HttpBearer

from hepatica.server.access.doors import Visitor, write_down
from hepatica.server.api.models import account_of
from hepatica.server.people.permissions import Permission, may
from hepatica.server.store.models import Chart


class Bearer(HttpBearer):
    """`Authorization: Bearer TOKEN`."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The account of the token; None is answered with 401."""
        account = account_of(token)
        if account is not None:
            request.user = account
        return account


def guard(request: HttpRequest, permission: Permission) -> Visitor:
    """The visitor, if they may.

    Raises:
        HttpError: 403.
    """
    visitor = cast(Visitor, request)
    if not may(visitor.user, permission):
        raise HttpError(403, f"it needs the permission {permission}")
    return visitor


def guard_chart(
    request: HttpRequest, case: str, permission: Permission, *, is_write: bool = False
) -> tuple[Visitor, Chart]:
    """The visitor and the chart of a case; the passage, or its refusal, is written down.

    Raises:
        HttpError: 404, 403.
    """
    visitor = cast(Visitor, request)
    chart = Chart.objects.filter(case=case).first()
    if chart is None:
        raise HttpError(404, "no such chart")
    is_refused = not may(visitor.user, permission, chart)
    write_down(visitor, chart, is_write=is_write, was_refused=is_refused)
    if is_refused:
        raise HttpError(403, f"it needs the permission {permission}")
    return visitor, chart
