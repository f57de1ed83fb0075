"""A form that was sent: its key, the head it was filled in on, and what is refused."""

from __future__ import annotations

import uuid
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from django.http import HttpResponse
from django.shortcuts import render

from hepatica.library.errors import ErrorCode, InputErrors, refused
from hepatica.server.access.doors import Visitor
from hepatica.server.acts import Asked, clock
from hepatica.server.store.deeds import head_of
from hepatica.server.store.models import Chart

IMPLAUSIBLE = (ErrorCode.E201, ErrorCode.E202, ErrorCode.E203)
REFUSED = 422  # what was sent is understood and refused; nothing was written


def asked_of(request: Visitor) -> Asked:
    """Who sent the form, and on which head of the chart it was filled in."""
    sent = request.POST
    key = sent.get("key") or str(uuid.uuid4())
    return Asked(request, key, sent.get("head", ""), clock())


def hidden(chart: Chart) -> dict[str, str]:
    """The fields that every form on a chart carries without showing them."""
    return {"key": str(uuid.uuid4()), "head": head_of(chart)}


_Words = TypeVar("_Words", bound=StrEnum)


def word(words: type[_Words], text: str, field: str) -> _Words:
    """The word of a closed set that was sent.

    Raises:
        InputErrors: E130, there is no such word.
    """
    try:
        return words(text)
    except ValueError:
        expected = "one of " + ", ".join(each.value for each in words)
        raise refused(ErrorCode.E130, field, came=text, expected=expected) from None


def day(text: str, field: str) -> date:
    """The day that was sent. What came is not said again: it may be somebody's date of birth.

    Raises:
        InputErrors: E140, it is no day of the calendar.
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        expected = "a day of the calendar, year first"
        raise refused(ErrorCode.E140, field, expected=expected, example="2027-06-30") from None


def refusals(errors: InputErrors) -> list[dict[str, str]]:
    """Each refusal as the page shows it: code, what is wrong, what came, what to do."""
    return [
        {
            "code": error.code.name,
            "meaning": error.code.meaning,
            "came": error.came,
            "expected": error.expected,
            "example": error.example,
            # For files the remedy is another entry; a page has a box for it.
            "remedy": "Look again." if error.code in IMPLAUSIBLE else error.remedy,
        }
        for error in errors.errors
    ]


def again(
    request: Visitor, template: str, context: dict[str, Any], errors: InputErrors
) -> HttpResponse:
    """The page again, with what was typed and why it was refused."""
    context |= {"refusals": refusals(errors), "typed": request.POST}
    return render(request, template, context, status=REFUSED)
