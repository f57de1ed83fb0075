"""plan(): the one composition of every part of core into a plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from hepatica.core import trace
from hepatica.core.body.weight import DosingWeight
from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import OrderSigned, ProtocolAssigned
from hepatica.core.chart.systemic_entries import (
    AdverseEvent,
    SystemicAssigned,
    SystemicPayload,
    SystemicWithheld,
)
from hepatica.core.chart.words import Content
from hepatica.core.decision import Alert, Finding, FudrWord, Narrowing, Proposal, Step
from hepatica.core.dosing.dosing_weight import find_dosing_weight
from hepatica.core.dosing.fill import FillOrder, Makeup, make_up, order_fill
from hepatica.core.dosing.last_dose import last_dose_given
from hepatica.core.dosing.picture import picture_liver
from hepatica.core.dosing.propose import check_minimum, propose_dose
from hepatica.core.dosing.warnings import warn, warn_left_out
from hepatica.core.plan import FudrDecision, Plan
from hepatica.core.protocol.complications import COMPLICATIONS
from hepatica.core.protocol.provenance import SourcedValue, unapproved
from hepatica.core.pump.device import Device
from hepatica.core.pump.flow import follow_flow
from hepatica.core.pump.ledger import Ledger, keep_ledger
from hepatica.core.pump.next_visit import refill_after_filling
from hepatica.core.pump.refill import Refill, RefillStatus, compute_refill
from hepatica.core.pump.stated_flow import state_flow
from hepatica.core.quantities import HUNDRED, Unknown, clinical_arithmetic
from hepatica.core.rulebook import Rulebook
from hepatica.core.safety.complications import tell_complications, values_used
from hepatica.core.safety.control import (
    Control,
    DoseControl,
    OrderControl,
    ReservoirControl,
    joined,
)
from hepatica.core.safety.controls import CONTROLS
from hepatica.core.safety.situation import Situation
from hepatica.core.safety.two_roads import re_entered_today, read_order_back
from hepatica.core.schedule.dose_day import check_dose_day
from hepatica.core.schedule.due import check_overdue, check_window, list_due
from hepatica.core.schedule.first_dose_window import check_first_dose_window
from hepatica.core.schedule.open_order import check_open_order
from hepatica.core.schedule.recalls import tell_recalls
from hepatica.core.schedule.reservoir import (
    ReservoirAction,
    ReservoirOrder,
    order_without_pump,
    propose_reservoir,
)
from hepatica.core.schedule.rest_reason import find_rest_reason

if TYPE_CHECKING:  # few charts have another arm
    from hepatica.core.combined.other_arm import OtherArm
    from hepatica.core.systemic.proposal import SystemicProposal

_OTHER_ARM: tuple[type[SystemicPayload], ...] = (SystemicAssigned, SystemicWithheld, AdverseEvent)


def plan(course: Course, rulebook: Rulebook) -> Plan:
    """The plan of one course under one rulebook. Pure: no clock, no files, no switches.

    Every refusal is a value in the plan, never an exception.
    """
    return compose(course, rulebook, CONTROLS)


def compose(course: Course, rulebook: Rulebook, controls: Sequence[Control]) -> Plan:
    """The plan under some of the controls; `plan` is the only one that may be shown."""
    with clinical_arithmetic():
        situation = _look(course, rulebook)
        if isinstance(situation, Unknown):
            return _without_protocol(course, situation)
        return _compose(situation, rulebook, controls)


def _look(course: Course, rulebook: Rulebook) -> Situation | Unknown:
    assigned = course.latest(ProtocolAssigned)
    if assigned is None:
        return Unknown("a protocol assigned to this course")
    name = f"{assigned.payload.protocol}/{assigned.payload.version}"
    protocol = rulebook.protocols.get(name)
    if protocol is None:
        return Unknown(f"protocol {name}, which is not in the library")
    ledger = keep_ledger(course)
    picture = picture_liver(course, protocol, ledger)
    situation = Situation(course, protocol, assigned, ledger, picture, rulebook.complications)
    situation = replace(situation, other_arm=_other_arm(course, ledger, rulebook))
    device = _device(ledger, rulebook)
    if device is None:
        return situation
    stated = state_flow(course, ledger, device)
    if isinstance(stated, Unknown):
        return replace(situation, device=device)
    flow = follow_flow(course, ledger, stated, protocol.flow, reserve_ml=device.reserve_ml)
    refill = compute_refill(course, ledger, flow, device, protocol.flow)
    return replace(situation, device=device, flow=flow, refill=refill)


def _device(ledger: Ledger, rulebook: Rulebook) -> Device | None:
    """The pump's family; a model that is not in the library is never mapped to another."""
    return None if ledger.pump is None else rulebook.devices.get(ledger.pump.payload.model)


