"""One case by flags: for people, as JSON, and when it cannot be answered."""

import json

import pytest

from hepatica.library.loader import load_rulebook
from tests.unit.cli.calls import FLAGS_OF_G1, as_flags, by_flags, run

CASES = {
    "fill": FLAGS_OF_G1,
    "flow": {"filled_ml": "30", "withdrawn_ml": "9", "days": "14", "label_ml_per_day": "1.3"},
    "dose": {"ast_ref": "42", "ast_now": "155"},
    "weight": {"sex": "F", "height_cm": "168", "weight_kg": "70", "policy": "actual"},
}
RESULTS = {
    "fill": "dose_mg_per_day concentration_mg_per_ml fudr_mg rounded_fudr_mg fudr_stock_ml "
    "delivered_mg residual_ml residual_mg dry_after_days",
    "flow": "flow_ml_per_day flow_at_least_ml_per_day deviation_percent band delivered_mg "
    "dry_after_days",
    "dose": "decision percent limiting ratio_ast ratio_alp ratio_bilirubin restart_when "
    "restart_percent percent_of reference_is not_considered",
    "weight": "dosing_weight_kg unrounded_kg ideal_weight_kg",
}


@pytest.mark.parametrize("calculator", CASES)
def test_results_stand_in_the_order_of_the_contract(calculator: str) -> None:
    """Inputs, the named results in their order, the error, and the notice; all are texts."""
    answer = by_flags(calculator, CASES[calculator])
    expected = [*RESULTS[calculator].split(), "error", "notice"]
    assert expected == list(answer)[-len(expected) :]
    assert all(isinstance(value, str) for value in answer.values())


@pytest.mark.parametrize("calculator", CASES)
def test_every_answer_says_that_it_is_no_order(calculator: str) -> None:
    """Behaviour P5: printed with each answer, and in the help."""
    printed = run(calculator, *as_flags(CASES[calculator])).stdout
    assert "Arithmetic, not an order" in printed
    assert "Arithmetic, not an order" in run(calculator, "--help").stdout


def test_text_gives_names_values_and_units_in_columns() -> None:
    """A person reads each input and result with its unit."""
    lines = run("fill", *as_flags(FLAGS_OF_G1)).stdout.splitlines()
    assert "weight_kg                70 kg" in lines
    assert "dose_mg_per_day          8.4 mg/day" in lines


def test_text_shows_what_is_unknown_and_what_does_not_apply() -> None:
    """An unknown input is called unknown, an empty result is a dash."""
    lines = run("dose", *as_flags(CASES["dose"])).stdout.splitlines()
    assert "alp_now          unknown" in lines
    assert "percent          -" in lines


def test_defaults_are_shown() -> None:
    """What was not given is not hidden: percent 100, 14 days."""
    answer = by_flags("fill", FLAGS_OF_G1)
    assert ("100", "14") == (answer["percent"], answer["dwell_days"])


def test_the_default_dwell_in_the_help_is_the_protocols() -> None:
    """The help says 14 days; the value comes from the protocol."""
    (protocol,) = (p for p in load_rulebook().protocols.values() if p.heading.id == "fudr-28d")
    assert f"default {protocol.calendar.dwell_days}" in run("fill", "--help").stdout


@pytest.mark.parametrize(
    ("calculator", "unit"),
    [("fill", "[mg/kg/day]"), ("flow", "[mL/day]"), ("dose", "[mg/dL]"), ("weight", "[cm]")],
)
def test_help_prints_units(calculator: str, unit: str) -> None:
    """Units are fixed by the name and printed in the help."""
    assert unit in run(calculator, "--help").stdout


def test_a_case_that_cannot_be_answered_prints_its_error() -> None:
    """Exit code 1, the reason on stderr, nothing that looks like a result on stdout."""
    result = run("fill", *as_flags(FLAGS_OF_G1 | {"weight_kg": "70,5"}))
    assert (1, "") == (result.exit_code, result.stdout)
    assert result.stderr.startswith("E124 weight_kg: came '70,5', expected a number")


def test_as_json_the_error_is_in_the_object() -> None:
    """The object is complete: every result empty, the reason in `error`; exit code 1."""
    result = run("fill", *as_flags(FLAGS_OF_G1 | {"weight_kg": "0"}), "--json")
    answer = json.loads(result.stdout)
    assert (1, "") == (result.exit_code, answer["fudr_mg"])
    assert answer["error"].startswith("E127 weight_kg: came '0'")


def test_all_bad_cells_of_a_case_are_named() -> None:
    """One run shows all there is to mend."""
    stderr = run("fill", *as_flags(FLAGS_OF_G1 | {"weight_kg": "x", "volume_ml": "1e1"})).stderr
    assert "E120 weight_kg" in stderr
    assert "E122 volume_ml" in stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["fill", "--weight-kg", "70"], "--dose-mg-per-kg-day, --volume-ml, --flow-ml-per-day"),
        (["dose"], "at least one of --ast-ref"),
        (["dose", "--protocol", "fudr-28d"], "at least one of --ast-ref"),
        (["weight", *as_flags(CASES["weight"]), "--sex", "M"], "--sex is given 2 times"),
        (["fill", *as_flags(FLAGS_OF_G1), "--out", "x.csv"], "--out needs --csv"),
        (["fill", "--csv", "-", "--json"], "--json is for one case"),
        (["fill", "--csv", "-", "--weight-kg", "70"], "--weight-kg cannot stand beside --csv"),
        (["fill", "--weight-lb", "150"], "--weight-lb"),
    ],
)
def test_wrong_usage(arguments: list[str], said: str) -> None:
    """Exit code 2, and what was wrong."""
    result = run(*arguments)
    assert (2, "") == (result.exit_code, result.stdout)
    assert said in result.stderr


def test_the_stock_of_a_fill_is_said_to_be_before_rounding() -> None:
    """The volume on the screen is of the unrounded mass."""
    shown = run("fill", *as_flags(FLAGS_OF_G1)).stdout
    assert "fudr_stock_ml            1.93846153846 mL  (before rounding)" in shown.splitlines()


@pytest.mark.parametrize("calculator", ["fill", "flow", "dose", "weight"])
def test_the_example_in_the_help_can_be_run(calculator: str) -> None:
    """By flags and as a table of two lines."""
    shown = run(calculator, "--help").stdout
    call = shown.partition("Example:")[2].partition("Example of a table")[0]
    heading, row = shown.partition("--csv FILE:")[2].split()[:2]
    assert 0 == run(*call.replace("\\\n", " ").split()[1:]).exit_code
    assert 0 == run(calculator, "--csv", "-", stdin=f"{heading}\n{row}\n").exit_code
