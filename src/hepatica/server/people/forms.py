"""The forms of allauth, with every password and code counted by one lock-out."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from cryptography.fernet import InvalidToken
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hepatica.server.people.codes import periods_of, take_code, take_period
from hepatica.server.people.lockout import (
    count_failure,
    forget_failures,
    locked_in_words,
    locked_until,
)
from hepatica.server.people.models import Account

_WRONG_CODE = _("This code is wrong, or was used before. Wait for the next one.")


class SignInForm(LoginForm):
    """Staff id and password."""

    def clean(self) -> Any:
        """Who comes.

        Raises:
            ValidationError: staff id and password do not belong together, or it is locked out.
        """
        staff_id = str(self.cleaned_data.get("login", ""))
        _refuse_locked(staff_id)
        try:
            return cast(Any, super()).clean()
        except ValidationError:
            _refuse_locked(staff_id)
            raise


class NewPasswordForm(ChangePasswordForm):
    """Another password for oneself."""

    def clean_oldpassword(self) -> str:
        """The password that was valid until now.

        Raises:
            ValidationError: it is another one, or the account is locked out.
        """
        account = cast(Account, self.user)
        _refuse_locked(account.username)
        typed = str(self.cleaned_data.get("oldpassword", ""))
        if authenticate(context.request, username=account.username, password=typed) != account:
            _refuse_locked(account.username)
            raise ValidationError(_("This is not the password you have now."))
        forget_failures(account)
        return typed

    def clean(self) -> Any:
        """Two equal new passwords that differ from the old one.

        Raises:
            ValidationError: the new one is the old one.
        """
        cleaned = cast(Any, super()).clean() or {}
        if cleaned.get("password1") and cleaned["password1"] == cleaned.get("oldpassword"):
            raise ValidationError(_("The new password must differ from the one you have now."))
        return cleaned


class CodeForm(AuthenticateForm):
    """The second step of signing in: a code of the device, or a recovery code."""

    def clean_code(self) -> str:
        """A code that was not used before.

        Raises:
            ValidationError: it is wrong or used, or the account is locked out.
        """
        typed = str(self.cleaned_data["code"])
        self.authenticator = _factor_used(self.user, typed)
        return typed


class CodeAgainForm(ReauthenticateForm):
    """A code again, before something about one's own account is changed."""

    def clean_code(self) -> str:
        """A code that was not used before.

        Raises:
            ValidationError: it is wrong or used, or the account is locked out.
        """
        typed = str(self.cleaned_data["code"])
        self.authenticator = _factor_used(self.user, typed)
        return typed


class FirstCodeForm(ActivateTOTPForm):
    """The first code of a new device; it too is used by this."""

    def clean_code(self) -> str:
        """A code of the device that was just shown.

        Raises:
            ValidationError: it is not, or is used.
        """
        typed = str(self.cleaned_data["code"])
        period = max(periods_of(self.secret, typed, timezone.now()), default=None)
        if not take_period(self.user, period):
            raise ValidationError(_WRONG_CODE)
        return typed


def _factor_used(account: Account, typed: str) -> Authenticator:
    """The device or the recovery codes that a code belongs to, which is used up by this."""
    _refuse_locked(account.username)
    factors: dict[str, Authenticator] = {
        each.type: each for each in Authenticator.objects.filter(user=account)
    }
    device = factors.get(Authenticator.Type.TOTP)
    if device is not None and take_code(account, typed):
        return device
    recovery = factors.get(Authenticator.Type.RECOVERY_CODES)
    if recovery is not None and _is_recovery_code(recovery, typed):
        return recovery
    count_failure(context.request, account)
    _refuse_locked(account.username)
    raise ValidationError(_WRONG_CODE)


def _is_recovery_code(recovery: Authenticator, typed: str) -> bool:
    try:
        return bool(recovery.wrap().validate_code(typed))
    except InvalidToken:
        return False  # they were kept under a key that the site no longer has


def _refuse_locked(staff_id: str) -> None:
    until = locked_until(staff_id)
    if until is not None:
        raise ValidationError(
            _("This staff id is %(locked)s."),
            code="locked",
            params={"locked": locked_in_words(until)},
        )
