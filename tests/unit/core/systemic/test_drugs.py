"""What holds of a drug in every regimen: the look-ups of the table."""

from decimal import Decimal

import pytest

from hepatica.core.chart.systemic_words import Drug
from hepatica.core.systemic.drugs import OrganRow
from hepatica.core.systemic.words import Bound, EmeticRisk, Organ, OrganEffect
from hepatica.library.regimens import shipped_drugs

TABLE = shipped_drugs().table


@pytest.mark.parametrize(
    ("bound", "expected"),
    [
        (Bound.ABOVE, [False, False, True]),
        (Bound.BELOW, [True, False, False]),
        (Bound.AT_MOST, [True, True, False]),
    ],
)
def test_the_limit_itself_belongs_to_one_side(bound: Bound, expected: list[bool]) -> None:
    """1.5 x 1.1 is 1.65 exactly; without a factor the limit stands alone."""
    row = OrganRow(Drug.IRINOTECAN, Organ.BILIRUBIN, bound, Decimal("1.5"), OrganEffect.AVOID, None)
    near = [Decimal(value) for value in ("1.64", "1.65", "1.66")]
    assert expected == [row.applies(value, Decimal("1.1")) for value in near]
    alone = [Decimal(value) for value in ("1.49", "1.5", "1.51")]
    assert expected == [row.applies(value) for value in alone]


def test_rows_of_one_drug_for_one_organ() -> None:
    """In the order of the table, and none where none is."""
    liver = TABLE.organ_rows(Drug.IRINOTECAN, Organ.BILIRUBIN)
    kidney = TABLE.organ_rows(Drug.CAPECITABINE, Organ.CLEARANCE)
    assert [Decimal("1.5"), Decimal(2)] == [row.limit for row in liver]
    assert [OrganEffect.PERCENT, OrganEffect.AVOID] == [row.effect for row in kidney]
    assert () == TABLE.organ_rows(Drug.IRINOTECAN, Organ.CLEARANCE)


def test_the_classes_of_a_drug() -> None:
    """One row for each."""
    assert EmeticRisk.HIGH is TABLE.class_of(Drug.CISPLATIN).emetic
    assert all(drug is TABLE.class_of(drug).drug for drug in Drug)
