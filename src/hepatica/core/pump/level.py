"""What should be in the pump at a moment: the volume expected, and the least it may be."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from hepatica.core.chart.course import Course
from hepatica.core.frozen import frozen
from hepatica.core.moment import Moment, elapsed_days
from hepatica.core.protocol.tables import FlowTable
from hepatica.core.pump.flow import Flow
from hepatica.core.pump.ledger import Dwell
from hepatica.core.pump.refill import Refill, edges_of, exposure_factors, rate_on
from hepatica.core.quantities import Unknown, clinical_arithmetic

_EMPTY = Decimal(0)


@frozen
class Level:
    """The contents of the reservoir at a moment.

    `expected_ml` is at the flow that sets concentrations; None where `why_not_expected` says
    why. `least_ml` is at the fast bound with exposures, as the safe refill date is. The FUDR
    figures are None where no FUDR is in it; what is left and given also without `expected_ml`.
    """

    expected_ml: Decimal | None
    least_ml: Decimal
    fudr_mg_per_ml: Decimal | None = None
    fudr_left_mg: Decimal | None = None
    fudr_given_mg: Decimal | None = None
    why_not_expected: str = ""


def predict_level(
    course: Course, dwell: Dwell, flow: Flow, refill: Refill, table: FlowTable
) -> Level | Unknown:
    """The level of the fill in the pump at the moment of the course.

    Returns Unknown where no safe refill date can be computed either.
    """
    bound = refill.fast_bound_ml_per_day
    if refill.date is None or bound is None:
        return Unknown(refill.reason)
    with clinical_arithmetic():
        filled = dwell.fill.at
        most_used = _most_used(course, filled, bound, table)
        least = max(dwell.fill.payload.net_ml - most_used, _EMPTY)
        strength = dwell.concentration_mg_per_ml or None
        if not filled.is_exact:
            return Level(
                None, least, strength, why_not_expected="the hour of the fill is not known"
            )
        if not flow.stated.covers(dwell):
            return Level(None, least, strength, why_not_expected="the rate was set anew since")
        expected = _expected(dwell, flow, filled.earliest, course.at)
        if strength is None:
            return Level(expected, least)
        given = strength * (dwell.available_ml - expected)
        return Level(expected, least, strength, strength * expected, given)


def _expected(dwell: Dwell, flow: Flow, filled: datetime, at: datetime) -> Decimal:
    used = flow.concentration_flow_ml_per_day * elapsed_days(filled, at)
    return max(dwell.available_ml - used, _EMPTY)


def _most_used(course: Course, filled: Moment, bound: Decimal, table: FlowTable) -> Decimal:
    """Volume given since the fill at the fast bound, faster on the exposed civil days; mL."""
    factors = exposure_factors(course, table)
    zone, start, used = course.at.tzinfo, filled.earliest, Decimal(0)
    edges = (min(edge, course.at) for edge in edges_of(factors, start, zone))
    for end in (*edges, course.at):
        rate = rate_on(start.astimezone(zone).date(), bound, factors)
        used, start = used + rate * elapsed_days(start, end), end
    return used
