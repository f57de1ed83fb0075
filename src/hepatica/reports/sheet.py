"""Everything a plan shows, looked up once: the plan, its protocol, its pump, and its dates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from hepatica.core.chart.entries import PumpImplanted
from hepatica.core.chart.words import Content, Product
from hepatica.core.frozen import frozen
from hepatica.core.plan import Plan
from hepatica.core.protocol.provenance import SourcedValue
from hepatica.core.protocol.tables import Protocol
from hepatica.core.protocol.words import RestReason
from hepatica.core.pump.device import Device
from hepatica.core.pump.ledger import Dwell, keep_ledger
from hepatica.core.pump.level import Level, predict_level
from hepatica.core.pump.next_visit import EmptyingWindow, emptying_window, refill_after_filling
from hepatica.core.pump.refill import Refill
from hepatica.core.quantities import Unknown
from hepatica.core.rulebook import Rulebook
from hepatica.core.safety.patient_facts import refused_products
from hepatica.core.schedule.reservoir import ReservoirAction, rest_content
from hepatica.library.loader import shipped_sources
from hepatica.library.sources import Source

if TYPE_CHECKING:  # few plans have another arm
    from hepatica.core.systemic.drugs import DrugTable

_FILLS = (ReservoirAction.FUDR_FILL, ReservoirAction.REST_FILL, ReservoirAction.EVACUATE)


@frozen
class Sheet:
    """A plan with what stands beside it.

    `level` is of the fill in the pump now; `refill_after` and `window` are of the fill ordered
    now; `next_content` is what may go in at the last safe access of the fill in the pump.
    `emptied` is the last fill of a pump that was emptied and not filled again.
    `sources` are those of the protocol and the pump, with the number of values from each. `drugs`
    is set where systemic treatment runs beside the pump.
    """

    plan: Plan
    protocol: Protocol | None
    device: Device | None
    pump: PumpImplanted | None
    level: Level | Unknown | None
    refill_after: Refill | None
    window: EmptyingWindow | None
    next_content: Content | None
    refused: frozenset[Product]
    sources: tuple[tuple[Source, int], ...]
    emptied: Dwell | None = None
    drugs: DrugTable | None = None

    @property
    def holds_fudr(self) -> bool:
        """Whether any FUDR is in the pump, be it what stayed behind under another fill."""
        dwell = self.plan.in_pump or self.emptied
        if dwell is None:
            return False
        if dwell is self.plan.in_pump and dwell.fill.payload.content is Content.FUDR:
            return True
        left = dwell.access is None or dwell.access.payload.remainder_ml > 0
        return left and dwell.concentration_mg_per_ml > 0

    @property
    def has_access(self) -> bool:
        """Whether the pump is accessed by this order."""
        order = self.plan.reservoir
        return order is not None and order.action in _FILLS

    @property
    def is_left_alone(self) -> bool:
        """Whether nobody puts a needle into the pump today."""
        order = self.plan.reservoir
        return order is None or order.action is ReservoirAction.LEAVE


def look_up(plan: Plan, rulebook: Rulebook) -> Sheet:
    """The sheet of a plan.

    Raises:
        ValueError: the plan was made without all its controls; such a plan is never shown.
    """
    if not plan.is_complete:
        raise ValueError("a plan made without all its controls is never shown")
    protocol = rulebook.protocols.get(plan.protocol)
    ledger = keep_ledger(plan.course)
    pump = ledger.pump
    device = None if pump is None else rulebook.devices.get(pump.payload.model)
    after = _refill_after(plan, protocol, device)
    return Sheet(
        plan=plan,
        protocol=protocol,
        device=device,
        pump=None if pump is None else pump.payload,
        level=_level(plan, protocol),
        refill_after=after,
        window=_window(plan, protocol, after),
        next_content=_next_content(plan, protocol),
        refused=frozenset(refused_products(plan.course, protocol) if protocol else ()),
        sources=_sources(rulebook, protocol, device),
        emptied=ledger.dwells[-1] if ledger.dwells and ledger.current is None else None,
        drugs=rulebook.systemic[plan.systemic.regimen.name].drugs if plan.systemic else None,
    )


def _level(plan: Plan, protocol: Protocol | None) -> Level | Unknown | None:
    """What should be in the pump; None when nothing is."""
    if plan.in_pump is None:
        return None
    if protocol is None or plan.flow is None or plan.refill is None:
        return Unknown("a protocol, and a pump whose model is known")
    return predict_level(plan.course, plan.in_pump, plan.flow, plan.refill, protocol.flow)


def _refill_after(plan: Plan, protocol: Protocol | None, device: Device | None) -> Refill | None:
    """The safe refill date of whatever is filled now."""
    order, made = plan.reservoir, plan.makeup
    if plan.refill_after_fill is not None:
        return plan.refill_after_fill
    is_filled = order is not None and order.action in _FILLS
    if not is_filled or made is None or protocol is None or device is None or plan.refill is None:
        return None
    return refill_after_filling(plan.course, made.volume_ml, device, plan.refill, protocol.flow)


def _window(plan: Plan, protocol: Protocol | None, after: Refill | None) -> EmptyingWindow | None:
    """The emptying window of the FUDR fill that is ordered."""
    if plan.fill is None or protocol is None or after is None or after.date is None:
        return None
    return emptying_window(plan.course.today, protocol.calendar, after.date)


def _next_content(plan: Plan, protocol: Protocol | None) -> Content | None:
    """What goes in at the last safe access if nothing happens before; None: a person chooses."""
    order = plan.reservoir
    if order is None or protocol is None:
        return None
    if order.action is ReservoirAction.FUDR_FILL:
        return rest_content(protocol, RestReason.DWELL_OVER)
    return order.content


def _sources(
    rulebook: Rulebook, protocol: Protocol | None, device: Device | None
) -> tuple[tuple[Source, int], ...]:
    """The sources of every value of the protocol and the pump, most used first."""
    names = [*([protocol.name] if protocol else []), *([device.id] if device else [])]
    used = Counter(_ids(value for name in names for value in rulebook.values.get(name, ())))
    known = shipped_sources()
    return tuple((known[name], count) for name, count in used.most_common() if name in known)


def _ids(values: Iterable[SourcedValue]) -> Iterable[str]:
    return (value.source for value in values)
