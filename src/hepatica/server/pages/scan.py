"""*Scan*: the perfusion gate, the scans so far, and a new result."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from hepatica.core.chart.entries import PerfusionScan, ProcedureDone
from hepatica.core.chart.words import ScanCode
from hepatica.reports.entry_words import in_words
from hepatica.reports.sentences import reason
from hepatica.server.access.doors import Visitor, chart_door
from hepatica.server.pages.chart import heading
from hepatica.server.plans import sheet_of
from hepatica.server.store.models import Chart

_GATE = "C-04"
_MEANING = {
    ScanCode.A: "both lobes, nothing outside the liver",
    ScanCode.B: "part of the liver not perfused",
    ScanCode.C: "perfusion outside the liver",
    ScanCode.D: "leak or pocket uptake",
    ScanCode.E: "no flow, or a hot tip only",
}


@chart_door()
def scan(request: Visitor, chart: Chart) -> HttpResponse:
    """Whether the gate is open, and why."""
    sheet = sheet_of(chart, timezone.localtime())
    course = sheet.plan.course
    scans = course.all(PerfusionScan)
    closed = [reason(f) for f in sheet.plan.decision.findings if f.control == _GATE]
    context = heading(request, chart, sheet) | {
        "closed": closed,
        "scans": [
            {
                "id": each.id,
                "at": each.at.day,
                "code": each.payload.code.value,
                "meaning": _MEANING[each.payload.code],
                "hot_spot": each.payload.has_tip_hot_spot,
            }
            for each in scans[::-1]
        ],
        "procedures": [
            {"id": each.id, "at": each.at.day, "said": in_words(each.payload)}
            for each in course.all(ProcedureDone)[::-1]
        ],
        "codes": [{"code": code.value, "meaning": said} for code, said in _MEANING.items()],
    }
    return render(request, "pages/scan.html", context)
