"""Drift: the same table against the pre-therapy values (behaviour D3)."""

from __future__ import annotations

from decimal import Decimal

from hepatica.core.chart.course import Course
from hepatica.core.dosing.liver import TestResult, apply_table, lowest_percent
from hepatica.core.dosing.picture import LiverPicture
from hepatica.core.dosing.samples import baseline
from hepatica.core.frozen import frozen
from hepatica.core.protocol.tables import Protocol
from hepatica.core.quantities import Unknown


@frozen
class Drift:
    """The table's answer with the pre-therapy values as reference."""

    results: tuple[TestResult, ...]
    baseline_id: str

    @property
    def percent(self) -> Decimal:
        """0 means hold."""
        return lowest_percent(self.results)


def measure_drift(
    course: Course, protocol: Protocol, picture: LiverPicture
) -> Drift | Unknown | None:
    """Drift on the day of the plan; None before the first FUDR or without values of today."""
    if picture.last is None or picture.lacking:
        return None
    panel = baseline(course, protocol.liver)
    if panel is None:
        return Unknown("a complete sample at or before the implant")
    references = dict(panel.payload.results)
    results = apply_table(protocol.liver, references=references, now=picture.now)
    return results if isinstance(results, Unknown) else Drift(results, panel.id)
