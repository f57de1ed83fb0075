"""The downtime pack (behaviour B3): what people need when the computers are down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hepatica.core.chart.entries import OrderSigned
from hepatica.core.frozen import frozen
from hepatica.core.plan import Plan
from hepatica.reports.emergency import in_pump_rows, stop_steps
from hepatica.reports.figures import exact, instant, near, weekday
from hepatica.reports.paper.fill_page import fill_page
from hepatica.reports.paper.head import Head, watermark
from hepatica.reports.paper.visits import safe_refill
from hepatica.reports.plan_text import emptied_sentence, marks
from hepatica.reports.sentences import content_of, decision_sentence, limit_of, reservoir_sentence
from hepatica.reports.sheet import Sheet

_RULES = (
    "FUDR is not worked out and not started on paper. A fill that has begun is finished and "
    "written down.",
    "The pump never runs empty: at its date it is filled without FUDR, if need be as a rescue by "
    "one competent person, checked by a second within 24 h.",
    "Write down both times: when it happened, and later when it was entered into the chart.",
    "An order of this pack was right at the moment printed above. What came in since is not in it.",
)
_COLUMNS = ("Happened at", "What, with amounts and units", "Entered into the chart at", "By, role")
_BLANK_ROWS = (
    "Two identifiers read, by whom",
    "Pump model and serial as read",
    "In the pump before, since when",
    "Symptoms, fever, flight or altitude",
    "Emptied at, mL withdrawn",
    "Filled at, with what, mL in and back",
    "Lots and expiry dates",
    "Needle",
    "Next date told to the patient",
    "Happened at / entered into the chart at",
    "Name, role, signature",
)
_LAST_ORDER = "signed order, NOT for today"


@frozen
class PackChart:
    """One chart in the pack."""

    case: str
    by: str
    order: str
    decision: str
    content: str
    safe: str
    marks: str
    is_draft: bool
    in_pump: list[tuple[str, str]]
    last_orders: list[tuple[str, str]]
    hash: str


def downtime_pack(sheets: Sequence[Sheet], not_read: Sequence[tuple[str, str]]) -> str:
    """The pack of a folder: a due list, a page for each chart, and a blank worksheet.

    `not_read` are the files that hold no chart that can be read, each with its reason: they
    are named on the first page, so that nobody takes the pack for complete.
    """
    ordered = sorted(sheets, key=_urgency)
    return fill_page(
        "downtime-pack",
        _head(ordered),
        charts=[_chart(sheet) for sheet in ordered],
        not_read=not_read,
        rules=_RULES,
        columns=_COLUMNS,
        blank_rows=_BLANK_ROWS,
        both_times="both times, for each line",
        stop_steps=stop_steps(),
    )


def _head(sheets: Sequence[Sheet]) -> Head:
    """The head of the whole pack; every chart has its own hash on its page."""
    plans = [sheet.plan for sheet in sheets]
    course = plans[0].course
    words = {word for plan in plans for word in watermark(plan).splitlines()}
    if not all(plan.course.is_synthetic for plan in plans):
        words.discard("SYNTHETIC")  # never across the page of a patient
    count = "1 chart" if len(plans) == 1 else f"{len(plans)} charts"
    drafts = sum(plan.is_draft or plan.is_replay for plan in plans)
    return Head(
        title="Downtime pack",
        about=count,
        moment=instant(course.at),
        known_by=instant(course.known_by),
        created=course.at.isoformat(),
        marks=f"{drafts} of {count} DRAFT" if drafts else f"{count}, every value used approved",
        is_draft=drafts > 0,
        watermark="\n".join(sorted(words)),
        hash="",
        protocol="",
    )


def _urgency(sheet: Sheet) -> tuple[bool, date, str]:
    """Late, not known, or for a person first; then by date."""
    order = sheet.plan.reservoir
    if order is None:
        return True, date.max, sheet.plan.course.case
    return not order.is_urgent, order.by, sheet.plan.course.case


def _chart(sheet: Sheet) -> PackChart:
    plan = sheet.plan
    return PackChart(
        case=plan.course.case,
        by=_by(plan),
        order=reservoir_sentence(plan),
        decision=decision_sentence(plan),
        content=_content(sheet),
        safe="no pump" if sheet.pump is None else safe_refill(sheet),
        marks=marks(plan),
        is_draft=plan.is_draft or plan.is_replay,
        in_pump=in_pump_rows(sheet),
        last_orders=_last_orders(plan),
        hash=plan.course.head,
    )


def _by(plan: Plan) -> str:
    order = plan.reservoir
    if order is None:
        return "no pump"
    return limit_of(order, plan.course.at) if order.deadline else weekday(order.by)


def _content(sheet: Sheet) -> str:
    dwell = sheet.plan.in_pump
    if dwell is None:
        return emptied_sentence(sheet.emptied)
    return f"{content_of(dwell)} since {dwell.fill.at.day}"


def _last_orders(plan: Plan) -> list[tuple[str, str]]:
    """The newest two signed orders, newest first."""
    signed = plan.course.all(OrderSigned)[-2:]
    rows = [(f"{each.at.day}, {_LAST_ORDER}", _order(each.payload)) for each in reversed(signed)]
    return rows or [("Signed orders", "none on the chart")]


def _order(order: OrderSigned) -> str:
    return (
        f"FUDR {exact(order.fudr_mg)} mg in {exact(order.volume_ml)} mL, "
        f"{exact(order.dose_mg_per_kg_day)} mg/kg/day ({exact(order.percent)} % of start), "
        f"{exact(order.dosing_weight_kg)} kg, flow {near(order.flow_ml_per_day, '0.0001')} mL/day"
    )
