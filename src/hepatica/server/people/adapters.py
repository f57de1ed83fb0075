"""What allauth asks this site: nobody signs up, and whoever signs on elsewhere is known here."""

from __future__ import annotations

import base64
import hashlib
import time
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from hepatica.server.people.lockout import find_account
from hepatica.server.people.models import Account, What
from hepatica.server.people.record import note

_FRESH = 10 * 60  # seconds since signing on, within which a first device may be set up
# What a page says after a step of allauth; where nothing stands here, nothing is said.
_SAID = {
    "account/messages/password_changed.txt": _("The password is changed."),
    "mfa/messages/totp_activated.txt": _("The second factor is set up."),
    "mfa/messages/totp_deactivated.txt": _("The second factor is removed."),
    "mfa/messages/recovery_codes_generated.txt": _("Write the recovery codes down now."),
}


class AccountAdapter(DefaultAccountAdapter):
    """Local accounts, which only administrators make."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        wrong = _("Staff id and password do not belong together.")
        self.error_messages = {**self.error_messages, "username_password_mismatch": wrong}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        del request
        return False

    def is_safe_url(self, url: str) -> bool:
        """Whether a page may lead there afterwards: only to an address within this site."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Keep a password that only its owner knows."""
        account = cast(Account, user)
        account.set_password(password)
        account.must_change_password = False
        account.save(update_fields=["password", "must_change_password"])

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to one's own account."""
        del request
        return reverse("mfa_index")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say it in the words of this site."""
        del message_context
        said = message or _SAID.get(message_template or "")
        if said:
            messages.add_message(request, level, str(said), extra_tags=extra_tags)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whether somebody signed in must say again who they are before they change this.

        Whoever has neither password nor device yet cannot; they must have signed on just now.

        Raises:
            ImmediateHttpResponse: they have not, and are signed out to do it.
        """
        request = context.request
        if get_reauthentication_flows(request.user):
            return super().is_reauthentication_required(app=app, **kwargs)
        records = get_authentication_records(request, request.user)
        if records and time.time() - records[-1]["at"] < _FRESH:
            return False
        self.logout(request)
        messages.warning(request, _("Sign in again to set up your second factor."))
        raise ImmediateHttpResponse(redirect("sign-in"))


class SecondFactorAdapter(DefaultMFAAdapter):
    """Devices, whose secrets are not readable in a copy of the database."""

    def build_totp_svg(self, url: str) -> str:
        """The secret as a picture, on white: a camera reads it on a dark page too."""
        head, path, rest = super().build_totp_svg(url).partition("<path")
        return f'{head}<rect width="100%" height="100%" fill="#fff"/>{path}{rest}'

    def encrypt(self, text: str) -> str:
        """A secret as it is kept."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """A secret as the device has it.

        Raises:
            cryptography.fernet.InvalidToken: it was kept under a key the site no longer has.
        """
        return _cipher().decrypt(encrypted_text.encode()).decode()


class SignOnAdapter(DefaultSocialAccountAdapter):
    """Single sign-on, for existing accounts only.

    At the first sign-on the account is found by the claim that holds the staff id, and from then
    on by the subject of the provider, which nobody there can choose.
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never."""
        del request, sociallogin
        return False

    def populate_user(
        self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]
    ) -> Account:
        """Keep the claim that may be a staff id, and nothing else of what the provider says.

        Raises:
            PermissionDenied: its two answers are about two people.
        """
        del request, data
        said: dict[str, Any] = sociallogin.account.extra_data
        one, two = said.get("userinfo") or {}, said.get("id_token") or {}
        if one and two and one.get("sub") != two.get("sub"):
            raise PermissionDenied("the answers of the provider differ in their subject")
        claimed = one.get(settings.OIDC_CLAIM) or two.get(settings.OIDC_CLAIM)
        account = Account(username=claimed if isinstance(claimed, str) else "")
        sociallogin.user = account
        sociallogin.email_addresses = []
        sociallogin.account.extra_data = {}
        return account

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Let in who has an active account here.

        Raises:
            ImmediateHttpResponse: they have none, or it belongs to another subject.
        """
        if sociallogin.state.get("process") != "login":
            raise _not_let_in(request, _("A sign-on cannot be connected in this way."))
        if not sociallogin.is_existing:
            account = find_account(getattr(sociallogin.user, "username", ""))
            if account is None:
                raise _not_let_in(
                    request, _("Nobody here has the staff id that your sign-on names.")
                )
            if SocialAccount.objects.filter(
                user=account, provider=sociallogin.account.provider
            ).exists():
                raise _not_let_in(request, _("This staff id is connected to another sign-on."))
            if account.is_active:
                _connect(sociallogin, account)
            sociallogin.user = account
        if not getattr(sociallogin.user, "is_active", False):
            raise _not_let_in(request, _("This account is deactivated."))


def _connect(sociallogin: SocialLogin, account: Account) -> None:
    sociallogin.account.user = account
    sociallogin.account.save()
    note(account, account, What.SIGN_ON_CONNECTED)


def _not_let_in(request: HttpRequest, why: Any) -> ImmediateHttpResponse:
    page = render(request, "socialaccount/authentication_error.html", {"why": why}, status=403)
    return ImmediateHttpResponse(page)


def _cipher() -> MultiFernet:
    """Made from the key of the site; earlier keys still read what was kept under them."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key_from(key)) for key in keys])


def _key_from(key: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(f"second factor {key}".encode()).digest())
