"""What a control is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from hepatica.core.decision import Alert, Finding, FudrWord, Narrowing
from hepatica.core.dosing.fill import FillOrder
from hepatica.core.frozen import frozen
from hepatica.core.safety.situation import Situation
from hepatica.core.schedule.reservoir import ReservoirOrder

if TYPE_CHECKING:  # few charts have another arm
    from hepatica.core.combined.arms import Arms
    from hepatica.core.systemic.proposal import SystemicProposal

DoseCheck = Callable[[Situation], Narrowing]
OrderCheck = Callable[[Situation, FillOrder], Narrowing]
SystemicCheck = Callable[["Arms", "SystemicProposal"], "SystemicProposal"]
ReservoirCheck = Callable[[Situation, FudrWord, ReservoirOrder], ReservoirOrder]


@frozen
class DoseControl:
    """Looks at the course before a dose is turned into an order."""

    id: str
    name: str
    check: DoseCheck


@frozen
class OrderControl:
    """Looks at the FUDR order that would be given."""

    id: str
    name: str
    check: OrderCheck


@frozen
class ReservoirControl:
    """Looks at the reservoir order; it may only make it more urgent or earlier."""

    id: str
    name: str
    check: ReservoirCheck


@frozen
class SystemicControl:
    """Looks at the systemic proposal once FUDR is decided; it may only make it narrower."""

    id: str
    name: str
    check: SystemicCheck


Control = DoseControl | OrderControl | ReservoirControl | SystemicControl


def refuse(reason: str, rule: str, needs: str = "", *entries: str) -> Narrowing:
    """One finding "refused"."""
    return found(FudrWord.REFUSED, reason, rule, needs, *entries)


def found(word: FudrWord, reason: str, rule: str, needs: str, *entries: str) -> Narrowing:
    """One finding."""
    return Narrowing(findings=(Finding(word, reason, rule, needs, entries=entries),))


def told(text: str, rule: str, *entries: str) -> Narrowing:
    """One alert."""
    return Narrowing(alerts=(Alert(text, rule, entries),))


def joined(parts: list[Narrowing]) -> Narrowing:
    """Several narrowings as one; the lowest cap counts."""
    caps = [p.dose_cap_mg_per_kg_day for p in parts if p.dose_cap_mg_per_kg_day is not None]
    return Narrowing(
        findings=tuple(f for part in parts for f in part.findings),
        dose_cap_mg_per_kg_day=min(caps, default=None),
        alerts=tuple(a for part in parts for a in part.alerts),
        due=tuple(d for part in parts for d in part.due),
        steps=tuple(s for part in parts for s in part.steps),
    )
