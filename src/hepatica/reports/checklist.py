"""The steps at the bedside, each with what stops it.

The site's own instructions for the pump go before these words.
"""

from __future__ import annotations

from hepatica.core.chart.words import Content
from hepatica.core.frozen import frozen
from hepatica.reports.figures import exact
from hepatica.reports.sentences import content_of
from hepatica.reports.sheet import Sheet


@frozen
class CheckStep:
    """One step, and the finding at which people stop."""

    number: str
    step: str
    stop: str


def checklist(sheet: Sheet, *, needle: str, needle_why: str, standby: str) -> list[CheckStep]:
    """The steps for this order; while the pump is left alone, what to watch for instead."""
    if sheet.is_left_alone:
        return _while_left(sheet)
    volume = "" if sheet.pump is None else exact(sheet.pump.reservoir_ml)
    return [
        CheckStep("0", f"Standby syringe ready: {standby}, {volume} mL.", "Not there."),
        _identity(sheet),
        CheckStep(
            "2",
            "Ask: fever, pain, vomiting, diarrhoea, black stool, jaundice, pocket red or swollen, "
            "flight, altitude.",
            "Anything new: call the prescriber.",
        ),
        CheckStep(
            "3",
            f"Blood tests in date, decision signed. Before {_next_act(sheet)}: is this order still "
            "current?",
            "Missing or withdrawn: standby fill.",
        ),
        _syringe(sheet, volume),
        CheckStep("5", f"Sterile field; {needle}; straight in to the firm stop.", needle_why),
        _empty(sheet),
        CheckStep(
            "7",
            "A little sterile saline goes in and comes back; test again while filling.",
            "No return, swelling, pain: suspected POCKET FILL, call.",
        ),
        CheckStep(
            "8",
            "Fill slowly, air-free, at room or body temperature; keep hold of the plunger.",
            f"Never above {volume} mL.",
        ),
        CheckStep(
            "9", "Needle out under positive pressure; look at the pocket.", "Swelling: as 7."
        ),
        _record(sheet),
    ]


def _identity(sheet: Sheet) -> CheckStep:
    fill, pump = sheet.plan.in_pump, sheet.pump
    holds = "nothing charted in the pump" if sheet.emptied is None else "emptied, not refilled"
    if fill is not None:
        holds = f"it holds {content_of(fill)}"
    name = "pump not known" if pump is None else f"pump {pump.model}, serial {pump.serial}"
    return CheckStep(
        "1",
        f"Two identifiers; {name}; {holds}; consent; order and head hash match.",
        "Anything not known or different.",
    )


def _syringe(sheet: Sheet, volume: str) -> CheckStep:
    made = sheet.plan.makeup
    is_fudr = made is not None and made.content is Content.FUDR
    figures = "drug, mg, mL, mg/mL, weight, flow, expiry" if is_fudr else "content, mL, expiry"
    return CheckStep(
        "4",
        f"Two people, each alone, syringe against order: {figures}, INTRA-ARTERIAL PUMP.",
        f"Any difference; more than {volume} mL.",
    )


def _next_act(sheet: Sheet) -> str:
    return "filling" if sheet.plan.in_pump is None else "emptying"


def _empty(sheet: Sheet) -> CheckStep:
    if sheet.plan.in_pump is None:
        behind = " What stayed behind is FUDR: cytotoxic." if sheet.holds_fudr else ""
        return CheckStep(
            "6",
            "Nothing is charted in the pump: see that nothing comes back. Read: ________ mL."
            f"{behind} From now on: filled, or access failed.",
            "Anything comes back: keep it, second reader, call.",
        )
    device = sheet.device
    reserve = "Reserve" if device is None else f"{exact(device.reserve_ml)} mL"
    waste = " It is cytotoxic." if sheet.holds_fudr else ""
    return CheckStep(
        "6",
        f"Let it empty by itself. Read: ________ mL.{waste} From now on: filled, or access failed.",
        f"{reserve} or less, or unexpected: second reader, call.",
    )


def _record(sheet: Sheet) -> CheckStep:
    returned = ", mg returned" if sheet.holds_fudr else ""
    return CheckStep(
        "10",
        f"Write: time, mL in and back{returned}, lots, needle, names. Next date to the patient.",
        "No next date given.",
    )


def _while_left(sheet: Sheet) -> list[CheckStep]:
    return [
        _identity(sheet),
        CheckStep("2", "No needle in the pump, no injection through any of its ports.", ""),
        CheckStep(
            "3",
            "Ask: fever, pain, vomiting, diarrhoea, black stool, jaundice, red or swollen "
            "pocket, flight or altitude ahead.",
            "Anything new: call the prescriber; the date may come forward.",
        ),
        CheckStep("4", "The patient has the date of the next access and the number to call.", ""),
    ]
