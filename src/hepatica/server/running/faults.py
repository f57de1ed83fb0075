"""What people see when something is broken: plainly, and no plan that may be an old one."""

from __future__ import annotations

import sys

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template import loader

_SECONDS_UNTIL_NEXT_TRY = "10"


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
