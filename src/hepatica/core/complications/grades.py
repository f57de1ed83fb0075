"""The worst Clavien–Dindo grade, counted from the implant (clinical facts 9)."""

from __future__ import annotations

from datetime import timedelta

from hepatica.core.chart.complication_entries import Complication, ComplicationOutcome
from hepatica.core.chart.complication_words import ComplicationGrade
from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import Entry, PumpImplanted
from hepatica.core.frozen import frozen

_RANK = {grade: rank for rank, grade in enumerate(ComplicationGrade)}


@frozen
class GradeCount:
    """How many complications were found in the days counted, and the worst grade charted."""

    complications: int
    worst: ComplicationGrade
    entry_id: str


def worst_grade(course: Course, implant: Entry[PumpImplanted], *, days: int) -> GradeCount | None:
    """The worst grade of the days counted; None when no complication was found in them.

    Civil days as written; the last day counts, and a grade charted later does not.

    Args:
        course: the course as of now.
        implant: the pump from whose day is counted.
        days: how many days after the implant are counted.
    """
    first, last = implant.at.day, implant.at.day + timedelta(days=days)
    found = [e for e in course.all(Complication) if first <= e.at.day <= last]
    if not found:
        return None
    counted = {entry.id for entry in found}
    later = [
        e for e in course.all(ComplicationOutcome) if e.payload.of in counted and e.at.day <= last
    ]
    graded: list[Entry[Complication] | Entry[ComplicationOutcome]] = [*found, *later]
    worst = max(graded, key=lambda entry: _RANK[entry.payload.grade])
    return GradeCount(len(found), worst.payload.grade, worst.id)
