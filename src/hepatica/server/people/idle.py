"""A session stays open while somebody uses it, and ends when it was left alone."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

_SEEN = "seen"
# To save the session at every page would be the only thing most pages write. So it may end this
# much earlier than the idle minutes say, and never later.
_WRITTEN_EVERY = 60  # seconds


class StaysOpen:
    """Counts the idle minutes from the last page, to the minute."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; whoever is signed in was here now."""
        now = int(timezone.now().timestamp())
        if request.user.is_authenticated:
            before = request.session.get(_SEEN)
            if not isinstance(before, int) or abs(now - before) >= _WRITTEN_EVERY:
                request.session[_SEEN] = now
        return self._get_response(request)
