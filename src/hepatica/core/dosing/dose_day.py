"""Which dose this is, and from which civil day it may be given."""

from __future__ import annotations

from datetime import date, timedelta

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import Entry, ProcedureDone, PumpImplanted
from hepatica.core.chart.words import Procedure
from hepatica.core.frozen import frozen
from hepatica.core.protocol.tables import Protocol
from hepatica.core.pump.ledger import Dwell, Ledger

# After these the next FUDR is judged as a first dose (behaviour D4).
_FIRST_DOSE_AGAIN = (
    Procedure.HEPATECTOMY,
    Procedure.ABLATION_NEAR_DUCT,
    Procedure.CATHETER_REVISION,
)


@frozen
class DoseDay:
    """The dose day and the first day on which FUDR may be given; `why` names the gate.

    `entries` are what the gate rests on beside the implant and the last fill.
    """

    day: date
    earliest: date
    why: str
    entries: tuple[str, ...] = ()


def last_fudr(ledger: Ledger) -> Dwell | None:
    """The newest FUDR fill of which any volume went in."""
    return ledger.fudr_dwells[-1] if ledger.fudr_dwells else None


def first_dose_procedure(course: Course, last: Dwell | None) -> Entry[ProcedureDone] | None:
    """The newest procedure since the last FUDR that makes the next one a first dose."""
    found = [
        entry
        for entry in course.all(ProcedureDone)
        if entry.payload.procedure in _FIRST_DOSE_AGAIN
        # A day without a time, of either: the procedure may have been after the fill.
        and (last is None or entry.at.latest > last.fill.at.earliest)
    ]
    return found[-1] if found else None


def procedure_between(course: Course, earlier: Dwell, later: Dwell) -> Entry[ProcedureDone] | None:
    """The newest such procedure between two FUDR fills."""
    found = [
        entry
        for entry in course.all(ProcedureDone)
        if entry.payload.procedure in _FIRST_DOSE_AGAIN
        and earlier.fill.at.latest < entry.at.latest
        and entry.at.earliest <= later.fill.at.latest
    ]
    return found[-1] if found else None


def is_first_dose(course: Course, last: Dwell | None) -> bool:
    """Whether the first-dose rule judges the next FUDR."""
    return last is None or first_dose_procedure(course, last) is not None


def implant_since(course: Course, last: Dwell | None) -> Entry[PumpImplanted] | None:
    """The newest pump implanted since the last FUDR: a fresh wound, whatever the dose before."""
    implant = course.latest(PumpImplanted)
    if implant is None or (last is not None and implant.at.latest <= last.fill.at.latest):
        return None
    return implant


def compute_dose_day(course: Course, protocol: Protocol, ledger: Ledger) -> DoseDay | None:
    """The next dose day; None without a pump to count from.

    The calendar counts civil days as written. Gates after implant and liver surgery know no
    early days.
    """
    last = last_fudr(ledger)
    gates = _surgery_gates(course, protocol, last)
    if last is not None:
        gates.append(next_cycle_day(protocol, last))
    return max(gates, key=lambda gate: (gate.earliest, gate.day), default=None)


def next_cycle_day(protocol: Protocol, last: Dwell) -> DoseDay:
    """The dose day by the cycle alone, counted from the last FUDR fill."""
    calendar = protocol.calendar
    day = last.fill.at.day + timedelta(days=int(calendar.cycle_days))
    earliest = day - timedelta(days=int(calendar.early_days))
    return DoseDay(day, earliest, f"{calendar.cycle_days} days after the last FUDR")


def _surgery_gates(course: Course, protocol: Protocol, last: Dwell | None) -> list[DoseDay]:
    first = protocol.first_dose
    gates = []
    is_first = is_first_dose(course, last)
    implant = course.latest(PumpImplanted) if is_first else implant_since(course, last)
    if implant is not None:
        gates.append(_gate(implant.at.day, int(first.days_after_implant), "implant"))
    if not is_first:
        return gates
    for entry in course.all(ProcedureDone):
        if entry.payload.procedure is Procedure.HEPATECTOMY:
            days = int(first.days_after_liver_surgery)
            gates.append(_gate(entry.at.day, days, "liver surgery", entry.id))
    return gates


def _gate(day: date, days: int, what: str, *entries: str) -> DoseDay:
    gate = day + timedelta(days=days)
    return DoseDay(gate, gate, f"{days} days after {what}", entries)
