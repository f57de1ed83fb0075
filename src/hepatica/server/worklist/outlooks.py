"""Compute, keep and rebuild what the lists show of charts: the outlook, and the next fills."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import F, OuterRef, Q, Subquery

from hepatica.core.pump.refill import RefillStatus
from hepatica.core.rulebook import Rulebook
from hepatica.library.errors import InputErrors
from hepatica.reports.plan_text import alert_lines, in_pump_sentence
from hepatica.reports.sentences import decision_sentence, reservoir_sentence
from hepatica.reports.sheet import Sheet
from hepatica.server.plans import sheet_of, site_rulebook
from hepatica.server.store.deeds import head_of
from hepatica.server.store.models import Act, Chart, Line
from hepatica.server.supply.expected import keep_expectation, keep_unreckoned
from hepatica.server.worklist.models import Outlook

_LOOKED_BACK = timedelta(days=2)


def keep_outlook(chart: Chart, sheet: Sheet, now: datetime) -> None:
    """Write down what the lists show of one chart, all of it from one plan."""
    keep_expectation(chart, sheet, now)
    plan = sheet.plan
    order = plan.reservoir
    found = {
        "head": plan.course.head,
        "planned_at": now,
        "planned_on": now.date(),
        "word": plan.decision.word.value,
        "decision": decision_sentence(plan),
        "action": "" if order is None else order.action.value,
        "reservoir": reservoir_sentence(plan),
        "in_pump": in_pump_sentence(sheet),
        "act_by": None if order is None else order.by,
        "safe_until": None if plan.refill is None else plan.refill.date,
        "is_urgent": order is not None and order.is_urgent,
        "is_overdue": order is not None and order.status is not RefillStatus.OK,
        "alerts": list(alert_lines(plan)),
    }
    # Nearly always the row is there: one statement in place of four.
    if not Outlook.objects.filter(chart=chart).update(**found):
        Outlook.objects.update_or_create(chart=chart, defaults=found)


def _keep_unreadable(chart: Chart, refusal: InputErrors, now: datetime) -> None:
    """A chart that cannot be read hides nowhere: it is the first of every list."""
    keep_unreckoned(chart, refusal, now)
    Outlook.objects.update_or_create(
        chart=chart,
        defaults={
            "head": head_of(chart),
            "planned_at": now,
            "planned_on": now.date(),
            "word": "",
            "decision": f"NO PLAN: {refusal.errors[0]}",
            "action": "",
            "reservoir": "NOT KNOWN: a person must look, now",
            "in_pump": "NOT KNOWN",
            "act_by": now.date(),
            "safe_until": None,
            "is_urgent": True,
            "is_overdue": True,
            "alerts": [],
        },
    )


def _look(chart: Chart, now: datetime, rulebook: Rulebook) -> str:
    """Compute and keep one outlook; what is wrong with the chart, or empty."""
    try:
        keep_outlook(chart, sheet_of(chart, now, rulebook), now)
    except InputErrors as refusal:
        _keep_unreadable(chart, refusal, now)
        return str(refusal.errors[0])
    return ""


def refresh(now: datetime) -> None:
    """Compute anew what is of another day or of an earlier head, so that no list is stale."""
    rulebook = None
    for chart in _stale(now):
        rulebook = rulebook or site_rulebook()
        _look(chart, now, rulebook)


def _stale(now: datetime) -> list[Chart]:
    """The charts of which something is not kept, or is of another day or of an earlier head."""
    kept = Q(
        outlook__planned_on=now.date(),
        expectation__reckoned_on=now.date(),
        expectation__head=F("outlook__head"),
    )
    # What was kept today can only be behind an act that came since; and a clock may be wrong.
    recent = Act.objects.filter(at__gte=now - _LOOKED_BACK).order_by().distinct()
    # By the lines, whose index has the last one of each chart at hand; the acts have none.
    last = Line.objects.filter(chart=OuterRef("pk")).order_by("-number").values("hash")[:1]
    touched = Chart.objects.filter(pk__in=list(recent.values_list("chart", flat=True)))
    behind = touched.alias(head_now=Subquery(last)).exclude(outlook__head=F("head_now"))
    return list({chart.pk: chart for chart in (*Chart.objects.exclude(kept), *behind)}.values())


def rebuild(now: datetime) -> Iterator[tuple[Chart, str]]:
    """Every outlook, computed again from its chart; yields each chart and what went wrong."""
    rulebook: Rulebook = site_rulebook()
    Outlook.objects.all().delete()
    for chart in Chart.objects.order_by("case").iterator():
        yield chart, _look(chart, now, rulebook)