def _without_protocol(course: Course, missing: Unknown) -> Plan:
    finding = Finding(FudrWord.CANNOT_DECIDE, f"missing: {missing.needs}", "R-protocol-fits")
    decision = FudrDecision(FudrWord.CANNOT_DECIDE, None, None, "", None, (finding,))
    ledger = keep_ledger(course)
    reservoir = order_without_pump(course, ledger)
    if ledger.pump is not None:
        reason = "no protocol: nobody can say when the pump runs dry"
        action = ReservoirAction.PERSON_MUST_CHOOSE
        reservoir = ReservoirOrder(action, course.today, None, reason, RefillStatus.DATE_UNKNOWN)
    return Plan(
        course,
        "",
        decision,
        reservoir,
        in_pump=ledger.current,
        alerts=(*warn_left_out(course), *_nothing_of_regimen(course)),
        is_complete=True,
    )


def _nothing_of_regimen(course: Course) -> tuple[Alert, ...]:
    """Without a pump protocol nothing is proposed of a regimen; that is said."""
    assigned = course.latest(SystemicAssigned)
    if assigned is None:
        return ()
    text = f"no protocol: nothing is proposed of {assigned.payload.regimen}"
    return (Alert(text, "R-both-arms", (assigned.id,)),)


def _compose(situation: Situation, rulebook: Rulebook, controls: Sequence[Control]) -> Plan:
    course, protocol = situation.course, situation.protocol
    proposal = _propose(situation, controls)
    weight = find_dosing_weight(course, protocol.dose)
    order = None
    if isinstance(weight, Unknown):
        proposal = proposal.narrowed(_missing(weight, "R-dosing-weight"))
    elif proposal.word is FudrWord.GIVE:
        order = _order(situation, proposal, weight)
        proposal = _check_order(situation, proposal, order, controls)
    fill = order if proposal.word is FudrWord.GIVE else None
    reservoir = _reservoir(situation, proposal.word, controls)
    proposal = proposal.narrowed(_around(situation, proposal, weight, fill))
    recalled = tell_recalls(course, situation.ledger, rulebook.recalls, rulebook.devices)
    proposal = proposal.narrowed(recalled)
    systemic = _systemic(situation, rulebook, proposal, controls)
    return Plan(
        course=course,
        protocol=protocol.name,
        decision=_decision(proposal),
        reservoir=reservoir,
        fill=fill,
        road_two=None if fill is None else read_order_back(situation, fill),
        systemic=systemic,
        makeup=_makeup(situation, reservoir, fill),
        to_sign=None if fill is None else _to_sign(situation, fill),
        flow=situation.flow,
        refill=situation.refill,
        refill_after_fill=_refill_after(situation, fill),
        in_pump=situation.ledger.current,
        last_dose_mg_per_kg_day=_last_dose(situation),
        due=proposal.due,
        alerts=proposal.alerts,
        steps=(*proposal.steps, *_steps(situation, weight, fill)),
        changes=proposal.changes,
        bound_by=_bound_by(proposal, reservoir),
        unapproved=_unapproved(situation, rulebook),
        is_re_entered=re_entered_today(situation) is not None,
        is_complete=tuple(controls) == CONTROLS,
    )


def _other_arm(course: Course, ledger: Ledger, rulebook: Rulebook) -> OtherArm | None:
    """The systemic side decided alone; None, and nothing loaded, where nothing of it is charted."""
    if all(course.latest(kind) is None for kind in _OTHER_ARM):
        return None
    from hepatica.core.safety.systemic import look_at_other_arm

    return look_at_other_arm(course, ledger, rulebook)


