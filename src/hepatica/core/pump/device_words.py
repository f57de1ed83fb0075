"""Every word a device file may use beside the words of protocols."""

from __future__ import annotations

from enum import StrEnum


class DeviceStatus(StrEnum):
    """Where a pump family stands today."""

    CURRENT = "current"
    LEGACY = "legacy"  # no longer made, still implanted in some
    HISTORIC = "historic"
    OFF_LABEL = "off-label"  # made, but not labelled for the hepatic artery
    NOT_STATED = "not-stated"


class DrivenBy(StrEnum):
    """What pushes the drug out."""

    GAS = "gas"  # a sealed gas whose pressure is not stated
    HIGH_PRESSURE_GAS = "high-pressure-gas"
    LOW_PRESSURE_GAS = "low-pressure-gas"
    MOTOR = "motor"


class BolusWithFudr(StrEnum):
    """What holds for an injection past the reservoir while FUDR is in the pump."""

    ASPIRATE_FIRST = "aspirate-first"
    REFUSE = "refuse"


class MriLabel(StrEnum):
    """What is known of the pump's MR label."""

    CONDITIONAL = "conditional"
    NOT_STATED = "not-stated"


class InMagnet(StrEnum):
    """What the magnet does to the pump."""

    MOTOR_STOPS = "motor-stops"
    NOT_STATED = "not-stated"


class Alarm(StrEnum):
    """What the pump itself warns of. "none" is known to be none; left out is not stated."""

    NONE = "none"
    LOW_RESERVOIR = "low-reservoir"
    BATTERY = "battery"
    MOTOR = "motor"
