"""Whoever signs says again who they are: by password, or by the code of their device.

Call these outside any transaction: a failure that is rolled back is not counted.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest

from hepatica.library.errors import ErrorCode, refused
from hepatica.server.people.codes import has_device
from hepatica.server.people.lockout import forget_failures, locked_in_words, locked_until
from hepatica.server.people.models import Account


def confirm_person(request: HttpRequest, account: Account, secret: str) -> None:
    """Refuse a signature without the signer's own password or code.

    Raises:
        InputErrors: E525; also while the account is locked out.
    """
    if _identified(request, account.username, secret, "signature") == account:
        return
    raise refused(
        ErrorCode.E525,
        "signature",
        expected=f"the password of {account.username}, or a code of their device not used before",
        remedy="Nothing was signed.",
    )


def second_person(request: HttpRequest, staff_id: str, secret: str) -> Account:
    """The account of a second person who stands beside and identifies themselves.

    That it is another person than the first is asked where the step is taken.

    Raises:
        InputErrors: E525; also while the account is locked out, or has not been set up by its
            owner, so that somebody else may know its password.
    """
    found = _identified(request, staff_id, secret, "second person")
    if found is None:
        raise refused(
            ErrorCode.E525,
            "second person",
            came=staff_id,
            expected="the staff id of the second person, with their own password or code",
        )
    if not is_set_up(found):
        raise refused(
            ErrorCode.E525,
            "second person",
            came=found.username,
            expected="somebody who has signed in once and set up their account",
        )
    return found


def is_set_up(account: Account) -> bool:
    """Whether only its owner knows the password, and the second factor is there if asked for."""
    return not account.must_change_password and (not settings.SECOND_FACTOR or has_device(account))


def _identified(request: HttpRequest, staff_id: str, secret: str, where: str) -> Account | None:
    """Whoever this staff id and this password or code belong to; None, and counted, if nobody."""
    staff_id = staff_id.strip()
    until = locked_until(staff_id)
    if until is None and secret:
        found = authenticate(request, username=staff_id, password=secret, to_sign=True)
        if isinstance(found, Account):
            forget_failures(found)
            return found
        until = locked_until(staff_id)
    if until is not None:
        raise refused(
            ErrorCode.E525,
            where,
            came=staff_id,
            expected=f"a staff id that is not locked; this one is {locked_in_words(until)}",
            remedy="Nothing was signed.",
        )
    return None
