"""Is the site alive, is it ready, and how does it do: for the machines that watch it."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest

from hepatica.server.access.doors import open_door

# Named by view, never by address: an address holds the case of a chart.
_ANSWERS = Counter("hepatica_answers_total", "Answers by view and status", ["view", "status"])
_SECONDS = Histogram("hepatica_answer_seconds", "Time to answer by view", ["view"])


@open_door
def live(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    del request
    return HttpResponse("alive\n", content_type="text/plain")


@open_door
def ready(request: HttpRequest) -> HttpResponse:
    """The database answers too; 503 while it does not."""
    del request
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM store_chart WHERE 1 = 0")
    except DatabaseError:
        return HttpResponse("the database does not answer\n", status=503, content_type="text/plain")
    return HttpResponse("ready\n", content_type="text/plain")


@open_door
def metrics(request: HttpRequest) -> HttpResponse:
    """Counts and times for Prometheus, to whoever has the token of HEPATICA_METRICS_TOKEN."""
    token = settings.METRICS_TOKEN
    if not token or request.headers.get("Authorization") != f"Bearer {token}":
        raise PermissionDenied("the token of the metrics")
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)


class Measured:
    """Counts every answer and takes its time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and note it."""
        start = perf_counter()
        response = self._get_response(request)
        view = request.resolver_match.view_name if request.resolver_match else "none"
        _ANSWERS.labels(view, response.status_code).inc()
        _SECONDS.labels(view).observe(perf_counter() - start)
        return response
