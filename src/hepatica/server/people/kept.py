"""What was typed when the session was over: kept for half an hour, shown once, never sent.

It lies in the session that the browser gets in place of the one that ended, under the page it was
sent to. Where the session that ended is known, it is shown to the same person only.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.models import Session
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from hepatica.core.frozen import frozen
from hepatica.server.people.models import Account

_PLACE = "kept work"
KEPT_FOR = timedelta(minutes=30)
_LONGEST = 100_000  # characters of one form: a pasted report, and no more
_MOST = 5  # forms of one browser
# The key and the head of the chart are those of the form that is shown again.
_NOT_TYPED = frozenset({"csrfmiddlewaretoken", "key", "head"})
_SECRET = ("secret", "password")


@frozen
class Kept:
    """One form: the page it was sent to, what was typed, by whom if known, and until when.

    `head` is that of the chart the form was filled in on; empty where it is of no chart.
    """

    page: str
    typed: str
    staff_id: str
    until: str
    head: str

    @property
    def ends(self) -> datetime:
        """When it is forgotten."""
        return datetime.fromisoformat(self.until)

    @property
    def boxes(self) -> QueryDict:
        """What was typed, as a sent form has it."""
        return QueryDict(self.typed)


def keep(request: HttpRequest) -> None:
    """Keep what was sent without a session, except passwords and codes."""
    typed = QueryDict(mutable=True)
    for name, values in request.POST.lists():
        if name not in _NOT_TYPED and not any(word in name for word in _SECRET):
            typed.setlist(name, values)
    text = typed.urlencode()
    if not any(value for _name, values in typed.lists() for value in values):
        return
    if len(text) > _LONGEST:
        messages.warning(request, _("What you typed is too long to be kept. It was not sent."))
        return
    until = timezone.now() + KEPT_FOR
    found = Kept(
        request.get_full_path(),
        text,
        _who_was_here(request),
        until.isoformat(),
        request.POST.get("head", ""),
    )
    others = [each for each in kept_forms(request) if each.page != found.page]
    _put(request, [*others, found][-_MOST:])
    request.session.set_expiry(int(KEPT_FOR.total_seconds()))


def kept_forms(request: HttpRequest) -> list[Kept]:
    """Every form that is kept in this browser now."""
    now = timezone.now()
    forms = [Kept(**each) for each in request.session.get(_PLACE, ())]
    return [each for each in forms if now < each.ends]


def kept_here(request: HttpRequest) -> Kept | None:
    """The form that is shown again on this page to whoever is signed in; None when none is."""
    account = request.user
    if request.method != "GET" or not isinstance(account, Account):
        return None
    for each in kept_forms(request):
        if each.page == request.get_full_path() and each.staff_id in ("", account.username):
            return each
    return None


def forget_shown(request: HttpRequest, response: HttpResponse) -> None:
    """Forget what the page has shown; where it led to another page, it is shown there."""
    found = kept_here(request)
    if found is None or response.status_code not in (200, 302):
        return
    forms = [each for each in kept_forms(request) if each != found]
    if response.status_code == 302:
        forms.append(Kept(**{**asdict(found), "page": response["Location"]}))
    _put(request, forms)


@receiver(user_logged_in)
def _signed_in(request: HttpRequest, user: Any, **others: Any) -> None:
    """The session ends as every other; what another person typed is not theirs to see."""
    del others
    request.session.set_expiry(0)
    forms = kept_forms(request)
    theirs = [each for each in forms if each.staff_id in ("", user.get_username())]
    if theirs != forms:
        _put(request, theirs)
        said = _("What somebody else had typed here is not shown to you, and is forgotten.")
        messages.info(request, said, fail_silently=True)


def _put(request: HttpRequest, forms: list[Kept]) -> None:
    request.session[_PLACE] = [asdict(each) for each in forms]


def _who_was_here(request: HttpRequest) -> str:
    """The staff id of the session that has run out, if the browser still names it."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    ended = Session.objects.filter(session_key=key, expire_date__lte=timezone.now()).first()
    held = request.session if ended is None else ended.get_decoded()
    number = held.get(SESSION_KEY)
    account = None if number is None else Account.objects.filter(pk=number).first()
    return "" if account is None else account.username
