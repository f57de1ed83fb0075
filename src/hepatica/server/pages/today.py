"""*Today*: what is due, late, dry soon, waiting for me."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import QuerySet
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
    rows = Outlook.objects.select_related("chart")
    return render(
        request,
        "pages/today.html",
        {
            "day": now.date(),
            "clinic": clinic_days(),
            "lists": _lists(rows, now.date()),
            "orders": _orders(request),
            "panels": unread_panels(now),
            "rescues": _rescues(now),
            "shortages": shortages(now) if may(request.user, Permission.READ_SUPPLY) else (),
            "visits": Visit.objects.select_related("chart").exclude(steps__kind__in=VISIT_OVER),
        },
    )


def _lists(rows: QuerySet[Outlook], day: date) -> list[dict[str, object]]:
    urgent = rows.filter(is_urgent=True)
    rest = rows.filter(is_urgent=False)
    return [
        {"id": "urgent", "title": "Urgent: late, to be emptied, or for a person", "rows": urgent},
        {"id": "due", "title": "Due today", "rows": rest.filter(act_by__lte=day)},
        {
            "id": "soon",
            "title": "Within 7 days",
            "rows": rest.filter(act_by__gt=day, act_by__lte=day + _SOON),
        },
        {
            "id": "dry",
            "title": "Reserve reached within 7 days",
            "rows": rest.filter(act_by__gt=day + _SOON, safe_until__lte=day + _SOON),
        },
    ]


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
