"""One row for each chart: what *Today* lists."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from hepatica.server.store.models import Chart, Line


class Outlook(models.Model):
    """The plan of one chart in the words and dates a list needs.

    Computed from the chart at `planned_at`, on the head `head`; a row of another day, or of
    another head, is stale and computed anew before it is shown.
    """

    chart = models.OneToOneField(Chart, on_delete=models.PROTECT, related_name="outlook")
    head = models.CharField(max_length=64)
    planned_at = models.DateTimeField()
    planned_on = models.DateField(db_index=True)
    word = models.TextField()
    decision = models.TextField()
    action = models.TextField()
    reservoir = models.TextField()
    in_pump = models.TextField()
    act_by = models.DateField(null=True, db_index=True)
    safe_until = models.DateField(null=True, db_index=True)
    is_urgent = models.BooleanField()
    is_overdue = models.BooleanField()
    alerts = models.JSONField(default=list)

    class Meta:
        """The most urgent first."""

        ordering = ("-is_overdue", "-is_urgent", "act_by", "chart__case")

    def __str__(self) -> str:
        """Which chart, and by when."""
        return f"chart {self.chart_id} by {self.act_by}"


class PanelRead(models.Model):
    """That a prescriber has read a laboratory panel; it leaves the list of *Today*."""

    line = models.OneToOneField(Line, on_delete=models.PROTECT, related_name="panel_read")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Which line, and who."""
        return f"line {self.line_id} read by account {self.account_id}"
