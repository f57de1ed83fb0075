"""The pump card and the emergency card (behaviour B4), readable in another hospital."""

from __future__ import annotations

from hepatica.core.chart.entries import Entry, PumpImplanted
from hepatica.core.protocol.words import Drive
from hepatica.core.pump.device_words import DrivenBy
from hepatica.core.pump.ledger import keep_ledger
from hepatica.reports.emergency import in_pump_rows, stop_steps
from hepatica.reports.figures import as_written, near
from hepatica.reports.paper.fill_page import fill_page
from hepatica.reports.paper.head import head_of
from hepatica.reports.paper.visits import no_pump, safe_refill
from hepatica.reports.sheet import Sheet
from hepatica.reports.worksheet import needle_of

Rows = list[tuple[str, str]]

_RULE = (
    "Implanted pump into the artery of the liver. NO injection and no needle into any of its "
    "ports except by people trained for this pump. It must never run empty."
)
_TOLD = ("Pump team or ward", "Oncologist", "Surgeon", "Pharmacy")
_MRI = "ask the pump's manufacturer first, with model and serial; then the pump team"


def pump_card(sheet: Sheet) -> str:
    """The card of the pump itself, A6.

    Raises:
        InputErrors: no pump is in place (E487).
    """
    pump = implant_of(sheet)
    return fill_page(
        "pump-card", head_of(sheet.plan, "Pump card"), rows=pump_rows(sheet, pump), rule=_RULE
    )


def emergency_card(sheet: Sheet) -> str:
    """The card for whoever must act, A5: what is in the pump, what to do, whom to tell.

    Raises:
        InputErrors: no pump is in place (E487).
    """
    implant_of(sheet)
    return fill_page(
        "emergency-card",
        head_of(sheet.plan, "Emergency card: liver artery pump"),
        rule=_RULE,
        rows=[*in_pump_rows(sheet), ("Safe refill date", safe_refill(sheet)), ("MRI", _MRI)],
        about=_about(sheet),
        stop_steps=stop_steps(),
        told=_TOLD,
    )


def implant_of(sheet: Sheet) -> Entry[PumpImplanted]:
    """The implant of the pump in place.

    Raises:
        InputErrors: no pump is in place (E487).
    """
    pump = keep_ledger(sheet.plan.course).pump
    if pump is None:
        raise no_pump()
    return pump


def pump_rows(sheet: Sheet, pump: Entry[PumpImplanted]) -> Rows:
    """Model, serial, flows, needle, content and date of the next access."""
    record, names = pump.payload, () if sheet.device is None else sheet.device.names
    known_as = f" ({', '.join(names)})" if names else ""
    return [
        ("Model", f"{record.model}{known_as}"),
        ("Serial", record.serial),
        ("Implanted", f"{pump.at.day}, catheter by the {record.vessel.value} artery"),
        ("Reservoir", f"{as_written(record.reservoir_ml)} mL"),
        ("Flow", f"{_stated(sheet)}{_measured(sheet)}"),
        ("Needle", needle_of(sheet)[0]),
        ("MRI", _MRI),
        *in_pump_rows(sheet)[1:],
        ("Safe refill date", safe_refill(sheet)),
    ]


def _stated(sheet: Sheet) -> str:
    flow = sheet.plan.flow
    if flow is None:
        return "not known"
    since = "" if flow.stated.rate is None else f" on {flow.stated.rate.at.day}"
    return f"{flow.stated.word} {as_written(flow.stated.ml_per_day)} mL/day{since}"


def _measured(sheet: Sheet) -> str:
    flow = sheet.plan.flow
    if flow is None or flow.latest is None:
        return "; not measured yet"
    latest = flow.latest
    figure = near(latest.reading.flow_ml_per_day, "0.0001")
    return f"; measured {figure} mL/day on {latest.read_at.date()}"


def _what_moves_it(sheet: Sheet) -> str:
    is_motor = sheet.device is not None and sheet.device.driven_by is DrivenBy.MOTOR
    return "" if is_motor else "; fever and altitude make it run faster"


def _about(sheet: Sheet) -> list[str]:
    lines = [
        "The pump gives its content all day into the artery of the liver. Its date above is "
        f"counted from how fast it may be running{_what_moves_it(sheet)}.",
        "Floxuridine (FUDR) is cytotoxic. Between two fills of it the pump holds saline with "
        "heparin, or dexamethasone: the line Content says which.",
    ]
    if sheet.device is not None and sheet.device.drive is Drive.CONSTANT_FLOW:
        lines.append(
            "It has no switch, no battery and no programme: it stops only when it is emptied."
        )
    return lines
