"""What one access says of the flow (clinical facts F4, F5; behaviour F1)."""

from __future__ import annotations

from decimal import Decimal

from hepatica.core.calculators.refusal import (
    Cause,
    Refusal,
    above_hard_limit,
    refuse_negative,
    refuse_not_above_zero,
)
from hepatica.core.frozen import frozen
from hepatica.core.protocol.tables import FlowTable, Protocol
from hepatica.core.pump.reading import ReadingKind, band_of, read_dwell
from hepatica.core.quantities import HUNDRED, clinical_arithmetic


@frozen
class FlowCase:
    """One dwell: what went in, what came out, how many days between, and the pump's label."""

    filled_ml: Decimal
    withdrawn_ml: Decimal
    days: Decimal
    label_ml_per_day: Decimal
    concentration_mg_per_ml: Decimal | None = None


@frozen
class FlowResult:
    """The measured flow, or for an emptied pump only what it was at least.

    `deviation_percent` is from the label. `band` is one of the bands, or emptied, or stopped.
    """

    flow_ml_per_day: Decimal | None
    flow_at_least_ml_per_day: Decimal | None
    deviation_percent: Decimal | None
    band: str
    delivered_mg: Decimal | None
    dry_after_days: Decimal | None


def calculate_flow(
    case: FlowCase, protocol: Protocol, *, reserve_ml: Decimal
) -> FlowResult | Refusal:
    """The flow of `case`; a volume withdrawn at or below `reserve_ml` is an emptied pump."""
    with clinical_arithmetic():
        return (
            _refuse_senseless(case)
            or _refuse_above_limits(case, protocol)
            or _compute(case, protocol.flow, reserve_ml)
        )


def _refuse_senseless(case: FlowCase) -> Refusal | None:
    if case.withdrawn_ml > case.filled_ml > 0:
        return Refusal(
            Cause.MORE_OUT_THAN_IN,
            "withdrawn_ml",
            f"{case.withdrawn_ml:f}",
            f"at most the {case.filled_ml:f} mL that were filled",
        )
    return refuse_not_above_zero(
        filled_ml=case.filled_ml,
        days=case.days,
        label_ml_per_day=case.label_ml_per_day,
        concentration_mg_per_ml=case.concentration_mg_per_ml,
    ) or refuse_negative("withdrawn_ml", case.withdrawn_ml)


def _refuse_above_limits(case: FlowCase, protocol: Protocol) -> Refusal | None:
    limits, concentration = protocol.limits, case.concentration_mg_per_ml
    if concentration is None:
        return None
    if concentration > limits.hard_mg_per_ml:
        return above_hard_limit(
            "concentration_mg_per_ml",
            concentration,
            limit=limits.hard_mg_per_ml,
            unit="mg/mL",
            protocol=protocol.name,
        )
    if concentration * case.filled_ml > limits.hard_mg_per_fill:
        return above_hard_limit(
            "concentration_mg_per_ml x filled_ml",
            concentration * case.filled_ml,
            limit=limits.hard_mg_per_fill,
            unit="mg a fill",
            protocol=protocol.name,
        )
    return None


def _compute(case: FlowCase, table: FlowTable, reserve_ml: Decimal) -> FlowResult:
    reading = read_dwell(
        available_ml=case.filled_ml,
        residual_ml=case.withdrawn_ml,
        days=case.days,
        reserve_ml=reserve_ml,
    )
    flow = reading.flow_ml_per_day
    if reading.kind is ReadingKind.EMPTIED:
        return FlowResult(None, flow, None, reading.kind, _delivered_mg(case), None)
    stopped = reading.kind is ReadingKind.STOPPED
    return FlowResult(
        flow_ml_per_day=flow,
        flow_at_least_ml_per_day=None,
        deviation_percent=(flow - case.label_ml_per_day) * HUNDRED / case.label_ml_per_day,
        band=reading.kind if stopped else _band(flow, case, table),
        delivered_mg=_delivered_mg(case),
        dry_after_days=None if stopped else case.filled_ml / flow,
    )


def _band(flow: Decimal, case: FlowCase, table: FlowTable) -> str:
    return band_of(
        flow,
        case.label_ml_per_day,
        recheck_percent=table.recheck_percent,
        refuse_percent=table.refuse_percent,
    )


def _delivered_mg(case: FlowCase) -> Decimal | None:
    if case.concentration_mg_per_ml is None:
        return None
    return case.concentration_mg_per_ml * (case.filled_ml - case.withdrawn_ml)
