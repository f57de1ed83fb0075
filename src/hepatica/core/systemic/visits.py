"""Which day of the regimen is due, and when: by what was given last, or by the pump's fill."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import Entry, Weight
from hepatica.core.chart.systemic_entries import SystemicAssigned, SystemicGiven
from hepatica.core.frozen import frozen
from hepatica.core.systemic.regimen import Regimen
from hepatica.core.systemic.words import Standing


@frozen
class Visit:
    """A visit that is due: the day of the cycle, its date, and the number of the cycle."""

    day: int
    on: date
    cycle: int


def given_of(course: Course, regimen_id: str) -> tuple[Entry[SystemicGiven], ...]:
    """Every visit of this regimen, in any of its versions, oldest first."""
    return tuple(e for e in course.all(SystemicGiven) if e.payload.regimen == regimen_id)


def weight_at(course: Course, visit: Entry[SystemicGiven]) -> Decimal | None:
    """The weight of the newest weighing up to a visit, kg; None without one."""
    weighed = [each for each in course.all(Weight) if each.at.earliest <= visit.at.latest]
    return weighed[-1].payload.weight_kg if weighed else None


def misdated_visit(course: Course, regimen: Regimen) -> Entry[SystemicGiven] | None:
    """The last visit of the regimen, where it is charted for a day that the regimen has not."""
    given = given_of(course, regimen.id)
    is_wrong = bool(given) and given[-1].payload.day not in regimen.visit_days
    return given[-1] if is_wrong else None


def next_visit(
    course: Course, regimen: Regimen, assigned: Entry[SystemicAssigned], filled: date | None
) -> Visit:
    """The next visit, never sooner after any visit than two of this regimen lie apart.

    Whatever was given last, in this regimen or another, those days must have passed.
    """
    found = _by_calendar(course, regimen, assigned, filled)
    apart = timedelta(days=_shortest_interval(regimen))
    visits = course.all(SystemicGiven)
    return replace(found, on=max([found.on, *(each.at.day + apart for each in visits)]))


def _by_calendar(
    course: Course, regimen: Regimen, assigned: Entry[SystemicAssigned], filled: date | None
) -> Visit:
    """The next visit by the days of the regimen.

    A published partner counts its days from the FUDR fill (`filled`): a fill after the last visit
    begins its cycle again. Else, and while FUDR is held, the regimen keeps its own rhythm, from
    the first day that its assignment names. A visit given as early as the regimen allows belongs
    to the cycle that it was given for.

    Args:
        course: the chart.
        regimen: the regimen.
        assigned: its assignment.
        filled: the day of the last FUDR fill since the assignment; None without one.
    """
    given = given_of(course, regimen.id)
    first = regimen.visit_days[0]
    cycle = 1 + sum(1 for each in given if each.payload.day == first)
    by_fill = filled if regimen.standing is Standing.PARTNER else None
    if by_fill is not None and not _has_begun(regimen, given, by_fill):
        return Visit(first, by_fill + timedelta(days=first - 1), cycle)
    start = assigned.payload.first_day
    if not given or (start is not None and not _has_begun(regimen, given, start)):
        return Visit(first, (start or assigned.at.day) + timedelta(days=first - 1), cycle)
    return _after(regimen, given[-1], cycle)


def _began(given: Entry[SystemicGiven]) -> date:
    """Day 1 of the cycle of a visit, as it was charted."""
    return given.at.day - timedelta(days=given.payload.day - 1)


def _has_begun(regimen: Regimen, given: tuple[Entry[SystemicGiven], ...], day_1: date) -> bool:
    """Whether a visit of the cycle that begins on `day_1` was given, perhaps a little early."""
    early = timedelta(days=int(regimen.treat_if.early_days))
    return any(_began(each) >= day_1 - early for each in given)


def _shortest_interval(regimen: Regimen) -> int:
    """The fewest days from one visit to the next, also into the next cycle."""
    days = regimen.visit_days
    return min(two - one for one, two in pairwise((*days, days[0] + int(regimen.cycle_days))))


def _after(regimen: Regimen, last: Entry[SystemicGiven], cycle: int) -> Visit:
    """The day of the regimen after the one given last, or the first of the next cycle."""
    began, days = _began(last), regimen.visit_days
    later = next((day for day in days if day > last.payload.day), None)
    if later is not None:
        return Visit(later, began + timedelta(days=later - 1), max(cycle - 1, 1))
    following = began + timedelta(days=int(regimen.cycle_days))
    return Visit(days[0], following + timedelta(days=days[0] - 1), cycle)
