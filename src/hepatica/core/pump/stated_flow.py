"""What a pump is said to give: the flow on its own label, or the rate that was set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import Entry, PumpImplanted
from hepatica.core.chart.pump_rate import PumpRateSet
from hepatica.core.protocol.words import Drive
from hepatica.core.pump.device import Device
from hepatica.core.pump.ledger import Dwell, Ledger
from hepatica.core.quantities import Unknown

Rate = Entry[PumpRateSet]


@dataclass(frozen=True, slots=True)
class StatedFlow:
    """The flow of one pump before it is measured; all mL/day (behaviour F7).

    `highest_ml_per_day` is the highest that was set since the fill now in the pump, and
    `at_fill_ml_per_day` the one it was filled under (None where none was charted by then).
    `rate` is the newest setting of a programmable pump, None for a label.
    """

    ml_per_day: Decimal
    highest_ml_per_day: Decimal
    at_fill_ml_per_day: Decimal | None
    rate: Rate | None = None
    since: datetime | None = None

    @property
    def word(self) -> str:
        """How it is called: "label" or "rate set"."""
        return "label" if self.rate is None else "rate set"

    def covers(self, dwell: Dwell) -> bool:
        """Whether the whole dwell ran at this flow, so that its reading measures it."""
        return self.since is None or dwell.fill.at.earliest >= self.since


def needed_flow(device: Device) -> str:
    """What the chart must tell of a pump of this family."""
    if device.drive is Drive.PROGRAMMABLE:
        return "the rate set on this pump, read by two people"
    return "the flow on this pump's label"


def state_flow(course: Course, ledger: Ledger, device: Device) -> StatedFlow | Unknown:
    """The label of the pump in place, or the rate its two readers charted.

    Raises:
        ValueError: no pump is in place.
    """
    pump = ledger.pump
    if pump is None:
        raise ValueError("a stated flow needs a pump in place")
    if device.drive is Drive.PROGRAMMABLE:
        rates = rates_of(course, pump)
        return _rate_set(rates, ledger.current) if rates else Unknown(needed_flow(device))
    label = pump.payload.label_flow_ml_per_day
    if label is None:
        return Unknown(needed_flow(device))
    return StatedFlow(label, label, label)


def rates_of(course: Course, pump: Entry[PumpImplanted]) -> tuple[Rate, ...]:
    """The rates charted for this pump, oldest first.

    One with the serial of no pump in the chart is counted in: it may be mistyped.
    """
    others = {each.payload.serial for each in course.all(PumpImplanted)} - {pump.payload.serial}
    return tuple(rate for rate in course.all(PumpRateSet) if rate.payload.serial not in others)


def _rate_set(rates: Sequence[Rate], current: Dwell | None) -> StatedFlow:
    newest = _newest(rates)
    set_to = newest.payload.rate_ml_per_day
    since = _unchanged_since(rates, set_to)
    if current is None:
        return StatedFlow(set_to, set_to, None, newest, since)
    filled = current.fill.at.earliest
    before = _flows([rate for rate in rates if rate.at.latest <= filled])
    after = [rate.payload.rate_ml_per_day for rate in rates if rate.at.latest > filled]
    return StatedFlow(set_to, max([*before, *after]), min(before, default=None), newest, since)


def _flows(rates: Sequence[Rate]) -> list[Decimal]:
    """The flow that the last of these settings left the pump at; none without a setting."""
    return [_newest(rates).payload.rate_ml_per_day] if rates else []


def _newest(rates: Sequence[Rate]) -> Rate:
    """The last setting; of those that may be it, for want of a time of day, the highest.

    A rate taken too low makes the drug too strong and the date too late.
    """
    begun = max(rate.at.earliest for rate in rates)
    possible = [rate for rate in rates if rate.at.latest >= begun]
    return max(possible, key=lambda rate: rate.payload.rate_ml_per_day)


def _unchanged_since(rates: Sequence[Rate], set_to: Decimal) -> datetime:
    """From when on the pump has surely run at `set_to`; setting it again changes nothing."""
    since = None
    for rate in rates:
        if rate.payload.rate_ml_per_day != set_to:
            since = None
        elif since is None:
            since = rate.at.latest
    return since or rates[-1].at.latest
