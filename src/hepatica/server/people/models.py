"""Accounts, their roles and competencies, and the glass they broke."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property

from hepatica.library.scalars import NotReadable
from hepatica.library.signatures import read_person
from hepatica.server.people.roles import SiteRole, Skill
from hepatica.server.store.models import Chart

NEVER = 0  # no code of a device was taken yet; every real one is of a later period


def _choices(words: type[SiteRole] | type[Skill]) -> list[tuple[str, str]]:
    return [(word.value, word.value.replace("-", " ")) for word in words]


def check_staff_id(text: str) -> None:
    """Refuse what may be a name: acts and approvals are signed with it, and shown to many.

    Raises:
        ValidationError: it is neither initials nor a staff id.
    """
    try:
        read_person(text)
    except NotReadable as error:
        raise ValidationError(f"expected {error.expected}, such as N-104") from None


class Account(AbstractUser):
    """A person, or a program acting for one. The user name is the staff id.

    `must_change_password`: somebody else knows it, so it signs nothing. `last_code_period` is the
    period of 30 s of the last code of their device that was taken: no earlier one is taken again.
    """

    username = models.CharField("staff id", max_length=16, unique=True, validators=[check_staff_id])
    must_change_password = models.BooleanField(default=False)
    last_code_period = models.BigIntegerField(default=NEVER)

    class Meta(AbstractUser.Meta):
        """N-104 and n-104 are one person."""

        constraints: ClassVar = [models.UniqueConstraint(Lower("username"), name="staff_id_once")]

    @cached_property
    def roles(self) -> frozenset[SiteRole]:
        """The roles granted and not withdrawn, today."""
        today = timezone.localdate()
        words = self.grants.filter(
            models.Q(until=None) | models.Q(until__gte=today), since__lte=today
        )
        return frozenset(SiteRole(word) for word in words.values_list("role", flat=True))

    @cached_property
    def skills(self) -> frozenset[Skill]:
        """What the account may do by a competency that has not run out.

        Of each skill the last record counts, so that a date recorded wrongly can be put right.
        """
        last = dict(self.competencies.order_by("pk").values_list("skill", "valid_until"))
        today = timezone.localdate()
        return frozenset(Skill(word) for word, until in last.items() if today <= until)

    def broke_glass(self, chart: Chart, at: datetime | None = None) -> bool:
        """Whether the account has this chart open under break-glass."""
        return self.broken_glass.filter(chart=chart, until__gt=at or timezone.now()).exists()


class Grant(models.Model):
    """A role of an account, from a day on; withdrawn by its last day, never deleted."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=32, choices=_choices(SiteRole))
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True)
    given_by = models.TextField()

    def __str__(self) -> str:
        """Who is what."""
        return f"{self.account.username}: {self.role}"

    def is_held_from(self, day: date) -> bool:
        """Whether the role is held on this day or on a later one."""
        return self.until is None or (day <= self.until and self.since <= self.until)


class Competency(models.Model):
    """What an account was examined in, until when, and who says so."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="competencies")
    skill = models.CharField(max_length=32, choices=_choices(Skill))
    valid_until = models.DateField()
    recorded_by = models.TextField()

    def __str__(self) -> str:
        """Who can do what, until when."""
        return f"{self.account.username}: {self.skill} until {self.valid_until}"


class BrokenGlass(models.Model):
    """Access to one chart that nobody granted, taken for a reason and for some hours."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="broken_glass")
    chart = models.ForeignKey(Chart, on_delete=models.PROTECT, related_name="broken_glass")
    reason = models.TextField()
    at = models.DateTimeField()
    until = models.DateTimeField()
    seen_by: models.ForeignKey[Any, Any] = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    seen_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        """Who opened what."""
        return f"{self.account.username} opened chart {self.chart_id}"


class What(models.TextChoices):
    """What was changed about somebody's account."""

    ADDED = "added", "account added"
    PASSWORD_GIVEN = "password-given", "initial password given"
    PASSWORD_CHANGED = "password-changed", "password changed"
    ROLE_GRANTED = "role-granted", "role granted"
    ROLE_WITHDRAWN = "role-withdrawn", "role withdrawn"
    COMPETENCY_RECORDED = "competency-recorded", "competency recorded"
    DEACTIVATED = "deactivated", "deactivated"
    REACTIVATED = "reactivated", "reactivated"
    FACTOR_SET_UP = "factor-set-up", "second factor set up"
    FACTOR_REMOVED = "factor-removed", "second factor removed"
    FACTOR_RESET = "factor-reset", "second factor reset"
    CODES_MADE = "codes-made", "recovery codes made"
    SIGN_ON_CONNECTED = "sign-on-connected", "single sign-on connected"
    SIGN_ON_DISCONNECTED = "sign-on-disconnected", "single sign-on disconnected"
    LOCK_RELEASED = "lock-released", "lock released"


class Change(models.Model):
    """One change of somebody's account, role or competency; never changed and never deleted.

    `by` is a staff id, or "command line"; `said` holds the particulars, such as the role and its
    days.
    """

    by = models.TextField()
    whom = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="changes")
    what = models.CharField(max_length=32, choices=What.choices)
    said = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        """The newest first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        """Who changed what about whom."""
        return f"{self.by}: {self.what} of account {self.whom_id}"
