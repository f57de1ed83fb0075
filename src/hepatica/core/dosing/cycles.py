"""The FUDR cycles of a course, each with its dose and the values at which a step would begin."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from hepatica.core.chart.course import Course
from hepatica.core.chart.words import LabTest
from hepatica.core.dosing.last_dose import last_dose_given
from hepatica.core.dosing.liver import find_step
from hepatica.core.dosing.samples import reference_values
from hepatica.core.frozen import frozen
from hepatica.core.protocol.tables import LiverTable, Protocol
from hepatica.core.pump.ledger import Dwell, Ledger
from hepatica.core.quantities import HUNDRED, Unknown, clinical_arithmetic


@frozen
class StepLimits:
    """The values of one test at which the steps of the liver table begin in one cycle.

    All in the canonical unit of the test; `to_80` is None where the table has no such step.
    """

    test: LabTest
    reference: Decimal
    to_80: Decimal | None
    to_50: Decimal
    hold: Decimal


@frozen
class Cycle:
    """One FUDR fill up to the next: samples drawn meanwhile are judged by its `limits`.

    `percent` is of the starting dose, None when the dose of the fill is not charted. Without a
    reference there are no limits.
    """

    dwell: Dwell
    since: datetime
    until: datetime
    percent: Decimal | None
    limits: tuple[StepLimits, ...]


def cycles_of(course: Course, protocol: Protocol, ledger: Ledger) -> tuple[Cycle, ...]:
    """Every FUDR fill, by whichever pump, oldest first; the last one lasts until the course's at.

    The limits are for drawing: a decision compares as products, in the unit reported.
    """
    dwells = ledger.fudr_dwells
    begun = [dwell.fill.at.earliest for dwell in dwells]
    ended = [*begun, course.at][1:]
    with clinical_arithmetic():
        return tuple(
            Cycle(
                dwell,
                since,
                until,
                _percent(course, protocol, dwell),
                _limits(course, protocol.liver, dwell),
            )
            for dwell, since, until in zip(dwells, begun, ended, strict=True)
        )


def _percent(course: Course, protocol: Protocol, dwell: Dwell) -> Decimal | None:
    dose = last_dose_given(course, dwell)
    return None if dose is None else HUNDRED * dose / protocol.dose.starting_mg_per_kg_day


def _limits(course: Course, table: LiverTable, dwell: Dwell) -> tuple[StepLimits, ...]:
    references = reference_values(course, dwell, table)
    if isinstance(references, Unknown):
        return ()
    found = []
    for test in table.tests:
        reference = references[test]
        if reference.is_below:
            continue
        step, base = find_step(table, test, reference), reference.value
        to_80 = None if step.to_80 is None else step.to_80 * base
        found.append(StepLimits(test, base, to_80, step.to_50 * base, step.hold * base))
    return tuple(found)
