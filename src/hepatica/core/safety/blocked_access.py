"""C-17: where the needle or the additive is refused, a person must choose (behaviour D8, D11)."""

from __future__ import annotations

from dataclasses import replace

from hepatica.core.chart.words import Content, Product
from hepatica.core.decision import FudrWord
from hepatica.core.safety.complications import choose_for_complication, is_needle_refused
from hepatica.core.safety.counts import is_access_blocked_by_counts
from hepatica.core.safety.effects import keeps_needle_out
from hepatica.core.safety.hard_limits import is_above_hard_limit
from hepatica.core.safety.patient_facts import (
    active_facts,
    is_access_refused,
    products_of,
    refused_products,
)
from hepatica.core.safety.situation import Situation
from hepatica.core.safety.stop_signs import active_signs
from hepatica.core.schedule.reservoir import ReservoirAction, ReservoirOrder


def check_blocked_access(
    situation: Situation, word: FudrWord, order: ReservoirOrder
) -> ReservoirOrder:
    """An order that needs the needle or a refused product goes to a person, by the same limit."""
    del word
    left_to_person = choose_for_complication(situation, order)
    if left_to_person is not None:
        return left_to_person
    if order.action is ReservoirAction.PERSON_MUST_CHOOSE:
        return order
    is_barred = is_product_barred(situation, order)
    if order.action is ReservoirAction.LEAVE:
        return replace(order, content=None) if is_barred else order
    if is_access_blocked(situation):
        return _choose(order, "the access is blocked")
    if is_barred:
        return _choose(order, "a product of the fill is refused")
    return order


def _choose(order: ReservoirOrder, reason: str) -> ReservoirOrder:
    return replace(order, action=ReservoirAction.PERSON_MUST_CHOOSE, content=None, reason=reason)


def is_product_barred(situation: Situation, order: ReservoirOrder) -> bool:
    """Whether a patient fact or a hard limit refuses a product of the fill that is ordered."""
    if order.content is None:
        return False
    protocol = situation.protocol
    refused = refused_products(situation.course, protocol)
    if is_access_blocked_by_counts(situation):
        refused = refused | {Product.HEPARIN}
    if refused & products_of(protocol.fills, order.content):
        return True
    is_rest = order.content is not Content.FUDR  # a FUDR order has its own control
    return is_rest and is_above_hard_limit(situation, order.content)


def is_access_blocked(situation: Situation) -> bool:
    """Whether bleeding, low platelets, an infected pocket or a complication keep the needle out."""
    course, protocol = situation.course, situation.protocol
    by_sign = any(
        keeps_needle_out(row.effect, row.acts_on)
        for _, row in active_signs(course, protocol, situation)
    )
    by_fact = any(
        is_access_refused(course, entry, row) for entry, row in active_facts(course, protocol)
    )
    by_complication = is_needle_refused(situation)
    return by_sign or by_fact or by_complication or is_access_blocked_by_counts(situation)
