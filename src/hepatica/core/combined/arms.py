"""Both arms of one day: what the systemic side must know of the pump's."""

from __future__ import annotations

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import Entry
from hepatica.core.chart.systemic_entries import SystemicAssigned
from hepatica.core.decision import Finding, FudrWord
from hepatica.core.frozen import frozen
from hepatica.core.protocol.tables import Protocol
from hepatica.core.pump.ledger import Ledger
from hepatica.core.systemic.regimen import SystemicRules


@frozen
class Arms:
    """The pump's side as it was decided, and the regimen that runs beside it."""

    course: Course
    protocol: Protocol
    ledger: Ledger
    rules: SystemicRules
    assigned: Entry[SystemicAssigned]
    word: FudrWord
    findings: tuple[Finding, ...]

    @property
    def has_fudr_in(self) -> bool:
        """Whether FUDR is in the pump today, or goes in today."""
        return self.ledger.has_fudr_in or self.word is FudrWord.GIVE
