"""*Chart*: what is in the pump, the plan and why, the timeline, every entry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from csp.decorators import csp_replace
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from hepatica.core.pump.level import Level
from hepatica.reports.picture.draw import DrawingUnavailable, course_as_svg
from hepatica.reports.plan_text import (
    access_lines,
    alert_lines,
    by_date,
    due_line,
    in_pump_sentence,
    makeup_heading,
    makeup_rows,
    marks,
    road_rows,
    roads_verdict,
    vials_line,
)
from hepatica.reports.sentences import decision_sentence, plain, reason, reservoir_sentence
from hepatica.reports.sheet import Sheet
from hepatica.reports.timeline import make_timeline
from hepatica.reports.worksheet import worksheet_as_html
from hepatica.server.access.doors import Visitor, chart_door, door
from hepatica.server.identity.models import Patient
from hepatica.server.orders.path import why_not_signable
from hepatica.server.orders.revoke import open_order
from hepatica.server.orders.visit import open_visit
from hepatica.server.people.permissions import HOLDERS, Permission, may
from hepatica.server.plans import entered, sheet_from, sheet_of, site_rulebook
from hepatica.server.store.models import Chart
from hepatica.server.store.sealed import chart_text

_FOUND_AT_MOST = 50
_View = TypeVar("_View", bound=Callable[..., HttpResponse])


def _drawn(view: _View) -> _View:
    """Papers and drawings bring their own styles; they run nothing and load nothing."""
    return cast(_View, csp_replace({"style-src": ["'unsafe-inline'"]})(cast(Any, view)))


@door(Permission.USE_SITE)
def charts(request: Visitor) -> HttpResponse:
    """Find a chart by its case or, for those who may, by the patient."""
    asked = request.GET.get("q", "").strip()
    found = Chart.objects.order_by("case")
    if asked:
        match = Q(case__icontains=asked)
        if may(request.user, Permission.READ_IDENTITY):
            match |= Q(patient__name__icontains=asked) | Q(patient__record_number=asked)
        found = found.filter(match)
    return render(
        request,
        "pages/charts.html",
        {
            "asked": asked,
            "found": found[:_FOUND_AT_MOST],
            "count": found.count(),
            "may_begin": may(request.user, Permission.BEGIN_CHART),
        },
    )


@chart_door()
def chart(request: Visitor, chart: Chart) -> HttpResponse:
    """The chart as it is now."""
    now = timezone.localtime()
    sheet = sheet_of(chart, now)
    return render(request, "pages/chart.html", {**heading(request, chart, sheet), **_plan(sheet)})


@chart_door()
def entries(request: Visitor, chart: Chart) -> HttpResponse:
    """Every entry, the newest first, and the dwells of the pump."""
    now = timezone.localtime()
    rulebook = site_rulebook()
    read = entered(chart, now)
    sheet = sheet_from(read, now, rulebook)
    timeline = make_timeline(read, sheet.plan.course, rulebook)
    context = heading(request, chart, sheet)
    return render(
        request,
        "pages/entries.html",
        {**context, "timeline": timeline, "entries": timeline.entries[::-1]},
    )


@chart_door()
@_drawn
def picture(request: Visitor, chart: Chart) -> HttpResponse:
    """The timeline as a drawing."""
    del request
    try:
        drawn = course_as_svg(sheet_of(chart, timezone.localtime()))
    except DrawingUnavailable as missing:
        return HttpResponse(f"no picture: {missing}", status=503, content_type="text/plain")
    return HttpResponse(drawn, content_type="image/svg+xml")


@chart_door()
@_drawn
def worksheet(request: Visitor, chart: Chart) -> HttpResponse:
    """The worksheet of the plan, to print, joined with the identity for those who may read it."""
    patient = patient_for(request, chart)
    known = ("", "")
    if patient is not None:
        known = (patient.name, f"{patient.born}, {patient.record_number}")
    sheet = sheet_of(chart, timezone.localtime())
    return HttpResponse(worksheet_as_html(sheet, identifiers=known))


@chart_door(Permission.EXPORT_CHART)
def export(request: Visitor, chart: Chart) -> HttpResponse:
    """The sealed chart, byte for byte as it is stored."""
    del request
    response = HttpResponse(chart_text(chart), content_type="application/jsonl; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{chart.case}.jsonl"'
    return response


def patient_for(request: Visitor, chart: Chart) -> Patient | None:
    """Who the patient is, where it is kept and the visitor may read it."""
    if not may(request.user, Permission.READ_IDENTITY, chart):
        return None
    return Patient.objects.filter(chart=chart).first()


def heading(request: Visitor, chart: Chart, sheet: Sheet) -> dict[str, Any]:
    """What stands above every page of a chart: who it is, and what is in the pump."""
    order = open_order(chart)
    return {
        "chart": chart,
        "patient": patient_for(request, chart),
        "sheet": sheet,
        "plan": sheet.plan,
        "marks": marks(sheet.plan),
        "in_pump": in_pump_sentence(sheet),
        "fudr": plain(decision_sentence(sheet.plan)),
        "reservoir": plain(reservoir_sentence(sheet.plan)),
        "order": order,
        "visit": open_visit(chart),
        "may": {each.name: may(request.user, each, chart) for each in Permission},
        "why_not_signable": why_not_signable(chart, sheet) if order is None else "",
        "glass": request.user.broke_glass(chart),
        "could_rescue": bool(request.user.roles & HOLDERS[Permission.RESCUE_FILL]),
    }


def _plan(sheet: Sheet) -> dict[str, Any]:
    plan = sheet.plan
    return {
        "access": access_lines(sheet),
        "reasons": [
            {
                "text": reason(each),
                "entries": each.entries,
                "rule": each.rule,
                "control": each.control,
            }
            for each in plan.decision.findings
        ],
        "changes": [f"{plain(each.condition)}: {plain(each.outcome)}" for each in plan.changes],
        "due": [due_line(item) for item in by_date(plan)],
        "alerts": list(alert_lines(plan)),
        "roads": road_rows(plan),
        "roads_verdict": roads_verdict(plan),
        "makeup_heading": makeup_heading(sheet),
        "makeup": makeup_rows(plan.makeup),
        "vials": vials_line(plan.makeup),
        "steps": plan.steps,
        "sources": sheet.sources,
        "level": _level(sheet),
    }


def _level(sheet: Sheet) -> dict[str, Any] | None:
    """How full the pump is expected to be, for a bar; None when that is not known."""
    found, pump = sheet.level, sheet.pump
    if pump is None or not isinstance(found, Level):
        return None
    least = found.least_ml
    return {"full": pump.reservoir_ml, "least": least, "expected": found.expected_ml}
