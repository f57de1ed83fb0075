"""Laboratory panels that no prescriber has read yet."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import OuterRef, QuerySet, Subquery

from hepatica.server.people.models import Account
from hepatica.server.store.models import Act, Chart, Line
from hepatica.server.worklist.models import PanelRead

# A panel recorded longer ago is history: the one that counts for a fill is days old at most.
LISTED_FOR = timedelta(days=14)
_KIND = "laboratory_panel"


def unread_panels(now: datetime) -> QuerySet[Line]:
    """The newest panel of each chart, where nobody has read it; the longest waiting first."""
    recent = Act.objects.filter(at__gte=now - LISTED_FOR).values("chart")
    return _unread(Chart.objects.filter(pk__in=recent), now)


def unread_panel(chart: Chart, now: datetime) -> Line | None:
    """The panel of one chart that waits to be read."""
    return _unread(Chart.objects.filter(pk=chart.pk), now).first()


def _unread(charts: QuerySet[Chart], now: datetime) -> QuerySet[Line]:
    """From each chart back to its newest panel: the panels of all charts are many times more."""
    panels = Line.objects.filter(chart=OuterRef("pk"), kind=_KIND).order_by("-number")
    newest = charts.annotate(newest=Subquery(panels.values("pk")[:1]))
    # Two questions: in one, the database goes through every line of the last days first.
    found = [pk for pk in newest.values_list("newest", flat=True) if pk is not None]
    return (
        Line.objects.filter(pk__in=found, act__at__gte=now - LISTED_FOR, panel_read=None)
        .select_related("chart", "act")
        .order_by("act__at", "pk")
    )


def mark_read(chart: Chart, entry: str, by: Account, now: datetime) -> None:
    """Note that somebody has read a panel; a second time changes nothing."""
    line = Line.objects.filter(chart=chart, kind=_KIND, entry=entry).first()
    if line is not None:
        PanelRead.objects.get_or_create(line=line, defaults={"account": by, "at": now})
