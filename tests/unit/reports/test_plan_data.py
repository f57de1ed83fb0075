"""The plan as JSON."""

import json
from collections.abc import Iterator
from decimal import Decimal

import pytest

from hepatica.reports.plan_data import as_data, plan_as_data
from tests.unit.reports.charts import DWELL, LEAVE, MOMENTS, plan_of, sheet_of


def leaves(node: object) -> Iterator[object]:
    """Every single value of a tree."""
    if isinstance(node, dict):
        for part in node.values():
            yield from leaves(part)
    elif isinstance(node, list):
        for part in node:
            yield from leaves(part)
    else:
        yield node


@pytest.mark.parametrize("name", MOMENTS)
def test_a_round_trip_through_json_changes_nothing(name: str) -> None:
    """What is printed is what was meant; no number passes through a float."""
    data = plan_as_data(sheet_of(name))
    assert data == json.loads(json.dumps(data))
    assert not any(isinstance(leaf, float) for leaf in leaves(data))


@pytest.mark.parametrize("name", MOMENTS)
def test_the_keys_stand_in_one_order(name: str) -> None:
    """The order of keys does not hang on the answer."""
    assert list(plan_as_data(sheet_of("give"))) == list(plan_as_data(sheet_of(name)))


def test_computed_decimals_have_twelve_digits_as_text() -> None:
    """194 / 30 mg/mL, read back, is 6.46666666667."""
    data = plan_as_data(sheet_of("give-first"))
    assert isinstance(data["road_two"], dict)
    assert "6.46666666667" == data["road_two"]["concentration_mg_per_ml"]


def test_decimals_of_the_chart_stand_as_written() -> None:
    """30.0 mL in the chart is 30.0 in the data; a computed 30.0 is 30."""
    text = LEAVE.replace("injected: 30 mL, order", "injected: 30.0 mL, order")
    plan = plan_of(text, DWELL)
    assert plan.in_pump is not None
    entry = as_data(plan.in_pump.fill)
    assert isinstance(entry, dict)
    assert ("30.0", "30") == (entry["payload"]["injected_ml"], as_data(Decimal("30.0")))


def test_every_unapproved_value_is_listed() -> None:
    """The text shows the first few, the data all."""
    sheet = sheet_of("give")
    listed = plan_as_data(sheet)["unapproved"]
    assert isinstance(listed, list)
    assert [value.path for value in sheet.plan.unapproved] == [each["path"] for each in listed]


def test_a_hold_holds_no_dose() -> None:
    """Dose, percent, fill and second road are null."""
    data = plan_as_data(sheet_of("hold"))
    decision = data["decision"]
    assert isinstance(decision, dict)
    assert [None] * 4 == [
        data["fill"],
        data["road_two"],
        decision["dose_mg_per_kg_day"],
        decision["percent"],
    ]


def test_dates_are_iso() -> None:
    """A date, and an instant with its offset."""
    data = plan_as_data(sheet_of("leave"))
    assert isinstance(data["refill"], dict)
    assert "2026-02-13" == data["refill"]["date"]
    assert str(data["refill"]["instant"]).endswith("+00:00")
