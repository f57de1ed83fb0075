"""Sign in and out."""

from __future__ import annotations

from typing import cast

from django.contrib.auth import logout
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from hepatica.server.access.doors import open_door


@open_door
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask who comes."""
    answer = LoginView.as_view(template_name="pages/sign_in.html")(request)
    return cast(HttpResponse, answer)


@open_door
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave the site to the next person."""
    logout(request)
    return redirect("sign-in")
