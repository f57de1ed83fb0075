"""*Admin*: who works here, as what, and until when; and who broke the glass.

Every change is signed by the administrator and stands in the record below it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from hepatica.library.errors import ErrorCode, InputErrors, refused
from hepatica.server.access.doors import Visitor, door
from hepatica.server.pages.sent import REFUSED, day, refusals
from hepatica.server.people import changes
from hepatica.server.people.lockout import find_account, locked_in_words, locked_until
from hepatica.server.people.models import Account, BrokenGlass, Change, Competency, Grant
from hepatica.server.people.permissions import Permission
from hepatica.server.people.roles import SiteRole, Skill
from hepatica.server.people.signing import confirm_person

_LIST, _PERSON = "pages/people.html", "pages/person.html"
# A competency that runs out within this time is marked, so that an examination can be held.
_SOON = timedelta(days=30)
_ROWS = 200  # of the record, on one page


@door(Permission.CHANGE_PEOPLE)
@never_cache
def people(request: Visitor) -> HttpResponse:
    """Everybody with their roles and competencies. POST adds somebody."""
    context: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        sent = request.POST
        try:
            confirm_person(request, request.user, sent.get("secret", ""))
            added, password = changes.add_account(
                request.user, sent.get("staff_id", ""), has_password="elsewhere" not in sent
            )
            context = {"added": added, "password": password}
        except InputErrors as errors:
            context, status = {"refusals": refusals(errors), "typed": sent}, REFUSED
    rows = [_row(each) for each in _everybody()]
    context |= {"rows": rows, "record": _record(Change.objects.all()), "sign_on": _sign_on()}
    return render(request, _LIST, context, status=status)


@door(Permission.CHANGE_PEOPLE)
@never_cache
def person(request: Visitor) -> HttpResponse:
    """One person, named by `staff_id` in the address. POST changes what its `act` names."""
    account = find_account(request.GET.get("staff_id", ""))
    if account is None:
        raise Http404("nobody has this staff id")
    if request.method != "POST":
        return render(request, _PERSON, _context(account))
    sent = request.POST
    try:
        confirm_person(request, request.user, sent.get("secret", ""))
        password = _act_of(sent)(request.user, account, sent)
    except InputErrors as errors:
        account.refresh_from_db()
        refused_page = _context(account) | {"refusals": refusals(errors), "typed": sent}
        return render(request, _PERSON, refused_page, status=REFUSED)
    if password:
        return render(request, _PERSON, _context(account) | {"password": password})
    messages.success(request, _("It is changed, and stands in the record."))
    return redirect(reverse("person", query={"staff_id": account.username}))


@door(Permission.REVIEW_GLASS)
def broken_glass(request: Visitor) -> HttpResponse:
    """Every chart that was opened under break-glass. POST marks one as seen."""
    if request.method == "POST":
        number = request.POST.get("number", "")
        unseen = BrokenGlass.objects.filter(seen_by=None).exclude(account=request.user)
        if number.isdigit() and len(number) < len(str(2**63)):
            unseen.filter(pk=number).update(seen_by=request.user, seen_at=timezone.now())
        return redirect("broken-glass")
    glass = BrokenGlass.objects.select_related("account", "chart", "seen_by").order_by("-pk")
    context = {
        "unseen": glass.filter(seen_by=None),
        "seen": glass.exclude(seen_by=None)[:_ROWS],
        "now": timezone.now(),
    }
    return render(request, "pages/broken_glass.html", context)


def _grant(by: Account, account: Account, sent: QueryDict) -> None:
    role = SiteRole(_one_of(SiteRole, sent.get("role", ""), "role"))
    since, until = _day(sent, "since"), _day(sent, "until")
    changes.grant_role(by, account, role, since=since, until=until)


def _withdraw(by: Account, account: Account, sent: QueryDict) -> None:
    number = sent.get("grant", "")
    found = {str(each.pk): each for each in account.grants.all()}.get(number)
    if found is None:
        raise refused(ErrorCode.E526, "role", came=number, expected="a role of this person")
    changes.withdraw_role(by, found, _day(sent, "last_day"))


def _competency(by: Account, account: Account, sent: QueryDict) -> None:
    skill = Skill(_one_of(Skill, sent.get("skill", ""), "skill"))
    valid_until = _day(sent, "valid_until")
    if valid_until is None:
        raise refused(ErrorCode.E140, "valid until", expected="the last day it is valid")
    changes.record_competency(by, account, skill, valid_until)


_Act = Callable[[Account, Account, QueryDict], str | None]
_ACTS: Mapping[str, _Act] = {
    "grant": _grant,
    "withdraw": _withdraw,
    "competency": _competency,
    "deactivate": lambda by, account, _sent: changes.deactivate(by, account),
    "reactivate": lambda by, account, _sent: changes.reactivate(by, account),
    "second-factor": lambda by, account, _sent: changes.reset_second_factor(by, account),
    "sign-on": lambda by, account, _sent: changes.disconnect_sign_on(by, account),
    "lock": lambda by, account, _sent: changes.release_lock(by, account),
    "password": lambda by, account, _sent: changes.give_password(by, account),
}


def _act_of(sent: QueryDict) -> _Act:
    return _ACTS[_one_of(_ACTS, sent.get("act", ""), "act")]


def _one_of(known: Any, word: str, where: str) -> str:
    words = [str(each) for each in known]
    if word not in words:
        raise refused(ErrorCode.E130, where, came=word, expected=", ".join(words))
    return word


def _day(sent: QueryDict, name: str) -> date | None:
    """A day that may be left out."""
    text = sent.get(name, "").strip()
    return day(text, name) if text else None


def _everybody() -> QuerySet[Account]:
    return Account.objects.prefetch_related("grants", "competencies").order_by("username")


def _row(account: Account) -> dict[str, Any]:
    """Somebody, as the list and their own page show them."""
    today = timezone.localdate()
    last = {each.skill: each for each in sorted(account.competencies.all(), key=lambda c: c.pk)}
    until = locked_until(account.username)
    has_factor = Authenticator.objects.filter(user=account).exists()
    marks = [
        "" if account.is_active else _("deactivated"),
        "" if until is None else locked_in_words(until),
        _("must change the initial password") if account.must_change_password else "",
        "" if has_factor or not settings.SECOND_FACTOR else _("no second factor yet"),
    ]
    return {
        "account": account,
        "marks": [mark for mark in marks if mark],
        "grants": [_granted(each, today) for each in account.grants.all()],
        "competencies": [_competent(each, today) for _skill, each in sorted(last.items())],
        "has_factor": has_factor,
        "is_locked": until is not None,
    }


def _granted(grant: Grant, today: date) -> dict[str, Any]:
    is_over = not grant.is_held_from(today)
    days = _("since %(since)s") % {"since": grant.since}
    if grant.since > today and not is_over:
        days = _("from %(since)s on") % {"since": grant.since}
    if grant.until is not None:
        days += ", " + _("last day %(until)s") % {"until": grant.until}
    return {
        "grant": grant,
        "role": grant.role.replace("-", " "),
        "days": days,
        "is_over": is_over,
    }


def _competent(competency: Competency, today: date) -> dict[str, Any]:
    left = (competency.valid_until - today).days
    if left < 0:
        word = ngettext("RAN OUT %(days)s day ago", "RAN OUT %(days)s days ago", -left)
    elif left == 0:
        word = _("RUNS OUT TODAY")
    elif left <= _SOON.days:
        word = ngettext("runs out in %(days)s day", "runs out in %(days)s days", left)
    else:
        word = ""
    return {
        "skill": competency.skill.replace("-", " "),
        "until": competency.valid_until,
        "word": word % {"days": abs(left)},
        "is_over": left < 0,
    }


def _record(found: QuerySet[Change]) -> list[Change]:
    return list(found.select_related("whom")[:_ROWS])


def _sign_on() -> str:
    return str(settings.OIDC_NAME)


def _context(account: Account) -> dict[str, Any]:
    return {
        "row": _row(account),
        "account": account,
        "roles_to_give": [(each.value, each.value.replace("-", " ")) for each in SiteRole],
        "skills": [(each.value, each.value.replace("-", " ")) for each in Skill],
        "record": _record(Change.objects.filter(whom=account)),
        "is_connected": SocialAccount.objects.filter(user=account).exists(),
        "today": timezone.localdate(),
    }
