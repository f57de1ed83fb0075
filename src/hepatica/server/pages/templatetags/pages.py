"""What was typed into a box, by the name of the box."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from django import template
from django.template import loader
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hepatica.server.clinic.days import Clinic
from hepatica.server.worklist.models import Outlook

register = template.Library()
_DAY = r"\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?"
_FIGURE = r"\d+(?:\.\d+)? (?:%|(?:mL|mg|kg|umol|units?|U)(?:/[A-Za-z]+)*)"
_WHOLE = re.compile(f"{_DAY}|{_FIGURE}")


@register.filter
def at(typed: object, name: str) -> str:
    """What was typed under a name; empty where nothing was."""
    return str(typed.get(name, "")) if isinstance(typed, Mapping) else ""


@register.filter
def limit(typed: object, test: str) -> str:
    """The upper limit that was typed beside a test."""
    return at(typed, f"{test}_limit")


def clinic_note(day: date | None, clinic: Clinic, today: date) -> str:
    """What to know of a day by which a pump must be accessed; empty while the clinic is open."""
    if day is None or day < today or clinic.is_open(day):
        return ""
    before = clinic.last_open(day, since=today)
    if before is None:
        return _("the clinic is closed on every day until then")
    return _("closed that day; last clinic day before: %(day)s") % {"day": f"{before:%a %Y-%m-%d}"}


@register.filter
def whole(text: object) -> SafeString:
    """A sentence whose days and figures are not broken: half of one reads as another."""
    escaped = conditional_escape(str(text))
    return mark_safe(_WHOLE.sub(r'<span class="whole">\g<0></span>', escaped))  # noqa: S308 - escaped


@register.simple_tag
def worklist_row(row: Outlook, clinic: Clinic, today: date) -> SafeString:
    """The row of one chart in a list of Today."""
    shown = {
        "case": row.chart.case,
        "is_overdue": row.is_overdue,
        "is_urgent": row.is_urgent,
        "act_by": row.act_by,
        "note": clinic_note(row.act_by, clinic, today),
        "reservoir": row.reservoir,
        "decision": row.decision,
        "alerts": len(row.alerts),
        "in_pump": row.in_pump,
    }
    return _drawn_row(get_language(), tuple(shown.items()))


@lru_cache(maxsize=4096)
def _drawn_row(language: str | None, shown: tuple[tuple[str, object], ...]) -> SafeString:
    """Drawn once for the words it shows: everybody sees the same rows, and most stay the same."""
    del language  # its words are in the page
    return loader.render_to_string("pages/worklist_row.html", dict(shown))
