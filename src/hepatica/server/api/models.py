"""Tokens: a program acts for one account, with no more than its permissions."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from hepatica.server.people.models import Account


def digest(token: str) -> str:
    """What is kept of a token: nobody who reads the table can use one."""
    return hashlib.sha256(token.encode("utf-8")).hexdigest()


class Token(models.Model):
    """One token of one account, until a day; only its hash is kept."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="tokens"
    )
    label = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """What it is for."""
        return f"{self.label} of account {self.account_id}"


def draw_token(account: Account, label: str, until: datetime) -> str:
    """A new token, shown this once."""
    token = secrets.token_urlsafe(32)
    Token.objects.create(account=account, label=label, digest=digest(token), until=until)
    return token


def account_of(token: str) -> Account | None:
    """Whose token it is; None when there is none, it has ended, or the account is not active."""
    now = timezone.now()
    found = (
        Token.objects.select_related("account")
        .filter(digest=digest(token), until__gt=now, ended_at=None, account__is_active=True)
        .first()
    )
    return None if found is None else found.account
