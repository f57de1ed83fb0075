"""A result as a row of text, the way every calculator prints it."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from typing import Any, ClassVar, Protocol

from hepatica.core.quantities import twelve_digits


class Result(Protocol):
    """Any dataclass whose fields are Decimals, texts, or None for what does not apply."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


def columns_of(result_type: type[Result]) -> tuple[str, ...]:
    """The names of the result columns, in their order."""
    return tuple(_column(field.name) for field in fields(result_type))


def as_row(result: Result) -> dict[str, str]:
    """Every field as text: at most twelve significant digits, empty for None."""
    return {_column(field.name): _as_text(getattr(result, field.name)) for field in fields(result)}


def _column(field_name: str) -> str:
    """A field ends with an underscore where Python keeps the word for itself: class_."""
    return field_name.removesuffix("_")


def _as_text(value: Decimal | str | None) -> str:
    if value is None:
        return ""
    return twelve_digits(value) if isinstance(value, Decimal) else str(value)
