"""What a pump family is."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from hepatica.core.frozen import frozen
from hepatica.core.protocol.words import BolusPath, Drive
from hepatica.core.pump.device_words import (
    Alarm,
    BolusWithFudr,
    DeviceStatus,
    DrivenBy,
    InMagnet,
    MriLabel,
)


@frozen
class FlowCode:
    """A suffix of the catalogue code, and the fixed flow it stands for in mL/day."""

    ROW_KEYS: ClassVar[tuple[str, ...]] = ("suffix",)

    suffix: str
    ml_per_day: Decimal


@frozen
class Device:
    """A pump family. The flow of one pump is on its own label, never here (behaviour F7).

    `tolerance_percent` is of the labelled or set flow, None when nobody states it;
    `reserve_ml` is the volume never used up. Needles are in gauge. The flows of the family
    (mL/day) are shown, and never used in place of a label. What is left out or not stated is
    answered "ask the manufacturer".
    """

    id: str
    names: tuple[str, ...]
    status: DeviceStatus
    drive: Drive
    driven_by: DrivenBy
    reservoirs_ml: tuple[Decimal, ...]
    tolerance_percent: Decimal | None
    reserve_ml: Decimal
    bolus_path: BolusPath
    bolus_with_fudr: BolusWithFudr
    refill_needle_gauge: Decimal | None
    mri: MriLabel
    in_magnet: InMagnet
    codes: tuple[str, ...] = ()
    bolus_needle_gauges: tuple[Decimal, ...] = ()
    mri_tesla: tuple[Decimal, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    flows_ml_per_day: tuple[Decimal, ...] = ()
    lowest_flow_ml_per_day: Decimal | None = None
    highest_flow_ml_per_day: Decimal | None = None
    flow_codes: tuple[FlowCode, ...] = ()
