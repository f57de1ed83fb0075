"""What was typed into a box, by the name of the box."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from hepatica.server.clinic.days import Clinic

register = template.Library()
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?")


@register.filter
def at(typed: object, name: str) -> str:
    """What was typed under a name; empty where nothing was."""
    return str(typed.get(name, "")) if isinstance(typed, Mapping) else ""


@register.filter
def limit(typed: object, test: str) -> str:
    """The upper limit that was typed beside a test."""
    return at(typed, f"{test}_limit")


@register.filter
def clinic_note(day: date | None, clinic: Clinic) -> str:
    """What to know of a day by which a pump must be accessed; empty while the clinic is open."""
    today = timezone.localdate()
    if day is None or day < today or clinic.is_open(day):
        return ""
    before = clinic.last_open(day, since=today)
    if before is None:
        return _("the clinic is closed on every day until then")
    return _("closed that day; last clinic day before: %(day)s") % {"day": f"{before:%a %Y-%m-%d}"}


@register.filter
def days(text: object) -> SafeString:
    """A sentence whose days stay whole: half a date at the end of a line reads as another."""
    escaped = conditional_escape(str(text))
    return mark_safe(_DAY.sub(r'<span class="day">\g<0></span>', escaped))  # noqa: S308 - escaped
