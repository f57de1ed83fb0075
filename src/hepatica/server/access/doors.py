"""The two kinds of door. A view without one fails a test, and is not reachable unseen."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from hepatica.server.access.models import Access
from hepatica.server.people.kept import keep
from hepatica.server.people.models import Account
from hepatica.server.people.permissions import Permission, may
from hepatica.server.store.models import Act, Chart

P = ParamSpec("P")
_SAFE = ("GET", "HEAD", "OPTIONS")


class Door(Protocol):
    """A view that says who may pass: looking needs `permission`, changing `changing`."""

    permission: Permission | None
    changing: Permission | None
    on_chart: bool

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer a request."""


class Visitor(HttpRequest):
    """A request behind a door: somebody is signed in."""

    user: Account


def open_door(view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> Door:
    """A page for everybody, signed in or not: sign-in, health."""
    return _marked(view, None, None, on_chart=False)


def door(
    permission: Permission, changing: Permission | None = None
) -> Callable[[Callable[Concatenate[Visitor, P], HttpResponse]], Door]:
    """A page of no one chart; `changing` is needed to send something, else `permission`."""

    def build(view: Callable[Concatenate[Visitor, P], HttpResponse]) -> Door:
        @wraps(view)
        def passed(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            needed = permission if request.method in _SAFE else changing or permission
            if not may(request.user, needed):
                raise PermissionDenied(needed)
            return view(cast(Visitor, request), *args, **kwargs)

        return _marked(passed, permission, changing or permission, on_chart=False)

    return build


def chart_door(
    permission: Permission = Permission.READ_CHART,
    changing: Permission | None = None,
    *,
    or_by: Permission | None = None,
) -> Callable[[Callable[Concatenate[Visitor, Chart, P], HttpResponse]], Door]:
    """A page of one chart, named by `case`; every passage and every refusal is written down.

    Whoever holds `or_by` may change too; the view says when that is enough.
    """

    def build(view: Callable[Concatenate[Visitor, Chart, P], HttpResponse]) -> Door:
        @wraps(view)
        def passed(
            request: HttpRequest, case: str, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponse:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            visitor = cast(Visitor, request)
            chart = Chart.objects.filter(case=case).first()
            if chart is None:
                raise Http404("no such chart")
            is_write = request.method not in _SAFE
            needed = (changing or permission) if is_write else permission
            is_refused = not may(visitor.user, needed, chart) and not (
                is_write and or_by is not None and may(visitor.user, or_by, chart)
            )
            write_down(visitor, chart, is_write=is_write, was_refused=is_refused)
            if is_refused:
                raise PermissionDenied(needed)
            return view(visitor, chart, *args, **kwargs)

        return _marked(passed, permission, changing or permission, on_chart=True)

    return build


def write_down(
    request: Visitor,
    chart: Chart,
    *,
    is_write: bool = False,
    was_refused: bool = False,
    act: Act | None = None,
) -> None:
    """One line of the access log."""
    match = request.resolver_match
    Access.objects.create(
        at=timezone.now(),
        account=request.user,
        chart=chart,
        door=match.view_name if match else request.path,
        is_write=is_write,
        is_under_glass=request.user.broke_glass(chart),
        was_refused=was_refused,
        act=act,
    )


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        keep(request)
    return redirect_to_login(request.get_full_path())


def _marked(
    view: Callable[..., HttpResponse],
    permission: Permission | None,
    changing: Permission | None,
    *,
    on_chart: bool,
) -> Door:
    marked = cast(Door, view)
    marked.permission, marked.changing, marked.on_chart = permission, changing, on_chart
    return marked
