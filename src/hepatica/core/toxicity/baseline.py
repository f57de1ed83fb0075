"""The value of each test before therapy, which grades of CTCAE may be multiples of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import PumpImplanted
from hepatica.core.chart.laboratory import LaboratoryPanel, LabValue
from hepatica.core.chart.systemic_entries import SystemicGiven
from hepatica.core.chart.words import LabTest
from hepatica.core.frozen import frozen
from hepatica.core.moment import Moment
from hepatica.core.pump.ledger import Ledger


@frozen
class Baseline:
    """The value of one test before therapy, and the entry of its sample."""

    test: LabTest
    value: LabValue
    at: Moment
    entry: str

    def is_abnormal(self, *, is_low: bool) -> bool | None:
        """Whether it lay beyond the limit of normal reported with it; None where nobody can say.

        Args:
            is_low: whether a low value is the bad one. A value reported as below an amount is
                normal or abnormal where every value below that amount is.
        """
        value = self.value
        limit = value.lower_limit if is_low else value.upper_limit
        if limit is None:
            return None
        if value.is_below:
            return None if value.reported > limit else is_low
        return value.reported < limit if is_low else value.reported > limit


def find_baselines(course: Course, ledger: Ledger) -> Mapping[LabTest, Baseline]:
    """Of each test the newest value surely drawn at or before the implant of the first pump.

    Of a test not measured by then, or where no pump is charted, the newest one drawn at or before
    the first treatment, by the pump or beside it. Each test is looked for by itself: a baseline
    of the liver table must be complete (behaviour E-b), a grade needs one value alone.
    """
    implants = course.all(PumpImplanted)
    before = _newest_until(course, implants[0].at.earliest) if implants else {}
    starts = [dwell.fill.at.earliest for dwell in ledger.fudr_dwells]
    starts += [visit.at.earliest for visit in course.all(SystemicGiven)]
    return (_newest_until(course, min(starts)) if starts else {}) | before


def _newest_until(course: Course, until: datetime) -> dict[LabTest, Baseline]:
    return {
        test: Baseline(test, value, panel.at, panel.id)
        for panel in course.all(LaboratoryPanel)
        if panel.at.latest <= until
        for test, value in panel.payload.results
    }
