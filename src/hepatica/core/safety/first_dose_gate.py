"""C-03: before a first dose the wound is charted as sound."""

from __future__ import annotations

from datetime import datetime

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import Entry, PatientFact, ProcedureDone, PumpImplanted
from hepatica.core.chart.words import Fact, FactState
from hepatica.core.decision import FudrWord, Narrowing
from hepatica.core.dosing.dose_day import first_dose_procedure, is_first_dose
from hepatica.core.safety.control import found, refuse
from hepatica.core.safety.situation import Situation

RULE = "R-first-dose-gate"


def check_first_dose_gate(situation: Situation) -> Narrowing:
    """Wound not charted since: cannot decide; not sound: refused (behaviour D4, E-j)."""
    course = situation.course
    if not is_first_dose(course, situation.picture.last):
        return Narrowing()
    procedure = first_dose_procedure(course, situation.picture.last)
    since = _last_wound(course, procedure)
    wounds = [
        entry
        for entry in course.all(PatientFact)
        if entry.payload.fact is Fact.WOUND and (since is None or entry.at.earliest >= since)
    ]
    if not wounds:
        made = () if procedure is None else (procedure.id,)
        return found(FudrWord.CANNOT_DECIDE, "wound not charted", RULE, "the wound, charted", *made)
    if wounds[-1].payload.state is not FactState.SOUND:
        return refuse("the wound is not sound", RULE, "a sound wound", wounds[-1].id)
    return Narrowing()


def _last_wound(course: Course, procedure: Entry[ProcedureDone] | None) -> datetime | None:
    """When the wound in question was made: the implant, or the procedure since."""
    made = (course.latest(PumpImplanted), procedure)
    return max((entry.at.earliest for entry in made if entry is not None), default=None)
