"""A plan as text for a terminal: the two answers first, then what they rest on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from hepatica.core.chart.entries import ProtocolAssigned
from hepatica.core.chart.words import Content, Product
from hepatica.core.decision import DueItem
from hepatica.core.dosing.fill import Drawn, GlycerinMakeup, Makeup
from hepatica.core.plan import Plan
from hepatica.core.protocol.words import Salt
from hepatica.core.pump.ledger import Dwell
from hepatica.core.pump.level import Level
from hepatica.core.quantities import Unknown
from hepatica.core.schedule.reservoir import ReservoirAction
from hepatica.reports.figures import as_written, exact, instant, least, level, millilitres, near
from hepatica.reports.layout import columns, items, labelled, section, wrapped
from hepatica.reports.sentences import (
    CONTENTS,
    GOVERNANCE,
    NO_ONE_SAYS,
    UNITS,
    decision_sentence,
    plain,
    reason,
    reservoir_sentence,
    word_of,
)
from hepatica.reports.sheet import Sheet


def plan_as_text(sheet: Sheet, *, is_now: bool) -> str:
    """The plan, in about forty lines. `is_now` says that the moment is that of the clock."""
    plan = sheet.plan
    parts = (
        [moment_line(plan, is_now=is_now), *wrapped(marks(plan), first="")],
        [
            *labelled("FUDR", decision_sentence(plan)),
            *labelled("RESERVOIR", reservoir_sentence(plan)),
            *labelled("", _rests_on(plan)),
            *(line for text in access_lines(sheet) for line in labelled("ACCESS", text)),
            *_systemic(plan),
            *labelled("IN PUMP", in_pump_sentence(sheet)),
        ],
        section("TWO ROADS TO THE DOSE", _roads(plan)),
        section(makeup_heading(sheet).replace("Make up", "MAKE UP"), _makeup(plan.makeup)),
        *_systemic_sections(plan),
        section("REASONS", items(_reasons(plan))),
        section("WHAT WOULD CHANGE IT", items(_changes(plan))),
        section("DUE", items(due_line(item) for item in by_date(plan))),
        section("ALERTS", items(alert_lines(plan))),
        _foot(plan),
    )
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def moment_line(plan: Plan, *, is_now: bool) -> str:
    """The first line: for which moment, and what was known."""
    course = plan.course
    now = "now, " if is_now else ""
    known = "" if course.known_by == course.at else f", as known at {instant(course.known_by)}"
    return f"Plan for {now}{instant(course.at)}{known}. Case {course.case}"


def marks(plan: Plan) -> str:
    """DRAFT, REPLAY, UNSEALED, SYNTHETIC, each with its reason."""
    said = []
    if plan.is_draft:
        said.append(f"DRAFT{_why_draft(plan)}")
    if plan.is_replay:
        said.append("REPLAY, no order")
    if not plan.course.is_sealed:
        said.append("UNSEALED chart")
    if plan.course.is_synthetic:
        said.append("SYNTHETIC chart, no patient")
    return " · ".join(said) or "Sealed chart; every value used is approved by this site"


def _systemic(plan: Plan) -> list[str]:
    if plan.systemic is None:
        return []
    from hepatica.reports.systemic import systemic_sentence  # few plans have another arm

    return labelled("SYSTEMIC", systemic_sentence(plan.systemic))


def _systemic_sections(plan: Plan) -> list[list[str]]:
    """The drugs of the other arm, why, and how the two were reconciled."""
    if plan.systemic is None:
        return []
    from hepatica.reports.systemic import both_arms, drug_reasons, drug_rows

    surface = plan.systemic.bsa_m2
    size = "" if surface is None else f", body surface {exact(surface)} m2"
    return [
        section(f"SYSTEMIC DRUGS{size}", columns(drug_rows(plan.systemic))),
        section("SYSTEMIC REASONS", items(drug_reasons(plan.systemic))),
        section("THE TWO ARMS", items(both_arms(plan))),
    ]


def _why_draft(plan: Plan) -> str:
    waiting = len(plan.unapproved)
    why = [f"{waiting} values not approved"] if waiting else []
    if plan.fill is not None and not plan.is_re_entered:
        why.append("inputs not re-entered")
    return f" ({', '.join(why)})" if why else ""


def _rests_on(plan: Plan) -> str:
    """Why the pump gets this order; one that a person must make names its reason itself."""
    order = plan.reservoir
    if order is None:
        return ""
    controls = f"({', '.join(order.bound_by)})" if order.bound_by else ""
    is_said = order.action is ReservoirAction.PERSON_MUST_CHOOSE
    why = "" if is_said else f"because: {plain(order.reason)}"
    return " ".join(part for part in (why, controls) if part)


def access_lines(sheet: Sheet) -> list[str]:
    """The last safe access of the fill in the pump, and of the one ordered."""
    said = []
    refill, after = sheet.plan.refill, sheet.refill_after
    content = NO_ONE_SAYS if sheet.next_content is None else CONTENTS[sheet.next_content]
    if refill is not None and refill.date is None:
        said.append(f"safe refill date not known: {refill.reason}")
    elif refill is not None and refill.instant is not None:
        reserve = f"reserve reached at the earliest {instant(refill.instant)}"
        then = "" if sheet.has_access else f"; then {content} may go in"
        said.append(f"last safe access to the present fill {refill.date} ({reserve}){then}")
    if after is not None and after.date is not None and after.instant is not None:
        then = f"; then {content}" if sheet.plan.fill is not None else ""
        said.append(f"after a fill now: {after.date} ({instant(after.instant)}){then}")
    return said


def in_pump_sentence(sheet: Sheet) -> str:
    """What is in the pump now, since when, and how much of it."""
    dwell = sheet.plan.in_pump
    if dwell is None:
        return emptied_sentence(sheet.emptied)
    fill = dwell.fill
    since = f"{CONTENTS[fill.payload.content]} since {fill.at.day}"
    found = sheet.level
    if not isinstance(found, Level):
        needs = found.needs if isinstance(found, Unknown) else ""
        return f"{since}; volume not known: {needs}"
    return f"{since}; {volume_expected(found)}{_fudr_left(found)}"


def emptied_sentence(last: Dwell | None) -> str:
    """That the pump was emptied and not filled again, and what stayed behind."""
    if last is None or last.access is None:
        return "nothing that the chart knows of"
    left = last.access.payload.remainder_ml
    is_fudr = last.concentration_mg_per_ml > 0
    kind = "FUDR, cytotoxic" if is_fudr else CONTENTS[last.fill.payload.content]
    behind = f"; {as_written(left)} mL stayed behind ({kind})" if left > 0 else ""
    return f"EMPTIED {last.access.at.day}, not refilled{behind}"


def volume_expected(found: Level) -> str:
    """The volume expected and the least it may be."""
    low = f"at least {least(found.least_ml)}"
    if found.expected_ml is None:
        return f"{low} ({found.why_not_expected})"
    return f"expected {level(found.expected_ml)}, {low}"


def _fudr_left(found: Level) -> str:
    if found.fudr_left_mg is None or found.fudr_given_mg is None:
        return ""
    left, given = near(found.fudr_left_mg, "0.1"), near(found.fudr_given_mg, "0.1")
    return f"; FUDR about {left} mg left, {given} mg given"


def road_rows(plan: Plan) -> list[tuple[str, str, str]]:
    """Both roads, figure beside figure; empty without FUDR."""
    fill, road = plan.fill, plan.road_two
    if fill is None:
        return []
    if road is None:
        raise ValueError("a plan that gives FUDR has been read back on the second road")
    return [
        ("in the pump", f"{exact(fill.fudr_mg)} mg", f"{exact(road.fudr_mg)} mg"),
        (
            "concentration",
            f"{near(fill.concentration_mg_per_ml, '0.01')} mg/mL",
            f"{near(road.concentration_mg_per_ml, '0.01')} mg/mL",
        ),
        (
            "per day",
            f"{near(fill.dose_mg_per_day, '0.01')} mg/day",
            f"{near(road.dose_mg_per_day, '0.01')} mg/day",
        ),
        (
            "per kg and day",
            f"{near(fill.dose_mg_per_kg_day, '0.0001')} mg/kg/day",
            f"{near(road.dose_mg_per_kg_day, '0.0001')} mg/kg/day",
        ),
    ]


def roads_verdict(plan: Plan) -> str:
    """Whether the roads agree, with the inputs they share."""
    fill, road = plan.fill, plan.road_two
    if fill is None or road is None:
        return ""
    said = "agree" if road.agrees else "DISAGREE: DO NOT FILL"
    inputs = (
        f"{exact(fill.dosing_weight_kg)} kg, flow {near(fill.flow_ml_per_day, '0.0001')} mL/day"
    )
    difference = near(road.difference_mg, "0.01")
    return f"The roads {said}: {difference} mg apart by rounding, at {inputs}."


def _roads(plan: Plan) -> Iterator[str]:
    rows = road_rows(plan)
    if rows:
        heading = ("", "road 1: order", "road 2: syringe")
        yield from columns([heading, *rows])
        yield from wrapped(roads_verdict(plan))


def makeup_heading(sheet: Sheet) -> str:
    """What is made up, and for when."""
    made = sheet.plan.makeup
    if made is None:
        return "Make up"
    later = "" if sheet.has_access else ", when the time comes"
    return f"Make up {CONTENTS[made.content]}, {exact(made.volume_ml)} mL{later}"


def makeup_rows(made: Makeup | None) -> list[tuple[str, str, str, str]]:
    """Drug, amount, strength and volume to draw up; then the diluent and the total."""
    if made is None:
        return []
    drawn = [
        (
            product_name(each),
            f"{exact(each.amount)} {UNITS[each.product]}",
            f"{exact(each.strength_per_ml)} {UNITS[each.product]}/mL",
            millilitres(each.volume_ml),
        )
        for each in made.drawn
    ]
    return [
        *drawn,
        (diluent_name(made), "to volume", "", millilitres(made.diluent_ml)),
        ("total", "", "", millilitres(made.volume_ml)),
    ]


def diluent_name(made: Makeup) -> str:
    """What the fill is topped up with."""
    if isinstance(made, GlycerinMakeup):
        return f"glycerin {exact(made.glycerin_percent)} %"
    return "saline 0.9 %"


def product_name(drawn: Drawn) -> str:
    """The drug, with the salt its amount is of."""
    if drawn.salt is Salt.NONE:
        return drawn.product.value
    return f"{drawn.product.value} ({drawn.salt.value.replace('-', ' ')})"


def vials_line(made: Makeup | None) -> str:
    """How many vials of FUDR, where there is any."""
    if made is None or made.content is not Content.FUDR:
        return ""
    vials = "1 vial" if made.vials == 1 else f"{made.vials} vials"
    return f"{vials} of {Product.FLOXURIDINE.value} to open."


def _makeup(made: Makeup | None) -> list[str]:
    rows = makeup_rows(made)
    if not rows:
        return []
    opened = vials_line(made)
    table = columns([("drug", "amount", "strength", "draw up"), *rows])
    return [*table, *(wrapped(opened) if opened else [])]


def _reasons(plan: Plan) -> Iterator[str]:
    for finding in plan.decision.findings:
        ids = ", ".join(part for part in (finding.control, finding.rule) if part)
        yield f"{word_of(finding.word)}: {reason(finding)} [{ids}]{cited(finding.entries)}"


def cited(entries: tuple[str, ...]) -> str:
    """The entries a line rests on."""
    if not entries:
        return ""
    return f" ({'entry' if len(entries) == 1 else 'entries'} {', '.join(entries)})"


def _changes(plan: Plan) -> Iterator[str]:
    for change in plan.changes:
        yield f"{plain(change.condition)}: {plain(change.outcome)}"


def by_date(plan: Plan) -> list[DueItem]:
    """What is due, dated things first, without what stands among the reasons already."""
    reasons = tuple(finding.reason for finding in plan.decision.findings)
    due = (*plan.due, *(plan.systemic.due if plan.systemic else ()))
    items = (item for item in due if not any(reason in item.text for reason in reasons))
    return sorted(items, key=lambda item: item.by or date.max)


def due_line(item: DueItem) -> str:
    """A due item, its date first."""
    when = item.by.isoformat() if item.by is not None else "no date  "
    return f"{when}  {plain(item.text)} [{item.rule}]"


def alert_lines(plan: Plan) -> Iterator[str]:
    """Every alert with its rule and entries, those of the systemic arm last."""
    for alert in (*plan.alerts, *(plan.systemic.alerts if plan.systemic else ())):
        yield f"{plain(alert.text)} [{alert.rule}]{cited(alert.entries)}"


def protocol_name(plan: Plan) -> str:
    """The protocol that the plan follows, or why it follows none."""
    assigned = plan.course.latest(ProtocolAssigned)
    if plan.protocol or assigned is None:
        return plan.protocol or "none assigned"
    return f"{assigned.payload.protocol}/{assigned.payload.version} (not in the library)"


def _foot(plan: Plan) -> list[str]:
    protocol = protocol_name(plan)
    return [f"Head {plan.course.head} · protocol {protocol}", *wrapped(GOVERNANCE, first="")]
