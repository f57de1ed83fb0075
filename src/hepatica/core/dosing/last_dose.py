"""The last FUDR dose given, and a signed re-escalation."""

from __future__ import annotations

from decimal import Decimal

from hepatica.core.chart.course import Course
from hepatica.core.chart.signatures import signed_decision
from hepatica.core.chart.words import Role, SignedRule
from hepatica.core.decision import Proposal
from hepatica.core.dosing.samples import signed_order
from hepatica.core.protocol.tables import Protocol
from hepatica.core.protocol.words import PercentOf
from hepatica.core.pump.ledger import Dwell
from hepatica.core.quantities import HUNDRED


def last_dose_given(course: Course, last: Dwell) -> Decimal | None:
    """mg/kg/day ordered for the last FUDR fill of which any volume went in (behaviour D5).

    From its signed order, or from the fill itself when it was ordered on paper.
    """
    order = signed_order(course, last)
    if order is not None:
        return order.payload.dose_mg_per_kg_day
    return last.fill.payload.ordered_mg_per_kg_day


def re_escalation_percent(course: Course, last: Dwell | None) -> Decimal | None:
    """Percent of the starting dose that a signed re-escalation names; it holds for one fill."""
    if last is None:
        return None
    signed = signed_decision(
        course,
        SignedRule.RE_ESCALATION,
        since=last.fill.at.latest,
        roles=(Role.PRESCRIBER,),
    )
    return None if signed is None else signed.payload.percent


def of_dose(
    percent: Decimal, percent_of: PercentOf, protocol: Protocol, given: Decimal | None
) -> Proposal:
    """`percent` of the starting dose, or of the dose last given, which must then be known."""
    base = given
    if percent_of is PercentOf.STARTING_DOSE:
        base = protocol.dose.starting_mg_per_kg_day
    dose = None if base is None else percent * base / HUNDRED
    return Proposal(dose, percent, percent_of.value)
