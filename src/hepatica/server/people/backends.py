"""Who somebody is, by staff id and password; to sign, also by a code of their device."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from hepatica.server.people.codes import take_code
from hepatica.server.people.lockout import find_account
from hepatica.server.people.models import Account


class AccountBackend(ModelBackend):
    """The accounts of this site. Axes stands before it and counts what it refuses."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **asked: Any,
    ) -> Account | None:
        """The account, or None.

        Args:
            request: unused; Axes looks at it.
            username: the staff id.
            password: the password; with `to_sign` also a code.
            asked: `to_sign=True` where a code is taken too. Sign-in asks for it as a second
                factor, so there it does not stand for the password.
        """
        del request
        account = find_account(username or "")
        if account is None:
            Account().set_password(password)  # takes as long as a wrong password
            return None
        if not password or not self.user_can_authenticate(account):
            return None
        if account.check_password(password):
            return account
        if asked.get("to_sign") and take_code(account, password):
            return account
        return None

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Never: what somebody may do is a rule (`permissions`), and no row of Django's tables."""
        del user_obj, perm, obj
        return False
