"""*Protocols*: browse the tables, compare two, and approve values as one of two people."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from hepatica.core.frozen import frozen
from hepatica.core.protocol.cycle import days_of_cycle
from hepatica.core.protocol.windows import window_limits
from hepatica.core.quantities import twelve_digits
from hepatica.core.rulebook import Rulebook
from hepatica.library.approving import path_in_file
from hepatica.library.cases import load_cases
from hepatica.library.difference import Change, Difference, differences
from hepatica.library.errors import InputErrors
from hepatica.library.loader import LoadedProtocol, shipped_protocols
from hepatica.library.signatures import ApprovingRole
from hepatica.server.access.doors import Visitor, door
from hepatica.server.approvals.sign import (
    Signing,
    Table,
    documents,
    is_historic,
    known_approvals,
    roles_of,
    sign_values,
    tables,
    void,
    waiting_for,
)
from hepatica.server.pages.protocol_tables import parts_of, words
from hepatica.server.pages.sent import again
from hepatica.server.people.permissions import Permission, may
from hepatica.server.people.signing import confirm_person
from hepatica.server.plans import site_rulebook

_CHANGES = {
    Change.VALUE: "another value",
    Change.ADDED: "only in the second",
    Change.REMOVED: "only in the first",
    Change.WRITTEN: "the same number in other digits: an approval does not carry over",
    Change.SOURCE: "the same value from another source",
}


@frozen
class Waiting:
    """A table in which values wait for this person: how many, and how many are half signed."""

    table: Table
    role: ApprovingRole
    count: int
    half: int


@door(Permission.USE_SITE)
def protocols(request: Visitor) -> HttpResponse:
    """Every shipped protocol, and what waits for my signature."""
    book = site_rulebook()
    known = known_approvals(book)
    rows = [
        {
            "name": name,
            "heading": protocol.heading,
            "is_historic": is_historic(book, name),
            "values": len(book.values[name]),
            "open": sum(len(table.open) for table in tables(book, name, known)),
        }
        for name, protocol in book.protocols.items()
    ]
    waits = waiting(request)
    context = {
        "rows": rows,
        "beside": _beside(book),
        "half": [each for each in waits if each.half],
        "waiting": _by_document(waits),
    }
    return render(request, "pages/protocols.html", context)


@door(Permission.USE_SITE)
def protocol(request: Visitor) -> HttpResponse:
    """The printed tables of a protocol, a pump family, or the complications: `?of=NAME`."""
    book, name = _named(request.GET.get("of", ""))
    found = book.protocols.get(name)
    known = known_approvals(book)
    pumps = book.devices.values()
    context = {
        "name": name,
        "protocol": found,
        "is_historic": is_historic(book, name),
        "parts": parts_of(book, name),
        "tables": tables(book, name, known),
        "void": void(book, name, known),
        "days": () if found is None else days_of_cycle(found.calendar),
        "windows": [
            (limit, twelve_digits(limit.highest_label_flow_ml_per_day))
            for limit in (() if found is None else window_limits(found.calendar, pumps))
        ],
        "may_approve": may(request.user, Permission.APPROVE_VALUE),
    }
    return render(request, "pages/protocol.html", context)


@door(Permission.USE_SITE)
def compare(request: Visitor) -> HttpResponse:
    """Two protocols side by side, one row for each value that differs: `?first=A&second=B`."""
    book = site_rulebook()
    first, second = request.GET.get("first", ""), request.GET.get("second", "")
    context: dict[str, Any] = {
        "names": [(name, is_historic(book, name)) for name in book.protocols],
        "first": first,
        "second": second,
    }
    if first in book.protocols and second in book.protocols:
        found = _differences(book, first, second)
        values = [row for row in found if row["change"] is not Change.SOURCE]
        context |= {"compared": True, "differ": values, "count": len(found)}
        context["sources"] = [row for row in found if row["change"] is Change.SOURCE]
    return render(request, "pages/protocol_compare.html", context)


@door(Permission.APPROVE_VALUE)
def approve(request: Visitor) -> HttpResponse:
    """Sign one value of a table, or all that wait: `?of=NAME&table=TABLE`, and `&what=all`.

    Without a table: its tables to choose.
    """
    asked = request.POST if request.method == "POST" else request.GET
    book, name = _named(asked.get("of", ""))
    if is_historic(book, name) and request.method != "POST":
        return redirect(_address("protocol", of=name))
    context = _approving(request, book, name, asked.get("table", ""))
    context["what"] = "all" if asked.get("what") == "all" else "one"
    if request.method != "POST":
        return render(request, "pages/protocol_approve.html", context)
    signing = _signing(request, name)
    try:
        confirm_person(request, request.user, request.POST.get("secret", ""))
        count = sign_values(request.user, signing, timezone.localtime())
    except InputErrors as errors:
        return again(request, "pages/protocol_approve.html", context, errors)
    messages.success(request, f"Signed as {signing.role}: {count} of {name}, {signing.table}.")
    return redirect(_address("protocol-approve", of=name, table=signing.table))


def waiting(request: Visitor) -> list[Waiting]:
    """What waits for this person's signature, table by table."""
    if not may(request.user, Permission.APPROVE_VALUE):
        return []
    return [
        Waiting(table, role, table.waiting_for(role), table.half_signed_for(role))
        for table, role in waiting_for(request.user)
    ]


