"""The entry of the rate of a programmable pump."""

from __future__ import annotations

from decimal import Decimal

from hepatica.core.chart.words import Role
from hepatica.core.frozen import frozen


@frozen
class PumpRateSet:
    """The rate read on the programmer, of the pump with this serial, and who read it."""

    rate_ml_per_day: Decimal
    serial: str
    roles: tuple[Role, ...]

    @property
    def is_read_by_two(self) -> bool:
        """Whether people of two roles read it (behaviour F7)."""
        return len(set(self.roles)) > 1
