"""When the pump runs dry on the fast bound, and the last date it can safely wait for."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from enum import StrEnum

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import Entry, Exposure, PumpAccessed, PumpFilled
from hepatica.core.chart.words import AccessResult
from hepatica.core.frozen import frozen
from hepatica.core.moment import Moment, after_days, elapsed_days
from hepatica.core.protocol.tables import FlowTable
from hepatica.core.pump.device import Device
from hepatica.core.pump.flow import Flow, Observation, last_flows, last_ok_check, mean_of_last
from hepatica.core.pump.ledger import Ledger
from hepatica.core.pump.reading import ReadingKind
from hepatica.core.quantities import HUNDRED, is_at_most, whole


class RefillStatus(StrEnum):
    """Whether the safe refill date is known and ahead."""

    OK = "ok"
    OVERDUE = "overdue"
    DATE_UNKNOWN = "date-unknown"


@frozen
class Refill:
    """The safe refill date. `instant` is when the reserve is reached on the fast bound.

    Without a date, `reason` says why it cannot be computed.
    """

    status: RefillStatus
    fast_bound_ml_per_day: Decimal | None
    date: date | None = None
    instant: datetime | None = None
    days: Decimal | None = None
    reason: str = ""


def compute_fast_bound(
    course: Course, flow: Flow, device: Device, table: FlowTable
) -> Decimal | None:
    """The fastest this pump may be running, without exposures (behaviour F3); mL/day.

    None when the family's tolerance is not stated: a measured flow says how fast the pump ran,
    and not how fast it may run.
    """
    if device.tolerance_percent is None:
        return None
    bounds = [
        flow.stated.highest_ml_per_day * (HUNDRED + device.tolerance_percent) / HUNDRED,
        *last_flows(flow.measurements, table),
        *_lower_bounds(course, flow),
    ]
    spread = spread_bound(flow, table)
    return max(bounds if spread is None else [*bounds, spread])


def _lower_bounds(course: Course, flow: Flow) -> list[Decimal]:
    """How fast the pump may run by readings that are no measurements.

    A check that found pump and catheter in order ends what an emptied pump left open, and not
    the reading of a day without a time.
    """
    checked = last_ok_check(course)
    return [
        each.reading.flow_ml_per_day
        for each in flow.observations
        if each.bounds_flow
        and (checked is None or each.read_by >= checked or not _is_censored(each))
    ]


def _is_censored(observation: Observation) -> bool:
    return observation.reading.kind is ReadingKind.EMPTIED


def is_spread_left_out(flow: Flow, table: FlowTable) -> bool:
    """Whether the last three measurements lie too far apart to speak of their spread."""
    last = last_flows(flow.measurements, table)
    if len(last) < 2:
        return False
    apart = (max(last) - min(last)) * HUNDRED
    return not is_at_most(apart, table.spread_left_out_percent * max(last))


def spread_bound(flow: Flow, table: FlowTable) -> Decimal | None:
    """Mean + 1.96 s of the last three measurements; None with fewer than two or too far apart.

    s is the larger of their sample standard deviation and 3 % of the mean.
    """
    last = last_flows(flow.measurements, table)
    if len(last) < 2 or is_spread_left_out(flow, table):
        return None
    mean = mean_of_last(flow.measurements, table)
    squares = sum(((each - mean) ** 2 for each in last), Decimal(0))
    deviation = (squares / (len(last) - 1)).sqrt()
    smallest = table.smallest_spread_percent * mean / HUNDRED
    return mean + table.spread_factor * max(deviation, smallest)


def compute_refill(
    course: Course, ledger: Ledger, flow: Flow, device: Device, table: FlowTable
) -> Refill:
    """The safe refill date of the fill in the pump now, or why there is none."""
    bound = compute_fast_bound(course, flow, device, table)
    fill = _known_fill(ledger)
    if isinstance(fill, str):
        return Refill(RefillStatus.DATE_UNKNOWN, bound, reason=fill)
    if bound is None:
        reason = "how far this pump may run above its label is not stated"
        return Refill(RefillStatus.DATE_UNKNOWN, None, reason=reason)
    usable = fill.payload.net_ml - device.reserve_ml
    return refill_after(course, fill.at, usable, bound, table)


def refill_after(
    course: Course, filled: Moment, usable_ml: Decimal, bound_ml_per_day: Decimal, table: FlowTable
) -> Refill:
    """The safe refill date of a fill that leaves `usable_ml` above the reserve.

    The calendar date of the fill, as written, plus the whole elapsed days (behaviour F3). A
    day without a time counts from its beginning.
    """
    factors = exposure_factors(course, table)
    days = days_until_used(
        max(usable_ml, Decimal(0)),
        filled.earliest,
        bound_ml_per_day,
        factors,
        zone=course.at.tzinfo,
    )
    safe_date = filled.day + timedelta(days=whole(days))
    status = RefillStatus.OVERDUE if safe_date < course.today else RefillStatus.OK
    instant = after_days(filled.earliest, days)
    return Refill(status, bound_ml_per_day, safe_date, instant, days)


def _known_fill(ledger: Ledger) -> Entry[PumpFilled] | str:
    """The fill in the pump now, or why nobody can say what is in it."""
    if ledger.contradictions:
        return ledger.contradictions[0].reason
    if not ledger.dwells:
        return "no fill is recorded"
    if ledger.current is None:
        return "emptied and not refilled"
    if ledger.current.fill.payload.is_pocket_fill_suspected:
        return "a pocket fill is suspected: the volume in the reservoir is not known"
    return ledger.current.fill


@frozen
class DatedFactor:
    """How much faster the pump may run, from one civil day to another, both included."""

    since: date
    until: date
    factor: Decimal


def exposure_factors(course: Course, table: FlowTable) -> list[DatedFactor]:
    """Exposures that reach into a dwell; one without an end lasts until the next access."""
    factors = {row.exposure: row.factor for row in table.exposures}
    return [
        DatedFactor(each.since, each.until or date.max, factors[each.exposure])
        for entry in course.all(Exposure)
        if (each := entry.payload).until is not None or not _has_ended(course, each)
    ]


def _has_ended(course: Course, exposure: Exposure) -> bool:
    """Whether an exposure of unknown duration was followed by emptying the pump (E-g)."""
    return any(
        access.at.day > exposure.since and access.payload.result is AccessResult.EMPTIED
        for access in course.all(PumpAccessed)
    )


def days_until_used(
    usable_ml: Decimal,
    start: datetime,
    bound_ml_per_day: Decimal,
    factors: list[DatedFactor],
    *,
    zone: tzinfo | None,
) -> Decimal:
    """Days until `usable_ml` are gone at the fast bound, faster on the exposed civil days."""
    left, passed = usable_ml, Decimal(0)
    for edge in edges_of(factors, start, zone):
        rate = rate_on(start.astimezone(zone).date(), bound_ml_per_day, factors)
        span = elapsed_days(start, edge)
        if rate * span >= left:
            return passed + left / rate
        left, passed, start = left - rate * span, passed + span, edge
    return passed + left / rate_on(start.astimezone(zone).date(), bound_ml_per_day, factors)


def rate_on(day: date, bound_ml_per_day: Decimal, factors: list[DatedFactor]) -> Decimal:
    """The fast bound of one civil day, raised by every exposure of that day; mL/day."""
    rate = bound_ml_per_day
    for each in factors:
        if each.since <= day <= each.until:
            rate *= each.factor
    return rate


def edges_of(factors: list[DatedFactor], start: datetime, zone: tzinfo | None) -> list[datetime]:
    """The instants after `start` at which a factor begins or ends, earliest first."""
    days = {each.since for each in factors}
    days |= {each.until + timedelta(days=1) for each in factors if each.until < date.max}
    instants = (datetime.combine(day, time(), tzinfo=zone) for day in days)
    return sorted(instant for instant in instants if instant > start)
