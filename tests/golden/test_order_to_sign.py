"""What a prescriber signs, held against the orders that stand in the example charts by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest

from hepatica.core.chart.entries import Entry, InputsReEntered, OrderSigned
from hepatica.core.chart.fold import fold_course
from hepatica.core.planning import plan
from hepatica.core.quantities import twelve_digits
from hepatica.library.loader import load_rulebook
from tools.examples import load_charts

CHARTS = load_charts()
# Two were signed on the last sample, although a higher one of the emptied day still counted.
ON_THE_LAST_SAMPLE = {("glycerin-year", "c3-order"), ("pump-replacement", "c2b-order")}
ORDERS = [
    (case, entry.id)
    for case, chart in CHARTS.items()
    for entry in chart.entries
    if isinstance(entry.payload, OrderSigned) and (case, entry.id) not in ON_THE_LAST_SAMPLE
]


def figures(order: OrderSigned) -> tuple[object, ...]:
    """What must be the same to the last digit that is shown."""
    return (
        f"{order.protocol}/{order.version}",
        twelve_digits(order.dose_mg_per_kg_day),
        twelve_digits(order.percent),
        twelve_digits(order.dosing_weight_kg),
        twelve_digits(order.flow_ml_per_day),
        twelve_digits(order.volume_ml),
        twelve_digits(order.fudr_mg),
        {test: value.value for test, value in order.liver_tests},
    )


@pytest.mark.parametrize(("case", "entry_id"), ORDERS)
def test_the_plan_says_what_was_signed(case: str, entry_id: str) -> None:
    """A minute before the order was signed, the plan proposes it, figure for figure."""
    chart = CHARTS[case]
    signed = cast("Entry[OrderSigned]", next(e for e in chart.entries if e.id == entry_id))
    at = signed.at.earliest - timedelta(minutes=1)
    proposed = plan(fold_course(chart, at=at, known_by=at), load_rulebook()).to_sign
    assert proposed is not None
    assert figures(signed.payload) == figures(proposed)


def test_the_order_names_the_chart_it_rests_on() -> None:
    """Its head, and the moment up to which it was read; and the laboratory of its tests."""
    chart = CHARTS["adjuvant-six-cycles"]
    at = next(e for e in chart.entries if isinstance(e.payload, InputsReEntered)).at.earliest
    course = replace(fold_course(chart, at=at, known_by=at), head="a" * 64)
    proposed = plan(course, load_rulebook()).to_sign
    assert proposed is not None
    assert ("a" * 64, at, "central laboratory") == (
        proposed.chart_head,
        proposed.known_by,
        proposed.laboratory,
    )
