"""C-10: never above the last dose given without a signed re-escalation (behaviour D5)."""

from __future__ import annotations

from hepatica.core.decision import Narrowing
from hepatica.core.dosing.last_dose import last_dose_given, re_escalation_percent
from hepatica.core.safety.situation import Situation


def check_last_dose_cap(situation: Situation) -> Narrowing:
    """The cap in mg/kg/day, in both meanings of "percent of"."""
    last = situation.picture.last
    if last is None or re_escalation_percent(situation.course, last) is not None:
        return Narrowing()
    return Narrowing(dose_cap_mg_per_kg_day=last_dose_given(situation.course, last))
