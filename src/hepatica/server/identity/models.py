"""The identity of a patient (behaviour P4), and who wrote or erased it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from hepatica.server.store.models import Chart


class Patient(models.Model):
    """Name, date of birth and record number of the patient of one chart.

    Erasing it leaves the chart whole: no entry holds any of it.
    """

    chart = models.OneToOneField(Chart, on_delete=models.PROTECT, related_name="patient")
    name = models.TextField()
    born = models.DateField()
    record_number = models.TextField(unique=True)

    def __str__(self) -> str:
        """The chart: no log line ever holds who it is."""
        return f"patient of chart {self.chart_id}"


class What(models.TextChoices):
    """What was done to an identity."""

    ENTERED = "entered", "entered"
    CHANGED = "changed", "changed"
    ERASED = "erased", "erased"


class IdentityChange(models.Model):
    """That an identity was written or erased, by whom and why; never what it said."""

    chart = models.ForeignKey(Chart, on_delete=models.PROTECT, related_name="identity_changes")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    what = models.CharField(max_length=8, choices=What.choices)
    why = models.TextField(blank=True)

    class Meta:
        """The newest first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        """What, and on which chart."""
        return f"{self.what} on chart {self.chart_id}"
