"""What an unconfirmed chart entry may hold (`plausible.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import cast

from hepatica.core.frozen import frozen
from hepatica.library.strict_yaml import read_yaml

_FILE = Path(__file__).with_name("plausible.yaml")
_Rows = list[dict[str, str]]


@frozen
class PlausibleTable:
    """Wide limits by quantity.

    `ranges` holds lowest and highest value, `changes` the largest factor from the last value
    of the same quantity, `comparisons` other quantities and the largest factor from them.
    """

    ranges: Mapping[str, tuple[Decimal, Decimal]]
    changes: Mapping[str, Decimal]
    comparisons: Mapping[str, tuple[tuple[str, Decimal], ...]]


@cache
def plausible_table() -> PlausibleTable:
    """The table that ships with Hepatica."""
    root = cast("dict[str, _Rows]", read_yaml(_FILE.read_bytes(), name=_FILE.name).root)
    comparisons: dict[str, tuple[tuple[str, Decimal], ...]] = {}
    for row in root["comparisons"]:
        earlier = comparisons.get(row["quantity"], ())
        comparisons[row["quantity"]] = (*earlier, (row["with"], Decimal(row["factor"])))
    return PlausibleTable(
        {r["quantity"]: (Decimal(r["lowest"]), Decimal(r["highest"])) for r in root["ranges"]},
        {r["quantity"]: Decimal(r["factor"]) for r in root["changes"]},
        comparisons,
    )
