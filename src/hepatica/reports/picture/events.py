"""What happened in a course beside fills and blood tests, in a few words each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from hepatica.core.chart.complication_entries import (
    CatheterStudy,
    Complication,
    SidePathBolus,
    Thrombolysis,
)
from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import (
    BiliaryReport,
    DecisionSigned,
    Entry,
    Exposure,
    FlowAccepted,
    Payload,
    PerfusionScan,
    ProcedureDone,
    PumpAndCatheterCheck,
    PumpImplanted,
    SurgeryPlanned,
    SymptomReport,
)
from hepatica.core.chart.explant import PumpExplanted
from hepatica.core.chart.pump_rate import PumpRateSet
from hepatica.core.frozen import frozen


@frozen
class Event:
    """One event: its number in the picture, when, of which kind, and in words."""

    number: int
    at: datetime
    day: str
    kind: str
    words: str


def events_of(course: Course) -> tuple[Event, ...]:
    """Every event, earliest first, numbered from 1."""
    return tuple(
        Event(number, entry.at.earliest, entry.at.day.isoformat(), kind, words)
        for number, (entry, kind, words) in enumerate(_found(course), start=1)
    )


def _found(course: Course) -> Iterator[tuple[Entry[Payload], str, str]]:
    for entry in course.entries:
        said = _said(entry.payload)
        if said is not None:
            yield entry, *said


def _said(payload: Payload) -> tuple[str, str] | None:
    """Kind and words; None for what the other parts of the picture show."""
    match payload:
        case PumpImplanted(model=model):
            return "pump", f"pump implanted ({model})"
        case PumpAndCatheterCheck(result=result):
            return "pump", f"pump and catheter check: {result.value}"
        case PerfusionScan(code=code, has_tip_hot_spot=is_hot):
            return "scan", f"perfusion scan {code.value}{', hot spot at the tip' if is_hot else ''}"
        case ProcedureDone(procedure=procedure):
            return "procedure", procedure.value.replace("-", " ")
        case SurgeryPlanned(operation=operation, on=on):
            return "procedure", f"{operation.value} surgery planned for {on}"
        case _:
            return _said_of_pump(payload) or _said_of_catheter(payload) or _said_of_patient(payload)


def _said_of_pump(payload: Payload) -> tuple[str, str] | None:
    match payload:
        case PumpExplanted(cause=cause):
            return "pump", f"pump explanted: {cause.value.replace('-', ' ')}"
        case PumpRateSet(rate_ml_per_day=rate):
            return "pump", f"rate set to {rate} mL/day"
        case _:
            return None


def _said_of_catheter(payload: Payload) -> tuple[str, str] | None:
    match payload:
        case Complication(complication=complication, grade=grade):
            return "sign", f"complication, grade {grade.value}: {complication.value}"
        case CatheterStudy(result=result):
            return "scan", f"catheter study: {result.value}"
        case Thrombolysis(result=result):
            return "procedure", f"thrombolysis: {result.value}"
        case SidePathBolus(injected=injected):
            return "procedure", f"bolus path: {injected.value}"
        case _:
            return None


def _said_of_patient(payload: Payload) -> tuple[str, str] | None:
    match payload:
        case SymptomReport(sign=sign):
            return "sign", sign.value.replace("-", " ")
        case BiliaryReport(finding=finding):
            return "sign", f"bile ducts: {finding.value.replace('-', ' ')}"
        case Exposure(exposure=exposure, until=until):
            return "sign", f"{exposure.value}{f' until {until}' if until else ''}"
        case FlowAccepted():
            return "decision", "flow accepted"
        case DecisionSigned(rule=rule, percent=percent):
            shown = "" if percent is None else f", {percent} %"
            return "decision", f"signed {rule.value}{shown}"
        case _:
            return None
