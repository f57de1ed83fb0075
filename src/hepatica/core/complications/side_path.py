"""What an injection through the bolus path pushes into the artery (clinical facts 1.7)."""

from __future__ import annotations

from decimal import Decimal

from hepatica.core.chart.complication_entries import SidePathBolus
from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import Entry
from hepatica.core.frozen import frozen
from hepatica.core.protocol.complications import ComplicationTable
from hepatica.core.pump.ledger import Dwell, Ledger


@frozen
class PushedFudr:
    """FUDR that lay in the catheter and went into the artery at once.

    `volume_ml` and `fudr_mg` are None where the length of the catheter is not charted.
    """

    bolus: Entry[SidePathBolus]
    concentration_mg_per_ml: Decimal
    volume_ml: Decimal | None
    fudr_mg: Decimal | None


def may_inject(*, holds_any_fudr: bool, is_aspirated_first: bool) -> bool:
    """Whether an injection is permitted: in a phase without FUDR, or once aspirated (B5)."""
    return is_aspirated_first or not holds_any_fudr


def pushed_fudr(course: Course, ledger: Ledger, table: ComplicationTable) -> list[PushedFudr]:
    """Every injection that was not permitted since the last FUDR fill of this pump.

    A day without a time counts for a dwell that any hour of it belongs to.
    """
    dwells = [dwell for dwell in ledger.dwells if dwell.concentration_mg_per_ml > 0][-1:]
    return [
        _pushed(bolus, dwell, ledger, table)
        for bolus in course.all(SidePathBolus)
        for dwell in dwells
        if _is_during(bolus, dwell)
        and not may_inject(holds_any_fudr=True, is_aspirated_first=bolus.payload.is_aspirated_first)
    ]


def _is_during(bolus: Entry[SidePathBolus], dwell: Dwell) -> bool:
    begins_before = dwell.fill.at.earliest <= bolus.at.latest
    return begins_before and (dwell.access is None or bolus.at.earliest <= dwell.access.at.latest)


def _pushed(
    bolus: Entry[SidePathBolus], dwell: Dwell, ledger: Ledger, table: ComplicationTable
) -> PushedFudr:
    """At most the content of the catheter, at most what was injected."""
    length = None if ledger.pump is None else ledger.pump.payload.catheter_length_cm
    strength = dwell.concentration_mg_per_ml
    if length is None:
        return PushedFudr(bolus, strength, None, None)
    volume = min(bolus.payload.volume_ml, length * table.catheter_ml_per_cm)
    return PushedFudr(bolus, strength, volume, volume * strength)
