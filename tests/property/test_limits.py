"""No plan exceeds its limits, whatever the weight, the flow, the last dose and the tests."""

from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from hepatica.core.chart.course import Course
from hepatica.core.planning import plan
from hepatica.core.quantities import HUNDRED
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
START = RULES.protocols[PROTOCOL].dose.starting_mg_per_kg_day

last_percents = st.sampled_from([25, 40, 50, 64, 80, 100])
weights = decimals("40", "150", 1)
flows = decimals("0.5", "1.9", 2)


def second_dose(
    reference: Values,
    multiple: Values,
    last_percent: int,
    weight: Decimal,
    flow: Decimal,
    more: list[dict[str, object]],
) -> Course:
    """A dose day of the second cycle with the last order as given."""
    last = START * last_percent / HUNDRED
    mg = (last * weight * 30 / flow).quantize(Decimal(1))
    order = {
        **texts(reference),
        "dose": f"{last} mg/kg/day",
        "percent": str(last_percent),
        "dosing_weight": f"{weight} kg",
        "flow": f"{flow} mL/day",
        "fudr": f"{mg} mg",
    }
    left = f"{30 - 14 * flow} mL"
    return second_cycle(
        reference,
        times(reference, multiple),
        more=more,
        change={
            "implant": {"label_flow": f"{flow} mL/day"},
            "weight-1": {"weight": f"{weight} kg"},
            "weight-29": {"weight": f"{weight} kg"},
            "order-1": order,
            "fudr-1": {"fudr": f"{mg} mg"},
            "access-0": {"withdrawn": left},
            "access-1": {"withdrawn": left},
        },
    )


@examples(120)
@given(references, multiples, last_percents, weights, flows)
def test_never_above_the_last_dose(
    reference: Values, multiple: Values, percent: int, weight: Decimal, flow: Decimal
) -> None:
    """Without a re-escalation no dose is above the last one, and no mass above its limit."""
    mg = START * percent / HUNDRED * weight * 30 / flow
    assume(6 <= mg <= 590)
    found = plan(second_dose(reference, multiple, percent, weight, flow, []), RULES)
    assert dose_of(found) <= START * percent / HUNDRED
    if found.fill is not None:
        full = START * found.fill.dosing_weight_kg * found.fill.volume_ml
        assert found.fill.fudr_mg <= full / found.fill.flow_ml_per_day + 1


@examples(100)
@given(references, multiples, last_percents, st.integers(1, 100))
def test_re_escalation_is_a_maximum(
    reference: Values, multiple: Values, percent: int, raised: int
) -> None:
    """With a re-escalation no dose is above the percent it names, nor above the starting dose."""
    more = [signed("R-re-escalation", "2026-02-23T09:00", percent=str(raised))]
    course = second_dose(reference, multiple, percent, Decimal(70), Decimal("1.3"), more)
    found = plan(course, RULES)
    assert dose_of(found) <= START * raised / HUNDRED


@examples(100)
@given(references, multiples, last_percents)
def test_percent_is_that_of_the_dose(reference: Values, multiple: Values, percent: int) -> None:
    """The percent shown, of what it says it is of, is the dose shown."""
    course = second_dose(reference, multiple, percent, Decimal(70), Decimal("1.3"), [])
    found = plan(course, RULES)
    decision = found.decision
    if decision.percent is not None and decision.dose_mg_per_kg_day is not None:
        last = START * percent / HUNDRED
        base = START if decision.percent_of == "starting-dose" else last
        assert decision.percent * base / HUNDRED == decision.dose_mg_per_kg_day


@examples(60)
@given(multiples, st.integers(25, 100))
def test_end_of_stop_is_a_maximum(multiple: Values, named: int) -> None:
    """After a bilirubin stop no dose is above the percent the board named."""
    reference = {"ast": Decimal(42), "alp": Decimal(88), "bilirubin": Decimal("0.6")}
    change = {
        "labs-29": {"ast": "42", "bilirubin": "3.0"},
        "order-1": {"bilirubin": "2.5"},
        "baseline": {"bilirubin": "2.5"},
        "labs-43": texts(times(reference, multiple)),
    }
    more = [signed("R-end-of-stop", "2026-03-09T09:00", percent=str(named))]
    found = plan(fold(Given("held", change, more)), RULES)
    assert dose_of(found) <= START * named / HUNDRED
