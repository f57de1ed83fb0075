"""The record of changes: who changed what about whose account."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.dispatch import receiver
from django.utils import timezone

from hepatica.server.people.models import Account, Change, What

COMMAND_LINE = "command line"


def note(by: Account | None, whom: Account, what: What, said: str = "") -> Change:
    """One row of the record.

    Args:
        by: who changed it; None for the command line.
        whom: whose account it is.
        what: the kind of change.
        said: its particulars, such as a role and its days.
    """
    name = COMMAND_LINE if by is None else by.username
    return Change.objects.create(by=name, whom=whom, what=what, said=said, at=timezone.now())


@receiver(password_changed)
def _password_changed(user: Account, **_: Any) -> None:
    note(user, user, What.PASSWORD_CHANGED)


@receiver(authenticator_added)
def _factor_added(user: Account, authenticator: Authenticator, **_: Any) -> None:
    is_device = authenticator.type == Authenticator.Type.TOTP
    note(user, user, What.FACTOR_SET_UP if is_device else What.CODES_MADE)


@receiver(authenticator_removed)
def _factor_removed(user: Account, authenticator: Authenticator, **_: Any) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        note(user, user, What.FACTOR_REMOVED)


@receiver(authenticator_reset)
def _codes_made(user: Account, **_: Any) -> None:
    note(user, user, What.CODES_MADE)
