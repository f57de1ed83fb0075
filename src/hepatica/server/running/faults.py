"""What people see when something is broken: plainly, and no plan that may be an old one."""

from __future__ import annotations

import sys
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from hepatica.library.errors import InputErrors
from hepatica.server.pages.sent import REFUSED, refusals

_SECONDS_UNTIL_NEXT_TRY = "10"


class Refusals:
    """What a page could not read is said as a refusal, never as a fault without words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page of a chart that cannot be read: no plan, and why."""
        if not isinstance(error, InputErrors):
            return None
        context = {"refusals": refusals(error)}
        return render(request, "pages/unreadable.html", context, status=REFUSED)


def fault(request: HttpRequest) -> HttpResponse:
    """The page of a fault: 503 when the database is lost or full, else 500."""
    del request
    is_database = isinstance(sys.exc_info()[1], DatabaseError | OSError)
    template = "503.html" if is_database else "500.html"
    response = HttpResponse(
        loader.get_template(template).render({}), status=503 if is_database else 500
    )
    if is_database:
        response["Retry-After"] = _SECONDS_UNTIL_NEXT_TRY
    return response
