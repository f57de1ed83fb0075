"""The highest label flow at which a reservoir lasts through a window."""

from dataclasses import replace
from decimal import Decimal

import pytest

from hepatica.core.protocol.check import check_protocol
from hepatica.core.protocol.windows import highest_label_flow, window_days, window_limits
from hepatica.core.quantities import twelve_digits
from hepatica.library.loader import load_rulebook

BOOK = load_rulebook()
PUMP = BOOK.devices["intera-3000"]
PROTOCOL = BOOK.protocols["fudr-28d/2026.1"]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        # by hand: (30 - 2) / 18 / 1.15 and (30 - 2) / 14 / 1.15
        ("18", "1.35265700483"),
        ("14", "1.73913043478"),
    ],
)
def test_the_highest_label_flow(days: str, expected: str) -> None:
    """A pump of 30 mL with 2 mL reserve that may run 15 % faster than its label."""
    flow = highest_label_flow(PUMP, reservoir_ml=Decimal(30), days=Decimal(days))
    assert flow is not None
    assert expected == twelve_digits(flow)


def test_without_a_tolerance_no_flow_is_safe() -> None:
    """No label can be called slow enough, so the table has no line for the family."""
    pump = BOOK.devices["isomed"]
    assert highest_label_flow(pump, reservoir_ml=Decimal(20), days=Decimal(14)) is None
    assert () == window_limits(PROTOCOL.calendar, [pump])


def test_the_windows_are_the_dwell_and_its_latest_end() -> None:
    """FUDR stays in 14 days, and at most 4 more."""
    assert (Decimal(14), Decimal(18)) == window_days(PROTOCOL.calendar)


def test_every_reservoir_has_its_limits() -> None:
    """Each size of a pump family is computed for each window."""
    found = [(w.reservoir_ml, w.days) for w in window_limits(PROTOCOL.calendar, [PUMP])]
    assert [(Decimal(r), Decimal(d)) for r in (16, 30, 50) for d in (14, 18)] == found


def test_a_reservoir_within_the_reserve_is_never_safe() -> None:
    """A pump that holds no more than the reserve is found by the check."""
    empty = replace(PUMP, reserve_ml=Decimal(16))
    paths = {problem.path for problem in check_protocol(PROTOCOL, [empty])}
    assert {"intera-3000/reservoirs_ml/16"} == paths
