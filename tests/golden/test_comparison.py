"""The comparison behind the golden cases notices what it should."""

from decimal import Decimal

import pytest

from hepatica.library.errors import InputErrors
from tests.golden.charts import Given, fold
from tests.golden.rules import vary
from tests.golden.runner import Golden, shipped_rulebook


def golden(**expect: object) -> Golden:
    """A case on the first dose: 0.12 x 70 x 30 / 1.3 = 193.846 mg, rounded to 194."""
    return Golden("GOLD-X", "", "by-hand", "", fold(Given("first")), {}, expect)


@pytest.mark.parametrize(
    ("field", "right", "wrong"),
    [
        ("mg", "194", "193"),
        ("unrounded_mg", "≈193.85", "≈193.84"),
        ("unrounded_mg", "≈193.846154", "193.846154"),
        ("word", "give", "hold"),
        ("by", "2026-01-26", "2026-01-27"),
        ("until", "none", "2026-01-26"),
        ("due", "R-two-roads by 2026-01-26", "R-two-roads by 2026-01-27"),
    ],
)
def test_a_difference_is_found(field: str, right: str, wrong: str) -> None:
    """The right value passes; the nearest wrong one is reported with its field."""
    rules = shipped_rulebook()
    assert golden(**{field: right}).passes(rules)
    assert golden(**{field: wrong}).differences(rules)[0].startswith(f"{field}: ")


def test_a_line_that_must_not_be_there_is_found() -> None:
    """`no_due` fails when the due item is there."""
    assert not golden(no_due="R-two-roads").passes(shipped_rulebook())
    assert golden(no_due="R-drift").passes(shipped_rulebook())


def test_rules_vary_one_value() -> None:
    """A rule given by its path replaces that value and no other."""
    rules = vary(shipped_rulebook(), {"calendar/dwell_days": "13", "device/reserve_ml": "3"})
    protocol = rules.protocols["fudr-28d/2026.1"]
    calendar, device = protocol.calendar, rules.devices["intera-3000"]
    found = [calendar.dwell_days, calendar.cycle_days, device.reserve_ml, device.tolerance_percent]
    assert [Decimal(13), Decimal(28), Decimal(3), Decimal(15)] == found


def test_a_case_cannot_change_an_entry_that_is_not_there() -> None:
    """A slip in an id is an error, never a case about nothing."""
    with pytest.raises(ValueError, match="no entry labs-99"):
        fold(Given("first", {"labs-99": {"ast": "50"}}))


def test_a_case_passes_the_door() -> None:
    """A chart that the door refuses cannot be a golden case."""
    with pytest.raises(InputErrors, match="E201"):
        fold(Given("first", {"weight-1": {"weight": "700 kg"}}))
