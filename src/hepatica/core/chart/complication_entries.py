"""Entries about complications and what is done at the bolus path and the catheter."""

from __future__ import annotations

from decimal import Decimal

from hepatica.core.chart.complication_words import (
    BolusNeedle,
    ComplicationGrade,
    ComplicationKind,
    Injectate,
    PumpOutcome,
    StudyResult,
    ThrombolysisResult,
)
from hepatica.core.frozen import frozen


@frozen
class SidePathBolus:
    """An injection through the bolus path, past the reservoir and straight into the artery.

    `is_aspirated_first` is whether the content of the catheter was drawn back before.
    """

    injected: Injectate
    needle: BolusNeedle
    volume_ml: Decimal
    is_aspirated_first: bool


@frozen
class CatheterStudy:
    """A contrast study of the catheter and the arteries it supplies."""

    result: StudyResult


@frozen
class Thrombolysis:
    """A drug given through the catheter against a clot."""

    agent: str
    result: ThrombolysisResult


@frozen
class Complication:
    """A complication; the entry's `at` is when it was found.

    `pump_outcome` is None until it is known. It ends by a signed decision R-resolved about it.
    """

    complication: ComplicationKind
    grade: ComplicationGrade
    pump_outcome: PumpOutcome | None = None


@frozen
class ComplicationOutcome:
    """How an earlier complication went on: its grade by then, and the pump. It ends nothing."""

    of: str
    grade: ComplicationGrade
    pump_outcome: PumpOutcome


ComplicationPayload = (
    SidePathBolus | CatheterStudy | Thrombolysis | Complication | ComplicationOutcome
)

# Their order among entries of equal time: what was done, what was seen, what is concluded.
COMPLICATION_KINDS: tuple[type[ComplicationPayload], ...] = (
    SidePathBolus,
    Thrombolysis,
    CatheterStudy,
    Complication,
    ComplicationOutcome,
)
