"""How fast the pump may run, and when it runs dry on that."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import PumpAndCatheterCheck
from hepatica.core.chart.words import CheckResult, Role
from hepatica.core.moment import Moment
from hepatica.core.pump.device import Device
from hepatica.core.pump.flow import Flow, follow_flow
from hepatica.core.pump.ledger import keep_ledger
from hepatica.core.pump.refill import (
    DatedFactor,
    Refill,
    RefillStatus,
    compute_fast_bound,
    compute_refill,
    days_until_used,
    edges_of,
    refill_after,
)
from hepatica.core.pump.stated_flow import StatedFlow
from hepatica.core.quantities import clinical_arithmetic
from tests.unit.core.pump.pump_chart import (
    DEVICE,
    TABLE,
    course_of,
    emptied,
    entry,
    instant,
    saline,
)
from tests.unit.core.pump.test_recall import PUMP

IMPLANT = entry("implant", "2026-01-12T10:00", PUMP)
FILL = entry("fill", "2026-02-01T10:00", saline())
DRY = entry("dry", "2026-02-11T10:00", emptied("1"))
FLOW = Decimal("1.3")
WITHOUT_TOLERANCE = replace(DEVICE, tolerance_percent=None)
TWICE_AS_FAST = DatedFactor(date(2026, 2, 3), date(2026, 2, 4), Decimal(2))


def flow_of(course: Course) -> Flow:
    """The flow of a pump whose label says 1.3 mL/day."""
    stated = StatedFlow(FLOW, FLOW, FLOW)
    ledger = keep_ledger(course)
    return follow_flow(course, ledger, stated, TABLE, reserve_ml=DEVICE.reserve_ml)


def refill_of(course: Course, device: Device) -> Refill:
    """The safe refill date of the fill in the pump."""
    with clinical_arithmetic():
        return compute_refill(course, keep_ledger(course), flow_of(course), device, TABLE)


@pytest.mark.parametrize(("at", "bound"), [("09:59", "2.9"), ("10:00", "2.9"), ("10:01", "1.495")])
def test_only_a_later_check_ends_what_an_emptied_pump_left_open(at: str, bound: str) -> None:
    """Found with 1 mL at 10:00: at least 29 mL in ten days; else the label and its 15 %."""
    ok = PumpAndCatheterCheck(CheckResult.OK, (Role.RADIOLOGIST,))
    course = course_of(IMPLANT, FILL, DRY, entry("check", f"2026-02-11T{at}", ok))
    assert Decimal(bound) == compute_fast_bound(course, flow_of(course), DEVICE, TABLE)


@pytest.mark.parametrize(
    ("course", "device", "bound", "reason"),
    [
        (course_of(IMPLANT), DEVICE, "1.495", "no fill is recorded"),
        (course_of(IMPLANT), WITHOUT_TOLERANCE, None, "no fill is recorded"),
        (course_of(IMPLANT, FILL, DRY), DEVICE, "2.9", "emptied and not refilled"),
        (
            course_of(IMPLANT, FILL),
            WITHOUT_TOLERANCE,
            None,
            "how far this pump may run above its label is not stated",
        ),
        (
            course_of(
                IMPLANT, entry("fill", "2026-02-01T10:00", saline(is_pocket_fill_suspected=True))
            ),
            DEVICE,
            "1.495",
            "a pocket fill is suspected: the volume in the reservoir is not known",
        ),
        (
            course_of(IMPLANT, FILL, entry("again", "2026-02-02T10:00", saline())),
            DEVICE,
            "1.495",
            "filled twice without emptying",
        ),
    ],
)
def test_why_there_is_no_safe_refill_date(
    course: Course, device: Device, bound: str | None, reason: str
) -> None:
    """What is in the pump is asked first; the bound is told where there is one."""
    known = None if bound is None else Decimal(bound)
    assert Refill(RefillStatus.DATE_UNKNOWN, known, reason=reason) == refill_of(course, device)


@pytest.mark.parametrize(
    ("usable", "refill"),
    [
        ("-1", ("overdue", "2026-11-30", "2026-11-30T10:00", "0")),
        ("0", ("overdue", "2026-11-30", "2026-11-30T10:00", "0")),
        ("0.75", ("overdue", "2026-11-30", "2026-11-30T22:00", "0.5")),
        ("1.5", ("ok", "2026-12-01", "2026-12-01T10:00", "1")),
    ],
)
def test_a_fill_at_or_below_the_reserve_is_due_at_once(
    usable: str, refill: tuple[str, str, str, str]
) -> None:
    """By hand at 1.5 mL/day: filled on 30 November at 10:00, looked at on 1 December."""
    status, day, at, days = refill
    filled, bound = Moment.exactly(instant("2026-11-30T10:00")), Decimal("1.5")
    with clinical_arithmetic():
        found = refill_after(course_of(), filled, Decimal(usable), bound, TABLE)
    due = date.fromisoformat(day)
    assert Refill(RefillStatus(status), bound, due, instant(at), Decimal(days)) == found


@pytest.mark.parametrize(
    ("usable", "days"),
    [("1", "1"), ("2", "2"), ("3", "2.5"), ("5", "3.5"), ("6", "4"), ("7.5", "5.5")],
)
def test_the_pump_is_used_up_faster_on_the_exposed_days(usable: str, days: str) -> None:
    """By hand: 1 mL/day on 1 and 2 February, 2 mL/day on 3 and 4 February, then 1 mL/day."""
    start = instant("2026-02-01T00:00")
    with clinical_arithmetic():
        found = days_until_used(
            Decimal(usable), start, Decimal(1), [TWICE_AS_FAST], zone=start.tzinfo
        )
    assert Decimal(days) == found


@pytest.mark.parametrize(
    ("start", "edges"),
    [
        ("2026-02-02T23:59", ["2026-02-03T00:00", "2026-02-05T00:00"]),
        ("2026-02-03T00:00", ["2026-02-05T00:00"]),
        ("2026-02-04T23:59", ["2026-02-05T00:00"]),
        ("2026-02-05T00:00", []),
    ],
)
def test_a_factor_begins_with_its_first_day_and_ends_after_its_last(
    start: str, edges: list[str]
) -> None:
    """From 3 to 4 February, both included; what has begun by the start begins no more."""
    begun = instant(start)
    found = edges_of([TWICE_AS_FAST], begun, begun.tzinfo)
    assert [instant(each) for each in edges] == found
