"""The second implementation gives the worked examples of the printed sources.

Expected values: the worked fills, table decisions and drift sequence of the project's clinical
fact sheet, and the cases that its behaviour page spells out.
"""

from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest

from tests.differential.second.clock import day_number, day_text, moment, number, offset_of
from tests.differential.second.liver import first_dose_test, percent, row
from tests.differential.second.plan import decide

F = Fraction
Entry = dict[str, Any]


def lab(value: str, unit: str = "U/L", upper: str | None = None) -> Entry:
    """A laboratory value as the second implementation holds it."""
    limit = None if upper is None else number(upper)
    found = number(value)
    return {
        "key": (value, unit),
        "reported": found,
        "value": found,
        "unit": unit,
        "below": False,
        "upper": limit,
    }


def panel(at: str, ast: str, alp: str, bilirubin: str) -> Entry:
    """A complete sample."""
    results = {
        "ast": {"value": ast, "unit": "U/L", "upper": "40"},
        "alp": {"value": alp, "unit": "U/L", "upper": "120"},
        "bilirubin": {"value": bilirubin, "unit": "mg/dL", "upper": "1.2"},
    }
    return {"kind": "laboratory_panel", "at": at, "results": results}


def fill(at: str, content: str, injected: str = "30", **more: Any) -> Entry:
    """A fill of a 30 mL reservoir."""
    fixed = {"kind": "pump_filled", "at": at, "content": content, "prepared": "30"}
    return {**fixed, "injected": injected, **more}


def emptied(at: str, withdrawn: str) -> Entry:
    """The pump is emptied."""
    return {"kind": "pump_accessed", "at": at, "result": "emptied", "withdrawn": withdrawn}


def prepared(
    flow: str = "1.3", weight: str = "70", ast: str = "42", alp: str = "88"
) -> list[Entry]:
    """Everything before the first FUDR on 3 March 2025."""
    implant = {"model": "intera-3000", "serial": "S", "label_flow": flow, "reservoir": "30"}
    return [
        panel("2026-01-31T09:00+01:00", ast, alp, "0.7"),
        {"kind": "protocol_assigned", "at": "2026-01-31T10:00+01:00", "given_with": "combined"},
        {"kind": "pump_implanted", "at": "2026-02-03T09:00+01:00", **implant},
        fill("2026-02-03T10:00+01:00", "heparinised-saline"),
        {"kind": "perfusion_scan", "at": "2026-02-06T09:00+01:00", "code": "A"},
        {"kind": "patient_fact", "at": "2026-02-07T09:00+01:00", "fact": "consent",
         "state": "given"},
        {"kind": "patient_fact", "at": "2026-02-20T09:00+01:00", "fact": "wound",
         "state": "sound"},
        {"kind": "weight", "at": "2026-03-03T08:00+01:00", "weight": weight},
        panel("2026-03-03T08:00+01:00", ast, alp, "0.7"),
    ]  # fmt: skip


def plan(entries: list[Entry], at: str) -> Entry:
    """The plan for entries that get their ids here."""
    return decide([{"id": f"e{i:02}", **e} for i, e in enumerate(entries)], at)


@pytest.mark.parametrize(
    ("flow", "weight", "mg"), [("1.3", "70", 194), ("1.2", "70", 210), ("1.3", "110", 305)]
)
def test_first_fill(flow: str, weight: str, mg: int) -> None:
    """0.12 mg/kg/day at the pump's own flow: fills G1, G2 and G3c, to 1 mg."""
    found = plan(prepared(flow, weight), "2026-03-03T09:00+01:00")
    assert ("give", mg, "fudr-fill") == (found["word"], found["mg"], found["action"])


@pytest.mark.parametrize(
    ("test", "reference", "steps"),
    [
        ("ast", "50", {149: 100, 150: 80, 199: 80, 200: 50, 249: 50, 250: 0}),
        ("ast", "51", {101: 100, 102: 80, 153: 50, 204: 0}),
        ("alp", "90", {134: 100, 135: 50, 179: 50, 180: 0}),
        ("alp", "100", {119: 100, 120: 50, 149: 50, 150: 0}),
        ("bilirubin", "1.2", {"1.7": 100, "1.8": 50, "2.3": 50, "2.4": 0}),
        ("bilirubin", "1.3", {"1.5": 100, "1.6": 50, "1.9": 50, "2.0": 0}),
    ],
)
def test_table_boundaries(test: str, reference: str, steps: dict[object, int]) -> None:
    """Each step of the liver table begins at its number."""
    found = {now: percent(test, lab(str(now)), lab(reference)) for now in steps}
    assert steps == found


