"""What the pump's side does to the systemic arm, at each of its edges."""

from __future__ import annotations

import pytest

from tests.unit.core.combined.beside import COUNTS, Entry, assigned, plan_of, signed, words

DAY_1 = {"first_day": "2026-02-23"}
PARTNER = signed("R-partner", "2026-01-21T09:00")


def bolus(*more: dict[str, object], at: str = "") -> str:
    """What becomes of the bolus of LV5FU2, which the board allowed."""
    made = plan_of(assigned("lv5fu2", **DAY_1), PARTNER, COUNTS, *more, at=at)
    return words(made)["fluorouracil bolus"]


def bevacizumab(*more: Entry, at: str = "2026-02-23T11:00") -> str:
    """What becomes of bevacizumab beside FUDR of 35 days, which the board allowed."""
    board = signed("R-bevacizumab", "2026-01-21T09:00")
    entries = [assigned("kemeny-2011-bevacizumab"), board, COUNTS, *more]
    change = {"assigned": {"protocol": "fudr-35d"}}
    return words(plan_of(*entries, change=change, at=at))["bevacizumab"]


def test_a_partner_is_proposed_and_says_that_nothing_changed() -> None:
    """A published partner needs no signature."""
    made = plan_of(assigned("kemeny-2005-b"), COUNTS)
    assert made.systemic is not None
    assert ({"give"}, (), ()) == (
        set(words(made).values()),
        made.systemic.reconciled,
        made.systemic.bound_by,
    )


@pytest.mark.parametrize(
    ("at", "roles", "word"),
    [
        ("2026-01-20T09:00", ("board",), "give"),
        ("2026-01-20T08:59", ("board",), "signed-decision"),  # older than the assignment
        ("2026-01-21T09:00", ("prescriber",), "signed-decision"),  # not the board
    ],
)
def test_another_regimen_needs_the_board(at: str, roles: tuple[str, ...], word: str) -> None:
    """The signature of the board, not older than the assignment."""
    made = plan_of(assigned("folfiri", **DAY_1), signed("R-partner", at, *roles), COUNTS)
    assert word == words(made)["irinotecan"]


def test_a_bolus_is_left_out_on_the_day_fudr_goes_in() -> None:
    """FUDR is given today: no bolus; the rest goes on."""
    made = plan_of(assigned("lv5fu2", **DAY_1), PARTNER, COUNTS)
    expected = {
        "leucovorin": "give",
        "fluorouracil bolus": "omit",
        "fluorouracil infusion": "give",
    }
    assert (expected, ("C-22",)) == (words(made), made.systemic and made.systemic.bound_by)


def test_a_bolus_goes_in_when_there_is_no_fudr() -> None:
    """AST at hold: no FUDR today, none in the pump; the bolus is given."""
    change = {"labs-29": {"ast": "210"}}
    made = plan_of(assigned("lv5fu2", **DAY_1), PARTNER, COUNTS, change=change)
    assert "give" == words(made)["fluorouracil bolus"]


def test_a_signed_reason_brings_the_bolus_back() -> None:
    """Any signature on the rule, from the day of the assignment on."""
    assert "give" == bolus(dict(signed("R-bolus-in-dwell", "2026-02-23T10:00", "prescriber")))


def test_bevacizumab_needs_the_board_each_time_it_is_assigned() -> None:
    """Without its signature it is left out, with an alert; the rest goes on."""
    change = {"assigned": {"protocol": "fudr-35d"}}
    made = plan_of(assigned("kemeny-2011-bevacizumab"), COUNTS, change=change)
    assert made.systemic is not None
    assert ("omit", "give", ["R-bevacizumab"]) == (
        words(made)["bevacizumab"],
        words(made)["oxaliplatin"],
        [alert.rule for alert in made.systemic.alerts],
    )


def test_bevacizumab_that_the_board_signed_is_given_and_still_said() -> None:
    """The warning stays."""
    assert "give" == bevacizumab()


@pytest.mark.parametrize(
    ("operation", "word"),
    [
        ("2026-04-05", "omit"),  # 41 days ahead
        ("2026-04-06", "give"),  # 42 days: six weeks
        ("2026-02-23", "omit"),  # today
        ("2026-02-22", "give"),  # past: the operation itself is charted as a procedure
    ],
)
def test_no_bevacizumab_for_six_weeks_before_surgery(operation: str, word: str) -> None:
    """Six weeks, that day excluded."""
    at = "2026-02-20T09:00"
    planned = {"id": "op", "kind": "surgery_planned", "at": at, "operation": "other"}
    assert word == bevacizumab({**planned, "date": operation})


@pytest.mark.parametrize(
    ("done", "procedure", "word"),
    [
        ("2026-01-13T09:00", "pocket-surgery", "omit"),  # 41 days ago
        ("2026-01-12T09:00", "pocket-surgery", "give"),  # 42 days ago
        ("2026-02-22T09:00", "embolisation", "give"),  # no operation
    ],
)
def test_no_bevacizumab_for_six_weeks_after_surgery(done: str, procedure: str, word: str) -> None:
    """Six weeks after an operation; an embolisation is none."""
    entry = {"id": "op", "kind": "procedure", "at": done, "procedure": procedure}
    assert word == bevacizumab(entry)


