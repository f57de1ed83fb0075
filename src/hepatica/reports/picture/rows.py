"""The figures of the picture as rows of plain data: a drawing library takes no decimals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

from hepatica.core.chart.laboratory import LaboratoryPanel
from hepatica.core.chart.words import LabTest
from hepatica.core.dosing.cycles import Cycle
from hepatica.core.pump.ledger import keep_ledger
from hepatica.core.pump.reading import ReadingKind
from hepatica.reports.picture.events import Event
from hepatica.reports.picture.words import percent_words
from hepatica.reports.sentences import CONTENTS
from hepatica.reports.sheet import Sheet

Row = dict[str, object]

_READINGS = {
    ReadingKind.MEASURED: "measured",
    ReadingKind.EMPTIED: "emptied: at least",
    ReadingKind.STOPPED: "stopped",
}


def span(sheet: Sheet, events: tuple[Event, ...]) -> list[str]:
    """From the first to the last moment that any strip shows: the same for all of them."""
    course = sheet.plan.course
    moments = [
        *(dwell.fill.at.earliest for dwell in keep_ledger(course).all_dwells),
        *(panel.at.earliest for panel in course.all(LaboratoryPanel)),
        *(event.at for event in events),
        course.at,
    ]
    return [_time(min(moments)), _time(max(moments))]


def dwell_rows(sheet: Sheet, cycles: tuple[Cycle, ...]) -> list[Row]:
    """Every fill as a bar from the day it went in to the day it came out."""
    percents = {cycle.dwell.fill.id: percent_words(cycle) for cycle in cycles}
    course = sheet.plan.course
    return [
        {
            "from": _time(dwell.fill.at.earliest),
            "to": _time(course.at if dwell.access is None else dwell.access.at.latest),
            "content": CONTENTS[dwell.fill.payload.content],
            "text": percents.get(dwell.fill.id, ""),
        }
        for dwell in keep_ledger(course).all_dwells
    ]


def value_rows(sheet: Sheet, test: LabTest) -> list[Row]:
    """Every result of one test, in its canonical unit."""
    return [
        {"at": _time(panel.at.earliest), "value": _number(found.value)}
        for panel in sheet.plan.course.all(LaboratoryPanel)
        if (found := panel.payload.get(test)) is not None
    ]


def limit_rows(cycles: tuple[Cycle, ...], test: LabTest) -> list[Row]:
    """The lines at which a step begins, one set for each cycle; the reference is one of them."""
    return [
        {"from": _time(cycle.since), "to": _time(cycle.until), "value": _number(at), "step": step}
        for cycle in cycles
        for limits in cycle.limits
        if limits.test is test
        for step, at in (
            ("reference", limits.reference),
            ("80 %", limits.to_80),
            ("50 %", limits.to_50),
            ("hold", limits.hold),
        )
        if at is not None
    ]


def flow_rows(sheet: Sheet) -> Iterator[Row]:
    """Every reading of the pump, said to be a measurement or a bound."""
    flow = sheet.plan.flow
    for each in () if flow is None else flow.observations:
        words = _READINGS[each.reading.kind]
        yield {
            "at": _time(each.read_at),
            "value": _number(each.reading.flow_ml_per_day),
            "reading": words if each.is_exact else f"{words}, a time is missing",
        }


def event_rows(events: tuple[Event, ...]) -> list[Row]:
    """Every event with its number; neighbours on lines of their own."""
    return [
        {
            "at": _time(event.at),
            "number": str(event.number),
            "kind": event.kind,
            "line": event.number % 3,
            "words": f"{event.number}  {event.day}  {event.words}",
            "row": (event.number - 1) // 2,
            "column": (event.number - 1) % 2,
        }
        for event in events
    ]


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _number(value: Decimal) -> float:
    return float(value)
