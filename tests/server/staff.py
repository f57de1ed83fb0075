"""People for the tests of signing in: with a password, a device, and a clock that stands still."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.test import Client, override_settings
from django.utils import timezone

from hepatica.server.people.codes import PERIOD, code_of
from hepatica.server.people.models import Account, Grant
from hepatica.server.people.roles import SiteRole

SECRET = "synthetic-only"
DEVICE = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # of RFC 6238: "12345678901234567890" in base 32
HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@contextmanager
def staff_at_work(*, second_factor: bool = True) -> Iterator[Any]:
    """A morning at the site; what is given back moves its clock."""
    settings = override_settings(PASSWORD_HASHERS=HASHERS, SECOND_FACTOR=second_factor)
    with time_machine.travel(MORNING, tick=False) as clock, settings:
        yield clock


def somebody(staff_id: str, *roles: SiteRole, device: str = DEVICE) -> Account:
    """An account with roles, the password of these tests, and a device unless it is empty."""
    account = Account.objects.create_user(staff_id, password=SECRET)
    for role in roles:
        Grant.objects.create(
            account=account, role=role, given_by="test", since=timezone.localdate()
        )
    if device:
        give_device(account, device)
    return account


def give_device(account: Account, secret: str = DEVICE) -> None:
    """A second factor."""
    Authenticator.objects.create(
        user=account, type=Authenticator.Type.TOTP, data={"secret": encrypt(secret)}
    )


def code(away: int = 0, secret: str = DEVICE) -> str:
    """What the device shows, some periods away from now."""
    return code_of(secret, int(timezone.now().timestamp()) // PERIOD + away)


def next_code(clock: Any) -> str:
    """What the device shows next, when it does."""
    clock.shift(timedelta(seconds=PERIOD))
    return code()


def browser_of(account: Account) -> Client:
    """The browser of somebody who is signed in."""
    browser = Client()
    browser.force_login(account)
    return browser


def send_password(browser: Client, staff_id: str, password: str = SECRET, **sent: str) -> Any:
    """The first step of signing in."""
    return browser.post("/sign-in/", {"login": staff_id, "password": password, **sent})


def send_code(browser: Client, typed: str) -> Any:
    """The second step."""
    return browser.post("/sign-in/code/", {"code": typed})


def said(answer: Any) -> str:
    """The words of a page, without its tags."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def is_in(browser: Client) -> bool:
    """Whether the site takes the browser for somebody."""
    return "/sign-in/" not in browser.get("/charts/").headers.get("Location", "")
