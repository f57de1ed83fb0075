"""Refusals of which the access log of charts has no line are written down here."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone

from hepatica.server.audit.models import RefusedPassage
from hepatica.server.people.models import Account
from hepatica.server.people.permissions import Permission, may
from hepatica.server.store.models import Chart

_SAFE = ("GET", "HEAD", "OPTIONS")


def write_refusal(request: HttpRequest, account: Account, needed: str) -> None:
    """One refused passage, unless the door of a chart has written it down already."""
    match = request.resolver_match
    case = "" if match is None else str(match.kwargs.get("case", ""))
    is_write = request.method not in _SAFE
    if match is None or _door_wrote_it(match.func, account, case, is_write=is_write):
        return
    RefusedPassage.objects.create(
        at=timezone.now(),
        account=account,
        door=match.view_name,
        case=case,
        needed=needed,
        is_write=is_write,
    )


def _door_wrote_it(view: object, account: Account, case: str, *, is_write: bool) -> bool:
    """Whether it was the door of a chart that refused, and not the page behind it."""
    needed = getattr(view, "changing" if is_write else "permission", None)
    if not getattr(view, "on_chart", False) or not isinstance(needed, Permission):
        return False
    chart = Chart.objects.filter(case=case).first()
    return chart is not None and not may(account, needed, chart)
