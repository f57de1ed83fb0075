"""Behind the sign-in and before every page: an account that is not set up yet goes no further."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from hepatica.server.people.codes import has_device
from hepatica.server.people.kept import forget_shown, kept_here
from hepatica.server.people.models import Account

SET_UP_ACCOUNT = "account_change_password"
SET_UP_FACTOR = "mfa_activate_totp"
# What is needed to do what is asked, or to leave.
_OPEN = frozenset({"account_reauthenticate", "mfa_reauthenticate", "sign-in", "sign-out"})


class Gate:
    """Sends whoever must change a password or set up a second factor there first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and forget what was kept for this page once it has been shown."""
        response = self._get_response(request)
        account = request.user
        if (
            kept_here(request) is not None
            and isinstance(account, Account)
            and first_needed(account) is None
        ):
            forget_shown(request, response)
        return response

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        arguments: tuple[Any, ...],
        named: dict[str, Any],
    ) -> HttpResponse | None:
        """Stop before a page that is not open yet; None lets the request pass."""
        del view, arguments, named
        account = request.user
        if not isinstance(account, Account):
            return None
        needed = first_needed(account)
        here = request.resolver_match.view_name if request.resolver_match else ""
        return None if needed is None or here == needed or here in _OPEN else redirect(needed)


def first_needed(account: Account) -> str | None:
    """The name of the page on which the account must be set up; None when it is."""
    if account.must_change_password and account.has_usable_password():
        return SET_UP_ACCOUNT
    if settings.SECOND_FACTOR and not has_device(account):
        return SET_UP_FACTOR
    return None
