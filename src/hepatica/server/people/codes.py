"""The codes of a device (RFC 6238): six digits, another every 30 seconds, each taken once."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from cryptography.fernet import InvalidToken
from django.utils import timezone

from hepatica.server.people.models import Account

PERIOD = 30  # seconds
_DIGITS = 6
# A code is also taken one period before and after its own: clocks differ, and typing takes time.
_AROUND = (-1, 0, 1)


def code_of(secret: str, period: int) -> str:
    """The code that a device shows in a period.

    Args:
        secret: what the device shares with the site, in base 32.
        period: how many times 30 s have passed since the beginning of 1970.
    """
    return format_hotp_value(hotp_value(secret, period))


def periods_of(secret: str, typed: str, now: datetime) -> Iterator[int]:
    """The periods around now of which this is the code; none when it is wrong."""
    typed = "".join(typed.split())
    if len(typed) != _DIGITS or not (typed.isascii() and typed.isdigit()):
        return
    middle = int(now.timestamp()) // PERIOD
    for period in (middle + away for away in _AROUND):
        if hmac.compare_digest(code_of(secret, period), typed):
            yield period


def has_device(account: Account) -> bool:
    """Whether the account has a second factor."""
    return Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists()


def take_code(account: Account, typed: str) -> bool:
    """Whether this is a code of the account's device that was not taken before; takes it."""
    device = Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).first()
    if device is None:
        return False
    try:
        secret = decrypt(device.data["secret"])
    except InvalidToken:
        return False  # it was kept under a key that the site no longer has
    return take_period(account, max(periods_of(secret, typed, timezone.now()), default=None))


def take_period(account: Account, period: int | None) -> bool:
    """Whether no code of this period or a later one was taken yet; from now on it was.

    One statement, so that of two that come at once only one passes.
    """
    if period is None:
        return False
    later = Account.objects.filter(pk=account.pk, last_code_period__lt=period)
    return later.update(last_code_period=period) == 1
