"""The liver tests as the rules see them on one day."""

from __future__ import annotations

from hepatica.core.chart.course import Course
from hepatica.core.chart.laboratory import LaboratoryPanel
from hepatica.core.chart.words import LabTest
from hepatica.core.dosing.dose_day import first_dose_procedure, is_first_dose, last_fudr
from hepatica.core.dosing.first_dose import FirstDose, apply_first_dose
from hepatica.core.dosing.judged_fill import judged_fill
from hepatica.core.dosing.restart import OpenHold, find_open_hold
from hepatica.core.dosing.samples import (
    Panel,
    Values,
    baseline,
    drawn_before,
    emptied_day_panels,
    fresh_panels,
    highest,
    is_new_since,
    latest_complete,
    missing,
    panels_since,
    reference_values,
)
from hepatica.core.frozen import frozen
from hepatica.core.protocol.tables import LiverTable, Protocol
from hepatica.core.protocol.words import EmptiedDayMissing
from hepatica.core.pump.ledger import Dwell, Ledger
from hepatica.core.quantities import Unknown


@frozen
class LiverPicture:
    """Which samples, references and hold apply today (behaviour D1, E-b).

    `panels` are all samples since the last FUDR fill that no open hold spoke against,
    `sources` those that count as now, `now` the highest value of each test among them.
    `lacking` says which samples are missing.
    `references` is Unknown when the day of the last FUDR fill left none. `at_hold` are all
    samples at hold drawn or learned of since that fill; `hold` is the open hold, which after a
    procedure that asks for a first dose counts only the samples before it. `first_dose` holds
    the first-dose percents, None when that rule does not judge the next FUDR. When the protocol
    lets today's values decide without the emptied-day sample, `is_today_alone` says so.
    """

    last: Dwell | None
    panels: tuple[Panel, ...]
    sources: tuple[Panel, ...]
    now: Values
    lacking: str
    references: Values | Unknown
    at_hold: OpenHold | None
    hold: OpenHold | None
    first_dose: FirstDose | None = None
    is_today_alone: bool = False

    @property
    def reasons(self) -> tuple[str, ...]:
        """The samples that decide today: those that count as now, and those at hold."""
        at_hold = () if self.at_hold is None else self.at_hold.samples
        return tuple(dict.fromkeys(panel.id for panel in (*at_hold, *self.sources)))

    @property
    def held_tests(self) -> frozenset[LabTest]:
        """The tests at hold, by the liver table or by the first-dose limits."""
        by_table = frozenset(self.hold.tests) if self.hold is not None else frozenset()
        by_limits = self.first_dose.held_tests if self.first_dose is not None else frozenset()
        return by_table | by_limits


def picture_liver(course: Course, protocol: Protocol, ledger: Ledger) -> LiverPicture:
    """The picture on the day of the plan."""
    table = protocol.liver
    last, judged = last_fudr(ledger), judged_fill(course, table, ledger)
    panels = panels_since(course, judged)
    references = {} if judged is None else reference_values(course, judged, table)
    hold = None
    if not isinstance(references, Unknown):
        before = drawn_before(panels, first_dose_procedure(course, last))
        hold = find_open_hold(before, references, table)
    at_hold = find_open_hold(
        _learned_since(course, judged), _known_or_baseline(course, references, table), table
    )
    fresh = fresh_panels(course, panels, table)
    emptied = None
    if hold is None and not is_first_dose(course, last):
        emptied = emptied_day_panels(panels, last, table)
    sources = tuple(panel for panel in panels if panel in fresh or panel in (emptied or ()))
    lacking = _lacking(f"within {table.freshness_hours} h before the fill", fresh, table)
    lacking_then = ""
    if emptied is not None:
        hours = table.emptied_day_hours
        lacking_then = _lacking(f"within {hours} h of emptying the last FUDR fill", emptied, table)
    is_today_alone = bool(lacking_then) and (
        table.emptied_day_missing is EmptiedDayMissing.TODAY_ALONE
    )
    if not is_today_alone:
        lacking = lacking or lacking_then
    now = highest(sources)
    first_dose = None
    if is_first_dose(course, last):
        first_dose = apply_first_dose(
            protocol.first_dose,
            now=now,
            pre_operative=_pre_operative(course, protocol, last),
            required=table.tests,
        )
    return LiverPicture(
        last,
        panels,
        sources,
        now,
        lacking,
        references,
        at_hold,
        hold,
        first_dose,
        is_today_alone,
    )


def _learned_since(course: Course, last: Dwell | None) -> tuple[Panel, ...]:
    """Samples drawn, or learned of, after the last FUDR fill: a late result counts (P1)."""
    if last is None:
        return ()
    return tuple(panel for panel in course.all(LaboratoryPanel) if is_new_since(panel, last))


def _known_or_baseline(course: Course, references: Values | Unknown, table: LiverTable) -> Values:
    """What hold level is judged by while FUDR is in: the pre-therapy values, if need be."""
    if not isinstance(references, Unknown):
        return references
    panel = baseline(course, table)
    return {} if panel is None else dict(panel.payload.results)


def _pre_operative(course: Course, protocol: Protocol, last: Dwell | None) -> Values:
    """The newest complete sample before the implant, or before the procedure in question."""
    procedure = first_dose_procedure(course, last)
    if procedure is None or last is None:
        panel = baseline(course, protocol.liver)
    else:
        panels = course.all(LaboratoryPanel)
        panel = latest_complete(panels, procedure.at.earliest, protocol.liver)
    return {} if panel is None else dict(panel.payload.results)


def _lacking(when: str, panels: tuple[Panel, ...], table: LiverTable) -> str:
    tests = missing(highest(panels), table)
    return f"{', '.join(test.value for test in tests)} drawn {when}" if tests else ""
