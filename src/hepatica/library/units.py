"""The closed table of units (`units.yaml`) and exact conversion to the canonical unit."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import cast

from hepatica.core.frozen import frozen
from hepatica.library.strict_yaml import read_yaml

_FILE = Path(__file__).with_name("units.yaml")
_Row = dict[str, str]


@frozen
class Unit:
    """A unit and its exact factor: canonical value = written value × times ÷ over."""

    symbol: str
    times: Decimal
    over: Decimal

    def to_canonical(self, value: Decimal) -> Decimal:
        """`value` in the canonical unit; needs the clinical context to be open."""
        return value if self.times == self.over else value * self.times / self.over

    def from_canonical(self, value: Decimal) -> Decimal:
        """A canonical value in this unit."""
        return value if self.times == self.over else value * self.over / self.times


@frozen
class UnitsOfQuantity:
    """The units accepted for one quantity, by symbol; the first is the canonical one."""

    quantity: str
    canonical: str
    units: Mapping[str, Unit]


@cache
def units_of(quantity: str) -> UnitsOfQuantity:
    """The units accepted for `quantity`.

    Raises:
        KeyError: the table does not know the quantity.
    """
    return _table()[quantity]


def quantities() -> tuple[str, ...]:
    """The names of all quantities."""
    return tuple(_table())


@cache
def _table() -> Mapping[str, UnitsOfQuantity]:
    root = cast("dict[str, list[dict[str, object]]]", _read())
    return {str(row["quantity"]): _units(row) for row in root["quantities"]}


def _read() -> object:
    return read_yaml(_FILE.read_bytes(), name=_FILE.name).root


def _units(row: Mapping[str, object]) -> UnitsOfQuantity:
    units = [
        Unit(unit["unit"], Decimal(unit["times"]), Decimal(unit["over"]))
        for unit in cast("list[_Row]", row["units"])
    ]
    return UnitsOfQuantity(
        str(row["quantity"]), str(row["canonical"]), {unit.symbol: unit for unit in units}
    )
