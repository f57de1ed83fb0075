"""What one dwell says of the flow: measured, emptied (a bound only) or stopped."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from hepatica.core.frozen import frozen
from hepatica.core.quantities import HUNDRED, is_at_most


class ReadingKind(StrEnum):
    """A dry pump is not a slow pump: an emptied reading is a bound, never a measurement."""

    MEASURED = "measured"
    EMPTIED = "emptied"
    STOPPED = "stopped"


class Band(StrEnum):
    """Deviation of a flow from the label; a bound belongs to the narrower band."""

    WITHIN_10 = "within-10"
    FROM_10_TO_15 = "10-to-15"
    OVER_15 = "over-15"


@frozen
class Reading:
    """One reading. `flow_ml_per_day` is the flow, or for an emptied pump its lower bound."""

    kind: ReadingKind
    flow_ml_per_day: Decimal


def read_dwell(
    *, available_ml: Decimal, residual_ml: Decimal, days: Decimal, reserve_ml: Decimal
) -> Reading:
    """The reading of one dwell (behaviour F1).

    Args:
        available_ml: what was in the reservoir after the fill.
        residual_ml: what was still there at the access; at most `available_ml`.
        days: elapsed days, above zero.
        reserve_ml: a residual at or below this says only that the pump ran at least so fast.
    """
    flow = (available_ml - residual_ml) / days
    if residual_ml <= reserve_ml:
        return Reading(ReadingKind.EMPTIED, flow)
    if residual_ml == available_ml:
        return Reading(ReadingKind.STOPPED, Decimal(0))
    return Reading(ReadingKind.MEASURED, flow)


def deviates_by_more(flow: Decimal, label: Decimal, *, percent: Decimal) -> bool:
    """Whether `flow` lies more than `percent` of the label away from it."""
    return not is_at_most(abs(flow - label) * HUNDRED, percent * label)


def band_of(
    flow: Decimal, label: Decimal, *, recheck_percent: Decimal, refuse_percent: Decimal
) -> Band:
    """The band of a measured flow against this pump's label (clinical facts 3.4)."""
    if deviates_by_more(flow, label, percent=refuse_percent):
        return Band.OVER_15
    if deviates_by_more(flow, label, percent=recheck_percent):
        return Band.FROM_10_TO_15
    return Band.WITHIN_10
