"""What a pump is said to give, and since when."""

from dataclasses import replace
from decimal import Decimal

import pytest

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import Entry, OrderSigned
from hepatica.core.chart.pump_rate import PumpRateSet
from hepatica.core.chart.words import Role
from hepatica.core.pump.device import Device
from hepatica.core.pump.ledger import Dwell, Ledger, keep_ledger
from hepatica.core.pump.stated_flow import StatedFlow, state_flow
from hepatica.core.quantities import Unknown
from tests.unit.core.pump.pump_chart import AT, BOOK, DEVICE, course_of, entry, instant, saline
from tests.unit.core.pump.test_recall import PUMP

SYNCHROMED = BOOK.devices["synchromed-ii"]
UNLABELLED = replace(PUMP, label_flow_ml_per_day=None)
IMPLANT = entry("implant", "2026-01-12T10:00", UNLABELLED)
FILL = entry("fill", "2026-01-26T10:00", replace(saline(), order="order"))
ORDER = OrderSigned(
    protocol="fudr-28d",
    version="2026.1",
    dose_mg_per_kg_day=Decimal("0.12"),
    percent=Decimal(100),
    dosing_weight_kg=Decimal(70),
    flow_ml_per_day=Decimal(5),
    volume_ml=Decimal(30),
    fudr_mg=Decimal(126),
    liver_tests=(),
    chart_head="UNSEALED",
    known_by=AT,
)


def rate(name: str, at: str, ml_per_day: str) -> Entry[PumpRateSet]:
    """A rate read by two people on the pump."""
    roles = (Role.PRESCRIBER, Role.NURSE)
    return entry(name, at, PumpRateSet(Decimal(ml_per_day), "SYN-1", roles))


def stated(course: Course) -> StatedFlow:
    """What a programmable pump is said to give."""
    found = state_flow(course, keep_ledger(course), SYNCHROMED)
    assert isinstance(found, StatedFlow)
    return found


def rates_of_fill(course: Course) -> tuple[str, str, str]:
    """The rate set now, the highest since the fill, and the one the fill was made for."""
    found = stated(course)
    return (
        f"{found.ml_per_day}",
        f"{found.highest_ml_per_day}",
        f"{found.made_for_ml_per_day}",
    )


def test_without_a_pump_in_place_nothing_is_stated() -> None:
    """Whoever asks must have a pump."""
    with pytest.raises(ValueError, match=r"^a stated flow needs a pump in place$"):
        state_flow(course_of(), Ledger(None), DEVICE)


@pytest.mark.parametrize(
    ("device", "needs"),
    [
        (DEVICE, "the flow on this pump's label"),
        (SYNCHROMED, "the rate set on this pump, read by two people"),
    ],
)
def test_what_the_chart_must_tell_is_named(device: Device, needs: str) -> None:
    """A fixed flow stands on the label of the pump; the rate of a programmable one is charted."""
    course = course_of(IMPLANT)
    assert Unknown(needs) == state_flow(course, keep_ledger(course), device)


@pytest.mark.parametrize(("at", "is_covered"), [("10:00", True), ("09:59", False)])
def test_a_dwell_is_covered_when_all_of_it_ran_at_the_rate(at: str, is_covered: bool) -> None:
    """The rate was set on 26 January at 10:00."""
    found = StatedFlow(Decimal(2), Decimal(2), None, since=instant("2026-01-26T10:00"))
    assert is_covered is found.covers(Dwell(entry("fill", f"2026-01-26T{at}", saline())))


@pytest.mark.parametrize(
    ("at", "highest", "made_for"), [("09:59", "2", "2"), ("10:00", "2", "2"), ("10:01", "3", "3")]
)
def test_a_rate_set_at_the_instant_of_the_fill_is_the_fills(
    at: str, highest: str, made_for: str
) -> None:
    """Lowered from 3 to 2 mL/day; a minute after the fill, the fill ran at 3 mL/day first."""
    course = course_of(
        IMPLANT,
        rate("rate-1", "2026-01-20T10:00", "3"),
        rate("rate-2", f"2026-01-26T{at}", "2"),
        FILL,
    )
    assert ("2", highest, made_for) == rates_of_fill(course)


@pytest.mark.parametrize(("at", "made_for"), [("09:00", "2"), ("09:01", "3")])
def test_a_rate_set_at_the_instant_of_the_order_is_the_orders(at: str, made_for: str) -> None:
    """The order was signed at 9:00 and filled at 10:00; the highest rate since is 2 mL/day."""
    course = course_of(
        IMPLANT,
        rate("rate-1", "2026-01-20T10:00", "3"),
        rate("rate-2", f"2026-01-26T{at}", "2"),
        entry("order", "2026-01-26T09:00", ORDER),
        FILL,
    )
    assert ("2", "2", made_for) == rates_of_fill(course)


def test_a_higher_rate_that_one_person_read_is_reckoned_with() -> None:
    """Any of the three may stand; none has surely run before the last of them was read."""
    sure = rate("sure", "2026-01-20T10:00", "2")
    high, low = (
        entry(name, at, PumpRateSet(Decimal(ml_per_day), "SYN-1", (Role.NURSE,)))
        for name, at, ml_per_day in (
            ("high", "2026-01-21T10:00", "5"),
            ("low", "2026-01-22T10:00", "1"),
        )
    )
    five = Decimal(5)
    assert StatedFlow(
        five, five, None, rate=high, since=low.at.latest, unsure=(high, low)
    ) == stated(course_of(IMPLANT, sure, high, low))


def test_the_highest_rate_since_the_fill_counts() -> None:
    """Raised from 2 to 4 mL/day for a day: the whole dwell is reckoned with 4 mL/day."""
    course = course_of(
        IMPLANT,
        rate("rate-1", "2026-01-20T10:00", "2"),
        FILL,
        rate("rate-2", "2026-01-28T10:00", "4"),
        rate("rate-3", "2026-01-29T10:00", "2"),
    )
    assert ("2", "4", "2") == rates_of_fill(course)


@pytest.mark.parametrize(
    ("rates", "since"),
    [
        (("2",), "2026-01-20T10:00"),
        (("2", "2"), "2026-01-20T10:00"),
        (("3", "2"), "2026-01-21T10:00"),
        (("2", "3", "2", "2"), "2026-01-22T10:00"),
    ],
)
def test_a_rate_set_again_has_run_since_it_was_set_first(
    rates: tuple[str, ...], since: str
) -> None:
    """Set on 20 January at 10:00 and each day after it; the same rate again changes nothing."""
    entries = [
        rate(f"rate-{number}", f"2026-01-{20 + number}T10:00", each)
        for number, each in enumerate(rates)
    ]
    found = stated(course_of(IMPLANT, *entries))
    assert (Decimal(2), instant(since)) == (found.ml_per_day, found.since)
