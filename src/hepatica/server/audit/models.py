"""What the access log of charts does not hold: looks at the log itself, and other refusals."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Look(models.TextChoices):
    """What was looked at."""

    SEARCH = "search", "access log searched"
    EXPORT = "export", "access log exported"
    REFUSED = "refused", "refused passages listed"
    ACTS = "acts", "acts and signatures listed"
    VERIFY = "verify", "chains verified"
    LOOKS = "looks", "looks at the log listed"


class AuditLook(models.Model):
    """One look at the log, with what was asked and how many rows were found; only added."""

    at = models.DateTimeField(db_index=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    what = models.CharField(max_length=16, choices=Look.choices)
    asked = models.JSONField(default=dict)
    rows = models.PositiveIntegerField()

    class Meta:
        """The newest first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        """Who looked at what."""
        return f"account {self.account_id}: {self.what}"


class RefusedPassage(models.Model):
    """A passage refused where the access log of charts has no line of it; only added.

    At a door of no one chart, or within a page behind its door. `case` is empty where no chart
    was meant; `needed` is the permission that was missing, in words.
    """

    at = models.DateTimeField(db_index=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    door = models.TextField()
    case = models.TextField(blank=True)
    needed = models.TextField()
    is_write = models.BooleanField()

    class Meta:
        """The newest first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        """Who was refused where."""
        return f"account {self.account_id} at {self.door}"
