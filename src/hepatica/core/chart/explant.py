"""The entry of a pump taken out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class ExplantCause(StrEnum):
    """Why a pump was taken out."""

    TREATMENT_ENDED = "treatment-ended"
    FLOW_FAILURE = "flow-failure"
    CATHETER_FAILURE = "catheter-failure"
    INFECTION = "infection"
    SKIN_EROSION = "skin-erosion"
    RECALL = "recall"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class PumpExplanted:
    """A pump taken out: the serial read on it, and why.

    `withdrawn_ml` is the volume found in its reservoir; None when nobody measured it.
    """

    serial: str
    cause: ExplantCause
    withdrawn_ml: Decimal | None = None
