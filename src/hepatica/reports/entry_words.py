"""One entry of a chart in a few words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from hepatica.casefile.entry import KINDS
from hepatica.core.chart.additive import Additive
from hepatica.core.chart.entries import Confirmation, Correction, Note, Payload, Void
from hepatica.core.chart.laboratory import LabValue
from hepatica.core.chart.redaction import Redaction
from hepatica.core.chart.words import LabTest
from hepatica.core.dosing.explain import SHORT_NAMES
from hepatica.reports.figures import as_written, instant
from hepatica.reports.sentences import UNITS
from hepatica.reports.systemic_entry_words import words_of_systemic

# The ends of field names, longest first: what stands before is the name, the rest the unit.
_ENDS = {
    "_mg_per_kg_day": " mg/kg/day",
    "_ml_per_day": " mL/day",
    "_kg": " kg",
    "_ml": " mL",
    "_mg": " mg",
    "_cm": " cm",
}


# What a reader must not take for left out.
_SAID_WHEN_NOT = {"has_tip_hot_spot", "is_aspirated_first"}
_KINDS = {form.build: kind for kind, form in KINDS.items()}


def kind_of(payload: Payload) -> str:
    """The kind as a chart writes it, such as "pump_filled"."""
    return _KINDS[type(payload)]


def in_words(payload: Payload) -> str:
    """The content of an entry, its fields in their order."""
    match payload:
        case Note():
            return payload.text
        case Void():
            return f"withdraws {payload.voids}: {payload.reason}"
        case Confirmation():
            return f"confirms {payload.confirms}: {payload.reason}"
        case Redaction():
            return f"took out {payload.field} of {payload.redacts}: {payload.reason}"
        case Correction():
            new = in_words(payload.replacement)
            return f"corrects {payload.corrects} to {new}: {payload.reason}"
        case _:
            return words_of_systemic(payload) or ", ".join(_parts(payload))


def _parts(payload: Payload) -> Iterator[str]:
    for field in fields(payload):
        value = getattr(payload, field.name)
        if value is False and field.name in _SAID_WHEN_NOT:
            yield f"{_name(field.name)[0]} no"
        if value is None or value in (False, (), field.default):
            continue
        name, unit = _name(field.name)
        if value is True:
            yield name
        elif isinstance(value, tuple):
            yield from (_item(part) for part in value)
        else:
            yield f"{name} {_text(value)}{unit}"


def _name(field: str) -> tuple[str, str]:
    for end, unit in _ENDS.items():
        if field.endswith(end):
            return field.removesuffix(end).replace("_", " "), unit
    return field.removeprefix("is_").removeprefix("has_").replace("_", " "), ""


def _item(part: object) -> str:
    match part:
        case (LabTest() as test, LabValue() as found):
            below = "<" if found.is_below else ""
            unit = found.reported_unit
            return f"{SHORT_NAMES[test]} {below}{as_written(found.reported)} {unit}"
        case Additive():
            return f"{part.product.value} {as_written(part.amount)} {UNITS[part.product]}"
        case _:
            return _text(part)


def _text(value: object) -> str:
    match value:
        case Decimal():
            return as_written(value)
        case Enum():
            return str(value.value)
        case datetime():
            return instant(value)
        case date():
            return value.isoformat()
        case _:
            return str(value)
