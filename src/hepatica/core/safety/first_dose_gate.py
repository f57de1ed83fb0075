"""C-03: before a first dose the wound is charted as sound."""

from __future__ import annotations

from datetime import datetime

from hepatica.core.chart.entries import PatientFact, PumpImplanted
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
    since = _last_wound(situation)
    wounds = [
        entry
        for entry in course.all(PatientFact)
        if entry.payload.fact is Fact.WOUND and (since is None or entry.at.earliest >= since)
    ]
    if not wounds:
        return found(FudrWord.CANNOT_DECIDE, "wound not charted", RULE, "the wound, charted")
    if wounds[-1].payload.state is not FactState.SOUND:
        return refuse("the wound is not sound", RULE, "a sound wound", wounds[-1].id)
    return Narrowing()


def _last_wound(situation: Situation) -> datetime | None:
    """When the wound in question was made: the implant, or the procedure since."""
    course = situation.course
    made = (course.latest(PumpImplanted), first_dose_procedure(course, situation.picture.last))
    return max((entry.at.earliest for entry in made if entry is not None), default=None)
