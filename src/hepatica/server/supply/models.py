"""Stock by lot: what came and went is only added, and a level is the sum of it.

No level falls below zero in the database either: each movement carries the level after it, which
a constraint keeps at zero or above, and a trigger holds to the movement before. Of two people who
take the last vial at once, one takes the place after that movement, and the other is refused.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from hepatica.server.orders.models import Order
from hepatica.server.store.models import HASH_LENGTH, Chart


class Product(models.TextChoices):
    """What is kept in stock."""

    FLOXURIDINE = "floxuridine", "FUDR (floxuridine), vials"
    HEPARIN = "heparin", "heparin, vials or ampoules"
    DEXAMETHASONE = "dexamethasone", "dexamethasone, vials or ampoules"
    PUMP = "pump", "pumps"
    REFILL_NEEDLE = "refill-needle", "refill needles (reservoir)"
    BOLUS_NEEDLE = "bolus-path-needle", "bolus-path needles (straight into the artery)"


# What a container of a drug is measured in; the others are counted.
UNIT = {Product.FLOXURIDINE: "mg", Product.DEXAMETHASONE: "mg", Product.HEPARIN: "units"}
_DRUGS = [product.value for product in UNIT]


class Kind(models.TextChoices):
    """Why a level changed."""

    RECEIVED = "received", "received"
    USED = "used", "used"
    DISCARDED = "discarded", "discarded"
    CORRECTED = "corrected", "corrected to what was counted"


class Lot(models.Model):
    """One lot of one product, as its label says; never changed and never deleted.

    `lot_key` is the lot without what people write differently (case, blanks, hyphens).
    `per_container` is mg (heparin: units) in one vial or ampoule; None for what is no drug.
    `model` is the pump family, or free words for a needle. `expiry` is the last day of use.
    """

    product = models.CharField(max_length=24, choices=Product.choices)
    lot = models.TextField()
    lot_key = models.TextField()
    model = models.TextField(blank=True)
    per_container = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    expiry = models.DateField()

    class Meta:
        """A lot of a product and model is there once; a drug says how much a container holds."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["product", "lot_key", "model"], name="lot_once"),
            models.CheckConstraint(
                condition=models.Q(product__in=_DRUGS, per_container__gt=0)
                | ~models.Q(product__in=_DRUGS) & models.Q(per_container=None),
                name="lot_of_a_drug_says_how_much",
            ),
            models.CheckConstraint(
                condition=~models.Q(product=Product.PUMP) | ~models.Q(model=""),
                name="pump_says_its_model",
            ),
            models.CheckConstraint(condition=~models.Q(lot_key=""), name="lot_is_named"),
        ]
        ordering = ("product", "expiry", "lot")

    def __str__(self) -> str:
        """Product and lot."""
        return f"{self.product} lot {self.lot}"


class Movement(models.Model):
    """Containers of one lot that came or went; never changed and never deleted.

    `change` is in containers, `level_after` the level with it. `on` is the day it happened, `at`
    when it was written down. `order` is the FUDR order that a use was for, if any. `key` is that
    of the form, so that a form sent twice counts once.
    """

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="movements")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=Kind.choices)
    change = models.IntegerField()
    level_after = models.IntegerField()
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, related_name="supplies")
    key = models.TextField(unique=True)

    class Meta:
        """A place after a movement is taken once, and no level is below zero."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["lot", "number"], name="movement_number_once"),
            models.CheckConstraint(
                condition=models.Q(level_after__gte=0), name="level_never_below_zero"
            ),
            models.CheckConstraint(
                condition=models.Q(kind=Kind.RECEIVED, change__gt=0)
                | models.Q(kind__in=(Kind.USED, Kind.DISCARDED), change__lt=0)
                | models.Q(kind=Kind.CORRECTED),
                name="movement_has_its_direction",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=(Kind.RECEIVED, Kind.USED)) | ~models.Q(reason=""),
                name="movement_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(order=None) | models.Q(kind=Kind.USED),
                name="only_a_use_is_for_an_order",
            ),
        ]
        ordering = ("-number",)

    def __str__(self) -> str:
        """What happened to which lot."""
        return f"{self.kind} {self.change} of lot {self.lot_id}"


class LotRecall(models.Model):
    """A recall of one lot, or its end; only added, and the newest of a lot holds."""

    product = models.CharField(max_length=24, choices=Product.choices)
    lot = models.TextField()
    lot_key = models.TextField()
    is_lifted = models.BooleanField(default=False)
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """The newest first; a recall says why."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="recall_says_why")
        ]
        ordering = ("-pk",)

    def __str__(self) -> str:
        """Which lot."""
        return f"recall of {self.product} lot {self.lot}"


class Expectation(models.Model):
    """The next fills of one chart, with what goes into them: computed, and computed anew.

    `fills` are rows of day, content and amounts by product (mg; units of heparin; needles).
    `unknown` says what is missing to know the next FUDR; empty when nothing is. A row of
    another day, or of another head, is stale.
    """

    chart = models.OneToOneField(Chart, on_delete=models.PROTECT, related_name="expectation")
    head = models.CharField(max_length=HASH_LENGTH)
    reckoned_on = models.DateField()
    fills = models.JSONField(default=list)
    unknown = models.TextField(blank=True)

    def __str__(self) -> str:
        """Which chart."""
        return f"next fills of chart {self.chart_id}"
