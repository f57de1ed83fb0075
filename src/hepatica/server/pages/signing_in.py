"""Sign in and out, and one's own account: the pages of allauth, each behind a door of this site.

Nothing of allauth is reachable that is not in the table at the end, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from allauth.account.internal.stagekit import clear_login, get_pending_stage
from allauth.account.views import (
    LoginView,
    account_inactive,
    password_change,
    reauthenticate,
)
from allauth.mfa.base.views import authenticate as code
from allauth.mfa.base.views import index as own_account
from allauth.mfa.base.views import reauthenticate as code_again
from allauth.mfa.recovery_codes.views import generate_recovery_codes, view_recovery_codes
from allauth.mfa.totp.views import activate_totp, deactivate_totp
from allauth.socialaccount.providers.openid_connect.views import callback
from allauth.socialaccount.providers.openid_connect.views import login as sign_on_elsewhere
from allauth.socialaccount.views import login_cancelled
from csp.decorators import csp_update
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from requests import RequestException

from hepatica.core.frozen import frozen
from hepatica.server.access.doors import Door, open_door
from hepatica.server.people.kept import kept_forms
from hepatica.server.people.models import Account
from hepatica.server.people.sign_on import PROVIDER, origin_of

_View = Callable[..., HttpResponseBase]
_ASKED = {"next", "csrfmiddlewaretoken"}  # nothing else is passed on to the provider


class _SignIn(LoginView):
    template_name = "pages/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Beside the form: what is kept of the session before, and when it locks somebody out."""
        return {
            **super().get_context_data(**kwargs),
            "kept": kept_forms(self.request),
            "sign_on": settings.OIDC_NAME,
            "provider": PROVIDER,
            "limit": settings.AXES_FAILURE_LIMIT,
            "minutes": int(settings.AXES_COOLOFF_TIME.total_seconds() // 60),
        }


@open_door
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask who comes: first the password, then the code of their device."""
    if request.method == "GET" and get_pending_stage(request) is not None:
        # Whoever comes back to this page begins anew, perhaps as somebody else.
        clear_login(request)
    view = _SignIn.as_view()
    if settings.OIDC_SERVER:
        # A browser applies form-action to where the answer of a form leads, too.
        view = csp_update({"form-action": [origin_of(settings.OIDC_SERVER)]})(view)
    return cast(HttpResponse, view(request))


@open_door
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave the site to the next person."""
    logout(request)
    return redirect("sign-in")


def sign_on(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Go to the provider of single sign-on, by the button of the sign-in page alone."""
    if request.method != "POST" or {*request.GET, *request.POST} - _ASKED:
        return redirect("sign-in")
    return _asking_provider(sign_on_elsewhere, request, provider_id)


def signed_on(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Come back from the provider, with its word on who this is."""
    return _asking_provider(callback, request, provider_id)


def change_password(request: HttpRequest) -> HttpResponse:
    """Another password; nothing for those who sign on elsewhere and have none."""
    account = request.user
    if not isinstance(account, Account) or not account.has_usable_password():
        raise Http404("this account has no password")
    return cast(HttpResponse, password_change(request))


def _asking_provider(view: _View, request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        return cast(HttpResponse, view(request, provider_id))
    except RequestException:
        return _unreachable(request)


def _unreachable(request: HttpRequest) -> HttpResponse:
    why = _(
        "The single sign-on of the hospital does not answer. Use a local account, or try later."
    )
    return render(request, "socialaccount/authentication_error.html", {"why": why}, status=503)


@frozen
class OfAllauth:
    """A page of allauth: where, what, its name there, and why its door has no permission."""

    route: str
    view: _View
    name: str
    reason: str
    needs_account: bool = False

    @property
    def door(self) -> Door:
        """The page, with its door."""

        @never_cache
        @wraps(self.view)
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if self.needs_account and not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            return cast(HttpResponse, self.view(request, *args, **kwargs))

        return open_door(opened)


_BEFORE = "before it nobody is signed in"
_OWN = "whoever is signed in, with or without a role, about their own account alone"
OF_ALLAUTH = (
    OfAllauth("sign-in/code/", code, "mfa_authenticate", _BEFORE),
    OfAllauth("sign-in/deactivated/", account_inactive, "account_inactive", _BEFORE),
    OfAllauth("sign-in/with/<str:provider_id>/", sign_on, "openid_connect_login", _BEFORE),
    OfAllauth(
        "sign-in/with/<str:provider_id>/back/", signed_on, "openid_connect_callback", _BEFORE
    ),
    OfAllauth("sign-in/cancelled/", login_cancelled, "socialaccount_login_cancelled", _BEFORE),
    OfAllauth("account/", own_account, "mfa_index", _OWN, needs_account=True),
    OfAllauth("account/again/", reauthenticate, "account_reauthenticate", _OWN, needs_account=True),
    OfAllauth("account/again/code/", code_again, "mfa_reauthenticate", _OWN, needs_account=True),
    OfAllauth(
        "account/password/", change_password, "account_change_password", _OWN, needs_account=True
    ),
    OfAllauth("account/device/", activate_totp, "mfa_activate_totp", _OWN, needs_account=True),
    OfAllauth(
        "account/device/remove/", deactivate_totp, "mfa_deactivate_totp", _OWN, needs_account=True
    ),
    OfAllauth(
        "account/codes/", view_recovery_codes, "mfa_view_recovery_codes", _OWN, needs_account=True
    ),
    OfAllauth(
        "account/codes/new/",
        generate_recovery_codes,
        "mfa_generate_recovery_codes",
        _OWN,
        needs_account=True,
    ),
)
urlpatterns: list[URLPattern] = [
    path("sign-in/", sign_in, name="sign-in"),
    path("sign-out/", sign_out, name="sign-out"),
    # The names by which allauth leads there.
    path("sign-in/", sign_in, name="account_login"),
    path("sign-out/", sign_out, name="account_logout"),
    *(path(each.route, each.door, name=each.name) for each in OF_ALLAUTH),
]
