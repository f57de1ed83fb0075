"""The page of a refusal; whoever was refused, where and for what, is written down first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.defaults import permission_denied

from hepatica.server.audit.refusals import write_refusal
from hepatica.server.people.models import Account


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not allowed: which permission it needs."""
    account = getattr(request, "user", None)
    if isinstance(account, Account):
        write_refusal(request, account, str(exception))
    return permission_denied(request, exception)
