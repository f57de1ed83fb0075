"""Moments given on the command line, and the clock of this machine."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import click

from hepatica.casefile.place import Place, Reading
from hepatica.casefile.times import read_instant
from hepatica.library.errors import InputErrors
from hepatica.library.strict_yaml import Tree

_FIRST_YEAR, _LAST_YEAR = 1900, 2200  # beyond them dates leave the calendar
_EXAMPLE = "2026-02-23T10:00+00:00"
MOMENT = "YYYY-MM-DDTHH:MM+HH:MM"


def current_time() -> datetime:
    """Now, to the second, with the offset of this machine."""
    return datetime.now(UTC).astimezone().replace(microsecond=0)


def read_option(name: str, text: str | None) -> datetime | None:
    """The moment of an option; None when it was not given.

    Raises:
        click.UsageError: it is not an instant with its offset.
    """
    if text is None:
        return None
    place = Place(Reading(Tree(name, {}, {}), datetime.now(UTC), UTC))
    try:
        found = read_instant(text, place)
    except InputErrors as refusal:
        raise click.UsageError(str(replace(refusal.errors[0], where=name))) from None
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        years = f"a year from {_FIRST_YEAR} to {_LAST_YEAR}"
        raise click.UsageError(f"{name}: came {text}, expected {years}; for example {_EXAMPLE}")
    return found
