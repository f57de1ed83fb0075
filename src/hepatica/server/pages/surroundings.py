"""What stands around every page: where one can go, who is signed in, what they typed before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hepatica.core.frozen import frozen
from hepatica.reports.sentences import GOVERNANCE
from hepatica.server.people.kept import KEPT_FOR, Kept, kept_here
from hepatica.server.people.models import Account, BrokenGlass
from hepatica.server.people.permissions import Permission, may
from hepatica.server.store.deeds import head_of
from hepatica.server.store.models import Chart

_LONGEST = 300  # characters of one box, in the notice of what was typed


@frozen
class Place:
    """A page in the navigation; `waiting` counts what waits there for somebody to look at."""

    url_name: str
    title: Any
    permission: Permission
    waiting: Callable[[Account], int] | None = None


def _unseen_glass(account: Account) -> int:
    return BrokenGlass.objects.filter(seen_by=None).exclude(account=account).count()


PLACES = (
    Place("today", _("Today"), Permission.READ_CHART),
    Place("charts", _("Charts"), Permission.USE_SITE),
    Place("protocols", _("Protocols"), Permission.USE_SITE),
    Place("supply", _("Supply"), Permission.READ_SUPPLY),
    Place("site", _("Site"), Permission.CHANGE_SITE),
    Place("audit", _("Audit"), Permission.READ_AUDIT),
    Place("broken-glass", _("Broken glass"), Permission.REVIEW_GLASS, _unseen_glass),
    Place("people", _("Admin"), Permission.CHANGE_PEOPLE),
    Place("mfa_index", _("My account"), Permission.USE_SITE),
)


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """For every template."""
    found: dict[str, Any] = {"governance": GOVERNANCE, "is_demo": settings.IS_DEMO, "places": []}
    account = getattr(request, "user", None)
    if isinstance(account, Account):
        here = request.resolver_match.view_name if request.resolver_match else ""
        found["places"] = [
            {
                "url": reverse(each.url_name),
                "title": _titled(each, account),
                "is_here": each.url_name == here,
            }
            for each in PLACES
            if may(account, each.permission)
        ]
        found["may_break"] = may(account, Permission.BREAK_GLASS)
        found["roles"] = sorted(role.value.replace("-", " ") for role in account.roles)
        kept = kept_here(request)
        if kept is not None:
            # A page that was refused has its own `typed`, which comes before this one.
            found["typed"] = kept.boxes
            messages.warning(request, _said_of(kept, request))
    return found


def _titled(place: Place, account: Account) -> Any:
    waiting = place.waiting(account) if place.waiting else 0
    return f"{place.title} ({waiting})" if waiting else place.title


def _typed_in_words(kept: Kept) -> Iterator[str]:
    """Every box, because a page that has changed since may not have it any more."""
    for name, values in kept.boxes.lists():
        text = ", ".join(str(value) for value in values if value)
        if text:
            yield f"{name.replace('_', ' ')}: {Truncator(text).chars(_LONGEST)}"


def _said_of(kept: Kept, request: HttpRequest) -> str:
    at = timezone.localtime(kept.ends - KEPT_FOR)
    said = gettext(
        "What you typed at %(at)s, when you were no longer signed in, was not sent. It stands here "
        "this once, and in the boxes that take it again; ticks and passwords do not. Check it "
        "before you send it. You typed: %(typed)s."
    ) % {"at": f"{at:%H:%M}", "typed": "; ".join(_typed_in_words(kept))}
    case = request.resolver_match.kwargs.get("case") if request.resolver_match else None
    chart = Chart.objects.filter(case=case).first() if case and kept.head else None
    if chart is not None and head_of(chart) != kept.head:
        said += " " + gettext("THE CHART HAS GONE ON SINCE THEN: read it first.")
    return said
