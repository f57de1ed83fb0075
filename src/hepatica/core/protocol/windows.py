"""How fast a pump may run for its reservoir to last through a dwell."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Iterator
from decimal import Decimal

from hepatica.core.frozen import frozen
from hepatica.core.protocol.tables import Calendar
from hepatica.core.quantities import HUNDRED, clinical_arithmetic


class PumpFamily(typing.Protocol):
    """What of a pump family decides how long a filled reservoir lasts."""

    @property
    def id(self) -> str:
        """The model's id."""
        ...

    @property
    def reservoirs_ml(self) -> tuple[Decimal, ...]:
        """The reservoir sizes the family comes in."""
        ...

    @property
    def tolerance_percent(self) -> Decimal | None:
        """How far the flow may lie above the label; None when it is not stated."""
        ...

    @property
    def reserve_ml(self) -> Decimal:
        """The volume that is never used up."""
        ...


@frozen
class WindowLimit:
    """The highest label flow (mL/day, unrounded) at which a full reservoir lasts `days`."""

    device: str
    reservoir_ml: Decimal
    days: Decimal
    highest_label_flow_ml_per_day: Decimal


def highest_label_flow(pump: PumpFamily, *, reservoir_ml: Decimal, days: Decimal) -> Decimal | None:
    """(reservoir - reserve) / days / (1 + tolerance): mL/day on the label, unrounded.

    A pump labelled at or below it still holds its reserve after `days`, even when it runs as
    much faster than its label as its tolerance allows. None when no tolerance is stated: no
    label can then be called slow enough.
    """
    if pump.tolerance_percent is None:
        return None
    with clinical_arithmetic():
        usable = reservoir_ml - pump.reserve_ml
        return usable * HUNDRED / (days * (HUNDRED + pump.tolerance_percent))


def window_days(calendar: Calendar) -> tuple[Decimal, ...]:
    """The dwells a full reservoir has to last: to the planned day, and to the window's end."""
    return tuple(
        dict.fromkeys((calendar.dwell_days, calendar.dwell_days + calendar.empty_window_days))
    )


def window_limits(calendar: Calendar, pumps: Iterable[PumpFamily]) -> tuple[WindowLimit, ...]:
    """The highest safe label flow for every pump family, reservoir and dwell."""
    return tuple(_limits(calendar, pumps))


def _limits(calendar: Calendar, pumps: Iterable[PumpFamily]) -> Iterator[WindowLimit]:
    for pump in pumps:
        for reservoir in pump.reservoirs_ml:
            for days in window_days(calendar):
                flow = highest_label_flow(pump, reservoir_ml=reservoir, days=days)
                if flow is not None:
                    yield WindowLimit(pump.id, reservoir, days, flow)