def _systemic(
    situation: Situation, rulebook: Rulebook, fudr: Proposal, controls: Sequence[Control]
) -> SystemicProposal | None:
    """The systemic proposal once FUDR is decided."""
    if situation.other_arm is None:
        return None
    from hepatica.core.safety.systemic import reconcile

    return reconcile(situation, rulebook, fudr, controls)


def _propose(situation: Situation, controls: Sequence[Control]) -> Proposal:
    """The dose by tests and calendar, narrowed by every control on the course."""
    course, protocol, ledger = situation.course, situation.protocol, situation.ledger
    proposal = propose_dose(course, protocol, situation.picture)
    proposal = proposal.narrowed(check_dose_day(course, protocol, ledger))
    for control in controls:
        if isinstance(control, DoseControl):
            proposal = proposal.narrowed(control.check(situation), control=control.id)
    return proposal.narrowed(
        check_minimum(protocol, situation.picture, proposal.dose_mg_per_kg_day)
    )


def _order(situation: Situation, proposal: Proposal, weight: DosingWeight) -> FillOrder | None:
    """Road 1 from the proposed dose; None without a pump whose flow is known."""
    flow, pump, dose = situation.flow, situation.ledger.pump, proposal.dose_mg_per_kg_day
    if flow is None or pump is None or dose is None:
        return None
    return order_fill(
        dose_mg_per_kg_day=dose,
        dosing_weight_kg=weight.dosing_weight_kg,
        volume_ml=pump.payload.reservoir_ml,
        flow_ml_per_day=flow.concentration_flow_ml_per_day,
        drug_rounding_mg=situation.protocol.dose.drug_rounding_mg,
    )


def _check_order(
    situation: Situation,
    proposal: Proposal,
    order: FillOrder | None,
    controls: Sequence[Control],
) -> Proposal:
    if order is None:
        return proposal.narrowed(
            _missing(Unknown("a dose and a pump whose flow is known"), "R-flow")
        )
    for control in controls:
        if isinstance(control, OrderControl):
            proposal = proposal.narrowed(control.check(situation, order), control=control.id)
    return proposal


def _reservoir(
    situation: Situation, word: FudrWord, controls: Sequence[Control]
) -> ReservoirOrder | None:
    reason = find_rest_reason(situation.course, word, situation.picture)
    order = propose_reservoir(situation.course, situation.protocol, situation.ledger, word, reason)
    if order is None:
        return None
    for control in controls:
        if isinstance(control, ReservoirControl):
            checked = control.check(situation, word, order)
            order = order.narrowed(checked, control=control.id)
    return order


def _around(
    situation: Situation,
    proposal: Proposal,
    weight: DosingWeight | Unknown,
    fill: FillOrder | None,
) -> Narrowing:
    """What is due and what must be seen beside the decision."""
    course, protocol, ledger = situation.course, situation.protocol, situation.ledger
    window = Narrowing()
    if situation.refill is not None:
        window = joined(
            [
                check_window(protocol, ledger, situation.refill),
                check_overdue(ledger, situation.refill),
            ]
        )
    due = list_due(course, protocol, ledger, situation.picture, proposal.findings)
    revoked = check_open_order(course, fill=fill)
    first = check_first_dose_window(course, protocol, is_begun=situation.picture.last is not None)
    complications = tell_complications(situation)
    warned = (*warn(course, protocol, situation.picture, weight), *first.alerts)
    return Narrowing(
        due=(*window.due, *due, *first.due),
        alerts=(*window.alerts, *complications.alerts, *revoked.alerts, *warned),
    )


def _decision(proposal: Proposal) -> FudrDecision:
    word = proposal.word
    is_given = word is FudrWord.GIVE
    until = next((f.until for f in proposal.findings if f.word is FudrWord.NOT_DUE), None)
    order = list(FudrWord)
    return FudrDecision(
        word=word,
        dose_mg_per_kg_day=proposal.dose_mg_per_kg_day if is_given else None,
        percent=proposal.percent if is_given else None,
        percent_of=proposal.percent_of if is_given else "",
        until=until if word is FudrWord.NOT_DUE else None,
        findings=tuple(sorted(proposal.findings, key=lambda each: order.index(each.word))),
    )


