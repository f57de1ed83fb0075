"""The systemic arm beside the pump: decided alone first, then put to its controls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import Entry
from hepatica.core.chart.systemic_entries import SystemicAssigned
from hepatica.core.combined.arms import Arms
from hepatica.core.combined.other_arm import OtherArm
from hepatica.core.decision import Proposal
from hepatica.core.protocol.provenance import unapproved
from hepatica.core.pump.ledger import Ledger
from hepatica.core.rulebook import Rulebook
from hepatica.core.safety.control import Control, SystemicControl
from hepatica.core.safety.situation import Situation
from hepatica.core.systemic.drugs import DRUGS
from hepatica.core.systemic.on_fudr import COMBINED
from hepatica.core.systemic.proposal import SystemicProposal
from hepatica.core.systemic.propose import propose_systemic


def look_at_other_arm(course: Course, ledger: Ledger, rulebook: Rulebook) -> OtherArm:
    """The systemic side decided alone."""
    assigned = course.latest(SystemicAssigned)
    table = rulebook.combined[COMBINED]
    if assigned is None:
        return OtherArm(table, None)
    rules = rulebook.systemic.get(_name(assigned))
    if rules is None:
        return OtherArm(table, None, missing=_name(assigned))
    filled = _filled(ledger, assigned)
    return OtherArm(table, propose_systemic(course, rules, assigned, filled=filled))


def _filled(ledger: Ledger, assigned: Entry[SystemicAssigned]) -> date | None:
    """The day of the last FUDR fill since the regimen was assigned."""
    days = [dwell.fill.at.day for dwell in ledger.fudr_dwells]
    return days[-1] if days and days[-1] >= assigned.at.day else None


def _name(assigned: Entry[SystemicAssigned]) -> str:
    return f"{assigned.payload.regimen}/{assigned.payload.version}"


def reconcile(
    situation: Situation, rulebook: Rulebook, fudr: Proposal, controls: Sequence[Control]
) -> SystemicProposal | None:
    """The systemic proposal once FUDR is decided, narrowed by every control on it."""
    course, arm = situation.course, situation.other_arm
    assigned = course.latest(SystemicAssigned)
    if arm is None or arm.proposal is None or assigned is None:
        return None
    name = _name(assigned)
    arms = Arms(
        course=course,
        protocol=situation.protocol,
        ledger=situation.ledger,
        rules=rulebook.systemic[name],
        assigned=assigned,
        word=fudr.word,
        findings=fudr.findings,
    )
    proposal = arm.proposal
    for control in controls:
        if isinstance(control, SystemicControl):
            checked = control.check(arms, proposal)
            is_bound = checked.drugs != proposal.drugs
            bound = (*proposal.bound_by, control.id) if is_bound else proposal.bound_by
            proposal = replace(checked, bound_by=bound)
    values = [value for each in (name, DRUGS, COMBINED) for value in rulebook.values.get(each, ())]
    left = unapproved(tuple(values), rulebook.approvals, is_synthetic=course.is_synthetic)
    return replace(proposal, unapproved=left)
