"""Measured flow: what the dwells say, and which flow sets the next concentration."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import (
    Entry,
    FlowAccepted,
    PumpAndCatheterCheck,
    PumpFilled,
    PumpImplanted,
)
from hepatica.core.chart.newest import newest_for_safety
from hepatica.core.chart.words import CheckResult
from hepatica.core.frozen import frozen
from hepatica.core.moment import elapsed_days
from hepatica.core.protocol.tables import FlowTable
from hepatica.core.pump.ledger import Dwell, Ledger
from hepatica.core.pump.reading import Reading, ReadingKind, read_dwell
from hepatica.core.pump.stated_flow import StatedFlow
from hepatica.core.quantities import HUNDRED, is_at_most, is_below

HOURS_PER_DAY = Decimal(24)


@frozen
class Observation:
    """The reading of one closed dwell.

    Without a time of day at either end the flow is the highest possible one; it then enters
    the fast bound and nothing else (behaviour E-f). It was read between `read_at` and `read_by`.
    """

    dwell: Dwell
    reading: Reading
    is_exact: bool
    access_id: str
    read_at: datetime
    read_by: datetime

    @property
    def is_measurement(self) -> bool:
        """Whether this flow may set a concentration: exact, uncensored, aqueous."""
        return (
            self.reading.kind is ReadingKind.MEASURED
            and self.is_exact
            and self.dwell.fill.payload.content.is_aqueous
        )

    @property
    def bounds_flow(self) -> bool:
        """Whether this reading only says how fast the pump may run."""
        if self.reading.kind is ReadingKind.EMPTIED:
            return True
        is_undated = self.reading.kind is ReadingKind.MEASURED and not self.is_exact
        return is_undated and self.dwell.fill.payload.content.is_aqueous


@frozen
class Flow:
    """The flow of this pump as the chart tells it; all mL/day.

    `concentration_flow_ml_per_day` is behaviour F2's Q. `latest` is the newest measurement.
    Measurements are of the flow that is stated now: one of another rate measures nothing.
    """

    stated: StatedFlow
    observations: tuple[Observation, ...]
    measurements: tuple[Observation, ...]
    concentration_flow_ml_per_day: Decimal

    @property
    def latest(self) -> Observation | None:
        """The newest measurement, if the pump has been measured at all."""
        return self.measurements[-1] if self.measurements else None


def follow_flow(
    course: Course, ledger: Ledger, stated: StatedFlow, table: FlowTable, *, reserve_ml: Decimal
) -> Flow:
    """Every observation of the pump in place, and the flow for the next concentration."""
    observations = observe_dwells(ledger, table, reserve_ml=reserve_ml)
    measurements = tuple(
        each for each in observations if each.is_measurement and stated.covers(each.dwell)
    )
    flow = _choose_flow(course, stated, measurements, table)
    return Flow(stated, observations, measurements, flow)


def observe_dwells(
    ledger: Ledger, table: FlowTable, *, reserve_ml: Decimal
) -> tuple[Observation, ...]:
    """The reading of every closed dwell that has one, oldest first."""
    read = (_observe(dwell, table, reserve_ml) for dwell in ledger.dwells)
    return tuple(each for each in read if each is not None)


def _observe(dwell: Dwell, table: FlowTable, reserve_ml: Decimal) -> Observation | None:
    access, residual, fill = dwell.access, dwell.residual_ml, dwell.fill
    if access is None or residual is None or fill.payload.is_pocket_fill_suspected:
        return None
    shortest = elapsed_days(fill.at.latest, access.at.earliest)
    is_too_short = shortest * HOURS_PER_DAY < table.shortest_dwell_hours
    if is_too_short or fill.payload.net_ml <= reserve_ml or residual > dwell.available_ml:
        return None
    reading = read_dwell(
        available_ml=dwell.available_ml,
        residual_ml=residual,
        days=shortest,
        reserve_ml=reserve_ml,
    )
    is_exact = fill.at.is_exact and access.at.is_exact
    return Observation(dwell, reading, is_exact, access.id, access.at.earliest, access.at.latest)


def mean_of_last(measurements: Sequence[Observation], table: FlowTable) -> Decimal:
    """Mean of the last three measurements, or fewer; mL/day."""
    last = last_flows(measurements, table)
    return sum(last, Decimal(0)) / len(last)


def last_flows(measurements: Sequence[Observation], table: FlowTable) -> list[Decimal]:
    """The flows averaged by behaviour F2 and F3, oldest first; mL/day."""
    count = int(table.measurements_averaged)
    return [each.reading.flow_ml_per_day for each in measurements[-count:]]


def _choose_flow(
    course: Course, stated: StatedFlow, measurements: tuple[Observation, ...], table: FlowTable
) -> Decimal:
    """Behaviour F2: up at once, down only when sure and never by much."""
    flow = stated.ml_per_day
    for count in range(1, len(measurements) + 1):
        seen = measurements[:count]
        candidate = max(mean_of_last(seen, table), seen[-1].reading.flow_ml_per_day)
        if is_below(flow, candidate):
            flow = candidate
        elif is_below(candidate, flow) and _may_step_down(
            course, stated, seen, measurements, flow, table
        ):
            flow = max(candidate, flow / table.largest_step_down)
    return flow


def _may_step_down(
    course: Course,
    stated: StatedFlow,
    seen: tuple[Observation, ...],
    measurements: tuple[Observation, ...],
    flow: Decimal,
    table: FlowTable,
) -> bool:
    if accepting(course, stated, seen[-1], measurements, table) is not None:
        return True
    if len(seen) < 2:
        return False
    one, two = (each.reading.flow_ml_per_day for each in seen[-2:])
    return is_below(one, flow) and is_below(two, flow) and agree(one, two, table)


def agree(one: Decimal, two: Decimal, table: FlowTable) -> bool:
    """Whether two flows lie within 5 % of the larger (behaviour E-d)."""
    return is_at_most(abs(one - two) * HUNDRED, table.agreement_percent * max(one, two))


def acceptances(course: Course, stated: StatedFlow) -> tuple[Entry[FlowAccepted], ...]:
    """The flows accepted for the newest pump at its stated flow, oldest first.

    What was accepted for another pump, or at another rate, is not accepted for this one.
    """
    implant = course.latest(PumpImplanted)
    return tuple(
        entry
        for entry in course.all(FlowAccepted)
        if (implant is None or entry.at.earliest >= implant.at.latest)
        and (stated.since is None or entry.at.earliest >= stated.since)
    )


def accepting(
    course: Course,
    stated: StatedFlow,
    measurement: Observation,
    measurements: tuple[Observation, ...],
    table: FlowTable,
) -> Entry[FlowAccepted] | None:
    """The acceptance that covers a measurement, if any (behaviour E-d).

    An acceptance speaks of the newest measurement it could see and of later ones, while
    fewer than three fills have been made under it, each within 5 % of the flow it names.
    """
    for acceptance in reversed(acceptances(course, stated)):
        if not agree(
            measurement.reading.flow_ml_per_day, acceptance.payload.flow_ml_per_day, table
        ):
            continue
        fills = fills_since(course, acceptance.at.earliest, until=measurement.read_at)
        if (
            _speaks_of(acceptance, measurement, measurements)
            and len(fills) < table.accepted_for_fills
        ):
            return acceptance
    return None


def _speaks_of(
    acceptance: Entry[FlowAccepted],
    measurement: Observation,
    measurements: tuple[Observation, ...],
) -> bool:
    """Whether no newer measurement could be seen when the flow was accepted."""
    return not any(
        measurement.read_at < each.read_at <= acceptance.at.earliest for each in measurements
    )


def fills_since(
    course: Course, since: datetime, *, until: datetime | None = None
) -> tuple[Entry[PumpFilled], ...]:
    """The fills that went in from `since` on, and before `until` where it is given."""
    return tuple(
        fill
        for fill in course.all(PumpFilled)
        if fill.at.latest >= since
        and (until is None or fill.at.latest < until)
        and fill.payload.net_ml > 0
    )


def last_ok_check(course: Course) -> datetime | None:
    """When pump and catheter were last found in order; None if the newest check found a fault."""
    newest = newest_check(course)
    if newest is None or newest.payload.result is not CheckResult.OK:
        return None
    return newest.at.earliest


def newest_check(course: Course) -> Entry[PumpAndCatheterCheck] | None:
    """The newest check of pump and catheter; of two on one day the one that found a fault."""
    checks = course.all(PumpAndCatheterCheck)
    return newest_for_safety(checks, lambda check: check.result is not CheckResult.OK)
