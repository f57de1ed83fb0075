"""What was typed into a box, by the name of the box."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def at(typed: object, name: str) -> str:
    """What was typed under a name; empty where nothing was."""
    return str(typed.get(name, "")) if isinstance(typed, Mapping) else ""


@register.filter
def limit(typed: object, test: str) -> str:
    """The upper limit that was typed beside a test."""
    return at(typed, f"{test}_limit")
