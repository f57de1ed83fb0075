"""One person's word on one protocol value; never changed and never deleted."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from hepatica.library.signatures import ApprovingRole

_ROLES = [(role.value, role.value) for role in ApprovingRole]


class SignedValue(models.Model):
    """A prescriber or a pharmacist signed that a value is right for this site.

    `value` is the text of the value as it was signed; when the value becomes another, the
    signature covers nothing. A value needs both roles, by two people. `on` is the day that the
    approval is dated by, at the site; `at` the moment.
    """

    path = models.TextField()
    value = models.TextField()
    role = models.CharField(max_length=16, choices=_ROLES)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    on = models.DateField()
    at = models.DateTimeField()
    source_read = models.TextField()
    reason = models.TextField()

    class Meta:
        """Each role signs a value once, and no account signs it twice: not in both roles."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["path", "value", "role"], name="approval_role_once"),
            models.UniqueConstraint(fields=["path", "value", "account"], name="approval_by_two"),
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in ApprovingRole]),
                name="approval_role_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(source_read="") & ~models.Q(reason=""),
                name="approval_says_why",
            ),
        ]
        ordering = ("pk",)

    def __str__(self) -> str:
        """Which value, and in which role."""
        return f"{self.path} = {self.value}: {self.role}"
