"""`hepatica ask`."""

import json
from pathlib import Path

import pytest

from tests.unit.cli.calls import run
from tests.unit.reports.charts import DWELL, LEAVE, NO_PUMP, written


@pytest.fixture
def case(tmp_path: Path) -> str:
    """A chart with FUDR in the pump."""
    return written(tmp_path, LEAVE)


def test_an_answer_says_what_to_do_and_where_it_is_from(case: str) -> None:
    """28 mL at 1.495 mL/day from 26 January 10:00: 13 February; with a flight of no end sooner."""
    result = run("ask", case, "flight", "--at", DWELL)
    assert 0 == result.exit_code
    text = " ".join(result.stdout.split())
    for part in (
        "a flight: 2026-02-01T10:00+00:00. Case small",
        "ANSWER ASK THE MANUFACTURER: nothing read allows it",
        "56 % at 2440 m with a gas of low pressure "
        "(S-hepatica UNSURE; the answer S-hepatica DESIGN)",
        "BEFORE chart the flight as an exposure",
        "AFTER measure the flow at the next access",
        "SAFE DATE 2026-02-13 as charted",
        "2026-02-12 with it, from 2026-02-01 until the next access, for want of an end",
    ):
        assert part in text


def test_what_a_fever_asks_for_is_to_be_done_now(case: str) -> None:
    """Nobody asks leave for it."""
    text = " ".join(run("ask", case, "fever", "--at", DWELL).stdout.split())
    assert "ANSWER ACT" in text
    assert "NOW treat the fever" in text


def test_the_field_strengths_of_the_family_are_told(case: str) -> None:
    """1.5 and 3 T, of the device file."""
    assert "; at 1.5 or 3 T" in run("ask", case, "mri", "--at", DWELL).stdout


def test_the_answer_as_data(case: str) -> None:
    """Dates as text, and a period with its ends."""
    period = ("--from", "2026-02-02", "--until", "2026-02-03")
    found = json.loads(run("ask", case, "altitude", "--at", DWELL, *period, "--json").stdout)
    assert {
        "topic": "altitude",
        "device": "intera-3000",
        "answer": "ask-the-manufacturer",
        "since": "2026-02-02",
        "until": "2026-02-03",
        "safe_refill_date": "2026-02-13",
        "moves_the_date": True,
        "safe_refill_date_with": "2026-02-13",
    }.items() <= found.items()
    assert ["altitude-gas", "altitude-all"] == [row["row"] for row in found["reasons"]]
    assert ("S-hepatica", "UNSURE") == tuple(
        found["reasons"][0][part] for part in ("source", "confidence")
    )


def test_without_a_pump_the_manufacturer_is_asked(tmp_path: Path) -> None:
    """Nothing is known of what is not there; no date is made up."""
    result = run("ask", written(tmp_path, NO_PUMP), "surgery", "--at", DWELL, "--json")
    found = json.loads(result.stdout)
    assert ("ask-the-manufacturer", None, None) == (
        found["answer"],
        found["device"],
        found["safe_refill_date"],
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("diving",), "'diving' is not one of"),
        (("flight", "--until", "tomorrow"), "--until: came 'tomorrow', expected"),
        (
            ("flight", "--from", "2026-02-02", "--until", "2026-02-01"),
            "a day not before 2026-02-02",
        ),
    ],
)
def test_a_wrong_question_is_wrong_usage(case: str, arguments: tuple[str, ...], said: str) -> None:
    """Nothing is answered."""
    result = run("ask", case, *arguments, "--at", DWELL)
    assert (2, "") == (result.exit_code, result.stdout)
    assert said in result.stderr


def test_a_chart_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """With the code of the fault, and exit code 1."""
    result = run("ask", written(tmp_path, "case: [unclosed"), "mri", "--at", DWELL)
    assert 1 == result.exit_code
    assert "E10" in result.stderr


def test_an_overdue_pump_is_told_so(case: str) -> None:
    """Whatever was asked."""
    said = run("ask", case, "surgery", "--at", "2026-02-25T10:00+00:00").stdout
    assert "OVERDUE, see the pump first: 2026-02-13 as charted" in said


def test_what_is_not_done_has_no_first_step(tmp_path: Path) -> None:
    """FUDR is in a pump of a family that nobody knows: no injection."""
    case = written(tmp_path, LEAVE.replace("model: intera-3000", "model: acme-pump"))
    said = run("ask", case, "contrast", "--at", DWELL).stdout
    assert "ANSWER     NO" in said
    assert "BEFORE" not in said
