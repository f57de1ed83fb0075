"""Five failures lock a staff id out for fifteen minutes, whatever page they came from.

django-axes counts, in the database, so that every process of the site knows. The count is by
staff id alone: of a shared tablet or a proxy the address says nothing about who tries.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.db.models import Max, Sum
from django.http import HttpRequest
from django.utils import timezone

from hepatica.server.people.models import Account

_KEPT_OF_REQUEST = ("REMOTE_ADDR", "HTTP_USER_AGENT")
_LONGEST = 255  # of a name in the table of failures


def find_account(staff_id: str) -> Account | None:
    """The account with a staff id, in capital or small letters; None when there is none."""
    staff_id = staff_id.strip()
    if not staff_id.isascii() or not staff_id.isprintable():
        return None
    found = list(Account.objects.filter(username__iexact=staff_id)[:2])
    return found[0] if len(found) == 1 else None


def counted_name(request: HttpRequest | None, credentials: Mapping[str, Any] | None) -> str:
    """The name under which failures are counted: one for all ways to write one staff id."""
    del request
    typed = str((credentials or {}).get("username") or "")
    account = find_account(typed)
    if account is not None:
        return account.username
    readable = "".join(letter for letter in typed if letter.isprintable())
    return readable.strip().casefold()[:_LONGEST]


def address_of(request: HttpRequest) -> str | None:
    """The address an attempt came from; None behind a socket that has none."""
    return request.META.get("REMOTE_ADDR") or None


def in_log(staff_id: str, *_: object) -> str:
    """What the log says of an attempt: who, and never the page, which names a chart."""
    return f"{staff_id}"


def locked_until(staff_id: str) -> datetime | None:
    """When a staff id that is locked out may try again; None when it may try now."""
    name = counted_name(None, {"username": staff_id})
    wait = settings.AXES_COOLOFF_TIME
    counted = AccessAttempt.objects.filter(
        username=name, attempt_time__gte=timezone.now() - wait
    ).aggregate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
    if (counted["failures"] or 0) < settings.AXES_FAILURE_LIMIT:
        return None
    last: datetime = counted["last"]
    return last + wait


def locked_in_words(until: datetime) -> str:
    """What a page says to somebody who is locked out."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return (
        f"locked after {settings.AXES_FAILURE_LIMIT} wrong passwords or codes, until "
        f"{timezone.localtime(until):%H:%M} ({minutes} minutes after the last); an administrator "
        "can release it"
    )


def count_failure(request: HttpRequest | None, account: Account) -> None:
    """Count a wrong code, where no password is asked that Django itself would count."""
    user_login_failed.send(
        sender=__name__, credentials={"username": account.username}, request=request
    )


def forget_failures(account: Account) -> int:
    """Begin the count anew: the person has shown who they are, or an administrator released them.

    Returns:
        How many rows of failures there were.
    """
    return reset(username=account.username)


class Handler(AxesDatabaseHandler):
    """Counts failures without what else was typed: a form at the bedside holds a patient's data."""

    def user_login_failed(
        self,
        sender: Any,
        credentials: dict[str, Any],
        request: HttpRequest | None = None,
        **kwargs: Any,
    ) -> None:
        """Count one failure; while somebody is locked out nothing is counted."""
        if request is None or self.is_locked(request, credentials):
            return
        bare = HttpRequest()
        bare.META = {name: request.META[name] for name in _KEPT_OF_REQUEST if name in request.META}
        AxesProxyHandler.update_request(bare)
        super().user_login_failed(sender, credentials, bare, **kwargs)
