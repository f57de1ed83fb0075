"""C-02: the protocol is meant for this patient and may be ordered from."""

from __future__ import annotations

from hepatica.core.decision import FudrWord, Narrowing
from hepatica.core.protocol.words import Status
from hepatica.core.safety.control import found, joined, refuse
from hepatica.core.safety.situation import Situation

RULE = "R-protocol-fits"


def check_protocol_fits(situation: Situation) -> Narrowing:
    """Diagnosis, status and the day of assignment (behaviour D9, DESIGN rule 1)."""
    heading = situation.protocol.heading
    assigned = situation.assigned
    enrolment = situation.enrolment
    parts = []
    if enrolment is None:
        parts.append(found(FudrWord.CANNOT_DECIDE, "no enrolment", RULE, "the diagnosis"))
    elif enrolment.payload.diagnosis not in heading.diagnoses:
        diagnosis = enrolment.payload.diagnosis.value
        reason = f"{situation.protocol.name} is not for {diagnosis}"
        parts.append(refuse(reason, RULE, "another protocol", enrolment.id, assigned.id))
    if heading.status is Status.HISTORIC:
        reason = f"{situation.protocol.name} is historic: replay and simulation only"
        parts.append(refuse(reason, RULE, "a current protocol", assigned.id))
    if assigned.at.day < heading.assignable_from:
        reason = f"assigned before {heading.assignable_from}, the first day it may be"
        parts.append(refuse(reason, RULE, "a protocol valid on that day", assigned.id))
    return joined(parts)
