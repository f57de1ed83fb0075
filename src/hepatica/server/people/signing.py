"""Whoever signs says again who they are: by password, or by the code of their device."""

from __future__ import annotations

from django.contrib.auth import authenticate
from django.http import HttpRequest

from hepatica.library.errors import ErrorCode, refused
from hepatica.server.people.models import Account


def confirm_person(request: HttpRequest, account: Account, secret: str) -> None:
    """Refuse a signature without the signer's own password or code.

    Raises:
        InputErrors: E525.
    """
    if secret and authenticate(request, username=account.username, password=secret) == account:
        return
    raise refused(
        ErrorCode.E525,
        "signature",
        expected=f"the password of {account.username}, or the code of their device",
        remedy="Nothing was signed.",
    )


def second_person(request: HttpRequest, staff_id: str, secret: str) -> Account:
    """The account of a second person who stands beside and identifies themselves.

    Raises:
        InputErrors: E525.
    """
    found = authenticate(request, username=staff_id.strip(), password=secret) if secret else None
    if isinstance(found, Account):
        return found
    raise refused(
        ErrorCode.E525,
        "second person",
        came=staff_id,
        expected="the staff id of the second person, with their own password or code",
    )
