"""Errors injected into every input of an order: the committed table is what really happens."""

from __future__ import annotations

import pytest

from tests.safety.injection import TABLE, Injection, injection_table, injections, run
from tools.record_injections import recorded

ROWS = injections()
NUMBERS = {row["input"] for row in injection_table()["rows"] if row["error"] == "x10"}
FACTORS = ("x10", "x0.1", "x2")


@pytest.mark.parametrize("injection", ROWS, ids=lambda each: each.id)
def test_what_notices_an_error_is_what_the_table_says(injection: Injection) -> None:
    """The plan, and what noticed the error, without and with a second person's inputs."""
    with_second = run(injection, with_second=True)
    if injection.alone == ("not entered",):
        assert (injection.result, injection.with_second) == (
            with_second.result,
            with_second.noticed,
        )
        return
    alone = run(injection, with_second=False)
    assert (injection.result, injection.alone, injection.with_second) == (
        alone.result,
        alone.noticed,
        with_second.noticed,
    )


def test_every_number_is_changed_by_every_factor() -> None:
    """Each numeric input of each moment is wrong tenfold, by a tenth, and by two."""
    found = {(r["moment"], r["input"], r["error"]) for r in injection_table()["rows"]}
    expected = {
        (moment, name, factor)
        for moment, name, error in found
        if error == "x10"
        for factor in FACTORS
    }
    assert set() == expected - found


def test_the_inputs_of_an_order_are_all_there() -> None:
    """Every input that an order rests on stands in the table."""
    demanded = {
        *("weight", "height", "label flow", "reservoir"),
        *(f"{test} now" for test in ("ast", "alp", "bilirubin")),
        *(f"{test} reference in the order" for test in ("ast", "alp", "bilirubin")),
        *(f"{test} before therapy" for test in ("ast", "alp", "bilirubin")),
        *(f"{test} of day 15" for test in ("ast", "alp", "bilirubin")),
        *(f"{test} upper limit" for test in ("ast", "alp", "bilirubin")),
        *("withdrawn", "withdrawn on day 15", "withdrawn today"),
        *("prepared (FUDR)", "injected (FUDR)", "FUDR mg filled"),
        *("prepared (saline)", "injected (saline)", "returned (saline)"),
        *("dose of the last order", "percent of the last order", "weight of the last order"),
        *("flow of the last order", "volume of the last order", "FUDR mg of the last order"),
        *("re-entered weight", "re-entered flow", "re-entered last percent"),
    }
    assert set() == demanded - NUMBERS


def test_no_tenfold_error_in_any_input_gives_more_drug_unnoticed() -> None:
    """Whatever is wrong by ten is stopped, seen, or changes nothing."""
    tenfold = [r for r in injection_table()["rows"] if r["error"] in ("x10", "x0.1")]
    unnoticed = [r["id"] for r in tenfold if "missed" in r["with_second"]]
    assert [] == unnoticed


def test_recording_puts_an_outdated_row_right() -> None:
    """The tool that records runs writes a row as it comes out now, and touches nothing else."""
    text = TABLE.read_text(encoding="utf-8")
    outdated = text.replace("alone: [E201]", "alone: [missed]", 1)
    assert (True, text) == (text != outdated, recorded(outdated, ROWS[:1]))
