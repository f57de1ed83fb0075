"""The worksheet: a printed page for the people at the bedside, and one for systemic drugs."""

from __future__ import annotations

from hepatica import __version__
from hepatica.core.chart.words import Product
from hepatica.core.protocol.words import BolusPath
from hepatica.core.schedule.reservoir import ReservoirAction
from hepatica.reports import figures, plan_text, sentences
from hepatica.reports.checklist import checklist
from hepatica.reports.emergency import in_pump_rows, stop_steps
from hepatica.reports.notices import notices
from hepatica.reports.order_set import order_set
from hepatica.reports.paper.code_picture import code_picture, code_text
from hepatica.reports.paper.head import watermark
from hepatica.reports.sheet import Sheet
from hepatica.reports.templating import environment, read_template
from hepatica.reports.visit_dates import date_rows

_TITLES = {
    ReservoirAction.LEAVE: "Pump worksheet: no access today",
    ReservoirAction.FUDR_FILL: "Pump worksheet: FUDR fill",
    ReservoirAction.REST_FILL: "Pump worksheet: fill without FUDR",
    ReservoirAction.EVACUATE: "Pump worksheet: take FUDR out",
    ReservoirAction.PERSON_MUST_CHOOSE: "Pump worksheet: a person must choose",
}
_STANDBY = "heparinised saline"
_STANDBY_WITHOUT_HEPARIN = "NO HEPARIN for this patient: the site-approved fill without heparin"
_OTHER_PORT = (
    "the refill needle in the RESERVOIR port, NEVER in the port that leads to the catheter",
    "Catheter port: the dose goes straight into the artery.",
)
_NEEDLES = {
    BolusPath.SPECIAL_BOLUS_NEEDLE: (
        "this pump's refill needle, NEVER the special bolus needle",
        "Bolus needle: the dose goes straight into the artery.",
    ),
    BolusPath.ACCESS_PORT: _OTHER_PORT,
    BolusPath.ACCESS_PORT_WITH_MESH: _OTHER_PORT,
    BolusPath.BOLUS_PORT: _OTHER_PORT,
    BolusPath.SIDE_PORT: _OTHER_PORT,
}
_UNKNOWN_NEEDLE = (
    "needle not known: ask the manufacturer",
    "Not certain: a wrong needle may lead into the artery.",
)


def worksheet_as_html(sheet: Sheet, *, identifiers: tuple[str, str] = ("", "")) -> str:
    """The page as one HTML text that asks for nothing outside itself.

    Args:
        sheet: the plan, and what stands beside it.
        identifiers: the patient's full name, and date of birth with record number, of the
            record; empty where they are not joined. They are compared with what is read from the
            patient, and are never in the chart (behaviour P4).

    Raises:
        ValueError: the plan was made without all its controls.
    """
    if not sheet.plan.is_complete:
        raise ValueError("a plan made without all its controls is never printed")
    page = environment().get_template("worksheet.html.jinja")
    needle, needle_why = needle_of(sheet)
    code = code_text(sheet.plan)
    return page.render(
        sheet=sheet,
        plan=sheet.plan,
        course=sheet.plan.course,
        title=_title(sheet),
        identifiers=identifiers,
        css=read_template("worksheet.css"),
        version=__version__,
        created=sheet.plan.course.at.isoformat(),
        code=code,
        code_picture=code_picture(code),
        moment=figures.instant(sheet.plan.course.at),
        known_by=figures.instant(sheet.plan.course.known_by),
        marks=plan_text.marks(sheet.plan),
        watermark=watermark(sheet.plan),
        decision=sentences.decision_sentence(sheet.plan),
        reservoir=sentences.reservoir_sentence(sheet.plan),
        because=_because(sheet),
        roads=plan_text.road_rows(sheet.plan),
        verdict=plan_text.roads_verdict(sheet.plan),
        makeup_heading=plan_text.makeup_heading(sheet),
        makeup=plan_text.makeup_rows(sheet.plan.makeup),
        dates=date_rows(sheet),
        choice_limit=_choice_limit(sheet),
        checklist=checklist(sheet, needle=needle, needle_why=needle_why, standby=standby(sheet)),
        notices=notices(sheet),
        order_set=order_set(sheet),
        in_pump=in_pump_rows(sheet),
        protocol=plan_text.protocol_name(sheet.plan),
        vials=plan_text.vials_line(sheet.plan.makeup),
        stop_steps=stop_steps(),
        governance=sentences.GOVERNANCE,
    )


def needle_of(sheet: Sheet) -> tuple[str, str]:
    """Which needle this pump takes for a refill, and why not the other one."""
    if sheet.device is None:
        return _UNKNOWN_NEEDLE
    return _NEEDLES.get(sheet.device.bolus_path, _UNKNOWN_NEEDLE)


def standby(sheet: Sheet) -> str:
    """What the standby syringe holds."""
    return _STANDBY_WITHOUT_HEPARIN if Product.HEPARIN in sheet.refused else _STANDBY


def _title(sheet: Sheet) -> str:
    order = sheet.plan.reservoir
    return "Worksheet: no pump in place" if order is None else _TITLES[order.action]


def _because(sheet: Sheet) -> str:
    order = sheet.plan.reservoir
    if order is None or order.action is ReservoirAction.PERSON_MUST_CHOOSE:
        return ""  # the order says it itself
    return sentences.plain(order.reason)


def _choice_limit(sheet: Sheet) -> str:
    """Until when a person must have chosen; empty where nobody has to."""
    order, course = sheet.plan.reservoir, sheet.plan.course
    if order is None or order.action is not ReservoirAction.PERSON_MUST_CHOOSE:
        return ""
    if order.by > course.today:
        return f"before {sentences.limit_of(order, course.at)}"
    latest = f", at the latest {sentences.limit_of(order, course.at)}" if order.deadline else ""
    return f"today, before the patient leaves{latest}"
