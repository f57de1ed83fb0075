"""What is looked at beside pump and drugs, and when: one table for every protocol, its words."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from hepatica.core.chart.words import Diagnosis
from hepatica.core.frozen import frozen

# What the paths of its values begin with.
MONITORING = "monitoring"


class Watch(StrEnum):
    """What is looked at."""

    LIVER_TESTS = "liver-tests"
    LIVER_TESTS_AGAIN = "liver-tests-again"
    BLOOD_TESTS = "blood-tests"
    CEA = "cea"
    CA_19_9 = "ca-19-9"
    IMAGING = "imaging"
    PERFUSION_SCAN = "perfusion-scan"
    FOLLOW_UP = "follow-up"


class When(StrEnum):
    """What brings it about."""

    EACH_PUMP_ACCESS = "each-pump-access"
    AFTER_ABNORMAL = "after-abnormal"
    EACH_SYSTEMIC_VISIT = "each-systemic-visit"
    REPEATED = "repeated"
    REPEATED_OR_EACH_CYCLE = "repeated-or-each-cycle"
    GATE_ASKS = "gate-asks"
    PROTOCOL_CALENDAR = "protocol-calendar"


@frozen
class WatchRow:
    """One thing that is looked at.

    `days` are counted from the one before (after a scan was made void: from the operation),
    `latest_days` is the end of what is allowed. `diagnosis` None means every diagnosis.
    """

    ROW_KEYS: ClassVar[tuple[str, ...]] = ("watch",)

    watch: Watch
    when: When
    what: str
    days: Decimal | None = None
    latest_days: Decimal | None = None
    diagnosis: Diagnosis | None = None


@frozen
class MonitoringTable:
    """monitoring.yaml. `join_days` is how far an item moves to share a visit."""

    join_days: Decimal
    rows: tuple[WatchRow, ...]

    def row(self, watch: Watch) -> WatchRow:
        """The row of one thing; the loader has seen that each has one."""
        return next(row for row in self.rows if row.watch is watch)
