"""*Calendar*: the due days of every pump as an ICS feed, without a name."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from icalendar import Calendar, Event

from hepatica import __version__
from hepatica.server.access.doors import Visitor, door, open_door
from hepatica.server.people.permissions import Permission, may
from hepatica.server.reminders.models import Feed, Reminder
from hepatica.server.worklist.models import Outlook


@open_door
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The feed at its secret address, while its owner may read charts."""
    del request
    found = Feed.objects.select_related("account").filter(token=token).first()
    if found is None or not may(found.account, Permission.READ_CHART):
        raise Http404("no such calendar")
    return HttpResponse(calendar_of().to_ical(), content_type="text/calendar; charset=utf-8")


@door(Permission.READ_CHART)
def calendar(request: Visitor) -> HttpResponse:
    """The address of one's own feed; POST draws a new one and ends the old."""
    if request.method == "POST":
        Feed.objects.filter(account=request.user).delete()
        Feed.objects.create(account=request.user)
        return redirect("calendar")
    found = Feed.objects.filter(account=request.user).first()
    address = (
        "" if found is None else request.build_absolute_uri(reverse("feed", args=[found.token]))
    )
    return render(
        request,
        "pages/calendar.html",
        {
            "address": address,
            "reminders": Reminder.objects.select_related("chart").filter(done_at=None),
        },
    )


def calendar_of() -> Calendar:
    """Every pump's next access and its last safe day, as whole-day events by case."""
    made = Calendar()
    made.add("prodid", f"-//Hepatica//{__version__}//EN")
    made.add("version", "2.0")
    for row in Outlook.objects.select_related("chart").order_by("chart__case"):
        for kind, day, said in (
            ("access", row.act_by, row.reservoir),
            ("last-safe", row.safe_until, "last safe access"),
        ):
            if day is not None:
                event = Event()
                event.add("uid", f"{row.chart.case}-{kind}-{day}@hepatica")
                event.add("summary", f"{row.chart.case}: {said}")
                event.add("dtstart", day)
                event.add("dtend", day + timedelta(days=1))
                event.add("dtstamp", row.planned_at)
                made.add_component(event)
    return made
