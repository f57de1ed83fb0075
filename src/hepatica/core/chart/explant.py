"""The entry of a pump taken out."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from hepatica.core.frozen import frozen


class ExplantCause(StrEnum):
    """Why a pump was taken out."""

    TREATMENT_ENDED = "treatment-ended"
    FLOW_FAILURE = "flow-failure"
    CATHETER_FAILURE = "catheter-failure"
    INFECTION = "infection"
    SKIN_EROSION = "skin-erosion"
    RECALL = "recall"
    OTHER = "other"


@frozen
class PumpExplanted:
    """A pump taken out: the serial read on it, and why.

    `withdrawn_ml` is the volume found in its reservoir; None when nobody measured it.
    """

    serial: str
    cause: ExplantCause
    withdrawn_ml: Decimal | None = None