def _refill_after(situation: Situation, fill: FillOrder | None) -> Refill | None:
    """When the ordered fill must be followed by the next access at the latest."""
    device, refill = situation.device, situation.refill
    if fill is None or device is None or refill is None:
        return None
    table = situation.protocol.flow
    return refill_after_filling(situation.course, fill.volume_ml, device, refill, table)


def _makeup(
    situation: Situation, reservoir: ReservoirOrder | None, fill: FillOrder | None
) -> Makeup | None:
    """What to draw up for the reservoir order, where the order says what goes in."""
    pump, flow = situation.ledger.pump, situation.flow
    content = None if reservoir is None else reservoir.content
    if fill is not None:
        content = Content.FUDR  # also where a person must choose: the syringe may be in hand
    if content is None or pump is None:
        return None
    made = make_up(
        situation.protocol.fills,
        content=content,
        volume_ml=pump.payload.reservoir_ml,
        flow_ml_per_day=None if flow is None else flow.concentration_flow_ml_per_day,
        fudr_mg=None if fill is None else fill.fudr_mg,
    )
    return None if isinstance(made, Unknown) else made


def _to_sign(situation: Situation, fill: FillOrder) -> OrderSigned:
    """The order as its prescriber signs it; the liver tests of now become the next reference."""
    course, protocol, picture = situation.course, situation.protocol, situation.picture
    laboratories = [panel.payload.laboratory for panel in picture.sources]
    return OrderSigned(
        protocol=protocol.heading.id,
        version=protocol.heading.version,
        dose_mg_per_kg_day=fill.dose_mg_per_kg_day,
        percent=fill.dose_mg_per_kg_day / protocol.dose.starting_mg_per_kg_day * HUNDRED,
        dosing_weight_kg=fill.dosing_weight_kg,
        flow_ml_per_day=fill.flow_ml_per_day,
        volume_ml=fill.volume_ml,
        fudr_mg=fill.fudr_mg,
        liver_tests=tuple((test, picture.now[test]) for test in protocol.liver.tests),
        chart_head=course.head,
        known_by=course.known_by,
        laboratory=laboratories[-1] if laboratories else None,
    )


def _last_dose(situation: Situation) -> Decimal | None:
    last = situation.picture.last
    return None if last is None else last_dose_given(situation.course, last)


def _steps(
    situation: Situation, weight: DosingWeight | Unknown, fill: FillOrder | None
) -> tuple[Step, ...]:
    steps = []
    if situation.flow is not None and situation.refill is not None:
        steps += [trace.flow_step(situation.flow), trace.refill_step(situation.refill)]
    if fill is not None and not isinstance(weight, Unknown):
        steps += [trace.weight_step(situation.course, weight), trace.fill_step(fill)]
    return tuple(steps)


def _unapproved(situation: Situation, rulebook: Rulebook) -> tuple[SourcedValue, ...]:
    """Every value of protocol, device and charted complications that the site has not approved."""
    names = [situation.protocol.name, *([situation.device.id] if situation.device else [])]
    values = [value for name in names for value in rulebook.values.get(name, ())]
    values += values_used(situation, rulebook.values.get(COMPLICATIONS, ()))
    return unapproved(tuple(values), rulebook.approvals, is_synthetic=situation.course.is_synthetic)


def _bound_by(proposal: Proposal, reservoir: ReservoirOrder | None) -> tuple[str, ...]:
    """Every control that narrowed FUDR or the reservoir order; the systemic arm names its own."""
    return tuple(sorted({*proposal.bound_by, *(reservoir.bound_by if reservoir else ())}))


def _missing(unknown: Unknown, rule: str) -> Narrowing:
    finding = Finding(FudrWord.CANNOT_DECIDE, f"missing: {unknown.needs}", rule, unknown.needs)
    return Narrowing(findings=(finding,))
