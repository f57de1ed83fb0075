"""The two answers of a plan, each in one sentence."""

from __future__ import annotations

from datetime import datetime

from hepatica.core.chart.words import Content, Product
from hepatica.core.decision import Finding, FudrWord
from hepatica.core.dosing.explain import SHORT_NAMES
from hepatica.core.plan import Plan
from hepatica.core.protocol.words import PercentOf
from hepatica.core.pump.ledger import Dwell
from hepatica.core.pump.refill import RefillStatus
from hepatica.core.safety.controls import CONTROLS
from hepatica.core.schedule.reservoir import ReservoirAction, ReservoirOrder
from hepatica.reports.figures import clock, exact

CONTENTS = {
    Content.FUDR: "FUDR",
    Content.DEXAMETHASONE_REST: "dexamethasone rest fill",
    Content.HEPARINISED_SALINE: "heparinised saline",
    Content.GLYCERIN: "glycerin",
}
UNITS = {Product.FLOXURIDINE: "mg", Product.DEXAMETHASONE: "mg", Product.HEPARIN: "units"}
_PERCENT_OF = {
    PercentOf.STARTING_DOSE.value: "the starting dose",
    PercentOf.LAST_DOSE_GIVEN.value: "the last dose",
}
_MARKS = {
    RefillStatus.OK: "",
    RefillStatus.OVERDUE: "OVERDUE: ",
    RefillStatus.DATE_UNKNOWN: "DATE UNKNOWN: ",
}
_AT_HOLD = "at hold: "
NO_ONE_SAYS = "what a person chooses"
GOVERNANCE = (
    "Decision support under local clinical governance, not a certified medical device: "
    "Hepatica computes and explains, a person decides."
)


def content_of(dwell: Dwell) -> str:
    """What was filled, and whether FUDR stayed behind under it."""
    content = dwell.fill.payload.content
    is_mixed = content is not Content.FUDR and dwell.concentration_mg_per_ml > 0
    return CONTENTS[content] + (", mixed with FUDR that stayed behind" if is_mixed else "")


def plain(text: str) -> str:
    """A text of the plan with the names of tests as clinicians write them."""
    for test, name in SHORT_NAMES.items():
        text = text.replace(test.value, name)
    return text


def word_of(word: FudrWord) -> str:
    """The decision in capitals, such as "STOP PENDING REVIEW"."""
    return word.value.replace("-", " ").upper()


def decision_sentence(plan: Plan) -> str:
    """The FUDR decision with its dose, its date, or its reason."""
    decision = plan.decision
    word = word_of(decision.word)
    if decision.word is FudrWord.GIVE:
        return f"{word} {_dose(plan)}"
    if decision.word is FudrWord.NOT_DUE and decision.until is not None:
        return f"{word} until {decision.until}"
    reasons = [finding for finding in decision.findings if finding.word is decision.word]
    return f"{word}: {reason(reasons[0])}" if reasons else word


def _dose(plan: Plan) -> str:
    decision, fill = plan.decision, plan.fill
    if fill is None or decision.percent is None:
        raise ValueError("a plan that gives FUDR holds its fill")
    percent = f"{exact(decision.percent)} % of {_PERCENT_OF[decision.percent_of]}"
    dose = f"{exact(fill.dose_mg_per_kg_day)} mg/kg/day"
    return f"{percent}{_cap(plan)}: {dose} = {exact(fill.fudr_mg)} mg in {exact(fill.volume_ml)} mL"


def _cap(plan: Plan) -> str:
    """The controls that lowered the dose, if any did."""
    of_reservoir = plan.reservoir.bound_by if plan.reservoir else ()
    caps = [control for control in plan.bound_by if control not in of_reservoir]
    names = {control.id: control.name for control in CONTROLS}
    return f", lowered by {', '.join(f'{cap} ({names[cap]})' for cap in caps)}" if caps else ""


def reason(finding: Finding) -> str:
    """A finding and what would settle it."""
    said = plain(finding.reason)
    if said.startswith(_AT_HOLD):
        said = f"{said.removeprefix(_AT_HOLD)} at hold level"
    needs = plain(finding.needs)
    if not needs or needs in said:
        return said
    label = "restart when" if finding.rule == "R-restart" else "needed:"
    return f"{said}; {label} {needs}"


def reservoir_sentence(plan: Plan) -> str:
    """What happens to the pump, by when, and whether that is late or not known."""
    order = plan.reservoir
    if order is None:
        return "NO PUMP in place: no reservoir order"
    if order.action is ReservoirAction.LEAVE and order.by == plan.decision.until:
        content = NO_ONE_SAYS if order.content is None else CONTENTS[order.content]
        then = f"FUDR if the plan of that day gives it, else {content}"
        return f"{_MARKS[order.status]}LEAVE AS IS until {order.by}, then {then}"
    return _MARKS[order.status] + _action(plan, order)


def _action(plan: Plan, order: ReservoirOrder) -> str:
    content = NO_ONE_SAYS if order.content is None else CONTENTS[order.content]
    empty = "empty the pump, then " if plan.in_pump is not None else ""
    limit = limit_of(order, plan.course.at)
    match order.action:
        case ReservoirAction.LEAVE:
            return f"LEAVE AS IS until {order.by}, then {content}"
        case ReservoirAction.FUDR_FILL:
            return f"FUDR FILL, {order.by}: {empty}fill with FUDR"
        case ReservoirAction.REST_FILL:
            return f"FILL WITHOUT FUDR, by {order.by}: {empty}fill with {content}"
        case ReservoirAction.EVACUATE:
            return f"EVACUATE NOW; at the latest {limit}: FUDR out, then fill with {content}"
        case ReservoirAction.PERSON_MUST_CHOOSE:
            return f"A PERSON MUST CHOOSE, URGENT, by {limit}: {plain(order.reason)}"


def limit_of(order: ReservoirOrder, at: datetime) -> str:
    """The latest moment, by the clock of `at`, where there is one; else the date."""
    return clock(order.deadline, at) if order.deadline is not None else order.by.isoformat()