def _by_document(found: list[Waiting]) -> list[tuple[str, int]]:
    """How many values of each document wait."""
    counts = Counter[str]()
    for each in found:
        counts[each.table.document] += each.count
    return list(counts.items())


def _approving(request: Visitor, book: Rulebook, name: str, chosen: str) -> dict[str, Any]:
    known = known_approvals(book)
    of_name = tables(book, name, known)
    table = next((each for each in of_name if each.name == chosen), None)
    if chosen and table is None:
        raise Http404("no such table")
    roles = roles_of(request.user)
    protocol = name if name in book.protocols else ""
    rows = (
        []
        if table is None
        else [
            {"open": one, "where": words(path_in_file(one.value.path, protocol))}
            for one in table.open
        ]
    )
    return {
        "name": name,
        "protocol": book.protocols.get(name),
        "table": table,
        "rows": rows,
        "void": void(book, name, known),
        "counts": [] if table is None else [(role, table.waiting_for(role)) for role in roles],
        "roles": roles,
        "tables": [
            {"table": each, "mine": [(role, each.waiting_for(role)) for role in roles]}
            for each in of_name
        ],
    }


def _signing(request: Visitor, name: str) -> Signing:
    sent = request.POST
    is_one = sent.get("what") != "all"
    return Signing(
        document=name,
        table=sent.get("table", ""),
        role=sent.get("role", ""),
        source_read=sent.get("source_read", ""),
        reason=sent.get("reason", ""),
        seen=sent.get("seen", ""),
        path=sent.get("path", "") if is_one else "",
        stated=sent.get("stated", "") if is_one else "",
        count="" if is_one else sent.get("count", ""),
    )


def _named(name: str) -> tuple[Rulebook, str]:
    book = site_rulebook()
    if name not in book.values:
        raise Http404("no such protocol")
    return book, name


def _beside(book: Rulebook) -> list[dict[str, Any]]:
    """What a plan needs beside a protocol: pump families, and what a complication does."""
    known = known_approvals(book)
    return [
        {
            "name": name,
            "values": len(book.values[name]),
            "open": sum(len(table.open) for table in tables(book, name, known)),
        }
        for name in documents(book)
        if name not in book.protocols
    ]


def _differences(book: Rulebook, first: str, second: str) -> list[dict[str, Any]]:
    folders = shipped_protocols()
    pair = [LoadedProtocol(book.protocols[name], book.values[name]) for name in (first, second)]
    cases = (load_cases(folders[first]), load_cases(folders[second]))
    return [_row(row) for row in differences(pair[0], pair[1], cases)]


def _row(row: Difference) -> dict[str, Any]:
    return {
        "file": row.file,
        "where": words(row.path),
        "first": row.first,
        "second": row.second,
        "change": row.change,
        "said": _CHANGES[row.change],
    }


def _address(page: str, **asked: str) -> str:
    return f"{reverse(page)}?{urlencode(asked)}"
