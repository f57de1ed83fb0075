"""*Audit*: the access log, refused passages, acts and signatures, and the chains of the charts.

Nothing is changed here. Every look is itself written down, and listed under "Looks".
"""

from __future__ import annotations

import csv
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from hepatica.library.errors import InputErrors
from hepatica.server.access.doors import Visitor, door
from hepatica.server.access.models import Access
from hepatica.server.audit.deeds import deeds, page_of, refusals
from hepatica.server.audit.models import AuditLook, Look
from hepatica.server.audit.search import Search, csv_rows, find_accesses, read_search
from hepatica.server.pages.sent import REFUSED
from hepatica.server.pages.sent import refusals as refusals_of
from hepatica.server.people.permissions import Permission
from hepatica.server.store.audit import audit as verify_chains
from hepatica.server.store.models import Chart

PER_PAGE = 50


@door(Permission.READ_AUDIT)
def audit(request: Visitor) -> HttpResponse:
    """Search the access log."""
    doors = Access.objects.order_by("door").values_list("door", flat=True).distinct()
    context: dict[str, Any] = {"typed": request.GET, "doors": doors}
    try:
        search = read_search(request.GET.dict())
    except InputErrors as errors:
        context["refusals"] = refusals_of(errors)
        return render(request, "pages/audit.html", context, status=REFUSED)
    found = Paginator(find_accesses(search), PER_PAGE)
    page = found.get_page(request.GET.get("page"))
    _write_down(request, Look.SEARCH, search.as_asked, found.count)
    context |= {"found": page, "count": found.count, "asked": _without_page(request)}
    return render(request, "pages/audit.html", context)


@door(Permission.READ_AUDIT)
def export(request: Visitor) -> HttpResponse:
    """Everything that a search finds, as CSV; written down before it leaves."""
    try:
        search: Search = read_search(request.GET.dict())
    except InputErrors as errors:
        return HttpResponse(f"{errors}\n", status=REFUSED, content_type="text/plain; charset=utf-8")
    found = find_accesses(search)
    _write_down(request, Look.EXPORT, search.as_asked, found.count())
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="access-log.csv"'
    csv.writer(response).writerows(csv_rows(found))
    return response


@door(Permission.READ_AUDIT)
def refused_passages(request: Visitor) -> HttpResponse:
    """Every refused passage, at the doors of charts and elsewhere."""
    return _list(request, Look.REFUSED, "pages/audit_refused.html")


@door(Permission.READ_AUDIT)
def acts(request: Visitor) -> HttpResponse:
    """Acts and signatures, by person or by chart."""
    return _list(request, Look.ACTS, "pages/audit_acts.html")


@door(Permission.READ_AUDIT)
def verify(request: Visitor) -> HttpResponse:
    """Verify the chains of every chart, or of one. POST does it, because it may take a while."""
    case = request.POST.get("chart", "").strip()
    context: dict[str, Any] = {"charts": Chart.objects.order_by("case"), "typed": request.POST}
    if request.method != "POST":
        return render(request, "pages/audit_verify.html", context)
    only = Chart.objects.filter(case=case).first() if case else None
    if case and only is None:
        context["missing"] = case
        return render(request, "pages/audit_verify.html", context, status=REFUSED)
    found = verify_chains(only)
    _write_down(request, Look.VERIFY, {"chart": case} if case else {}, found.charts)
    context |= {"found": found, "at": timezone.localtime()}
    return render(request, "pages/audit_verify.html", context)


@door(Permission.READ_AUDIT)
def looks(request: Visitor) -> HttpResponse:
    """Who looked at this log, at what, and what left the site."""
    _write_down(request, Look.LOOKS, {}, AuditLook.objects.count())
    found = Paginator(AuditLook.objects.select_related("account"), PER_PAGE)
    page = found.get_page(request.GET.get("page"))
    return render(request, "pages/audit_looks.html", {"found": page, "count": found.count})


def _list(request: Visitor, look: Look, template: str) -> HttpResponse:
    """A list of deeds by person and chart, one page of it."""
    account = request.GET.get("account", "").strip()
    chart = request.GET.get("chart", "").strip()
    text = request.GET.get("page", "")
    number = max(int(text), 1) if text.isascii() and text.isdigit() else 1
    found = (refusals if look is Look.REFUSED else deeds)(account, chart)
    rows, has_more = page_of(found, number, PER_PAGE)
    asked = {name: text for name, text in (("account", account), ("chart", chart)) if text}
    _write_down(request, look, asked, len(rows))
    return render(
        request,
        template,
        {
            "rows": rows,
            "number": number,
            "next": number + 1 if has_more else None,
            "previous": number - 1 if number > 1 else None,
            "typed": request.GET,
            "asked": _without_page(request),
        },
    )


def _without_page(request: Visitor) -> str:
    """What was asked for, to be asked for again on another page or as a file."""
    asked = request.GET.copy()
    asked.pop("page", None)
    return asked.urlencode()


def _write_down(request: Visitor, look: Look, asked: dict[str, str], rows: int) -> None:
    AuditLook.objects.create(
        at=timezone.now(), account=request.user, what=look, asked=asked, rows=rows
    )
