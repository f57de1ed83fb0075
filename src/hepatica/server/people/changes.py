"""What an administrator changes about somebody: one act, one row of the record, or nothing.

Nobody gives anything to themselves, and the site is never left without an administrator.
"""

from __future__ import annotations

import secrets
from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from hepatica.library.errors import ErrorCode, InputErrors, refused
from hepatica.server.people.lockout import forget_failures
from hepatica.server.people.models import Account, Competency, Grant, What, check_staff_id
from hepatica.server.people.record import COMMAND_LINE, note
from hepatica.server.people.roles import SiteRole, Skill

# Letters and digits that are not taken for each other when read from a slip of paper.
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _OF = 4, 4
# A longer time is taken for a slip of the pen.
LONGEST_COMPETENCY = timedelta(days=5 * 366)


def add_account(
    by: Account | None, staff_id: str, *, has_password: bool = True
) -> tuple[Account, str]:
    """Add somebody.

    Args:
        by: the administrator; None for the command line.
        staff_id: initials or a staff id, never a name.
        has_password: no for somebody who only ever signs on elsewhere.

    Returns:
        The account, and its initial password, which is kept nowhere and shown once.

    Raises:
        InputErrors: E381, it may be a name; E526, somebody has it.
    """
    staff_id = staff_id.strip()
    try:
        check_staff_id(staff_id)
    except ValidationError as error:
        raise refused(
            ErrorCode.E381, "staff id", came=staff_id, expected=" ".join(error.messages)
        ) from None
    password = _initial_password() if has_password else ""
    account = Account(username=staff_id, must_change_password=has_password)
    account.set_password(password or None)
    try:
        with transaction.atomic():
            account.save()
            note(by, account, What.ADDED, "" if has_password else "signs on elsewhere only")
    except IntegrityError:
        expected = "a staff id that nobody has, in capital or small letters"
        raise _not(staff_id, expected) from None
    return account, password


def give_password(by: Account, account: Account) -> str:
    """An initial password in place of a forgotten one; every session of the account ends.

    Returns:
        The password, which is kept nowhere and shown once.

    Raises:
        InputErrors: E526, it is one's own account.
    """
    _refuse_oneself(by, account, "the password, which you change under your own account")
    with transaction.atomic():
        password = _initial_password()
        account.set_password(password)
        account.must_change_password = True
        account.save(update_fields=["password", "must_change_password"])
        note(by, account, What.PASSWORD_GIVEN)
        return password


def grant_role(
    by: Account | None,
    account: Account,
    role: SiteRole,
    *,
    since: date | None = None,
    until: date | None = None,
) -> Grant:
    """Give somebody a role, from a day on, until a last day or until it is withdrawn.

    Raises:
        InputErrors: E526, to oneself, or a second time, or from a day that is past; E146, it
            ends before it begins.
    """
    today = timezone.localdate()
    since = since or today
    _refuse_oneself(by, account, "a role")
    if since < today:
        raise _not(str(since), "today or a later day: what was done before was done without it")
    if until is not None and until < since:
        raise refused(
            ErrorCode.E146, "until", came=str(until), expected=f"{since} or later, or nothing"
        )
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        if any(each.is_held_from(since) for each in account.grants.filter(role=role)):
            raise _not(role.value, f"a role that {account.username} does not have yet")
        name = COMMAND_LINE if by is None else by.username
        given = Grant.objects.create(
            account=account, role=role, since=since, until=until, given_by=name
        )
        note(by, account, What.ROLE_GRANTED, _of_days(role.value, since, until))
        return given


def withdraw_role(by: Account, grant: Grant, last_day: date | None = None) -> None:
    """Let a role end, with a last day or at once.

    Raises:
        InputErrors: E526, it is over already, or the day is not one to come, or nobody would be
            administrator afterwards.
    """
    today = timezone.localdate()
    until = last_day or today - timedelta(days=1)
    with transaction.atomic():
        _hold_administrators()
        grant.refresh_from_db()
        if not grant.is_held_from(today):
            raise _not(grant.role, "a role that is held today or later")
        if last_day is not None and (last_day < today or (grant.until or last_day) < last_day):
            raise _not(str(last_day), f"today or a later day, at most {grant.until or 'any'}")
        if grant.role == SiteRole.ADMINISTRATOR:
            _refuse_the_last(grant.account)
        grant.until = until
        grant.save(update_fields=["until"])
        when = "at once" if last_day is None else f"last day {last_day}"
        note(by, grant.account, What.ROLE_WITHDRAWN, f"{grant.role}, {when}")


