"""What the next fills of each chart will take: its next FUDR, and the next access before it.

A FUDR fill that is not due yet is reckoned as the plan would order it today: the last dose given
(before the first, the starting dose), or what a signed re-escalation names if that is more, for
the latest weight and the flow that sets the concentration. No plan gives more than that.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from hepatica.core.body.weight import compute_dosing_weight
from hepatica.core.chart.entries import Enrolment, Weight
from hepatica.core.chart.words import Content
from hepatica.core.decision import FudrWord
from hepatica.core.dosing.dose_day import compute_dose_day, last_fudr
from hepatica.core.dosing.fill import order_fill
from hepatica.core.dosing.last_dose import re_escalation_percent
from hepatica.core.frozen import frozen
from hepatica.core.protocol.tables import Protocol
from hepatica.core.pump.ledger import keep_ledger
from hepatica.core.quantities import HUNDRED, Unknown, clinical_arithmetic
from hepatica.core.safety.planned_end import CYCLES_RULE
from hepatica.core.schedule.reservoir import ReservoirAction
from hepatica.library.errors import InputErrors
from hepatica.reports.sheet import Sheet
from hepatica.server.plans import made_up
from hepatica.server.store.deeds import head_of
from hepatica.server.store.models import Chart
from hepatica.server.supply.models import Expectation, Product

_PRODUCTS = {product.value: product for product in Product}


@frozen
class Fill:
    """One coming access: its day, what goes in (None: a person chooses), and what it takes.

    `amounts` are by product: mg, units of heparin, needles.
    """

    day: date
    content: Content | None
    amounts: tuple[tuple[Product, Decimal], ...]

    @property
    def is_fudr(self) -> bool:
        """Whether FUDR goes in."""
        return self.content is Content.FUDR


def expected_fills(sheet: Sheet) -> tuple[tuple[Fill, ...], str]:
    """The next fills of a plan, and what is missing to know the next FUDR; empty if nothing."""
    with clinical_arithmetic():
        day, mg = _next_fudr(sheet)
        if day is None:
            return tuple(_before(sheet, None)), ""
        if isinstance(mg, Unknown):
            return tuple(_before(sheet, None)), mg.needs
        return (*_before(sheet, day), _fill(sheet, day, Content.FUDR, mg)), ""


def _next_fudr(sheet: Sheet) -> tuple[date | None, Decimal | Unknown]:
    """The day of the next FUDR and its mass; no day where FUDR is held, stopped or refused."""
    plan, nothing = sheet.plan, Unknown("")
    match plan.decision.word:
        case FudrWord.GIVE if plan.fill is not None:
            return plan.course.today, plan.fill.fudr_mg
        case FudrWord.NOT_DUE if not any(f.rule == CYCLES_RULE for f in plan.decision.findings):
            return plan.decision.until, _reckoned_mg(sheet)
        case FudrWord.CANNOT_DECIDE if sheet.protocol is not None:
            # What is missing may come any hour: the dose day stands.
            gate = compute_dose_day(plan.course, sheet.protocol, keep_ledger(plan.course))
            if gate is None:
                return None, nothing
            return max(gate.day, plan.course.today), _reckoned_mg(sheet)
        case _:
            return None, nothing


def _reckoned_mg(sheet: Sheet) -> Decimal | Unknown:
    plan, protocol, pump = sheet.plan, sheet.protocol, sheet.pump
    weighing, enrolment = plan.course.latest(Weight), plan.course.latest(Enrolment)
    if protocol is None or pump is None or plan.flow is None:
        return Unknown("a protocol, and a pump whose flow is known")
    if weighing is None or enrolment is None:
        return Unknown("a weight, and the enrolment")
    weight = compute_dosing_weight(
        policy=protocol.dose.dosing_weight,
        sex=enrolment.payload.sex,
        height_cm=enrolment.payload.height_cm,
        weight_kg=weighing.payload.weight_kg,
        rounding_kg=protocol.dose.weight_rounding_kg,
    )
    return order_fill(
        dose_mg_per_kg_day=_highest_dose(sheet, protocol),
        dosing_weight_kg=weight.dosing_weight_kg,
        volume_ml=pump.reservoir_ml,
        flow_ml_per_day=plan.flow.concentration_flow_ml_per_day,
        drug_rounding_mg=protocol.dose.drug_rounding_mg,
    ).fudr_mg


def _highest_dose(sheet: Sheet, protocol: Protocol) -> Decimal:
    """The highest dose that the next order may have; mg/kg/day."""
    plan, starting = sheet.plan, protocol.dose.starting_mg_per_kg_day
    last = plan.last_dose_mg_per_kg_day
    if last is None:
        return starting
    percent = re_escalation_percent(plan.course, last_fudr(keep_ledger(plan.course)))
    return last if percent is None else max(last, percent * starting / HUNDRED)


def _before(sheet: Sheet, fudr_day: date | None) -> Iterator[Fill]:
    """The access of the reservoir order, when it comes before the next FUDR."""
    order = sheet.plan.reservoir
    if order is None or (fudr_day is not None and order.by >= fudr_day):
        return
    content = None if order.action is ReservoirAction.PERSON_MUST_CHOOSE else order.content
    if content is not Content.FUDR:
        yield _fill(sheet, max(order.by, sheet.plan.course.today), content, None)


def _fill(sheet: Sheet, day: date, content: Content | None, mg: Decimal | None) -> Fill:
    needle = (Product.REFILL_NEEDLE, Decimal(1))
    if content is None or sheet.protocol is None or sheet.pump is None:
        return Fill(day, content, (needle,))
    made = made_up(sheet, content, mg)
    if made is not None:
        drawn = tuple((Product(each.product.value), each.amount) for each in made.drawn)
        return Fill(day, content, (*drawn, needle))
    fudr = () if mg is None else ((Product.FLOXURIDINE, mg),)
    return Fill(day, content, (*fudr, needle))


def keep_expectation(chart: Chart, sheet: Sheet, now: datetime) -> None:
    """Write down the next fills by a plan of the chart."""
    fills, unknown = expected_fills(sheet)
    rows = [_as_row(fill) for fill in fills]
    _keep(chart, now, head=sheet.plan.course.head, fills=rows, unknown=unknown)


def keep_unreckoned(chart: Chart, refusal: InputErrors, now: datetime) -> None:
    """Of a chart that cannot be read, write down why; it stops no forecast."""
    why = f"the chart cannot be read: {refusal.errors[0]}"
    _keep(chart, now, head=head_of(chart), fills=[], unknown=why)


def _keep(chart: Chart, now: datetime, **found: Any) -> None:
    found |= {"reckoned_on": now.date()}
    if not Expectation.objects.filter(chart=chart).update(**found):
        Expectation.objects.update_or_create(chart=chart, defaults=found)


def fills_of(rows: list[dict[str, Any]]) -> list[Fill]:
    """The fills of a stored row."""
    return [
        Fill(
            date.fromisoformat(row["day"]),
            Content(row["content"]) if row["content"] else None,
            tuple((_PRODUCTS[name], Decimal(amount)) for name, amount in row["amounts"].items()),
        )
        for row in rows
    ]


def _as_row(fill: Fill) -> dict[str, Any]:
    return {
        "day": fill.day.isoformat(),
        "content": "" if fill.content is None else fill.content.value,
        "amounts": {product.value: str(amount) for product, amount in fill.amounts},
    }
