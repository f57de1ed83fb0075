"""The controls between the two arms. What they check is loaded when a chart has another arm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hepatica.core.decision import Narrowing
from hepatica.core.safety.situation import Situation

if TYPE_CHECKING:
    from hepatica.core.combined.arms import Arms
    from hepatica.core.systemic.proposal import SystemicProposal


def other_arm(situation: Situation) -> Narrowing:
    """What the systemic arm does to FUDR."""
    if situation.other_arm is None:
        return Narrowing()
    from hepatica.core.combined.other_arm import check_other_arm

    return check_other_arm(situation.course, situation.other_arm)


def partners(arms: Arms, proposal: SystemicProposal) -> SystemicProposal:
    """Only published partners of the pump protocol, or what the board signed."""
    from hepatica.core.combined.reconcile import keep_to_partners

    return keep_to_partners(arms, proposal)


def bevacizumab_beside_fudr(arms: Arms, proposal: SystemicProposal) -> SystemicProposal:
    """No bevacizumab beside FUDR unless the board signed."""
    from hepatica.core.combined.reconcile import drop_bevacizumab

    return drop_bevacizumab(arms, proposal)


def fluorouracil_beside_fudr(arms: Arms, proposal: SystemicProposal) -> SystemicProposal:
    """No fluorouracil bolus, and no partner that begins after the dwell, while FUDR is in."""
    from hepatica.core.combined.reconcile import keep_out_of_dwell

    return keep_out_of_dwell(arms, proposal)


def surgery(arms: Arms, proposal: SystemicProposal) -> SystemicProposal:
    """Weeks before and after an operation."""
    from hepatica.core.combined.reconcile import keep_from_surgery

    return keep_from_surgery(arms, proposal)


def liver_stop(arms: Arms, proposal: SystemicProposal) -> SystemicProposal:
    """When liver or ducts stop FUDR, systemic treatment waits for a signature."""
    from hepatica.core.combined.reconcile import wait_at_liver_stop

    return wait_at_liver_stop(arms, proposal)
