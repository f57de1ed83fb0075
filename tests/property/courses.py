"""Courses for the properties: the golden base charts with random liver tests, doses and moments."""

import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from hepatica.core.chart.course import Course
from hepatica.core.decision import FudrWord
from hepatica.core.plan import Plan
from tests.golden.charts import Given, fold

Values = Mapping[str, Decimal]

STRICTEST_FIRST = list(FudrWord)


# A mutant that nothing else notices meets every property: code mutation asks for fewer examples.
_SHARE = 8 if os.environ.get("HEPATICA_MUTATION") else 1


def examples(count: int) -> settings:
    """So many examples, the same ones every time."""
    return settings(
        max_examples=max(count // _SHARE, 10),
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )


def decimals(lowest: str, highest: str, places: int) -> st.SearchStrategy[Decimal]:
    """Numbers with so many decimals."""
    return st.decimals(Decimal(lowest), Decimal(highest), places=places)


# Reference values on both sides of the band limits 50 U/L, 90 U/L and 1.2 mg/dL.
references = st.fixed_dictionaries(
    {
        "ast": decimals("20", "90", 0),
        "alp": decimals("50", "160", 0),
        "bilirubin": decimals("0.4", "2.4", 1),
    }
)
# What the values have become, as multiples of the reference: all steps of the table.
multiples = st.fixed_dictionaries(
    {
        "ast": decimals("0.7", "6", 2),
        "alp": decimals("0.7", "2.5", 2),
        "bilirubin": decimals("0.7", "2.5", 2),
    }
)


def times(values: Values, factors: Values) -> dict[str, Decimal]:
    """Each value times its factor."""
    return {test: value * factors[test] for test, value in values.items()}


def texts(values: Values) -> dict[str, str]:
    """As they are written in a chart."""
    return {test: format(value, "f") for test, value in values.items()}


def second_cycle(
    reference: Values,
    now: Values,
    *,
    emptied: Values | None = None,
    more: Sequence[Mapping[str, Any]] = (),
    change: Mapping[str, Mapping[str, Any]] | None = None,
) -> Course:
    """A dose day of the second cycle: reference, emptied day and today as given."""
    then = texts(reference)
    changes: dict[str, Mapping[str, Any]] = {
        "baseline": then,
        "labs-1": then,
        "order-1": then,
        "labs-15": texts(emptied or reference),
        "labs-29": texts(now),
        **(change or {}),
    }
    return fold(Given("second", changes, more))


def dose_of(plan: Plan) -> Decimal:
    """mg/kg/day given today; nothing while FUDR is not given."""
    return plan.decision.dose_mg_per_kg_day or Decimal(0)


def strictness(plan: Plan) -> int:
    """0 for the strictest word."""
    return STRICTEST_FIRST.index(plan.decision.word)


def signed(rule: str, at: datetime | str, **others: Any) -> dict[str, Any]:
    """A signed decision."""
    return {
        "id": f"signed-{rule.lower()}",
        "kind": "decision_signed",
        "at": str(at),
        "rule": rule,
        "roles": ["prescriber", "board"],
        "reason": "signed for the property",
        **others,
    }
