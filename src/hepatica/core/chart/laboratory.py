"""Laboratory values as a chart holds them."""

from __future__ import annotations

from decimal import Decimal

from hepatica.core.chart.words import LabTest
from hepatica.core.frozen import frozen


@frozen
class LabValue:
    """One result in its canonical unit, with the value and unit as the laboratory wrote them.

    `is_below` marks a censored result such as "<0.2"; `value` is then the limit written.
    `upper_limit` and `lower_limit` are the laboratory's own limits of normal, in the unit of
    `reported`: a limit is compared as it was written, so that no conversion can move it.
    """

    value: Decimal
    reported: Decimal
    reported_unit: str
    is_below: bool = False
    upper_limit: Decimal | None = None
    lower_limit: Decimal | None = None

    @property
    def is_within_normal(self) -> bool | None:
        """Whether the value is at or below the upper limit; None when no limit is known."""
        return None if self.upper_limit is None else self.reported <= self.upper_limit


@frozen
class LaboratoryPanel:
    """Results of one blood sample; the entry's `at` is when it was drawn."""

    results: tuple[tuple[LabTest, LabValue], ...]
    laboratory: str | None = None

    def get(self, test: LabTest) -> LabValue | None:
        """The result of `test`, if this sample has one."""
        return dict(self.results).get(test)
