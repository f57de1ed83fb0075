"""What the picture shows, in words: for readers who do not see it, and for its title."""

from __future__ import annotations

from collections.abc import Iterator

from hepatica.core.chart.laboratory import LaboratoryPanel
from hepatica.core.dosing.cycles import Cycle
from hepatica.core.dosing.explain import SHORT_NAMES
from hepatica.reports.figures import exact, instant, near
from hepatica.reports.picture.events import Event
from hepatica.reports.plan_text import marks
from hepatica.reports.sheet import Sheet


def title_of(sheet: Sheet) -> str:
    """The title of the picture."""
    course = sheet.plan.course
    return f"Course of case {course.case} up to {instant(course.at)}"


def subtitles_of(sheet: Sheet) -> list[str]:
    """Under the title: how sure, and on which chart."""
    return [marks(sheet.plan), f"Head {sheet.plan.course.head}"]


def described(sheet: Sheet, cycles: tuple[Cycle, ...], events: tuple[Event, ...]) -> str:
    """The whole picture in sentences."""
    parts = [
        title_of(sheet),
        *subtitles_of(sheet),
        _fills(cycles),
        *_tests(sheet),
        _flow(sheet),
        _events(events),
    ]
    return " ".join(f"{part}." for part in parts if part)


def percent_words(cycle: Cycle) -> str:
    """The dose of a cycle as the picture shows it; exact in the chart."""
    return "% ?" if cycle.percent is None else f"{near(cycle.percent, '0.1')} %"


def _fills(cycles: tuple[Cycle, ...]) -> str:
    said = [f"{cycle.dwell.fill.at.day} {percent_words(cycle)}" for cycle in cycles]
    return (
        f"FUDR fills, percent of the starting dose: {', '.join(said)}" if said else "No FUDR fill"
    )


def _tests(sheet: Sheet) -> Iterator[str]:
    for test in () if sheet.protocol is None else sheet.protocol.liver.tests:
        values = [
            f"{panel.at.day} {'<' if found.is_below else ''}{exact(found.value)}"
            for panel in sheet.plan.course.all(LaboratoryPanel)
            if (found := panel.payload.get(test)) is not None
        ]
        if values:
            yield f"{SHORT_NAMES[test]}: {', '.join(values)}"


def _flow(sheet: Sheet) -> str:
    flow = sheet.plan.flow
    if flow is None or not flow.measurements:
        return "No flow measured"
    said = [
        f"{each.read_at.date()} {near(each.reading.flow_ml_per_day, '0.0001')}"
        for each in flow.measurements
    ]
    return f"Flow in mL/day, {flow.stated.word} {exact(flow.stated.ml_per_day)}: {', '.join(said)}"


def _events(events: tuple[Event, ...]) -> str:
    said = [f"{event.day} {event.words}" for event in events]
    return f"Events: {', '.join(said)}" if said else ""
