"""*Today*: what is due, late, dry soon, waiting for me."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hepatica.server.access.doors import Visitor, door
from hepatica.server.clinic.days import clinic_days
from hepatica.server.orders.models import (
    OVER,
    VISIT_OVER,
    Order,
    OrderStep,
    StepOfVisit,
    Visit,
    VisitStep,
)
from hepatica.server.people.permissions import Permission, may
from hepatica.server.supply.forecast import shortages
from hepatica.server.worklist.models import Outlook
from hepatica.server.worklist.outlooks import refresh
from hepatica.server.worklist.panels import unread_panels

# Behaviour B3: the second check of a rescue fill.
CHECKED_WITHIN = timedelta(hours=24)
_SOON = timedelta(days=7)
_TITLES = {
    "urgent": "Urgent: late, to be emptied, or for a person",
    "due": "Due today",
    "soon": "Within 7 days",
    "dry": "Reserve reached within 7 days",
}
# Who takes the next step of an order in each state.
_NEXT = {
    OrderStep.SIGNED: Permission.VERIFY_ORDER,
    OrderStep.VERIFIED: Permission.PREPARE_FILL,
    OrderStep.PREPARED: Permission.CHECK_PREPARATION,
    OrderStep.CHECKED: Permission.FILL_FUDR,
}


@door(Permission.USE_SITE)
def today(request: Visitor) -> HttpResponse:
    """The lists of today, the most urgent first; whoever opens no charts begins elsewhere."""
    if not may(request.user, Permission.READ_CHART):
        return redirect("people" if may(request.user, Permission.CHANGE_PEOPLE) else "emergencies")
    now = timezone.localtime()
    refresh(now)
    return render(
        request,
        "pages/today.html",
        {
            "day": now.date(),
            "clinic": clinic_days(),
            "lists": _lists(now.date()),
            "orders": _orders(request),
            "panels": unread_panels(now),
            "rescues": _rescues(now),
            "shortages": shortages(now) if may(request.user, Permission.READ_SUPPLY) else (),
            "visits": Visit.objects.select_related("chart").exclude(steps__kind__in=VISIT_OVER),
        },
    )


def _lists(day: date) -> list[dict[str, object]]:
    """Each list with its rows; a chart stands in the first that it belongs to."""
    soon = day + _SOON
    asked = Q(is_urgent=True) | Q(act_by__lte=soon) | Q(safe_until__lte=soon)
    lists: dict[str, list[Outlook]] = {name: [] for name in _TITLES}
    for row in Outlook.objects.select_related("chart").filter(asked):
        lists[_list_of(row, day)].append(row)
    return [{"id": name, "title": _TITLES[name], "rows": rows} for name, rows in lists.items()]


def _list_of(row: Outlook, day: date) -> str:
    if row.is_urgent:
        return "urgent"
    if row.act_by is None or row.act_by > day + _SOON:
        return "dry"
    return "due" if row.act_by <= day else "soon"


def _orders(request: Visitor) -> list[dict[str, object]]:
    """Open orders, those that wait for this person marked."""
    found = []
    closed = Order.objects.filter(steps__kind__in=OVER)
    for order in Order.objects.select_related("chart").exclude(pk__in=closed):
        state = order.state
        waits = may(request.user, _NEXT[state], order.chart)
        found.append({"order": order, "state": state.label, "waits_for_me": waits})
    return sorted(found, key=lambda each: not each["waits_for_me"])


def _rescues(now: datetime) -> list[dict[str, object]]:
    """Rescue fills that no second person has checked, with the moment until which one must."""
    filled = (
        StepOfVisit.objects.select_related("visit__chart")
        .filter(kind=VisitStep.FILLED, visit__is_rescue=True)
        .exclude(visit__steps__kind=VisitStep.CHECKED_AFTER)
    )
    return [
        {
            "visit": step.visit,
            "by": step.at + CHECKED_WITHIN,
            "is_late": now > step.at + CHECKED_WITHIN,
        }
        for step in filled
    ]
