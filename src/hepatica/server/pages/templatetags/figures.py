"""Figures as people read them, the same in every language of the browser."""

from __future__ import annotations

from decimal import Decimal

from django import template

from hepatica.reports import figures

register = template.Library()


@register.filter
def exact(value: Decimal) -> str:
    """A figure with a full stop and without needless zeros: 500, and never 500.000 or 500,0."""
    return figures.exact(value)
