"""One value of a rulebook put in place of another, to reach limits that no shipped dose reaches."""

import dataclasses
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from typing import Any

from hepatica.core.protocol.tables import LiverStep
from hepatica.core.rulebook import Rulebook
from hepatica.library.tables import keys_of

PROTOCOL = "fudr-28d/2026.1"
DEVICE = "intera-3000"


def vary(rulebook: Rulebook, rules: Mapping[str, str]) -> Rulebook:
    """The rulebook with values replaced, by path: "limits/change_percent", "device/reserve_ml"."""
    for path, text in rules.items():
        subject, *way = path.split("/")
        if subject == "device":
            device = _with(rulebook.devices[DEVICE], way, text)
            rulebook = dataclasses.replace(rulebook, devices={**rulebook.devices, DEVICE: device})
        else:
            protocol = _with(rulebook.protocols[PROTOCOL], [subject, *way], text)
            protocols = {**rulebook.protocols, PROTOCOL: protocol}
            rulebook = dataclasses.replace(rulebook, protocols=protocols)
    return rulebook


def _with(table: Any, way: list[str], text: str) -> Any:
    name, *rest = way
    value = getattr(table, name)
    if not rest:
        return dataclasses.replace(table, **{name: _typed(value, text)})
    if isinstance(value, tuple):
        return dataclasses.replace(table, **{name: _in_row(value, rest, text)})
    return dataclasses.replace(table, **{name: _with(value, rest, text)})


def _in_row(rows: tuple[Any, ...], way: list[str], text: str) -> tuple[Any, ...]:
    """The row whose keys are the first words of `way`."""
    keys = keys_of(type(rows[0]))
    wanted, rest = way[: len(keys)], way[len(keys) :]
    return tuple(_with(row, rest, text) if _keys(row, keys) == wanted else row for row in rows)


def _keys(row: Any, keys: tuple[str, ...]) -> list[str]:
    return [_band(row) if key == "reference" else str(getattr(row, key)) for key in keys]


def _band(row: LiverStep) -> str:
    """The band of a row as its file writes it: "at-most 50"."""
    return f"{row.side} {row.limit}"


def _typed(value: Any, text: str) -> Any:
    if text == "nothing":
        return None
    return type(value)(text) if isinstance(value, Enum) else Decimal(text)
