"""What the patient takes home: the leaflet and the travel letter. No dose stands in either."""

from __future__ import annotations

from hepatica.core.chart.entries import Exposure
from hepatica.core.chart.words import Content, ExposureKind
from hepatica.core.pump.refill import RefillStatus
from hepatica.core.schedule.reservoir import ReservoirAction
from hepatica.reports.figures import long_date
from hepatica.reports.paper.cards import implant_of
from hepatica.reports.paper.fill_page import fill_page
from hepatica.reports.paper.head import head_of
from hepatica.reports.paper.visits import order_of, safe_refill, visit_sentence
from hepatica.reports.plan_text import emptied_sentence
from hepatica.reports.sentences import CONTENTS
from hepatica.reports.sheet import Sheet

Parts = tuple[tuple[str, tuple[str, ...]], ...]

_LEAFLET: Parts = (
    (
        "Your pump",
        (
            "A small pump lies under your skin. It sends its medicine all day, slowly, into the "
            "artery of your liver.",
            "It must never run empty: a tube without flow can close for good. So the date above "
            "matters, also when you feel well and also when you get no chemotherapy.",
            "Carry your pump card and show it wherever you are treated.",
        ),
    ),
    (
        "Call your pump team the same day if you have",
        (
            "a temperature of 38 °C or more",
            "yellow eyes or skin",
            "pain in the upper belly, vomiting that goes on, or diarrhoea",
            "black stools, blood in vomit, or any bleeding",
            "redness, swelling, warmth or pain over the pump, or a pump that has turned",
        ),
    ),
    (
        "Before you do it, ask your pump team",
        (
            "a flight, or a stay in the mountains: some pumps run faster there, and your date may "
            "come forward",
            "sauna, hot tub, heating pads, hard exercise: heat makes some pumps run faster",
            "MRI, an operation, or any injection near the pump",
        ),
    ),
    (
        "Nobody may",
        (
            "put a needle into your pump unless trained for it",
            "change your visits without your pump team",
        ),
    ),
)
_FOR_OTHERS: Parts = (
    (
        "For security staff",
        (
            "The pump is metal, lies under the skin, and cannot be taken off. It may set off a "
            "metal detector.",
        ),
    ),
    (
        "For doctors and nurses",
        (
            "No needle and no injection into any port of the pump, except by people trained for "
            "it: call the hospital below first.",
            "The pump must be accessed by the date above, or its catheter may clot for good. If "
            "the patient cannot be back by then, call at once.",
            "Fever, heat and altitude make a gas-driven pump run faster: the date may come "
            "forward.",
            "MRI: ask the pump's manufacturer first, with model and serial.",
        ),
    ),
)
_JOURNEYS = {ExposureKind.FLIGHT: "flight", ExposureKind.ALTITUDE: "stay at altitude"}


def leaflet(sheet: Sheet) -> str:
    """The patient's leaflet in plain language, one page.

    Raises:
        InputErrors: no pump is in place (E487).
    """
    return fill_page(
        "letter",
        head_of(sheet.plan, "Living with your liver pump"),
        visit=visit_sentence(sheet),
        rows=(),
        parts=_LEAFLET,
        call="Your numbers",
        told=("Pump team, day", "Nights and weekends"),
        is_signed=False,
    )


def travel_letter(sheet: Sheet) -> str:
    """The letter a patient carries on a journey, one page.

    Raises:
        InputErrors: no pump is in place (E487).
    """
    pump = implant_of(sheet).payload
    return fill_page(
        "letter",
        head_of(sheet.plan, "Letter for a journey: implanted liver artery pump"),
        visit=_journey_visit(sheet),
        rows=[
            ("Pump", f"{pump.model}, serial {pump.serial}"),
            ("In the pump now", _holds(sheet)),
            ("Safe refill date", safe_refill(sheet)),
            ("Journeys counted", _journeys(sheet)),
        ],
        parts=_FOR_OTHERS,
        call="The treating hospital",
        told=("Pump team, day", "Nights and weekends"),
        is_signed=True,
    )


def _journey_visit(sheet: Sheet) -> str:
    """Whether the letter may be carried at all: only while the pump is left as it is."""
    order = order_of(sheet)
    if order.status is RefillStatus.OK and order.action is ReservoirAction.LEAVE:
        return f"The pump must be accessed by {long_date(order.by)}."
    return "NOT BEFORE A JOURNEY: the pump must be seen first. Print this letter after that visit."


_PLAIN_CONTENTS = {
    Content.FUDR: "chemotherapy (floxuridine, cytotoxic)",
    Content.DEXAMETHASONE_REST: "dexamethasone, no chemotherapy",
    Content.HEPARINISED_SALINE: "saline with heparin, no chemotherapy",
    Content.GLYCERIN: "glycerin, no chemotherapy",
}


def _holds(sheet: Sheet) -> str:
    dwell = sheet.plan.in_pump
    if dwell is None:
        return emptied_sentence(sheet.emptied)
    content = dwell.fill.payload.content
    if content is not Content.FUDR and dwell.concentration_mg_per_ml > 0:
        return f"{CONTENTS[content]} mixed with chemotherapy that stayed behind (cytotoxic)"
    return _PLAIN_CONTENTS[content]


def _journeys(sheet: Sheet) -> str:
    """The flights and stays at altitude on the chart; the date above counts these alone."""
    found = [
        f"{_JOURNEYS[each.exposure]} from {each.since} to {each.until or 'the next access'}"
        for entry in sheet.plan.course.all(Exposure)
        if (each := entry.payload).exposure in _JOURNEYS
        and (each.until is None or each.until >= sheet.plan.course.today)
    ]
    return "; ".join(found) or (
        "NONE is on the chart: have the journey entered, then print this letter again"
    )