@pytest.mark.parametrize(
    ("at", "word"), [("2026-02-20T10:00", "give"), ("2026-02-20T09:59", "signed-decision")]
)
def test_at_a_liver_stop_a_signature_newer_than_the_finding_lets_it_go_on(
    at: str, word: str
) -> None:
    """Cholangitis of 20 February, 10:00."""
    found = {"id": "found", "kind": "biliary_finding", "at": "2026-02-20T10:00"}
    made = plan_of(
        assigned("kemeny-2005-b"),
        {**found, "finding": "cholangitis"},
        signed("R-systemic-at-stop", at, "prescriber"),
        COUNTS,
    )
    assert word == words(made)["oxaliplatin"]


def test_a_new_bilirubin_stop_needs_a_new_signature() -> None:
    """Signed for cholangitis of the 20th; bilirubin of 3 on the 23rd is another stop."""
    found = {"id": "found", "kind": "biliary_finding", "at": "2026-02-20T10:00"}
    made = plan_of(
        assigned("kemeny-2005-b"),
        {**found, "finding": "cholangitis"},
        signed("R-systemic-at-stop", "2026-02-21T10:00", "prescriber"),
        COUNTS,
        change={"labs-29": {"bilirubin": "3.0"}},
    )
    assert "signed-decision" == words(made)["oxaliplatin"]


def test_a_resolved_finding_stops_nothing() -> None:
    """Cholangitis that has ended."""
    found = {"id": "found", "kind": "biliary_finding", "at": "2026-02-20T10:00"}
    made = plan_of(
        assigned("kemeny-2005-b"),
        {**found, "finding": "cholangitis"},
        signed("R-resolved", "2026-02-21T10:00", "prescriber", about="found"),
        COUNTS,
    )
    assert "give" == words(made)["oxaliplatin"]


def test_a_partner_begins_with_the_first_fudr() -> None:
    """Before any FUDR nothing is due, unless the assignment names a first day."""
    waiting = plan_of(assigned("kemeny-2005-b"), COUNTS, at="2026-01-21T09:00", chart="dwell")
    named = plan_of(
        assigned("kemeny-2005-b", first_day="2026-01-21"), at="2026-01-21T09:00", chart="dwell"
    )
    assert ("not-due", False) == (
        words(waiting)["leucovorin"],
        words(named)["leucovorin"] == "not-due",
    )


@pytest.mark.parametrize(
    ("at", "fluorouracil"), [("2026-02-08T11:00", "delay"), ("2026-02-09T09:00", "give")]
)
def test_a_regimen_of_day_15_keeps_out_of_the_dwell(at: str, fluorouracil: str) -> None:
    """On 8 February FUDR has a day to go; on day 15 it is emptied first, and that is said."""
    day = at.partition("T")[0]
    counts = {**COUNTS, "at": f"{day}T07:00"}
    weight = {"id": "w", "kind": "weight", "at": f"{day}T07:00", "weight": "70 kg"}
    liver = {"bilirubin": {"value": "0.7 mg/dL", "upper_limit": "1.2 mg/dL"}}
    labs = {"id": "liver", "kind": "laboratory_panel", "at": f"{day}T07:10", "results": liver}
    change = {"assigned": {"protocol": "fudr-35d"}}
    entries = (assigned("kemeny-2009-adjuvant"), counts, weight, labs)
    made = plan_of(*entries, change=change, at=at, chart="dwell")
    assert made.systemic is not None
    assert (fluorouracil, "R-after-dwell" in {a.rule for a in made.systemic.alerts}) == (
        words(made)["fluorouracil infusion"],
        fluorouracil == "give",
    )


def test_a_nurse_does_not_bring_the_bolus_back() -> None:
    """The reason is a prescriber's."""
    assert "omit" == bolus(dict(signed("R-bolus-in-dwell", "2026-02-23T10:00", "nurse")))


def test_a_signature_for_another_pump_protocol_is_none() -> None:
    """The board signed before the pump protocol was changed."""
    changed = {
        "id": "changed",
        "kind": "protocol_assigned",
        "at": "2026-01-22T09:00",
        "protocol": "fudr-35d",
        "version": "2026.1",
        "given_with": "combined",
    }
    board = signed("R-partner", "2026-01-21T09:00")
    made = plan_of(assigned("folfiri", **DAY_1), board, changed, COUNTS)
    assert "signed-decision" == words(made)["irinotecan"]


def test_the_implant_is_an_operation() -> None:
    """Implanted on 5 January: six weeks without bevacizumab end on 16 February."""
    assert "give" == bevacizumab()
    assert "omit" == bevacizumab(at="2026-02-15T11:00")
