"""C-13: the order read back from the syringe, and from a second person's inputs (rule 9, B1)."""

from __future__ import annotations

from decimal import Decimal

from hepatica.core.body.weight import compute_dosing_weight
from hepatica.core.chart.entries import Entry, InputsReEntered
from hepatica.core.chart.words import Product
from hepatica.core.decision import DueItem, FudrWord, Narrowing
from hepatica.core.dosing.fill import FillOrder
from hepatica.core.dosing.last_dose import last_dose_given
from hepatica.core.dosing.protocol_change import start_of_last_order
from hepatica.core.dosing.second_road import SecondRoad, read_back
from hepatica.core.quantities import HUNDRED, is_at_most, round_half_up, twelve_digits
from hepatica.core.safety.control import found, joined, refuse
from hepatica.core.safety.situation import Situation

RULE = "R-two-roads"


def read_order_back(situation: Situation, order: FillOrder) -> SecondRoad | None:
    """Road 2 of an order on its own inputs; None when no strength of floxuridine is known."""
    strength = _stock_strength(situation)
    return None if strength is None else _read_own(situation, order, strength)


def _read_own(situation: Situation, order: FillOrder, strength: Decimal) -> SecondRoad:
    weight, flow = order.dosing_weight_kg, order.flow_ml_per_day
    return _read_back(situation, order, strength, weight_kg=weight, flow_ml_per_day=flow)


def _stock_strength(situation: Situation) -> Decimal | None:
    products = situation.protocol.fills.products
    return next(row.strength_per_ml for row in products if row.product is Product.FLOXURIDINE)


def _read_back(
    situation: Situation,
    order: FillOrder,
    strength: Decimal,
    *,
    weight_kg: Decimal,
    flow_ml_per_day: Decimal,
) -> SecondRoad:
    return read_back(
        stock_ml=order.fudr_mg / strength,
        strength_mg_per_ml=strength,
        total_ml=order.volume_ml,
        flow_ml_per_day=flow_ml_per_day,
        weight_kg=weight_kg,
        prescribed_mg_per_kg_day=order.dose_mg_per_kg_day,
        drug_rounding_mg=situation.protocol.dose.drug_rounding_mg,
    )


def check_two_roads(situation: Situation, order: FillOrder) -> Narrowing:
    """Both roads agree within the rounding step, on the order's inputs and on the second person's.

    Without a second person's inputs of today the check of another person is due.
    """
    strength = _stock_strength(situation)
    if strength is None:
        needs = "the strength of the reconstituted floxuridine"
        return found(FudrWord.CANNOT_DECIDE, f"missing: {needs}", RULE, needs)
    own = _read_own(situation, order, strength)
    parts = [Narrowing() if own.agrees else refuse("the two roads disagree", RULE)]
    entry = re_entered_today(situation)
    if entry is None:
        text = "a second person re-enters weight, flow and last percent from primary records"
        parts.append(Narrowing(due=(DueItem(text, RULE, situation.course.today),)))
    else:
        parts.append(_check_re_entered(situation, order, strength, entry))
    return joined(parts)


def re_entered_today(situation: Situation) -> Entry[InputsReEntered] | None:
    """The second person's inputs, if they were entered on the day of the plan."""
    entry = situation.course.latest(InputsReEntered)
    return entry if entry is not None and entry.at.day == situation.course.today else None


def _check_re_entered(
    situation: Situation, order: FillOrder, strength: Decimal, entry: Entry[InputsReEntered]
) -> Narrowing:
    """The order recomputed from the second person's weight, flow and last percent."""
    weight = _dosing_weight(situation, entry.payload.weight_kg)
    flow = entry.payload.flow_ml_per_day
    road = _read_back(situation, order, strength, weight_kg=weight, flow_ml_per_day=flow)
    if not road.agrees:
        difference = twelve_digits(round_half_up(road.difference_mg, step=Decimal("0.1")))
        reason = f"re-entered weight and flow give another order (by {difference} mg)"
        return refuse(reason, RULE, "weight and flow read again by both", entry.id)
    if not _is_same_last_dose(situation, order, entry.payload.last_percent):
        reason = "the re-entered last percent is not the last dose given"
        return refuse(reason, RULE, "the last order, read again by both", entry.id)
    return Narrowing()


def _dosing_weight(situation: Situation, weight_kg: Decimal) -> Decimal:
    """The second person's weight under the protocol's policy and rounding."""
    dose, enrolment = situation.protocol.dose, situation.enrolment
    if enrolment is None:
        return weight_kg
    return compute_dosing_weight(
        policy=dose.dosing_weight,
        sex=enrolment.payload.sex,
        height_cm=enrolment.payload.height_cm,
        weight_kg=weight_kg,
        rounding_kg=dose.weight_rounding_kg,
    ).dosing_weight_kg


def _is_same_last_dose(
    situation: Situation, order: FillOrder, last_percent: Decimal | None
) -> bool:
    """Compared as mg of this order, within half the rounding step."""
    last = situation.picture.last
    given = None if last is None else last_dose_given(situation.course, last)
    if given is None or last_percent is None:
        return given is None and last_percent is None
    dose = situation.protocol.dose
    start = start_of_last_order(situation.course, situation.protocol, last)
    read = last_percent * start / HUNDRED
    per_dose = order.dosing_weight_kg * order.volume_ml / order.flow_ml_per_day
    return is_at_most(2 * abs(read - given) * per_dose, dose.drug_rounding_mg)
