"""*Labs*: paste a laboratory report, look at what was understood, record it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hepatica.casefile.laboratory import TESTS
from hepatica.core.chart.entries import Entry
from hepatica.core.chart.laboratory import LaboratoryPanel
from hepatica.exchange.lab_report import PastedReport, read_report
from hepatica.reports.entry_words import in_words
from hepatica.server.access.doors import Visitor, chart_door
from hepatica.server.pages.chart import heading
from hepatica.server.pages.sent import hidden
from hepatica.server.people.permissions import Permission
from hepatica.server.plans import sheet_of
from hepatica.server.store.models import Chart
from hepatica.server.worklist.panels import mark_read, unread_panel

_SHOWN = 6


@chart_door(Permission.READ_CHART, Permission.RECORD_LABS)
def labs(request: Visitor, chart: Chart) -> HttpResponse:
    """The last panels; and what a pasted report was read as, to be looked at and recorded."""
    sheet = sheet_of(chart, timezone.localtime())
    panels = sheet.plan.course.all(LaboratoryPanel)
    report = read_report(request.POST.get("report", "")) if request.method == "POST" else None
    context: dict[str, Any] = heading(request, chart, sheet) | {
        "panels": [_panel(entry) for entry in panels[::-1][:_SHOWN]],
        "rows": _rows(report),
        "report": report,
        "unread": unread_panel(chart, timezone.now()),
        **({"typed": request.POST} if request.method == "POST" else {}),
        "hidden": hidden(chart),
    }
    return render(request, "pages/labs.html", context)


@chart_door(Permission.READ_PANEL)
def panel_read(request: Visitor, chart: Chart) -> HttpResponse:
    """POST notes that the panel named by `panel` was read; then the labs again."""
    if request.method == "POST":
        mark_read(chart, request.POST.get("panel", ""), request.user, timezone.now())
    return redirect("labs", chart.case)


def _panel(entry: Entry[LaboratoryPanel]) -> dict[str, str]:
    return {
        "id": entry.id,
        "at": f"{entry.at.earliest:%Y-%m-%d %H:%M}",
        "said": in_words(entry.payload),
    }


def _rows(report: PastedReport | None) -> list[dict[str, str]]:
    """One row for each test of a chart, filled with what the report says."""
    read = {} if report is None else {each.test: each for each in report.results}
    rows = []
    for name, (_test, measured) in TESTS.items():
        unit = measured.example.partition(" ")[2]
        row = {
            "name": name,
            "label": name.replace("_", " "),
            "unit": unit,
            "value": "",
            "limit": "",
        }
        if name in read:
            found = read[name]
            row["value"] = f"{found.value} {found.unit}"
            row["limit"] = f"{found.upper_limit} {found.unit}" if found.upper_limit else ""
            row["line"] = found.line
        rows.append(row)
    return rows
