"""What a pump family is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hepatica.core.protocol.words import BolusPath, Drive


@dataclass(frozen=True, slots=True)
class Device:
    """A pump family. The flow of one pump is on its own label, never here (behaviour F7).

    `tolerance_percent` is of the labelled flow; `reserve_ml` is the volume never used up.
    """

    id: str
    names: tuple[str, ...]
    drive: Drive
    reservoirs_ml: tuple[Decimal, ...]
    tolerance_percent: Decimal
    reserve_ml: Decimal
    bolus_path: BolusPath
