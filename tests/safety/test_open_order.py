"""A signed order that is not filled yet stands only while the plan still says the same."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hepatica.core.plan import Plan
from tests.safety.bench import Fields, Setup

AFTER_SIGNING = datetime.fromisoformat("2026-10-05T10:20+02:00")
LIVER_TESTS = {
    "ast": {"value": "37 U/L", "upper_limit": "40 U/L"},
    "alp": {"value": "95 U/L", "upper_limit": "120 U/L"},
    "bilirubin": {"value": "0.8 mg/dL", "upper_limit": "1.2 mg/dL"},
}
ORDER = {
    "id": "order-2",
    "kind": "order_signed",
    "at": "2026-10-05T09:30+02:00",
    "protocol": "fudr-28d",
    "version": "2026.1",
    "dose": "0.12 mg/kg/day",
    "percent": "100",
    "dosing_weight": "70 kg",
    "flow": "1.3 mL/day",
    "volume": "30 mL",
    "fudr": "194 mg",
    "liver_tests": LIVER_TESTS,
    "chart_head": "UNSEALED",
    "known_by": "2026-10-05T09:30+02:00",
}
FILL = {
    "id": "fudr-2",
    "kind": "pump_filled",
    "at": "2026-10-05T10:15+02:00",
    "content": "fudr",
    "fudr": "194 mg",
    "prepared": "30 mL",
    "injected": "30 mL",
    "order": "order-2",
}


def late_sample(test: str, value: str, limit: str) -> Fields:
    """A result drawn before the order was signed and charted after it."""
    return {
        "id": "late",
        "kind": "laboratory_panel",
        "at": "2026-10-05T08:00+02:00",
        "recorded_at": "2026-10-05T10:00+02:00",
        "results": {test: {"value": value, "upper_limit": limit}},
    }


def plan_after(*entries: Fields, **order: Any) -> Plan:
    """The plan at 10:20, the order signed at 09:30 and these entries added."""
    return Setup(AFTER_SIGNING, add=[{**ORDER, **order}, *entries]).plan()


def revoked(made: Plan) -> list[tuple[str, tuple[str, ...]]]:
    """Text and entries of the alerts on the open order."""
    return [(a.text, a.entries) for a in made.alerts if a.rule == "R-order-revoked"]


def test_an_order_that_would_be_made_again_stands() -> None:
    """Nothing has changed: no alert."""
    assert [] == revoked(plan_after())


def test_a_late_value_that_halves_the_dose_revokes_the_order() -> None:
    """ALP 138 drawn before and charted after the signature: 97 mg would be ordered now."""
    text = (
        "the signed order order-2 no longer stands: dose 0.12 is now 0.06 mg/kg/day, "
        "FUDR 194 is now 97 mg"
    )
    made = plan_after(late_sample("alp", "138 U/L", "120 U/L"))
    assert [(text, ("order-2",))] == revoked(made)


def test_a_late_value_at_hold_revokes_the_order() -> None:
    """A hold: FUDR is not given now."""
    text = "the signed order order-2 no longer stands: FUDR is not given now"
    made = plan_after(late_sample("alp", "190 U/L", "120 U/L"))
    assert [(text, ("order-2",))] == revoked(made)


def test_a_sign_charted_after_the_signature_revokes_the_order() -> None:
    """A refusal by a control counts like a hold."""
    ulcer = {"id": "ulcer", "kind": "symptom_report", "at": "2026-10-05T10:00+02:00"}
    made = plan_after({**ulcer, "sign": "ulcer"})
    assert ["order-2"] == [entry for _, entries in revoked(made) for entry in entries]


def test_another_weight_revokes_the_order() -> None:
    """Weight and mass are named, old and new."""
    weighed = {"id": "again", "kind": "weight", "at": "2026-10-05T10:00+02:00", "weight": "72 kg"}
    text = (
        "the signed order order-2 no longer stands: FUDR 194 is now 199 mg, "
        "dosing weight 70 is now 72 kg"
    )
    assert [text] == [text for text, _ in revoked(plan_after(weighed))]


def test_another_flow_revokes_the_order() -> None:
    """An order signed before the pump was emptied falls when the flow comes out otherwise."""
    texts = [text for text, _ in revoked(plan_after(flow="1.4 mL/day", fudr="180 mg"))]
    text = (
        "the signed order order-2 no longer stands: FUDR 180 is now 194 mg, "
        "flow 1.4 is now 1.3 mL/day"
    )
    assert [text] == texts


def test_a_filled_order_is_closed() -> None:
    """Once it is in the pump an order is judged no more, whatever comes later."""
    assert [] == revoked(plan_after(FILL, late_sample("alp", "190 U/L", "120 U/L")))


def test_a_fill_ordered_on_paper_closes_an_older_order() -> None:
    """A later FUDR fill that names no order leaves none open."""
    paper = {key: value for key, value in FILL.items() if key != "order"}
    made = plan_after({**paper, "ordered_dose": "0.12 mg/kg/day"})
    assert [] == revoked(made)


def test_a_fill_of_which_nothing_stayed_leaves_the_order_open() -> None:
    """All of it came back: the order still waits, and is judged."""
    made = plan_after({**FILL, "returned": "30 mL"}, late_sample("alp", "190 U/L", "120 U/L"))
    assert ["order-2"] == [entry for _, entries in revoked(made) for entry in entries]


def test_only_the_newest_order_counts() -> None:
    """An order signed again replaces the one before."""
    again = {**ORDER, "id": "order-3", "at": "2026-10-05T10:05+02:00"}
    assert [] == revoked(plan_after(again, fudr="150 mg"))


def test_without_an_order_nothing_is_said() -> None:
    """The last order is filled and no other is signed."""
    assert [] == revoked(Setup(AFTER_SIGNING).plan())
