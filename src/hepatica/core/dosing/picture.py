"""The liver tests as the rules see them on one day."""

from __future__ import annotations

from dataclasses import dataclass

from hepatica.core.chart.course import Course
from hepatica.core.dosing.dose_day import is_first_dose, last_fudr
from hepatica.core.dosing.restart import OpenHold, find_open_hold
from hepatica.core.dosing.samples import (
    Panel,
    Values,
    emptied_day_panels,
    fresh_panels,
    highest,
    missing,
    panels_since,
    reference_values,
)
from hepatica.core.protocol.tables import LiverTable, Protocol
from hepatica.core.pump.ledger import Dwell, Ledger
from hepatica.core.quantities import Unknown


@dataclass(frozen=True, slots=True)
class LiverPicture:
    """Which samples, references and hold apply today (behaviour D1, E-b).

    `panels` are all samples since the last FUDR fill, `sources` those that count as now, `now`
    the highest value of each test among them. `lacking` says which samples are missing.
    `references` is Unknown when the day of the last FUDR fill left none.
    """

    last: Dwell | None
    panels: tuple[Panel, ...]
    sources: tuple[Panel, ...]
    now: Values
    lacking: str
    references: Values | Unknown
    hold: OpenHold | None


def picture_liver(course: Course, protocol: Protocol, ledger: Ledger) -> LiverPicture:
    """The picture on the day of the plan."""
    table = protocol.liver
    last = last_fudr(ledger)
    panels = panels_since(course, last)
    references = {} if last is None else reference_values(course, last, table)
    hold = None
    if not isinstance(references, Unknown):
        hold = find_open_hold(panels, references, table)
    fresh = fresh_panels(course, panels, table)
    emptied = None
    if hold is None and not is_first_dose(course, last):
        emptied = emptied_day_panels(panels, last, table)
    sources = tuple(panel for panel in panels if panel in fresh or panel in (emptied or ()))
    lacking = _lacking(f"within {table.freshness_hours} h before the fill", fresh, table)
    if not lacking and emptied is not None:
        hours = table.emptied_day_hours
        lacking = _lacking(f"within {hours} h of emptying the last FUDR fill", emptied, table)
    return LiverPicture(last, panels, sources, highest(sources), lacking, references, hold)


def _lacking(when: str, panels: tuple[Panel, ...], table: LiverTable) -> str:
    tests = missing(highest(panels), table)
    return f"{', '.join(test.value for test in tests)} drawn {when}" if tests else ""
