"""What the dwells measure, which flow was accepted, and which fills were made since."""

from datetime import timedelta
from decimal import Decimal

import pytest

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import Entry, FlowAccepted, PumpAccessed, PumpFilled
from hepatica.core.chart.words import Role
from hepatica.core.pump.flow import (
    acceptances,
    accepting,
    fills_since,
    follow_flow,
    observe_dwells,
)
from hepatica.core.pump.ledger import keep_ledger
from hepatica.core.pump.stated_flow import StatedFlow
from tests.unit.core.pump.pump_chart import (
    DEVICE,
    TABLE,
    course_of,
    emptied,
    entry,
    explanted,
    instant,
    saline,
)
from tests.unit.core.pump.test_recall import PUMP

IMPLANT = entry("implant", "2026-01-12T10:00", PUMP)
FLOW = Decimal("1.3")
LABEL = StatedFlow(FLOW, FLOW, FLOW)


def accepted(name: str, at: str, flow: str) -> Entry[FlowAccepted]:
    """A flow accepted by the prescriber."""
    return entry(name, at, FlowAccepted(Decimal(flow), Role.PRESCRIBER, "measured twice"))


def dwells(count: int, withdrawn: str) -> list[Entry[PumpFilled] | Entry[PumpAccessed]]:
    """Fills of 30 mL on 1 February and every 11 days, each emptied ten days later at 10:00."""
    made: list[Entry[PumpFilled] | Entry[PumpAccessed]] = []
    for number in range(count):
        filled = instant("2026-02-01T10:00") + timedelta(days=11 * number)
        out = filled + timedelta(days=10)
        made.append(entry(f"fill-{number}", f"{filled:%Y-%m-%dT%H:%M}", saline()))
        made.append(entry(f"out-{number}", f"{out:%Y-%m-%dT%H:%M}", emptied(withdrawn)))
    return made


def accepted_for(course: Course) -> list[str | None]:
    """The acceptance behind each measurement, oldest first."""
    flow = follow_flow(course, keep_ledger(course), LABEL, TABLE, reserve_ml=DEVICE.reserve_ml)
    found = [accepting(course, LABEL, each, flow.measurements, TABLE) for each in flow.measurements]
    return [None if each is None else each.id for each in found]


@pytest.mark.parametrize(("is_suspected", "flows"), [(False, [Decimal("1.3")]), (True, [])])
def test_a_suspected_pocket_fill_measures_nothing(is_suspected: bool, flows: list[Decimal]) -> None:
    """How much of it was in the reservoir is not known; else 13 mL in ten days are 1.3 mL/day."""
    fill = entry("fill", "2026-02-01T10:00", saline(is_pocket_fill_suspected=is_suspected))
    out = entry("out", "2026-02-11T10:00", emptied("17"))
    ledger = keep_ledger(course_of(IMPLANT, fill, out))
    found = observe_dwells(ledger, TABLE, reserve_ml=DEVICE.reserve_ml)
    assert flows == [each.reading.flow_ml_per_day for each in found]


@pytest.mark.parametrize(("ml", "flows"), [("17", [Decimal("1.3")]), (None, [])])
def test_a_pump_taken_out_measures_nothing_when_nobody_read_its_volume(
    ml: str | None, flows: list[Decimal]
) -> None:
    """A volume found in it is read as at any access."""
    fill = entry("fill", "2026-02-01T10:00", saline())
    out = entry("out", "2026-02-11T10:00", explanted("SYN-1", ml))
    (ledger,) = keep_ledger(course_of(IMPLANT, fill, out)).earlier
    found = observe_dwells(ledger, TABLE, reserve_ml=DEVICE.reserve_ml)
    assert flows == [each.reading.flow_ml_per_day for each in found]


@pytest.mark.parametrize(
    ("at", "ids"), [("2026-01-12T09:59", []), ("2026-01-12T10:00", ["accepted"])]
)
def test_a_flow_is_accepted_for_the_pump_that_is_in_by_then(at: str, ids: list[str]) -> None:
    """A decision of the instant of the implantation stands after it in the chart."""
    course = course_of(IMPLANT, accepted("accepted", at, "1.6"))
    assert ids == [each.id for each in acceptances(course, LABEL)]


@pytest.mark.parametrize(
    ("at", "ids"), [("2026-02-01T09:59", []), ("2026-02-01T10:00", ["accepted"])]
)
def test_a_flow_is_accepted_at_the_rate_that_is_set_by_then(at: str, ids: list[str]) -> None:
    """One accepted before the rate was set anew was accepted at another rate."""
    stated = StatedFlow(FLOW, FLOW, FLOW, since=instant("2026-02-01T10:00"))
    course = course_of(IMPLANT, accepted("accepted", at, "1.6"))
    assert ids == [each.id for each in acceptances(course, stated)]


def test_an_acceptance_covers_what_is_measured_while_fewer_than_three_fills_were_made() -> None:
    """Before the fourth measurement three fills were made under it (behaviour E-d)."""
    course = course_of(IMPLANT, accepted("accepted", "2026-02-02T10:00", "1.6"), *dwells(4, "14"))
    assert ["accepted", "accepted", "accepted", None] == accepted_for(course)


@pytest.mark.parametrize(
    ("at", "covered"),
    [("2026-02-22T09:59", ["accepted", "accepted"]), ("2026-02-22T10:00", [None, "accepted"])],
)
def test_an_acceptance_speaks_of_the_newest_measurement_it_could_see(
    at: str, covered: list[str | None]
) -> None:
    """The second flow was measured on 22 February at 10:00; before that the first was newest."""
    course = course_of(IMPLANT, *dwells(2, "14"), accepted("accepted", at, "1.6"))
    assert covered == accepted_for(course)


def test_an_acceptance_of_another_flow_does_not_undo_an_earlier_one() -> None:
    """1.2 is not within 5 % of the 1.6 mL/day measured; 1.6 was accepted before it."""
    first = accepted("first", "2026-02-11T11:00", "1.6")
    second = accepted("second", "2026-02-11T12:00", "1.2")
    assert ["first"] == accepted_for(course_of(IMPLANT, *dwells(1, "14"), first, second))


@pytest.mark.parametrize(
    ("since", "until", "ids"),
    [
        ("2026-02-01T10:00", "2026-02-12T10:00", ["fill-0"]),
        ("2026-02-01T10:00", "2026-02-12T10:01", ["fill-0", "fill-1"]),
        ("2026-02-01T10:01", "2026-02-12T10:01", ["fill-1"]),
        ("2026-02-01T10:00", None, ["fill-0", "fill-1"]),
    ],
)
def test_fills_are_counted_from_one_instant_on_and_before_another(
    since: str, until: str | None, ids: list[str]
) -> None:
    """The fills are of 1 and 12 February, both at 10:00."""
    course = course_of(IMPLANT, *dwells(2, "14"))
    found = fills_since(course, instant(since), until=None if until is None else instant(until))
    assert ids == [each.id for each in found]


@pytest.mark.parametrize(("ml", "count"), [("0", 0), ("0.1", 1), ("1", 1)])
def test_a_fill_of_any_volume_counts(ml: str, count: int) -> None:
    """Only one of net volume 0 was not given (behaviour E-e)."""
    course = course_of(IMPLANT, entry("fill", "2026-02-01T10:00", saline(ml)))
    assert count == len(fills_since(course, instant("2026-02-01T10:00")))
