"""What somebody is reminded of, and the address of a calendar feed."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models

from hepatica.server.store.models import Chart


class Reminder(models.Model):
    """One thing to do on one chart by one day. The same thing is reminded of once.

    `mailed_at` is set before the mail is handed over: a mail may be lost in a crash, it is never
    sent twice; the screen and the feed still show it.
    """

    chart = models.ForeignKey(Chart, on_delete=models.PROTECT, related_name="reminders")
    kind = models.CharField(max_length=32)
    by = models.DateField()
    text = models.TextField()
    made_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        """Once for each thing and day."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["chart", "kind", "by"], name="reminder_once")
        ]
        ordering = ("by", "chart__case")

    def __str__(self) -> str:
        """What, and by when."""
        return f"{self.kind} of chart {self.chart_id} by {self.by}"


def _token() -> str:
    return secrets.token_urlsafe(32)


class Feed(models.Model):
    """The calendar of one account, at an address nobody can guess; a new one ends the old."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="feed"
    )
    token = models.CharField(max_length=64, unique=True, default=_token)

    def __str__(self) -> str:
        """Whose."""
        return f"feed of account {self.account_id}"
