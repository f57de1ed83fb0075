"""*Site*: the days of the clinic, the pump families it may hold, and the recalls on record."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from hepatica.library.errors import InputErrors
from hepatica.server.access.doors import Visitor, door
from hepatica.server.clinic.days import clinic_days, close, reopen, set_weekdays
from hepatica.server.clinic.models import Closure, Weekday
from hepatica.server.pages.sent import again, day
from hepatica.server.people.permissions import Permission
from hepatica.server.plans import site_rulebook

_PAGE = "pages/site.html"


@door(Permission.CHANGE_SITE)
def site(request: Visitor) -> HttpResponse:
    """What belongs to the site as a whole. POST sets the clinic days, closes or reopens one."""
    if request.method != "POST":
        return render(request, _PAGE, _context())
    try:
        _change(request.POST, request.user.username)
    except InputErrors as errors:
        return again(request, _PAGE, _context(), errors)
    messages.success(request, _("It is changed. No plan and no safe refill date depends on it."))
    return redirect("site")


def _context() -> dict[str, Any]:
    book, clinic = site_rulebook(), clinic_days()
    today = timezone.localdate()
    return {
        "weekdays": [(each.value, each.label, each in clinic.weekdays) for each in Weekday],
        "closures": Closure.objects.filter(day__gte=today),
        "today": today,
        "devices": [
            {"id": each.id, "names": each.names, "values": len(book.values[each.id])}
            for each in book.devices.values()
        ],
        "recalls": book.recalls,
    }


def _change(sent: QueryDict, by: str) -> None:
    now = timezone.localtime()
    if "close" in sent:
        close(day(sent.get("day", ""), "day"), sent.get("why", "").strip(), by, now)
    elif "reopen" in sent:
        reopen(day(sent.get("day", ""), "day"))
    else:
        known = {str(each.value): each for each in Weekday}
        chosen = frozenset(known[each] for each in sent.getlist("weekday") if each in known)
        set_weekdays(chosen, by, now)
