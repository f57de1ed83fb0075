"""Charts: the lists of today, a plan, the entries, and new entries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from hepatica.library.errors import ErrorCode, refused
from hepatica.reports.plan_data import plan_as_data
from hepatica.reports.sentences import decision_sentence, reservoir_sentence
from hepatica.server.access.doors import Visitor
from hepatica.server.acts import Acted, Asked, act_on, clock
from hepatica.server.api.guard import guard, guard_chart
from hepatica.server.api.shapes import Entries, Message, Refused, Row, Today, Written
from hepatica.server.people.permissions import Permission, may
from hepatica.server.plans import sheet_of
from hepatica.server.recording import SIGNED, check_correction, permission_of
from hepatica.server.store.models import Chart
from hepatica.server.store.sealed import chart_text
from hepatica.server.worklist.models import Outlook
from hepatica.server.worklist.outlooks import refresh

# The field in which an entry about another one names it.
_CORRECTED = {"correction": "corrects", "void": "voids"}
router = Router(tags=["charts"])
NOT_DONE = {400: Message, 401: Message, 403: Message, 404: Message, 422: Refused}


@router.get("/today", response={200: Today, 401: Message, 403: Message})
def today(request: HttpRequest) -> dict[str, Any]:
    """Every chart with what is due, the most urgent first."""
    guard(request, Permission.READ_CHART)
    now = timezone.localtime()
    refresh(now)
    rows = Outlook.objects.select_related("chart")
    return {"day": now.date().isoformat(), "charts": [_row(row) for row in rows]}


@router.get("/charts/{case}", response={200: dict[str, Any], **NOT_DONE})
def chart_plan(request: HttpRequest, case: str) -> dict[str, Any]:
    """The plan for now: as `hepatica plan --json`."""
    _, chart = guard_chart(request, case, Permission.READ_CHART)
    return plan_as_data(sheet_of(chart, timezone.localtime()))


@router.get("/charts/{case}/sealed", response={200: str, **NOT_DONE})
def sealed(request: HttpRequest, case: str) -> HttpResponse:
    """The sealed chart, byte for byte as it is stored."""
    _, chart = guard_chart(request, case, Permission.EXPORT_CHART)
    return HttpResponse(chart_text(chart), content_type="application/jsonl; charset=utf-8")


@router.post("/charts/{case}/entries", response={200: Written, **NOT_DONE})
def write(request: HttpRequest, case: str, sent: Entries) -> dict[str, Any]:
    """Add entries to the chart. An order is signed and given by its own endpoints."""
    visitor, chart = guard_chart(request, case, Permission.READ_CHART, is_write=True)
    for entry in sent.entries:
        _check_kind(visitor, chart, entry)
    asked = Asked(visitor, sent.key, sent.head, clock())
    return written(act_on(chart, [_as_text(entry) for entry in sent.entries], asked))


def written(acted: Acted) -> dict[str, Any]:
    """The answer to an act."""
    plan = acted.sheet.plan
    return {
        "head": plan.course.head,
        "is_repeated": acted.is_repeated,
        "fudr": decision_sentence(plan),
        "reservoir": reservoir_sentence(plan),
    }


def _row(row: Outlook) -> Row:
    return Row(
        case=row.chart.case,
        word=row.word,
        decision=row.decision,
        reservoir=row.reservoir,
        in_pump=row.in_pump,
        act_by=None if row.act_by is None else row.act_by.isoformat(),
        safe_until=None if row.safe_until is None else row.safe_until.isoformat(),
        is_urgent=row.is_urgent,
        is_overdue=row.is_overdue,
    )


def _check_kind(visitor: Visitor, chart: Chart, entry: Mapping[str, Any]) -> None:
    """The same rule as on the page of this kind of entry.

    Raises:
        InputErrors: E526, it is signed on a page or has endpoints of its own; or as
            `check_correction`.
        PermissionDenied: somebody else records it.
    """
    kind = str(entry.get("kind", ""))
    corrected = str(entry.get(_CORRECTED.get(kind, ""), ""))
    needed = Permission.CORRECT_ENTRY if kind in (*_CORRECTED, "confirmation") else None
    needed = needed or permission_of(kind)
    if needed is None or kind in SIGNED:
        raise refused(
            ErrorCode.E526,
            "entry",
            came=kind,
            expected="a kind of entry that this endpoint records",
            remedy="Orders are signed and verified by their own endpoints, decisions on a page.",
        )
    if not may(visitor.user, needed, chart):
        raise PermissionDenied(needed)
    if kind in _CORRECTED:
        check_correction(visitor.user, chart, corrected, is_withdrawn=kind == "void")


def _as_text(node: Any) -> Any:
    """JSON as a written chart holds it: every value is text."""
    if isinstance(node, dict):
        return {str(key): _as_text(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_as_text(value) for value in node]
    if isinstance(node, bool):
        return "yes" if node else "no"
    return "" if node is None else str(node)
