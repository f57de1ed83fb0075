"""Where a value stands, in words: the path of a value as a pharmacist says it."""

from __future__ import annotations

from collections.abc import Mapping

from hepatica.core.dosing.explain import SHORT_NAMES

# Columns whose name alone does not say what the number means.
_COLUMNS: Mapping[str, str] = {
    "starting_mg_per_kg_day": "starting dose, mg/kg/day",
    "act_below_uln": "act on values within normal",
    "to_80": "80 % from × reference",
    "to_50": "50 % from × reference",
    "hold": "hold from × reference",
    "hold_above": "hold above × reference",
    "restart_below": "restart below × reference",
    "restart_percent": "restart dose, %",
    "alp_warning_ratio": "warning of rising ALP from × pre-therapy value",
    "bilirubin_stop_mg_per_dl": "bilirubin stop from, mg/dL",
    "hard_mg_per_kg_day": "hard limit, mg/kg/day",
    "hard_mg_per_fill": "hard limit, mg per fill",
    "hard_mg_per_ml": "hard limit, mg/mL",
    "soft_mg_per_ml": "soft limit, mg/mL",
    "soft_mg_per_kg_day": "soft limit, mg/kg/day",
    "strength_per_ml": "strength, mg or units per mL",
}
# Endings of a column's name that are its unit.
_UNITS: Mapping[str, str] = {
    "_percent": "%",
    "_hours": "hours",
    "_days": "days",
    "_weeks": "weeks",
    "_months": "months",
    "_kg": "kg",
    "_mg": "mg",
    "_units": "units",
    "_ml": "mL",
}
_TESTS: Mapping[str, str] = {test.value: name for test, name in SHORT_NAMES.items()}
# Lists whose rows say enough by themselves.
_PLAIN_LISTS = frozenset({"steps", "signs", "counts", "biliary", "patient_facts"})


def path_in_words(path: str) -> str:
    """The path of a value within its file, in words.

    "steps/ast_u_per_l/at-most 50/hold" is "AST, reference at most 50: hold from × reference".
    """
    *place, last = path.split("/")
    if not place:
        return column_in_words(last)
    first, *rest = place
    before = [] if first in _PLAIN_LISTS else [column_in_words(first)]
    rows = [_row(segment) for segment in rest]
    column = last if first == "cases" else column_in_words(last)
    return f"{', '.join([*before, *rows])}: {column}"


def column_in_words(name: str) -> str:
    """The name of a column in words, with its unit behind it."""
    if name in _COLUMNS:
        return _COLUMNS[name]
    for ending, unit in _UNITS.items():
        if name.endswith(ending):
            return f"{plain_words(name.removesuffix(ending))}, {unit}"
    return _TESTS.get(name, plain_words(name))


def plain_words(name: str) -> str:
    """A name of the files without the signs that join its words."""
    return name.replace("_", " ").replace("-", " ")


def _row(segment: str) -> str:
    if segment in _TESTS:
        return _TESTS[segment]
    is_band = segment.startswith(("at-most ", "above "))
    return f"reference {plain_words(segment)}" if is_band else plain_words(segment)
