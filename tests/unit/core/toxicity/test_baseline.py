"""Whether a value before therapy was normal."""

from decimal import Decimal

import pytest

from hepatica.core.chart.laboratory import LabValue
from hepatica.core.chart.words import LabTest
from hepatica.core.moment import Moment
from hepatica.core.toxicity.baseline import Baseline
from tests.unit.reports.charts import CLOCK


@pytest.mark.parametrize(
    ("text", "lower", "upper", "is_low", "expected"),
    [
        ("40", None, "40", False, False),
        ("41", None, "40", False, True),
        ("<0.2", None, "1.2", False, False),
        ("<40", None, "40", False, False),
        ("<41", None, "40", False, None),
        ("41", "10", None, False, None),
        ("200", "200", "400", True, False),
        ("199", "200", "400", True, True),
        ("<200", "200", None, True, True),
        ("<201", "200", None, True, None),
        ("199", None, "400", True, None),
    ],
)
def test_normal_or_not(
    text: str, lower: str | None, upper: str | None, is_low: bool, expected: bool | None
) -> None:
    """By the limit on the bad side, reported with the value; "<x" only where x says it."""
    number = Decimal(text.removeprefix("<"))
    limits = [None if limit is None else Decimal(limit) for limit in (upper, lower)]
    value = LabValue(number, number, "unit", text.startswith("<"), *limits)
    found = Baseline(LabTest.ALT, value, Moment.exactly(CLOCK), "base")
    assert expected is found.is_abnormal(is_low=is_low)