def record_competency(by: Account, account: Account, skill: Skill, valid_until: date) -> Competency:
    """Write down that somebody was examined in a skill; the last record of a skill counts.

    Raises:
        InputErrors: E526, of oneself, or for longer than anybody is examined for.
    """
    _refuse_oneself(by, account, "a competency")
    latest = timezone.localdate() + LONGEST_COMPETENCY
    if valid_until > latest:
        raise _not(str(valid_until), f"a day up to {latest}")
    with transaction.atomic():
        found = Competency.objects.create(
            account=account, skill=skill, valid_until=valid_until, recorded_by=by.username
        )
        note(by, account, What.COMPETENCY_RECORDED, f"{skill.value} until {valid_until}")
        return found


def deactivate(by: Account, account: Account) -> None:
    """Shut somebody out at once; what they did stays theirs.

    Raises:
        InputErrors: E526, they are deactivated, or nobody would be administrator afterwards.
    """
    with transaction.atomic():
        _hold_administrators()
        account.refresh_from_db()
        if not account.is_active:
            raise _not(account.username, "an account that is active")
        held = account.grants.filter(role=SiteRole.ADMINISTRATOR)
        if any(each.is_held_from(timezone.localdate()) for each in held):
            _refuse_the_last(account)
        account.is_active = False
        account.save(update_fields=["is_active"])
        note(by, account, What.DEACTIVATED)


def reactivate(by: Account, account: Account) -> None:
    """Let somebody in again, with the roles they still have.

    Raises:
        InputErrors: E526, it is one's own account, or active.
    """
    _refuse_oneself(by, account, "access")
    with transaction.atomic():
        account.refresh_from_db()
        if account.is_active:
            raise _not(account.username, "an account that is deactivated")
        account.is_active = True
        account.save(update_fields=["is_active"])
        note(by, account, What.REACTIVATED)


def reset_second_factor(by: Account, account: Account) -> None:
    """Forget the device and the recovery codes of somebody who lost them.

    Raises:
        InputErrors: E526, it is one's own, or there is none.
    """
    _refuse_oneself(by, account, "a second factor, which you change under your own account")
    with transaction.atomic():
        if not Authenticator.objects.filter(user=account).delete()[0]:
            raise _not(account.username, "an account with a second factor")
        note(by, account, What.FACTOR_RESET)


def disconnect_sign_on(by: Account, account: Account) -> None:
    """Forget which subject of the provider somebody is; their next sign-on is taken by the claim.

    Raises:
        InputErrors: E526, it is one's own account, or not connected.
    """
    _refuse_oneself(by, account, "a sign-on")
    with transaction.atomic():
        if not SocialAccount.objects.filter(user=account).delete()[0]:
            raise _not(account.username, "an account that is connected to a sign-on")
        note(by, account, What.SIGN_ON_DISCONNECTED)


def release_lock(by: Account, account: Account) -> None:
    """Let somebody try again who is locked out after wrong passwords.

    Raises:
        InputErrors: E526, it is one's own account, or nothing was counted.
    """
    _refuse_oneself(by, account, "a lock")
    with transaction.atomic():
        if not forget_failures(account):
            raise _not(account.username, "an account with wrong passwords or codes")
        note(by, account, What.LOCK_RELEASED)


def first_administrator(staff_id: str) -> str:
    """Begin a site: somebody who may add the others, from the command line.

    Returns:
        The initial password.

    Raises:
        InputErrors: E526, there is an administrator; or as `add_account`.
    """
    with transaction.atomic():
        if _lasting_administrators():
            raise _not(staff_id, "a site without an administrator; one of them adds people")
        account, password = add_account(None, staff_id)
        grant_role(None, account, SiteRole.ADMINISTRATOR)
        return password


def _refuse_oneself(by: Account | None, account: Account, what: str) -> None:
    if by is not None and by.pk == account.pk:
        raise refused(
            ErrorCode.E526,
            by.username,
            expected=f"another administrator: nobody gives {what} to themselves",
        )


def _hold_administrators() -> None:
    """Two who withdraw from each other at the same time come one after the other."""
    list(Account.objects.select_for_update().filter(grants__role=SiteRole.ADMINISTRATOR))


def _lasting_administrators() -> set[int]:
    """Whoever is administrator today and without a last day."""
    held = Grant.objects.filter(
        role=SiteRole.ADMINISTRATOR,
        account__is_active=True,
        since__lte=timezone.localdate(),
        until=None,
    )
    return set(held.values_list("account_id", flat=True))


def _refuse_the_last(account: Account) -> None:
    if not _lasting_administrators() - {account.pk}:
        raise refused(
            ErrorCode.E526,
            account.username,
            expected="another administrator who is active and has no last day",
            remedy="Grant the role to somebody else first.",
        )


def _not(came: str, expected: str) -> InputErrors:
    return refused(
        ErrorCode.E526, "people", came=came, expected=expected, remedy="Nothing was changed."
    )


def _of_days(role: str, since: date, until: date | None) -> str:
    return f"{role} since {since}" + (f" until {until}" if until else "")


def _initial_password() -> str:
    groups = ("".join(secrets.choice(_READABLE) for _ in range(_OF)) for _ in range(_GROUPS))
    return "-".join(groups)
