"""The checks between the values of a protocol."""

import pytest

from hepatica.core.protocol.check import Problem, check_protocol
from hepatica.library.loader import load_protocol_from_texts, load_rulebook
from tests.unit.library.shipped_texts import NAME, changed

AST = "liver/steps/ast_u_per_l/at-most 50"
FIRST = "first_dose/steps/bilirubin_mg_per_dl"
DEXAMETHASONE = "fills/additive_limits/dexamethasone"
DEVICES = tuple(load_rulebook().devices.values())


def problems(file: str, old: str, new: str) -> tuple[Problem, ...]:
    """What is found in the shipped protocol with one change."""
    return check_protocol(load_protocol_from_texts(changed(file, old, new)).protocol, DEVICES)


def test_the_shipped_protocol_is_sound() -> None:
    """Nothing is found in the shipped protocol."""
    assert () == check_protocol(load_rulebook().protocols[NAME], DEVICES)


@pytest.mark.parametrize(
    ("file", "old", "new", "path"),
    [
        # bands complement each other
        ("liver", "reference: at-most 50", "reference: at-most 51", "liver/steps/ast_u_per_l"),
        ("liver", "reference: above 50", "reference: above 49", "liver/steps/ast_u_per_l"),
        ("liver", "reference: above 50", "reference: at-most 60", "liver/steps/ast_u_per_l"),
        # steps rise
        ("liver", "to_80: 3,", "to_80: 4,", AST),
        ("liver", "to_50: 4,", "to_50: 5,", AST),
        ("liver", "to_80: 3,", "to_80: 0,", AST),
        ("first_dose", "to_80: 1.2,", "to_80: 1.5,", FIRST),
        ("first_dose", "hold: 2}", "hold: 1.5}", FIRST),
        ("first_dose", "hold_above: 3}", "hold_above: 2}", "first_dose/steps/ast_u_per_l"),
        ("first_dose", "hold: 2}", "hold: 2, hold_above: 2}", FIRST),
        ("first_dose", ", hold: 2}", "}", FIRST),
        # a restart lies below its hold
        ("liver", "restart_below: 4,", "restart_below: 6,", AST),
        ("liver", "restart_percent: 50", "restart_percent: 101", AST),
        ("liver", "restart_percent: 50", "restart_percent: 0", AST),
        # limits are in order
        ("limits", "soft_mg_per_ml: 12", "soft_mg_per_ml: 26", "limits"),
        ("limits", "hard_mg_per_kg_day: 0.30", "hard_mg_per_kg_day: 0.11", "limits"),
        ("limits", "above: 0.16", "above: 0.31", "limits/soft_mg_per_kg_day/fudr-alone"),
        ("fills", "soft_per_fill: 25,", "soft_per_fill: 29,", DEXAMETHASONE),
        ("fills", "soft_per_day: 1.5,", "soft_per_day: 2.5,", DEXAMETHASONE),
        ("fills", "heparin_units: 30000}", "heparin_units: 50001}", "fills/contents/fudr"),
        # the calendar fits together
        ("calendar", "dwell_days: 14", "dwell_days: 28", "calendar"),
        ("calendar", "empty_window_days: 4", "empty_window_days: 14", "calendar"),
        ("calendar", "early_days: 2", "early_days: 14", "calendar"),
        ("calendar", "planned_cycles: 6", "planned_cycles: 0", "calendar"),
        ("calendar", "cycle_days: 28", "cycle_days: 28.5", "calendar"),
        # fills
        ("fills", "strength_per_ml: 100,", "strength_per_ml: 0,", "fills/products/floxuridine"),
        ("fills", "vial_mg: 500", "vial_mg: 0", "fills"),
        ("fills", "content: heparinised-saline, dexa", "content: glycerin, dexa", "fills/contents"),
        # stops and flow
        ("stops", "dpyd_refuse_at_most: 0.5", "dpyd_refuse_at_most: 2", "stops"),
        ("stops", "bilirubin_stop_mg_per_dl: 3", "bilirubin_stop_mg_per_dl: 0", "stops"),
        ("flow", "recheck_percent: 10", "recheck_percent: 15", "flow"),
        ("flow", "largest_step_down: 1.10", "largest_step_down: 0.9", "flow"),
        ("flow", "factor: 1.15", "factor: 0.9", "flow/exposures/fever"),
        ("flow", "measurements_averaged: 3", "measurements_averaged: 0", "flow"),
        ("dose", "drug_rounding_mg: 1", "drug_rounding_mg: 0", "dose"),
        ("dose", "minimum_useful_percent: 25", "minimum_useful_percent: 101", "dose"),
    ],
)  # fmt: skip
def test_a_contradiction_is_found_at_its_place(file: str, old: str, new: str, path: str) -> None:
    """A value that contradicts another is found, and the row is named."""
    assert path in {problem.path for problem in problems(file, old, new)}


def test_a_row_that_is_missing_is_found() -> None:
    """A reason without rest content leaves a gap."""
    row = "  - {reason: stop,              content: heparinised-saline}\n"
    assert (Problem("fills/rest_content", "has no row for stop"),) == problems("fills", row, "")


def test_a_liver_test_without_rows_is_found() -> None:
    """A liver table that does not look at bilirubin is not sound."""
    found = problems(
        "liver",
        "  - {test: bilirubin_mg_per_dl, reference: at-most",
        "  - {test: alt_u_per_l, reference: at-most",
    )
    assert "liver/steps/bilirubin_mg_per_dl" in {problem.path for problem in found}


def test_fudr_is_no_rest_content() -> None:
    """What goes in instead of FUDR is not FUDR."""
    found = problems(
        "fills",
        "reason: stop,              content: heparinised-saline",
        "reason: stop, content: fudr",
    )
    assert "fills/rest_content/stop" in {problem.path for problem in found}


def test_a_problem_says_what_must_hold() -> None:
    """The finding names both values and their order."""
    (found,) = problems("calendar", "dwell_days: 14", "dwell_days: 29")[:1]
    assert "cycle_days (28) must be above dwell_days (29)" == found.message


def test_a_sign_with_a_row_for_every_setting_has_no_other() -> None:
    """A second row for one of the settings would be a second answer."""
    row = "  - {sign: ulcer, setting: combined, acts_on: fudr, effect: ask, evacuate: no}\n"
    found = problems("stops", "signs:\n", f"signs:\n{row}")
    message = "has a row for every setting, and another for one of them"
    assert (Problem("stops/signs/ulcer", message),) == found
