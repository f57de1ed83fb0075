"""Refused input as JSON: the same object from every command that prints JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from hepatica.cli.errors import EXIT_REFUSED
from hepatica.library.errors import InputError, InputErrors


@contextmanager
def refusals_as_json(*, is_wanted: bool) -> Iterator[None]:
    """Print what was refused as JSON on standard output, when JSON is wanted, and exit with 1."""
    try:
        yield
    except InputErrors as refusal:
        if not is_wanted:
            raise
        errors = [_error(error) for error in refusal.errors]
        data = {"is_accepted": False, "errors": errors}
        click.echo(json.dumps(data, indent=2, ensure_ascii=False))
        sys.exit(EXIT_REFUSED)


def _error(error: InputError) -> dict[str, str]:
    return {
        "code": error.code.name,
        "where": error.where,
        "came": error.came,
        "expected": error.expected,
        "example": error.example,
        "remedy": error.remedy,
    }
