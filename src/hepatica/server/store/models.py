"""What the store holds. Triggers (`triggers.py`) hold what is said here of changes."""

from __future__ import annotations

from django.db import models

HASH_LENGTH = 64


class Chart(models.Model):
    """The chart of one treatment; its lines are the sealed chart."""

    case = models.TextField(unique=True)
    is_synthetic = models.BooleanField()

    def __str__(self) -> str:
        """The case, which names nobody."""
        return self.case


class Act(models.Model):
    """One deed on one chart: all of it happened, or none of it.

    `key` is the idempotency key of the request, `asked` the hash of what was asked; both with
    `by` tell a second click from another deed. `head_after` is the hash of the chart's last line.
    """

    chart = models.ForeignKey(Chart, on_delete=models.PROTECT, related_name="acts")
    key = models.TextField(unique=True)
    asked = models.CharField(max_length=HASH_LENGTH)
    by = models.TextField()
    at = models.DateTimeField()
    head_after = models.CharField(max_length=HASH_LENGTH)
    lines_after = models.PositiveIntegerField()

    class Meta:
        """Looked through by time, the newest first."""

        indexes = (models.Index(fields=["-at", "-id"], name="act_by_time"),)

    def __str__(self) -> str:
        """Its number and chart."""
        return f"act {self.pk} on chart {self.chart_id}"


class Line(models.Model):
    """One line of a sealed chart, its free texts left out; number 0 is the header.

    `stored` is canonical JSON in which every free text is its hash alone, which is what the
    line's own hash covers; texts and salts are rows of `Text`. `entry`, `kind` and `redacts`
    (the entry and field of a redaction, with a blank between) are read from it.
    """

    chart = models.ForeignKey(Chart, on_delete=models.PROTECT, related_name="lines")
    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    stored = models.TextField()
    prev = models.CharField(max_length=HASH_LENGTH)
    hash = models.CharField(max_length=HASH_LENGTH)
    entry = models.TextField(blank=True)
    kind = models.TextField(blank=True)
    redacts = models.TextField(blank=True)

    class Meta:
        """A place in a chart is taken once, and an entry is there once."""

        constraints = (
            models.UniqueConstraint(fields=["chart", "number"], name="line_number_once"),
            models.UniqueConstraint(fields=["chart", "entry"], name="entry_once"),
        )
        ordering = ("chart", "number")

    def __str__(self) -> str:
        """Its place."""
        return f"line {self.number} of chart {self.chart_id}"


class Text(models.Model):
    """One free text of a line, with its salt; deleted when it is redacted, never changed."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="texts")
    path = models.TextField()
    salt = models.TextField()
    text = models.TextField()

    class Meta:
        """A line has one text at a path."""

        constraints = (models.UniqueConstraint(fields=["line", "path"], name="text_once"),)

    def __str__(self) -> str:
        """Where it stands, not what it says."""
        return f"text {self.path} of line {self.line_id}"
