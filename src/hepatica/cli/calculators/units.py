"""The unit of a quantity, from its name: the names end with it."""

from __future__ import annotations

# The longer endings first: mg_per_kg_day also ends with day.
_ENDINGS = {
    "_mg_per_kg_day": "mg/kg/day",
    "_mg_per_day": "mg/day",
    "_mg_per_ml": "mg/mL",
    "_mg_per_dl": "mg/dL",
    "_g_per_dl": "g/dL",
    "_mmol_per_l": "mmol/L",
    "_10e9_per_l": "10^9/L",
    "_ml_per_day": "mL/day",
    "_ml": "mL",
    "_mg": "mg",
    "_kg": "kg",
    "_cm": "cm",
    "days": "days",
    "_years": "years",
    "percent": "%",
}
_BEGINNINGS = {"ast_": "U/L", "alp_": "U/L", "bilirubin_": "mg/dL"}


def unit_of(name: str) -> str:
    """The unit that a column's name says; empty for ratios and words."""
    for ending, unit in _ENDINGS.items():
        if name.endswith(ending):
            return unit
    return next((unit for start, unit in _BEGINNINGS.items() if name.startswith(start)), "")
