"""Behaviour D2: what is measured now, made worse, never raises the dose or shortens a hold."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from hepatica.core.chart.laboratory import LabValue
from hepatica.core.chart.words import LabTest
from hepatica.core.decision import FudrWord
from hepatica.core.dosing.first_dose import first_dose_percent
from hepatica.core.dosing.liver import table_percent
from hepatica.core.planning import plan
from hepatica.core.protocol.tables import FirstDoseStep
from tests.golden.charts import Given, fold
from tests.golden.rules import PROTOCOL
from tests.golden.runner import shipped_rulebook
from tests.property.courses import (
    Values,
    decimals,
    dose_of,
    examples,
    multiples,
    references,
    second_cycle,
    signed,
    texts,
    times,
)

RULES = shipped_rulebook()
TABLES = RULES.protocols[PROTOCOL]

tests = st.sampled_from(["ast", "alp", "bilirubin"])
worse_by = decimals("1", "1.3", 2)
signatures = st.lists(
    st.sampled_from(["R-within-normal", "R-drift", "R-order-change"]), unique=True, max_size=3
)


def lab(value: Decimal) -> LabValue:
    """A value in its canonical unit."""
    return LabValue(value, value, "unit")


def worsened(values: Values, test: str, factor: Decimal) -> dict[str, Decimal]:
    """One value higher, the others as they were."""
    return {**values, test: values[test] * factor}


@examples(300)
@given(
    st.sampled_from([LabTest.AST, LabTest.ALP, LabTest.BILIRUBIN]),
    decimals("0.3", "300", 1),
    decimals("0.1", "900", 1),
    decimals("0.1", "900", 1),
)
def test_liver_table(test: LabTest, reference: Decimal, one: Decimal, two: Decimal) -> None:
    """By the table alone, a higher value never gives a higher percent."""
    low, high = sorted([one, two])
    percents = [
        table_percent(TABLES.liver, test, reference=lab(reference), now=lab(value))
        for value in (low, high)
    ]
    assert percents[0] >= percents[1]


@examples(300)
@given(
    st.sampled_from(TABLES.first_dose.steps),
    decimals("0.3", "300", 1),
    decimals("0.1", "900", 1),
    decimals("0.1", "900", 1),
)
def test_first_dose_table(step: FirstDoseStep, limit: Decimal, one: Decimal, two: Decimal) -> None:
    """By the first-dose table alone, a higher value never gives a higher percent."""
    low, high = sorted([one, two])
    better = first_dose_percent(step, limit=limit, now=low)
    assert better >= first_dose_percent(step, limit=limit, now=high)


@examples(150)
@given(references, multiples, tests, worse_by, signatures)
def test_second_cycle(
    reference: Values, multiple: Values, test: str, factor: Decimal, rules: list[str]
) -> None:
    """Through the whole plan, with whatever is signed."""
    more = [signed(rule, "2026-02-23T09:00") for rule in rules]
    now = times(reference, multiple)
    better = plan(second_cycle(reference, now, more=more), RULES)
    worse = plan(second_cycle(reference, worsened(now, test, factor), more=more), RULES)
    assert dose_of(better) >= dose_of(worse)


@examples(150)
@given(references, multiples, tests, worse_by)
def test_emptied_day(reference: Values, multiple: Values, test: str, factor: Decimal) -> None:
    """The emptied-day value counts as now, too."""
    emptied = times(reference, multiple)
    better = plan(second_cycle(reference, reference, emptied=emptied), RULES)
    worsened_day = worsened(emptied, test, factor)
    worse = plan(second_cycle(reference, reference, emptied=worsened_day), RULES)
    assert dose_of(better) >= dose_of(worse)


@examples(150)
@given(multiples, multiples, tests, worse_by)
def test_restart(at_hold: Values, multiple: Values, test: str, factor: Decimal) -> None:
    """After a hold, a worse value today neither raises the dose nor ends the hold earlier."""
    reference = {"ast": Decimal(42), "alp": Decimal(88), "bilirubin": Decimal("0.7")}
    now = times(reference, multiple)
    change = {"labs-29": {**texts(times(reference, at_hold)), "ast": "210"}}
    better = plan(fold(Given("held", {**change, "labs-43": texts(now)})), RULES)
    after = {**change, "labs-43": texts(worsened(now, test, factor))}
    worse = plan(fold(Given("held", after)), RULES)
    assert dose_of(better) >= dose_of(worse)
    is_held = better.decision.word is FudrWord.HOLD
    assert not is_held or worse.decision.word is not FudrWord.GIVE


@examples(150)
@given(multiples, tests, worse_by)
def test_first_dose(multiple: Values, test: str, factor: Decimal) -> None:
    """The same for the first FUDR."""
    before = {"ast": Decimal(40), "alp": Decimal(88), "bilirubin": Decimal("0.9")}
    now = times(before, multiple)
    better = plan(fold(Given("first", {"labs-1": texts(now)})), RULES)
    worse = plan(fold(Given("first", {"labs-1": texts(worsened(now, test, factor))})), RULES)
    assert dose_of(better) >= dose_of(worse)
