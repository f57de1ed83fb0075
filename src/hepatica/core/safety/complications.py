"""What complications in force say: each control asks here for its own part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from hepatica.core.chart.complication_entries import SidePathBolus
from hepatica.core.chart.entries import PumpImplanted
from hepatica.core.complications.grades import worst_grade
from hepatica.core.complications.in_force import (
    RULE,
    Trouble,
    all_troubles,
    lost_pump,
    troubles_in_force,
)
from hepatica.core.complications.side_path import PushedFudr, pushed_fudr
from hepatica.core.decision import DueItem, FudrWord, Narrowing
from hepatica.core.protocol.complications import AccessEffect, FudrEffect, ReservoirEffect
from hepatica.core.protocol.provenance import SourcedValue
from hepatica.core.pump.refill import RefillStatus
from hepatica.core.quantities import four_places, twelve_digits
from hepatica.core.safety.control import found, joined, refuse, told
from hepatica.core.safety.situation import Situation
from hepatica.core.schedule.reservoir import ReservoirAction, ReservoirOrder

SIDE_PATH_RULE = "R-side-path"

_PERSON = (ReservoirEffect.PERSON_CHOOSES, ReservoirEffect.PERSON_CHOOSES_NOW)


def in_force(situation: Situation) -> list[Trouble]:
    """The complications that act on this day."""
    return troubles_in_force(situation.course, situation.complications)


def check_complications(situation: Situation) -> Narrowing:
    """What complications say against FUDR beside the gate, and before the needle."""
    return joined([part for trouble in in_force(situation) for part in _act(trouble, situation)])


def _act(trouble: Trouble, situation: Situation) -> Iterator[Narrowing]:
    what, entry = trouble.what, trouble.entry.id
    match trouble.row.fudr:
        case FudrEffect.PERMANENT_STOP:
            yield found(FudrWord.PERMANENT_STOP, what, RULE, "", entry)
        case FudrEffect.REFUSE:
            yield refuse(what, RULE, trouble.needs, entry)
        case FudrEffect.ASK:
            yield told(f"{what}: a person decides whether FUDR goes on", RULE, entry)
        case FudrEffect.NOTHING_MORE:
            pass
    if trouble.row.access is AccessEffect.CHECK:
        # In other words than its finding: what repeats a finding is left out of the printed list.
        because = what.replace("-", " ")
        text = f"before the needle: pump and pocket are looked at, because of {because}"
        yield Narrowing(due=(DueItem(text, RULE, situation.course.today),))
    elif trouble.row.access is AccessEffect.BLOCKED:
        yield told(f"{what}: the needle is refused", RULE, entry)


def check_pump_lost(situation: Situation) -> Narrowing:
    """A pump charted as lost gets no FUDR again; another pump may."""
    lost = lost_pump(situation.course, situation.ledger.pump)
    if lost is None:
        return Narrowing()
    return refuse("the pump is lost", RULE, "another pump, implanted after that day", lost.id)


def evacuate_since(situation: Situation) -> Iterator[datetime]:
    """When the chart learned of each complication that takes FUDR out of the pump."""
    for trouble in in_force(situation):
        if trouble.row.reservoir is ReservoirEffect.EVACUATE:
            yield trouble.entry.learned_at
    lost = lost_pump(situation.course, situation.ledger.pump)
    if lost is not None:
        yield lost.learned_at


def is_needle_refused(situation: Situation) -> bool:
    """Whether a complication keeps the needle out."""
    return any(trouble.row.access is AccessEffect.BLOCKED for trouble in in_force(situation))


def choose_for_complication(situation: Situation, order: ReservoirOrder) -> ReservoirOrder | None:
    """The order left to a person because of a complication; None when none asks for it.

    By the order's own limit, which the safe refill date has bounded already; now where nobody
    knows what the reservoir holds.
    """
    acting = in_force(situation)
    troubles = [each for each in acting if each.row.reservoir in _PERSON]
    urgent = [each for each in acting if _is_content_unknown(each, situation)]
    if urgent:
        today, unknown = situation.course.today, RefillStatus.DATE_UNKNOWN
        return replace(_chosen(order, urgent[0].what), by=today, status=unknown)
    if lost_pump(situation.course, situation.ledger.pump) is not None:
        return _chosen(order, "the pump is lost")
    return _chosen(order, troubles[0].what) if troubles else None


def _is_content_unknown(trouble: Trouble, situation: Situation) -> bool:
    """Whether nobody knows what the reservoir holds; a fill after a dry pump is known again."""
    effect, current = trouble.row.reservoir, situation.ledger.current
    if effect is ReservoirEffect.UNKNOWN_UNTIL_REFILLED:
        return current is None or current.fill.at.earliest <= trouble.entry.at.latest
    return effect is ReservoirEffect.PERSON_CHOOSES_NOW


def _chosen(order: ReservoirOrder, reason: str) -> ReservoirOrder:
    action = ReservoirAction.PERSON_MUST_CHOOSE
    return replace(order, action=action, content=None, reason=reason)


def tell_complications(situation: Situation) -> Narrowing:
    """What must be seen beside the decision: open complications, the worst grade, boluses."""
    course, table = situation.course, situation.complications
    parts = [
        told(f"open: {_named(trouble)}", RULE, trouble.entry.id) for trouble in in_force(situation)
    ]
    implant = course.latest(PumpImplanted)
    days = int(table.counted_days)
    count = None if implant is None else worst_grade(course, implant, days=days)
    if count is not None:
        text = (
            f"worst complication within {days} days of the implant: grade {count.worst.value}"
            f" of {count.complications} found"
        )
        parts.append(told(text, RULE, count.entry_id))
    parts += [_told_pushed(each) for each in pushed_fudr(course, situation.ledger, table)]
    return joined(parts)


def values_used(situation: Situation, values: tuple[SourcedValue, ...]) -> tuple[SourcedValue, ...]:
    """The values of complications.yaml that this plan rests on; none where nothing is charted."""
    course, table = situation.course, situation.complications
    kinds = {trouble.row.complication.value for trouble in all_troubles(course, table)}
    if not kinds and not course.all(SidePathBolus):
        return ()
    return tuple(value for value in values if _is_used(value.path.split("/"), kinds))


def _is_used(path: list[str], kinds: set[str]) -> bool:
    return path[1] != "rows" or path[2] in kinds


def _named(trouble: Trouble) -> str:
    grade = getattr(trouble.entry.payload, "grade", None)
    graded = "" if grade is None else f", grade {grade.value}"
    ends = f"; ends by {trouble.needs}" if trouble.needs else ""
    return f"{trouble.what}{graded}, found {trouble.entry.at.day}{ends}"


def _told_pushed(pushed: PushedFudr) -> Narrowing:
    strength = four_places(pushed.concentration_mg_per_ml)
    if pushed.volume_ml is None or pushed.fudr_mg is None:
        amount = f"the catheter's content, length not charted, at {strength} mg/mL"
    else:
        volume = four_places(pushed.volume_ml)
        amount = f"{volume} mL at {strength} mg/mL = {four_places(pushed.fudr_mg)} mg"
    injected = pushed.bolus.payload
    text = (
        f"bolus path: {twelve_digits(injected.volume_ml)} mL {injected.injected.value} with FUDR in"
        f" the pump and nothing aspirated first pushed FUDR into the artery at once: {amount}."
        " Refused: aspirate first, or wait for a phase without FUDR"
    )
    return told(text, SIDE_PATH_RULE, pushed.bolus.id)