def test_alp_restart_limit() -> None:
    """Worked decision D6: with a reference of 130 ALP must be below 156, then 25 %."""
    _, _, _, below, restart_percent = row("alp", lab("130"))
    assert (F(156), 25) == (below * 130, restart_percent)


def test_first_dose_step_of_three_times() -> None:
    """AST of three times the pre-operative value is 50 %, above it hold."""
    before = {"ast": lab("20")}
    found = [first_dose_test("ast", lab(v), before) for v in ("59", "60", "61")]
    assert [100, 50, 0] == found


def second_visit(now: Entry, **first: str) -> list[Entry]:
    """Cycle 1 given, emptied on day 15, and a sample on the second dose day."""
    return [
        *prepared(**first),
        emptied("2026-03-03T10:00+01:00", "0"),
        {"kind": "pump_and_catheter_check", "at": "2026-03-03T10:10+01:00", "result": "ok"},
        fill("2026-03-03T10:30+01:00", "fudr", fudr="194", ordered_dose="0.12"),
        panel("2026-03-17T09:00+01:00", "30", "80", "0.6"),
        emptied("2026-03-17T10:30+01:00", "11.8"),
        fill("2026-03-17T10:30+01:00", "heparinised-saline"),
        {"kind": "weight", "at": "2026-03-31T08:00+02:00", "weight": "70"},
        now,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "word", "mg"),
    [
        (("155", "120", "0.9"), "give", 155),  # D1 = G7: 80 %
        (("90", "110", "1.7"), "hold", None),  # D3: bilirubin over twice its reference
        (("120", "100", "3.2"), "stop-pending-review", None),  # D4
        (("250", "100", "0.8"), "hold", None),  # D5
    ],
)
def test_second_dose(values: tuple[str, str, str], word: str, mg: int | None) -> None:
    """The worked decisions of the liver table, through the whole plan."""
    entries = second_visit(panel("2026-03-31T08:00+02:00", *values))
    entries.append({"kind": "decision_signed", "at": "2026-03-31T08:30+02:00",
                    "roles": ["prescriber"], "rule": "R-order-change"})  # fmt: skip
    found = plan(entries, "2026-03-31T09:00+02:00")
    assert (word, mg) == (found["word"], found["mg"])


def test_dry_pump_is_not_slow() -> None:
    """30 mL at label 1.3, nothing withdrawn after 28 days: no flow, no FUDR, label kept."""
    entries = [*prepared(), emptied("2026-03-03T10:00+01:00", "0")]
    entries.append(fill("2026-03-03T10:05+01:00", "heparinised-saline"))
    found = plan(entries, "2026-03-03T10:30+01:00")
    assert (F("1.3"), "refused") == (found["flow"], found["word"])
    assert "refused: pump-emptied" in found["codes"]


def test_whole_days_of_the_safe_date() -> None:
    """28 mL at 1.3 x 1.15 mL/day are 18.73 days: 18."""
    found = plan(prepared()[:4], "2026-02-04T10:00+01:00")
    assert ("2026-02-21", "ok") == (found["safe_refill_date"], found["safe_status"])


def test_drift() -> None:
    """ALP 90, 134, 159, 189, 224, 266 never makes the table hold; against 90 it holds at 189."""
    steps = ["90", "134", "159", "189", "224", "266"]
    by_last = [percent("alp", lab(b), lab(a)) for a, b in pairwise(steps)]
    by_baseline = [percent("alp", lab(b), lab("90")) for b in steps]
    assert 0 not in by_last
    assert [100, 100, 50, 0, 0, 0] == by_baseline


@pytest.mark.parametrize("day", ["1970-01-01", "2000-02-29", "2024-12-31", "2026-03-01"])
def test_days_count_both_ways(day: str) -> None:
    """A day number gives back its date."""
    year, month, date = (int(part) for part in day.split("-"))
    assert day == day_text(day_number(year, month, date))


def test_zones() -> None:
    """An instant is the same in every offset; its civil day is the one written."""
    early = moment("2026-03-30T00:30+02:00", 0)
    late = moment("2026-03-29T23:30+01:00", 0)
    assert early[0] == late[0]
    assert 1 == early[2] - late[2]
    assert offset_of("-03:30") == moment("1970-01-01", offset_of("+00:00"))[0] - 12_600_000_000
