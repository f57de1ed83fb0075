"""Everything the controls look at, worked out once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import Enrolment, Entry, ProtocolAssigned
from hepatica.core.dosing.picture import LiverPicture
from hepatica.core.frozen import frozen
from hepatica.core.protocol.complications import ComplicationTable
from hepatica.core.protocol.tables import Protocol
from hepatica.core.pump.device import Device
from hepatica.core.pump.flow import Flow
from hepatica.core.pump.ledger import Ledger
from hepatica.core.pump.refill import Refill

if TYPE_CHECKING:  # few charts have another arm
    from hepatica.core.combined.other_arm import OtherArm


@frozen
class Situation:
    """One course on one day under one protocol.

    `flow` and `refill` are None without a pump, with one of an unknown model, or with one whose
    label or rate is not charted; `other_arm` without systemic treatment or toxicity.
    """

    course: Course
    protocol: Protocol
    assigned: Entry[ProtocolAssigned]
    ledger: Ledger
    picture: LiverPicture
    complications: ComplicationTable
    device: Device | None = None
    flow: Flow | None = None
    refill: Refill | None = None
    other_arm: OtherArm | None = None

    @property
    def enrolment(self) -> Entry[Enrolment] | None:
        """The patient's enrolment."""
        return self.course.latest(Enrolment)
