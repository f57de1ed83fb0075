"""*Emergency*: two clicks from anywhere. What is in the pump, and what to do first."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hepatica.reports.emergency import in_pump_rows, stop_steps
from hepatica.server.access.doors import Visitor, chart_door, door
from hepatica.server.pages.chart import heading
from hepatica.server.people.models import BrokenGlass
from hepatica.server.people.permissions import Permission, may
from hepatica.server.plans import sheet_of
from hepatica.server.store.models import Chart
from hepatica.server.worklist.models import Outlook
from hepatica.server.worklist.outlooks import refresh


@door(Permission.USE_SITE)
def emergencies(request: Visitor) -> HttpResponse:
    """Every chart by what is in its pump, with a link to its emergency page."""
    refresh(timezone.localtime())
    rows = Outlook.objects.select_related("chart").order_by("chart__case")
    if not may(request.user, Permission.READ_CHART):
        rows = rows.none()
    return render(
        request,
        "pages/emergencies.html",
        {
            "rows": rows,
            "phones": settings.PHONES,
            "may_break": may(request.user, Permission.BREAK_GLASS),
        },
    )


@chart_door()
def emergency(request: Visitor, chart: Chart) -> HttpResponse:
    """What is in this pump now, what to do first, whom to call."""
    sheet = sheet_of(chart, timezone.localtime())
    return render(
        request,
        "pages/emergency.html",
        heading(request, chart, sheet)
        | {
            "rows": in_pump_rows(sheet),
            "stop_steps": stop_steps(),
            "phones": settings.PHONES,
            "antidote": settings.ANTIDOTE_NOTE,
        },
    )


@chart_door(Permission.BREAK_GLASS)
def break_glass(request: Visitor, chart: Chart) -> HttpResponse:
    """Open a chart nobody gave access to, with a reason; coordinator and auditor see it at once."""
    reason = request.POST.get("reason", "").strip()
    if request.method == "POST" and reason:
        now = timezone.now()
        until = now + timedelta(hours=settings.GLASS_HOURS)
        BrokenGlass.objects.create(
            account=request.user, chart=chart, reason=reason, at=now, until=until
        )
        return redirect("emergency", chart.case)
    status = 422 if request.method == "POST" else 200
    context = {"chart": chart, "hours": settings.GLASS_HOURS, "missing": status != 200}
    return render(request, "pages/break_glass.html", context, status=status)
