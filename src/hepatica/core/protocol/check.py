"""What must hold between the values of a protocol for its tables to have one reading.

A table of data carries no logic, so the logic is here: bands that complement each other, steps
that rise, limits in order, every reason answered once. Nothing here knows a clinical number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hepatica.core.chart.words import ExposureKind, GivenWith
from hepatica.core.protocol.check_fills import check_fills
from hepatica.core.protocol.check_liver import check_first_dose, check_liver
from hepatica.core.protocol.check_stops import check_stops
from hepatica.core.protocol.problems import (
    Problem,
    above_zero,
    not_above,
    once_each,
    rising,
    whole,
)
from hepatica.core.protocol.tables import Calendar, DoseTable, FlowTable, LimitTable, Protocol
from hepatica.core.protocol.windows import PumpFamily
from hepatica.core.quantities import HUNDRED, clinical_arithmetic

__all__ = ["Problem", "check_protocol", "check_reservoirs"]


def check_protocol(protocol: Protocol, devices: Iterable[PumpFamily]) -> tuple[Problem, ...]:
    """Everything in the tables that contradicts itself or leaves a gap; empty when sound.

    Args:
        protocol: the tables.
        devices: the pump families the protocol is used with.
    """
    with clinical_arithmetic():
        return (
            *_check_dose(protocol.dose),
            *check_first_dose(protocol.first_dose, protocol.liver),
            *check_liver(protocol.liver),
            *check_stops(protocol.stops),
            *_check_calendar(protocol.calendar),
            *check_fills(protocol.fills),
            *_check_flow(protocol.flow),
            *_check_limits(protocol.limits, protocol.dose),
            *_check_windows(protocol.calendar, devices),
        )


def _check_dose(dose: DoseTable) -> Iterator[Problem]:
    yield from above_zero(
        "dose",
        ("starting_mg_per_kg_day", dose.starting_mg_per_kg_day),
        ("weight_valid_days", dose.weight_valid_days),
        ("weight_rounding_kg", dose.weight_rounding_kg),
        ("drug_rounding_mg", dose.drug_rounding_mg),
    )
    least = ("minimum_useful_percent", dose.minimum_useful_percent)
    yield from not_above("dose", least, ("100 percent", HUNDRED))


def _check_calendar(calendar: Calendar) -> Iterator[Problem]:
    dwell = ("dwell_days", calendar.dwell_days)
    window = ("empty_window_days", calendar.empty_window_days)
    latest = ("dwell_days + empty_window_days", calendar.dwell_days + calendar.empty_window_days)
    cycle = ("cycle_days", calendar.cycle_days)
    early = ("early_days", calendar.early_days)
    rest = ("rest_days", calendar.rest_days)
    cycles = ("planned_cycles", calendar.planned_cycles)
    glycerin = ("glycerin_days", calendar.glycerin_days)
    months = ("explant_question_months", calendar.explant_question_months)
    yield from whole("calendar", cycle, dwell, window, rest, early, cycles, glycerin, months)
    yield from above_zero("calendar", dwell, rest, cycles, glycerin, months)
    yield from rising("calendar", dwell, cycle)
    yield from rising("calendar", window, dwell)
    yield from rising("calendar", early, dwell)
    yield from not_above("calendar", latest, cycle)


def _check_flow(flow: FlowTable) -> Iterator[Problem]:
    averaged = ("measurements_averaged", flow.measurements_averaged)
    fills = ("accepted_for_fills", flow.accepted_for_fills)
    yield from whole("flow", averaged, fills)
    yield from above_zero(
        "flow", averaged, fills, ("shortest_dwell_hours", flow.shortest_dwell_hours)
    )
    yield from rising(
        "flow", ("recheck_percent", flow.recheck_percent), ("refuse_percent", flow.refuse_percent)
    )
    yield from not_above(
        "flow", ("1", HUNDRED / HUNDRED), ("largest_step_down", flow.largest_step_down)
    )
    found = (row.exposure for row in flow.exposures)
    yield from once_each("flow/exposures", found, ExposureKind)
    for row in flow.exposures:
        # A factor below one would move the safe refill date later.
        factor = ("factor", row.factor)
        yield from not_above(f"flow/exposures/{row.exposure}", ("1", HUNDRED / HUNDRED), factor)


def _check_limits(limits: LimitTable, dose: DoseTable) -> Iterator[Problem]:
    hard = ("hard_mg_per_kg_day", limits.hard_mg_per_kg_day)
    start = ("starting_mg_per_kg_day", dose.starting_mg_per_kg_day)
    yield from not_above("limits", start, hard)
    yield from not_above(
        "limits",
        ("soft_mg_per_ml", limits.soft_mg_per_ml),
        ("hard_mg_per_ml", limits.hard_mg_per_ml),
    )
    yield from above_zero("limits", ("hard_mg_per_fill", limits.hard_mg_per_fill))
    rows = limits.soft_mg_per_kg_day
    yield from once_each("limits/soft_mg_per_kg_day", (row.setting for row in rows), GivenWith)
    for row in rows:
        path = f"limits/soft_mg_per_kg_day/{row.setting}"
        yield from not_above(path, ("above", row.above), hard)


def _check_windows(calendar: Calendar, devices: Iterable[PumpFamily]) -> Iterator[Problem]:
    if calendar.dwell_days > 0:
        for device in devices:
            yield from check_reservoirs(device, path=f"{device.id}/")


def check_reservoirs(device: PumpFamily, *, path: str = "") -> Iterator[Problem]:
    """A reservoir that holds no more than its reserve makes no dwell safe."""
    for reservoir in device.reservoirs_ml:
        if reservoir <= device.reserve_ml:
            where = f"{path}reservoirs_ml/{reservoir}"
            yield Problem(where, "holds no more than the reserve, so no dwell is safe")
