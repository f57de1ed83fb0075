"""A plan: what a chart comes out as."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import OrderSigned
from hepatica.core.decision import Alert, Change, DueItem, Finding, FudrWord, Step
from hepatica.core.dosing.fill import FillOrder, Makeup
from hepatica.core.dosing.second_road import SecondRoad
from hepatica.core.frozen import frozen
from hepatica.core.protocol.provenance import SourcedValue
from hepatica.core.pump.flow import Flow
from hepatica.core.pump.ledger import Dwell
from hepatica.core.pump.refill import Refill
from hepatica.core.schedule.reservoir import ReservoirOrder

if TYPE_CHECKING:  # few charts have another arm
    from hepatica.core.systemic.proposal import SystemicProposal


@frozen
class FudrDecision:
    """The FUDR decision. Dose and percent are set for "give", `until` for "not due".

    `percent` is of `percent_of`. `findings` are all reasons, strictest first.
    """

    word: FudrWord
    dose_mg_per_kg_day: Decimal | None
    percent: Decimal | None
    percent_of: str
    until: date | None
    findings: tuple[Finding, ...]


@frozen
class Plan:
    """What a chart comes out as: two answers, what is due, and where every number is from.

    `fill` and `road_two` are set when FUDR is given; `makeup` is of the reservoir order's
    content; `systemic` is the next visit of the regimen, reconciled. `to_sign` is what the
    prescriber of that fill signs. `refill` is of the fill in the pump now (`in_pump`),
    `refill_after_fill` of the FUDR fill that is ordered. `is_re_entered` is whether a second
    person re-entered the inputs today (they then agree, or FUDR is refused), `is_complete` whether
    every control was asked.
    """

    course: Course
    protocol: str
    decision: FudrDecision
    reservoir: ReservoirOrder | None
    fill: FillOrder | None = None
    road_two: SecondRoad | None = None
    systemic: SystemicProposal | None = None
    makeup: Makeup | None = None
    to_sign: OrderSigned | None = None
    flow: Flow | None = None
    refill: Refill | None = None
    refill_after_fill: Refill | None = None
    in_pump: Dwell | None = None
    last_dose_mg_per_kg_day: Decimal | None = None
    due: tuple[DueItem, ...] = ()
    alerts: tuple[Alert, ...] = ()
    steps: tuple[Step, ...] = ()
    changes: tuple[Change, ...] = ()
    bound_by: tuple[str, ...] = ()
    unapproved: tuple[SourcedValue, ...] = ()
    is_re_entered: bool = False
    is_complete: bool = False

    @property
    def is_replay(self) -> bool:
        """Whether it is of a past moment, or of what was known then: audit, never an order (P2)."""
        return self.course.left_out > 0 or self.course.known_by != self.course.at

    @property
    def is_draft(self) -> bool:
        """Whether anything keeps this plan from release."""
        is_unchecked = self.fill is not None and not self.is_re_entered
        is_unsound = not self.course.is_sealed or not self.is_complete
        return bool(self.unapproved) or is_unchecked or is_unsound
