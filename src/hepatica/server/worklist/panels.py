"""Laboratory panels that no prescriber has read yet."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import OuterRef, QuerySet, Subquery

from hepatica.server.people.models import Account
from hepatica.server.store.models import Chart, Line
from hepatica.server.worklist.models import PanelRead

# A panel recorded longer ago is history: the one that counts for a fill is days old at most.
LISTED_FOR = timedelta(days=14)
_KIND = "laboratory_panel"


def unread_panels(now: datetime) -> QuerySet[Line]:
    """The newest panel of each chart, where nobody has read it; the longest waiting first."""
    newest = Line.objects.filter(chart=OuterRef("chart"), kind=_KIND).order_by("-number")
    return (
        Line.objects.filter(kind=_KIND, act__at__gte=now - LISTED_FOR, panel_read=None)
        .filter(pk=Subquery(newest.values("pk")[:1]))
        .select_related("chart", "act")
        .order_by("act__at", "pk")
    )


def unread_panel(chart: Chart, now: datetime) -> Line | None:
    """The panel of one chart that waits to be read."""
    return unread_panels(now).filter(chart=chart).first()


def mark_read(chart: Chart, entry: str, by: Account, now: datetime) -> None:
    """Note that somebody has read a panel; a second time changes nothing."""
    line = Line.objects.filter(chart=chart, kind=_KIND, entry=entry).first()
    if line is not None:
        PanelRead.objects.get_or_create(line=line, defaults={"account": by, "at": now})
