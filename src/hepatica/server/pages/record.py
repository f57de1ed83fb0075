"""Record what was found, done or decided: one page for every kind of entry, and corrections."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hepatica.casefile.kinds import CONTENTS
from hepatica.core.chart.words import Role
from hepatica.library.errors import ErrorCode, InputErrors, refused
from hepatica.library.strict_yaml import Node
from hepatica.server.access.doors import Visitor, chart_door
from hepatica.server.acts import Acted, Asked, act_on, acted_before
from hepatica.server.pages.boxes import at_of, boxes_of, written_from
from hepatica.server.pages.chart import heading
from hepatica.server.pages.sent import IMPLAUSIBLE, again, asked_of, hidden
from hepatica.server.people.permissions import Permission, may
from hepatica.server.people.signing import confirm_person, second_person
from hepatica.server.plans import sheet_of
from hepatica.server.recording import SIGNED, check_correction, permission_of
from hepatica.server.store.models import Chart, Line

_PAGE = "pages/record.html"


def kinds_for(request: Visitor, chart: Chart) -> list[dict[str, str]]:
    """The kinds this person may record."""
    return [
        {"kind": kind, "label": kind.replace("_", " "), "meaning": form.meaning}
        for kind, form in CONTENTS.items()
        if (needed := permission_of(kind)) is not None and may(request.user, needed, chart)
    ]


@chart_door()
def kinds(request: Visitor, chart: Chart) -> HttpResponse:
    """Which kinds of entry there are to record."""
    context = heading(request, chart, sheet_of(chart, timezone.localtime()))
    return render(request, "pages/kinds.html", context | {"kinds": kinds_for(request, chart)})


@chart_door()
def record(request: Visitor, chart: Chart, kind: str) -> HttpResponse:
    """Record one entry."""
    needed = permission_of(kind)
    if needed is None:
        raise Http404("no such kind of entry")
    if not may(request.user, needed, chart):
        raise PermissionDenied(needed)
    if request.method != "POST":
        return render(request, _PAGE, _context(request, chart, kind))
    asked = asked_of(request)
    if acted_before(chart, asked) is not None:
        return redirect("chart", chart.case)
    try:
        written = _entry(chart, kind, asked, request)
        _write(chart, written, asked, request)
    except InputErrors as errors:
        context = _context(request, chart, kind) | _doubt(errors)
        return again(request, _PAGE, context, errors)
    return redirect("chart", chart.case)


@chart_door(Permission.CORRECT_ENTRY)
def correct(request: Visitor, chart: Chart, entry: str) -> HttpResponse:
    """Put the content of an earlier entry right, or withdraw it; the earlier one stays readable."""
    line = Line.objects.filter(chart=chart, entry=entry).first()
    if line is None or permission_of(line.kind) is None:
        raise Http404("no such entry, or an order, which is revoked and signed anew")
    is_signed = line.kind in SIGNED
    context = _context(request, chart, line.kind)
    context |= {"corrected": entry, "is_signed": False, "is_withdrawn_only": is_signed}
    check_correction(request.user, chart, entry, is_withdrawn=is_signed or "void" in request.POST)
    if request.method != "POST":
        return render(request, _PAGE, context)
    asked = asked_of(request)
    if acted_before(chart, asked) is not None:
        return redirect("chart", chart.case)
    sent = request.POST
    written: dict[str, Node] = {
        "id": f"correction-{chart.lines.count()}",
        "at": asked.now.isoformat(),
        "reason": sent.get("why", "").strip(),
    }
    if "void" in sent or is_signed:
        written |= {"kind": "void", "voids": entry}
    else:
        replacement = written_from(CONTENTS[line.kind], sent)
        written |= {"kind": "correction", "corrects": entry, "entry": replacement}
    try:
        _write(chart, written, asked, request)
    except InputErrors as errors:
        return again(request, _PAGE, context | _doubt(errors), errors)
    return redirect("chart", chart.case)


def _context(request: Visitor, chart: Chart, kind: str) -> dict[str, Any]:
    form = CONTENTS[kind]
    boxes = boxes_of(form)
    if kind in SIGNED:
        boxes = [box for box in boxes if box.name not in ("roles", "role")]
    roles = [role.in_chart for role in request.user.roles if role.in_chart is not None]
    return heading(request, chart, sheet_of(chart, timezone.localtime())) | {
        "kind": kind,
        "label": kind.replace("_", " "),
        "meaning": form.meaning,
        "boxes": boxes,
        "is_signed": kind in SIGNED,
        "own_roles": sorted(role.value for role in roles),
        "hidden": hidden(chart),
    }


def _entry(chart: Chart, kind: str, asked: Asked, request: Visitor) -> dict[str, Node]:
    sent = request.POST
    written: dict[str, Node] = {
        "id": f"{kind.replace('_', '-')}-{chart.lines.count()}",
        "kind": kind,
        "at": at_of(sent, asked.now),
        **written_from(CONTENTS[kind], sent),
    }
    if kind in SIGNED:
        roles = _signing_roles(request)
        written |= {"role": roles[0]} if kind == "flow_accepted" else {"roles": list(roles)}
    return written


def _signing_roles(request: Visitor) -> list[str]:
    """The roles of the people who sign here: one's own, a second person's, and the board's.

    Raises:
        InputErrors: E525, somebody did not say who they are; E526, a role one does not hold.
    """
    sent = request.POST
    confirm_person(request, request.user, sent.get("secret", ""))
    own = {role.in_chart.value for role in request.user.roles if role.in_chart is not None}
    if sent.get("own_role", "") not in own:
        raise refused(
            ErrorCode.E526,
            "role",
            came=sent.get("own_role", ""),
            expected="one of the roles you hold: " + ", ".join(sorted(own)),
        )
    roles = [sent["own_role"]]
    if sent.get("second_staff_id", "").strip():
        other = second_person(request, sent["second_staff_id"], sent.get("second_secret", ""))
        theirs = sorted(role.in_chart.value for role in other.roles if role.in_chart is not None)
        roles += [role for role in theirs if role not in roles and other != request.user][:1]
    if "board" in sent:
        roles.append(_board(roles))
    return roles


def _board(roles: list[str]) -> str:
    """The role of a board, for whose decision two people of different roles stand.

    Raises:
        InputErrors: E526, one person alone says that the board decided.
    """
    if len(roles) == 1:
        raise refused(
            ErrorCode.E526,
            "board",
            came=roles[0],
            expected="a second person of another role, who was there too",
            remedy="Nothing was signed.",
        )
    return Role.BOARD.value


def _write(chart: Chart, written: dict[str, Node], asked: Asked, request: Visitor) -> Acted:
    """The entry, and beside it the confirmation of somebody who looked again."""
    entries = [written]
    reason = request.POST.get("confirm_reason", "").strip()
    if reason:
        entries.append(
            {
                "id": f"confirmation-{chart.lines.count() + 1}",
                "kind": "confirmation",
                "at": asked.now.isoformat(),
                "confirms": written["id"],
                "reason": reason,
            }
        )
    return act_on(chart, entries, asked)


def _doubt(errors: InputErrors) -> dict[str, bool]:
    """Whether everything refused is implausible only: then it may be confirmed."""
    return {"may_confirm": all(error.code in IMPLAUSIBLE for error in errors.errors)}
