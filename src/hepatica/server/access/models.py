"""The access log: who opened or changed which chart, when, through which door."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from hepatica.server.store.models import Act, Chart


class Access(models.Model):
    """One look at a chart, or one act on it; never changed and never deleted.

    `door` is the name of the page or endpoint, `act` what was written through it.
    """

    at = models.DateTimeField(db_index=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    chart = models.ForeignKey(Chart, on_delete=models.PROTECT, related_name="+")
    door = models.TextField()
    is_write = models.BooleanField()
    is_under_glass = models.BooleanField()
    was_refused = models.BooleanField()
    act = models.ForeignKey(Act, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """Looked through by account or by chart, newest first."""

        indexes = (
            models.Index(fields=["account", "-at"], name="access_by_account"),
            models.Index(fields=["chart", "-at"], name="access_by_chart"),
        )
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        """Who, and which chart."""
        return f"account {self.account_id} on chart {self.chart_id}"
