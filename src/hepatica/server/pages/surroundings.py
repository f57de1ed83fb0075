"""What stands around every page: where one can go, and who is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hepatica.reports.sentences import GOVERNANCE
from hepatica.server.people.models import Account
from hepatica.server.people.permissions import Permission, may


@dataclass(frozen=True, slots=True)
class Place:
    """A page in the navigation."""

    url_name: str
    title: Any
    permission: Permission


PLACES = (
    Place("today", _("Today"), Permission.READ_CHART),
    Place("charts", _("Charts"), Permission.USE_SITE),
)


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """For every template."""
    found: dict[str, Any] = {"governance": GOVERNANCE, "is_demo": settings.IS_DEMO, "places": []}
    account = getattr(request, "user", None)
    if isinstance(account, Account):
        here = request.resolver_match.view_name if request.resolver_match else ""
        found["places"] = [
            {"url": reverse(each.url_name), "title": each.title, "is_here": each.url_name == here}
            for each in PLACES
            if may(account, each.permission)
        ]
        found["roles"] = sorted(role.value.replace("-", " ") for role in account.roles)
    return found
