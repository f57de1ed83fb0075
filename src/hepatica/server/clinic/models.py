"""The weekdays of the pump clinic, and the days on which it is closed."""

from __future__ import annotations

from django.db import models


class Weekday(models.IntegerChoices):
    """As `datetime.date.weekday` counts them."""

    MONDAY = 0
    TUESDAY = 1
    WEDNESDAY = 2
    THURSDAY = 3
    FRIDAY = 4
    SATURDAY = 5
    SUNDAY = 6


class ClinicWeekday(models.Model):
    """A weekday on which pumps are accessed."""

    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices, unique=True)
    by = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        """The weekday."""
        return str(Weekday(self.weekday).label)


class Closure(models.Model):
    """One day on which the clinic is closed, although its weekday is a clinic day."""

    day = models.DateField(unique=True)
    why = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        """In time."""

        ordering = ("day",)

    def __str__(self) -> str:
        """The day."""
        return f"{self.day}"
