"""The grade of an ALBI score; the scores are in the goldens."""

from decimal import Decimal

import pytest

from hepatica.core.body.albi import grade_albi


@pytest.mark.parametrize(
    ("score", "grade"),
    [
        ("-2.601", "1"),
        ("-2.60", "1"),
        ("-2.599", "2"),
        ("-1.391", "2"),
        ("-1.39", "2"),
        ("-1.389", "3"),
        ("0", "3"),
    ],
)
def test_a_bound_belongs_to_the_better_grade(score: str, grade: str) -> None:
    """1 to -2.60, 2 to -1.39."""
    assert grade == grade_albi(Decimal(score))
