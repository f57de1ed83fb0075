"""C-03: before a first dose, and the first with a new pump, the wound is charted as sound."""

from __future__ import annotations

from datetime import datetime

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import Entry, PatientFact, ProcedureDone, PumpImplanted
from hepatica.core.chart.newest import newest_for_safety, stands_at
from hepatica.core.chart.words import Fact, FactState
from hepatica.core.decision import FudrWord, Narrowing
from hepatica.core.dosing.dose_day import first_dose_procedure, implant_since, is_first_dose
from hepatica.core.safety.control import found, refuse
from hepatica.core.safety.patient_facts import is_adverse
from hepatica.core.safety.situation import Situation

RULE = "R-first-dose-gate"


def check_first_dose_gate(situation: Situation) -> Narrowing:
    """Wound not charted since: cannot decide; not sound: refused (behaviour D4, E-j)."""
    course = situation.course
    last = situation.picture.last
    if not is_first_dose(course, last) and implant_since(course, last) is None:
        return Narrowing()
    procedure = first_dose_procedure(course, situation.picture.last)
    since = _last_wound(course, procedure)
    wounds = [
        entry
        for entry in course.all(PatientFact)
        if entry.payload.fact is Fact.WOUND
        and (since is None or stands_at(entry, is_adverse=is_adverse(entry.payload)) >= since)
    ]
    wound = newest_for_safety(wounds, is_adverse)
    if wound is None:
        made = () if procedure is None else (procedure.id,)
        return found(FudrWord.CANNOT_DECIDE, "wound not charted", RULE, "the wound, charted", *made)
    if wound.payload.state is not FactState.SOUND:
        return refuse("the wound is not sound", RULE, "a sound wound", wound.id)
    return Narrowing()


def _last_wound(course: Course, procedure: Entry[ProcedureDone] | None) -> datetime | None:
    """When the wound in question was made: the implant, or the procedure since."""
    made = (course.latest(PumpImplanted), procedure)
    return max((entry.at.earliest for entry in made if entry is not None), default=None)
