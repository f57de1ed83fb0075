"""Accounts, their roles and competencies, and the glass they broke."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property

from hepatica.library.scalars import NotReadable
from hepatica.library.signatures import read_person
from hepatica.server.people.roles import SiteRole, Skill
from hepatica.server.store.models import Chart


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
    """A person, or a program acting for one. The user name is the staff id."""

    username = models.CharField("staff id", max_length=16, unique=True, validators=[check_staff_id])

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
        """What the account may do by a competency that has not run out."""
        valid = self.competencies.filter(valid_until__gte=timezone.localdate())
        return frozenset(Skill(word) for word in valid.values_list("skill", flat=True))

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


class Competency(models.Model):
    """What an account was examined in, until when, and who says so."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="competencies")
    skill = models.CharField(max_length=32, choices=_choices(Skill))
    valid_until = models.DateField()
    recorded_by = models.TextField()

    def __str__(self) -> str:
        """Who can do what, until when."""
        return f"{self.account.username}: {self.skill} until {self.valid_until}"

    def is_valid_on(self, day: date) -> bool:
        """Whether it still holds."""
        return day <= self.valid_until


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

    def __str__(self) -> str:
        """Who opened what."""
        return f"{self.account.username} opened chart {self.chart_id}"
