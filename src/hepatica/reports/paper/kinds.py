"""The kinds of paper, and what makes each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from hepatica.reports.paper.cards import emergency_card, pump_card
from hepatica.reports.paper.labels import bag_label, syringe_label
from hepatica.reports.paper.letters import leaflet, travel_letter
from hepatica.reports.sheet import Sheet
from hepatica.reports.worksheet import worksheet_as_html


class PaperKind(StrEnum):
    """A paper about one chart; the downtime pack is about a folder of them."""

    WORKSHEET = "worksheet"
    SYRINGE_LABEL = "syringe-label"
    BAG_LABEL = "bag-label"
    PUMP_CARD = "pump-card"
    EMERGENCY_CARD = "emergency-card"
    LEAFLET = "leaflet"
    TRAVEL_LETTER = "travel-letter"


PAPERS: Mapping[PaperKind, Callable[[Sheet], str]] = {
    PaperKind.WORKSHEET: worksheet_as_html,
    PaperKind.SYRINGE_LABEL: syringe_label,
    PaperKind.BAG_LABEL: bag_label,
    PaperKind.PUMP_CARD: pump_card,
    PaperKind.EMERGENCY_CARD: emergency_card,
    PaperKind.LEAFLET: leaflet,
    PaperKind.TRAVEL_LETTER: travel_letter,
}
