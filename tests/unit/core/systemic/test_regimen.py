"""The look-ups of a regimen: its name, days, order of giving and levels."""

from dataclasses import replace
from decimal import Decimal

from tests.unit.core.systemic.patients import BOLUS, OXALIPLATIN, regimen, row_of


def test_names() -> None:
    """Fluorouracil is told apart by how it is given, the other drugs need not be."""
    assert "mfolfox6/2026.1" == regimen("mfolfox6").name
    assert "fluorouracil bolus" == row_of("mfolfox6", BOLUS).name
    assert "oxaliplatin" == row_of("mfolfox6", OXALIPLATIN).name


def test_visit_days_are_each_told_once_and_in_order() -> None:
    """Days 15 and 29, whatever the order of the file."""
    partner = regimen("kemeny-2009-adjuvant")
    first, *others = partner.drugs
    turned = replace(partner, drugs=(replace(first, days=(Decimal(29), Decimal(15))), *others))
    assert (15, 29) == partner.visit_days == turned.visit_days


def test_what_begins_on_a_day_in_the_order_of_giving() -> None:
    """The order is a number and not the place in the file."""
    found = regimen("gemcis")
    turned = replace(found, drugs=tuple(reversed(found.drugs)))
    assert ["cisplatin", "gemcitabine"] == [row.name for row in turned.on_day(8)]
    assert ["cisplatin", "gemcitabine"] == [row.name for row in turned.in_order]
    assert () == turned.on_day(2)


def test_levels_of_one_drug_first_step_first() -> None:
    """By their number and not by their place in the file."""
    found = regimen("folfiri")
    turned = replace(found, levels=tuple(reversed(found.levels)))
    assert (Decimal(320), Decimal(240)) == turned.levels_of(row_of("folfiri", BOLUS))
    assert () == regimen("mfolfox6").levels_of(regimen("mfolfox6").drugs[1])
