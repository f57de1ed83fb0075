"""An order and its steps, a visit and its steps. Rows are only added; the state is the last step.

Two people are two people in the database too: of the two steps of a pair no order and no visit
takes both from one account.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from hepatica.server.store.models import HASH_LENGTH, Act, Chart


class OrderStep(models.TextChoices):
    """What happens to a FUDR order, in this order; each at most once."""

    SIGNED = "signed", "signed by the prescriber"
    VERIFIED = "verified", "verified by a pharmacist from the primary records"
    PREPARED = "prepared", "prepared"
    CHECKED = "checked", "preparation checked, released"
    FILLED = "filled", "filled"
    WITHHELD = "withheld", "withheld"
    FAILED = "failed", "access failed, not filled"
    REVOKED = "revoked", "revoked: it no longer says what the plan says"


class VisitStep(models.TextChoices):
    """What happens at the bedside."""

    OPENED = "opened", "patient identified, checklist read"
    SECONDED = "seconded", "identified and read by a second person"
    EMPTIED = "emptied", "emptied"
    FILLED = "filled", "filled"
    FAILED = "failed", "access failed, not filled"
    ENDED = "ended", "ended without an access"
    CHECKED_AFTER = "checked-after", "rescue fill checked by a second person"


# The two steps of a pair are two people's.
PAIRS = {
    OrderStep.SIGNED: "order",
    OrderStep.VERIFIED: "order",
    OrderStep.PREPARED: "preparation",
    OrderStep.CHECKED: "preparation",
    VisitStep.OPENED: "bedside",
    VisitStep.SECONDED: "bedside",
    VisitStep.CHECKED_AFTER: "bedside",
}
OVER = (OrderStep.FILLED, OrderStep.WITHHELD, OrderStep.FAILED, OrderStep.REVOKED)
VISIT_OVER = (VisitStep.FILLED, VisitStep.FAILED, VisitStep.ENDED)


class Order(models.Model):
    """One FUDR order of one chart.

    `entry` is the id of its entry `order_signed`, `head` the chart it was planned on, `figures`
    what was signed, in the words and units of the page. At most one order of a chart is open.
    """

    chart = models.ForeignKey(Chart, on_delete=models.PROTECT, related_name="orders")
    entry = models.TextField()
    head = models.CharField(max_length=HASH_LENGTH)
    figures = models.JSONField()

    class Meta:
        """An entry is one order."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["chart", "entry"], name="order_once")
        ]
        ordering = ("-pk",)

    def __str__(self) -> str:
        """Which chart."""
        return f"order {self.entry} of chart {self.chart_id}"

    @property
    def state(self) -> OrderStep:
        """The last step."""
        return OrderStep(self.steps.order_by("-pk").values_list("kind", flat=True)[0])

    @property
    def is_open(self) -> bool:
        """Whether it can still be given."""
        return self.state not in OVER


class Visit(models.Model):
    """One access of one pump. `order` is the FUDR order it began with, if any."""

    chart = models.ForeignKey(Chart, on_delete=models.PROTECT, related_name="visits")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, related_name="visits")
    is_rescue = models.BooleanField(default=False)
    reason = models.TextField(blank=True)

    class Meta:
        """The newest first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        """Which chart."""
        return f"visit {self.pk} of chart {self.chart_id}"

    @property
    def state(self) -> VisitStep:
        """The last step."""
        return VisitStep(self.steps.order_by("-pk").values_list("kind", flat=True)[0])

    @property
    def is_open(self) -> bool:
        """Whether the pump is still being accessed."""
        return self.state not in (*VISIT_OVER, VisitStep.CHECKED_AFTER)

    @property
    def is_emptied(self) -> bool:
        """Whether the pump was emptied in it."""
        return self.steps.filter(kind=VisitStep.EMPTIED).exists()


class _Taken(models.Model):
    """A step somebody took. `pair` is empty for a step that one person takes alone."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.TextField()
    at = models.DateTimeField()
    act = models.ForeignKey(Act, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=16)
    pair = models.CharField(max_length=16, blank=True)
    said = models.JSONField(default=dict)

    class Meta:
        """Only the two tables below exist."""

        abstract = True


class StepOfOrder(_Taken):
    """One step of an order."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="steps")

    class Meta:
        """Each step once; the two of a pair by two people."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order", "kind"], name="order_step_once"),
            models.UniqueConstraint(
                fields=["order", "pair", "by"],
                condition=~models.Q(pair=""),
                name="order_pair_by_two",
            ),
        ]
        ordering = ("pk",)

    def __str__(self) -> str:
        """What, and of which order."""
        return f"{self.kind} of order {self.order_id}"


class StepOfVisit(_Taken):
    """One step of a visit."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="steps")

    class Meta:
        """Each step once; the two of a pair by two people."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["visit", "kind"], name="visit_step_once"),
            models.UniqueConstraint(
                fields=["visit", "pair", "by"],
                condition=~models.Q(pair=""),
                name="visit_pair_by_two",
            ),
        ]
        ordering = ("pk",)

    def __str__(self) -> str:
        """What, and of which visit."""
        return f"{self.kind} of visit {self.visit_id}"
