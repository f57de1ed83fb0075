"""What a pump is said to give: the flow on its own label, or the rate that was set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import Entry, OrderSigned, PumpImplanted
from hepatica.core.chart.pump_rate import PumpRateSet
from hepatica.core.frozen import frozen
from hepatica.core.protocol.words import Drive
from hepatica.core.pump.device import Device
from hepatica.core.pump.ledger import Dwell, Ledger
from hepatica.core.quantities import Unknown

Rate = Entry[PumpRateSet]


@frozen
class StatedFlow:
    """The flow of one pump before it is measured; all mL/day (behaviour F7).

    `highest_ml_per_day` is the highest that was set since the fill now in the pump;
    `made_for_ml_per_day` is what that fill was made for: the rate when its order was signed, or
    when it went in; else the flow of its order; None where none is charted. For a programmable
    pump `rate` is the setting reckoned with, `since` when it was set, and `unsure` are the
    settings since the last sure one.
    """

    ml_per_day: Decimal
    highest_ml_per_day: Decimal
    made_for_ml_per_day: Decimal | None
    rate: Rate | None = None
    since: datetime | None = None
    unsure: tuple[Rate, ...] = ()

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
    """The label of the pump in place, or the rate charted for it.

    Raises:
        ValueError: no pump is in place.
    """
    pump = ledger.pump
    if pump is None:
        raise ValueError("a stated flow needs a pump in place")
    if device.drive is Drive.PROGRAMMABLE:
        rates = rates_of(course, pump)
        if not rates:
            return Unknown(needed_flow(device))
        return _rate_set(rates, pump, ledger.current, _order_of(course, ledger.current))
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


def is_sure(rate: Rate, pump: Entry[PumpImplanted]) -> bool:
    """Whether two roles read the rate, and on this pump."""
    return rate.payload.is_read_by_two and rate.payload.serial == pump.payload.serial


def _order_of(course: Course, dwell: Dwell | None) -> Entry[OrderSigned] | None:
    named = None if dwell is None else dwell.fill.payload.order
    return next((each for each in course.all(OrderSigned) if each.id == named), None)


def _rate_set(
    rates: Sequence[Rate],
    pump: Entry[PumpImplanted],
    current: Dwell | None,
    order: Entry[OrderSigned] | None,
) -> StatedFlow:
    possible = _possible(rates, pump)
    newest = max(possible, key=_flow)
    stated = StatedFlow(
        ml_per_day=_flow(newest),
        highest_ml_per_day=_flow(newest),
        made_for_ml_per_day=None,
        rate=newest,
        since=_unchanged_since(rates, _flow(newest)),
        unsure=tuple(rate for rate in possible if not is_sure(rate, pump)),
    )
    if current is None:
        return stated
    filled = current.fill.at.earliest
    before = [rate for rate in rates if rate.at.latest <= filled]
    standing = _possible(before, pump)
    later = [rate for rate in rates if rate not in before]
    return replace(
        stated,
        highest_ml_per_day=max(map(_flow, (*standing, *later, newest))),
        made_for_ml_per_day=_made_for(rates, pump, filled, order),
    )


def _made_for(
    rates: Sequence[Rate],
    pump: Entry[PumpImplanted],
    filled: datetime,
    order: Entry[OrderSigned] | None,
) -> Decimal | None:
    made = filled if order is None else min(filled, order.at.earliest)
    standing = _possible([rate for rate in rates if rate.at.latest <= made], pump)
    if standing:
        return min(map(_flow, standing))
    return None if order is None else order.payload.flow_ml_per_day


def _possible(rates: Sequence[Rate], pump: Entry[PumpImplanted]) -> list[Rate]:
    """The settings that the pump may run at: the last sure one, and every unsure one since.

    An unsure one may so only raise what is reckoned with: a rate taken too low makes the drug
    too strong and the date too late. For want of a time of day several may be the last.
    """
    sure = [rate for rate in rates if is_sure(rate, pump)]
    begun = max((rate.at.earliest for rate in sure), default=None)
    return [rate for rate in rates if begun is None or rate.at.latest >= begun]


def _flow(rate: Rate) -> Decimal:
    return rate.payload.rate_ml_per_day


def _unchanged_since(rates: Sequence[Rate], set_to: Decimal) -> datetime:
    """From when on the pump has surely run at `set_to`; setting it again changes nothing."""
    since = None
    for rate in rates:
        if _flow(rate) != set_to:
            since = None
        elif since is None:
            since = rate.at.latest
    return since or rates[-1].at.latest
