"""combined.yaml: what happens on the systemic side, and what it does to FUDR."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from hepatica.core.chart.systemic_words import Event, WithheldCause
from hepatica.core.frozen import frozen

COMBINED = "combined"


class OnFudr(StrEnum):
    """What becomes of FUDR, mildest first."""

    GOES_ON = "goes-on"
    HOLD = "hold"
    REFUSE = "refuse"


@frozen
class WithheldRow:
    """Why people hold systemic treatment back, and what that does to FUDR."""

    ROW_KEYS: ClassVar[tuple[str, ...]] = ("cause",)

    cause: WithheldCause
    fudr: OnFudr


@frozen
class EventRow:
    """A toxicity of at least this grade that has not ended, and what it does to FUDR."""

    ROW_KEYS: ClassVar[tuple[str, ...]] = ("event",)

    event: Event
    grade: Decimal
    fudr: OnFudr


@frozen
class CombinedTable:
    """combined.yaml. `avoided_by_liver` is FUDR when the liver keeps every systemic drug away."""

    avoided_by_liver: OnFudr
    withheld: tuple[WithheldRow, ...]
    events: tuple[EventRow, ...]
