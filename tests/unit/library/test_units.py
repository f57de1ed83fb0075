from decimal import Decimal
from typing import Any

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hepatica.core.quantities import clinical_arithmetic
from hepatica.library.units import Unit, quantities, units_of

# How pint, a library of units that is not ours, writes what the table writes.
JUDGE: Any = pint.UnitRegistry(non_int_type=Decimal)
IN_PINT = {
    "mL/day": "milliliter/day",
    "mL/d": "milliliter/day",
    "ml/day": "milliliter/day",
    "ml/d": "milliliter/day",
    "mL/h": "milliliter/hour",
    "ml/h": "milliliter/hour",
    "in": "inch",
    "10*9/L": "1e9/liter",
    "10^9/L": "1e9/liter",
    "G/L": "1e9/liter",
    "10*3/uL": "1e3/microliter",
    "10*3/µL": "1e3/microliter",
    "/uL": "1/microliter",
    "/µL": "1/microliter",
    "mg/kg/d": "mg/kg/day",
    "ukat/L": "microkatal/liter",
    "µkat/L": "microkatal/liter",
    "μkat/L": "microkatal/liter",
    "U/L": "enzyme_unit/liter",
    "IU/L": "enzyme_unit/liter",
    "INR": "dimensionless",
    "1": "dimensionless",
    "mEq/L": "mmol/L",
}
# International units are not physical; these need their molar mass, checked below.
MOLAR_MASS = {  # g/mol, of CODATA's atomic weights
    "bilirubin": "584.66",
    "creatinine": "113.12",
    "calcium": "40.078",
    "magnesium": "24.305",
    "glucose": "180.16",
}
NOT_PHYSICAL = {"activity", "activity-strength", *MOLAR_MASS}
ROWS = [
    (name, unit.symbol)
    for name in quantities()
    if name not in NOT_PHYSICAL
    for unit in units_of(name).units.values()
]
UNITS = [unit for name in quantities() for unit in units_of(name).units.values()]


@pytest.mark.parametrize(("quantity", "symbol"), ROWS)
def test_factor_is_that_of_a_units_library(quantity: str, symbol: str) -> None:
    """Ten of the unit are, in the canonical unit, what pint says."""
    table = units_of(quantity)
    there = IN_PINT.get(table.canonical, table.canonical)
    here = IN_PINT.get(symbol, symbol)
    factor = (JUDGE(f"1 * {here}") / JUDGE(f"1 * {there}")).to("dimensionless").magnitude
    with clinical_arithmetic():
        assert factor * 10 == table.units[symbol].to_canonical(Decimal(10))


@pytest.mark.parametrize("quantity", MOLAR_MASS)
def test_molar_units_follow_the_molar_mass(quantity: str) -> None:
    """One mmol/L of it, in mg/dL, is a tenth of its molar mass; to a part in 2000."""
    units = units_of(quantity).units
    mass = units["mg/dL"]
    moles = units["mmol/L"] if "mmol/L" in units else units["umol/L"]
    count = Decimal(1 if "mmol/L" in units else 1000)
    with clinical_arithmetic():
        found = mass.from_canonical(moles.to_canonical(count))
        expected = Decimal(MOLAR_MASS[quantity]) / 10
        assert abs(found / expected - 1) < Decimal("0.0005")


@pytest.mark.parametrize(
    ("written", "expected"),
    [("20.5248", "1.2"), ("51.312", "3")],  # behaviour of the 17.104 µmol/L per mg/dL
)
def test_bilirubin_in_micromoles(written: str, expected: str) -> None:
    """The thresholds of 1.2 and 3 mg/dL are met exactly in µmol/L."""
    for symbol in ("umol/L", "µmol/L", "μmol/L"):
        unit = units_of("bilirubin").units[symbol]
        with clinical_arithmetic():
            assert Decimal(expected) == unit.to_canonical(Decimal(written))


def test_bilirubin_factor_is_its_molar_mass() -> None:
    """17.104 is 10 g/L over the molar mass of bilirubin, 584.66 g/mol, to five digits."""
    expected = (Decimal(10000) / Decimal("584.66")).quantize(Decimal("0.001"))
    assert expected == units_of("bilirubin").units["umol/L"].over


@given(unit=st.sampled_from(UNITS), value=st.decimals("0.001", "100000", places=3))
def test_there_and_back_changes_nothing(unit: Unit, value: Decimal) -> None:
    """A canonical value written in any unit and read again is the same value."""
    with clinical_arithmetic():
        back = unit.to_canonical(unit.from_canonical(value))
        assert value == back.quantize(Decimal("1e-18"))


def test_canonical_unit_stands_first() -> None:
    """The first unit of a quantity is its canonical one, with factor one."""
    firsts = {name: next(iter(units_of(name).units.values())) for name in quantities()}
    assert {name: units_of(name).canonical for name in quantities()} == {
        name: unit.symbol for name, unit in firsts.items()
    }
    assert {Decimal(1)} == {unit.times / unit.over for unit in firsts.values()}
