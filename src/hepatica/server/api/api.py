"""The API as one object: its routes, its authentication, and how refusals are answered."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from hepatica import __version__
from hepatica.library.errors import InputErrors
from hepatica.server.api.charts import router as charts
from hepatica.server.api.guard import Bearer
from hepatica.server.api.orders import router as orders
from hepatica.server.pages.sent import REFUSED, refusals

api = NinjaAPI(
    title="Hepatica",
    version=__version__,
    description=(
        "What the pages of the site do, for programs. Every act names the head of the chart it "
        "was planned on, and a key of its own: sent twice, it is done once."
    ),
    auth=Bearer(),
    docs_url=None,
    urls_namespace="api",
)
api.add_router("", charts)
api.add_router("", orders)


@api.exception_handler(InputErrors)
def _refused(request: HttpRequest, errors: InputErrors) -> HttpResponse:
    return api.create_response(request, {"refusals": refusals(errors)}, status=REFUSED)


@api.exception_handler(PermissionDenied)
def _denied(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return api.create_response(request, {"detail": f"it needs the permission {error}"}, status=403)


@api.exception_handler(ValidationError)
def _malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """The shape is wrong: each place and what is wrong there, without what was sent."""
    found = [
        {
            "code": "",
            "meaning": "a field does not have its shape",
            "came": "",
            "expected": str(each.get("msg", "")),
            "example": "",
            "remedy": ".".join(map(str, each.get("loc", ()))),
        }
        for each in error.errors
    ]
    return api.create_response(request, {"refusals": found}, status=REFUSED)
