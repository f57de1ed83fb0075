"""The identity of a patient (behaviour P4)."""

from __future__ import annotations

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
