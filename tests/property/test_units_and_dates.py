"""A chart written in other units, or moved by whole days, has the same plan."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hepatica.core.chart.course import Course
from hepatica.core.chart.fold import fold_course
from hepatica.core.plan import Plan
from hepatica.core.planning import plan
from tests.golden.charts import base_at, base_entries, change_entry, chart_of
from tests.golden.runner import shipped_rulebook
from tests.property.courses import Values, examples, multiples, references, second_cycle, times

RULES = shipped_rulebook()
# unit, and what the value in the canonical unit is multiplied by: all exact
UNITS = {
    "ast": [("U/L", Decimal(1)), ("IU/L", Decimal(1))],
    "alp": [("U/L", Decimal(1)), ("IU/L", Decimal(1))],
    "bilirubin": [
        ("mg/dL", Decimal(1)),
        ("mg/L", Decimal(10)),
        ("umol/L", Decimal("17.104")),
    ],
}
SAMPLES = ["baseline", "labs-1", "order-1", "labs-15", "labs-29"]
units = st.fixed_dictionaries({test: st.sampled_from(choice) for test, choice in UNITS.items()})
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?=\Z|T)")


def heart_of(found: Plan) -> tuple[object, ...]:
    """What a person acts on, without dates."""
    decision, reservoir, fill = found.decision, found.reservoir, found.fill
    return (
        decision.word,
        decision.dose_mg_per_kg_day,
        decision.percent,
        sorted((each.word, each.rule) for each in decision.findings),
        None if fill is None else (fill.fudr_mg, fill.flow_ml_per_day, fill.dosing_weight_kg),
        None if reservoir is None else (reservoir.action, reservoir.content, reservoir.status),
        None if found.refill is None else (found.refill.days, found.refill.fast_bound_ml_per_day),
    )


def days_of(found: Plan, earlier: int) -> tuple[object, ...]:
    """Every date of a plan, so many days earlier."""
    days = timedelta(days=earlier)
    decision, reservoir, refill = found.decision, found.reservoir, found.refill
    dates = [decision.until, *(item.by for item in found.due)]
    if reservoir is not None:
        dates += [reservoir.by, reservoir.deadline]
    if refill is not None:
        dates += [refill.date, refill.instant]
    return tuple(None if each is None else each - days for each in dates)


def written(values: Values, choice: Mapping[str, tuple[str, Decimal]]) -> dict[str, str]:
    """Values in the chosen units."""
    return {
        test: f"{format(value * choice[test][1], 'f')} {choice[test][0]}"
        for test, value in values.items()
    }


@examples(150)
@given(references, multiples, st.lists(units, min_size=5, max_size=5))
def test_units_change_nothing(
    reference: Values, multiple: Values, choices: list[Mapping[str, tuple[str, Decimal]]]
) -> None:
    """Each sample in units of its own: the plan stays to the last digit."""
    now = times(reference, multiple)
    values = dict.fromkeys(SAMPLES, reference) | {"labs-29": now}
    other = {
        sample: written(values[sample], choice)
        for sample, choice in zip(SAMPLES, choices, strict=True)
    }
    same = plan(second_cycle(reference, now), RULES)
    assert heart_of(same) == heart_of(plan(second_cycle(reference, now, change=other), RULES))


@examples(60)
@given(st.integers(2, 100), st.integers(0, 50))
def test_microkatal(steps: int, tenth: int) -> None:
    """AST in ukat/L is the same as sixty times as much in U/L."""
    katal = Decimal(steps) / 20 + Decimal(tenth) / 100
    one = {"labs-29": {"ast": f"{format(katal, 'f')} ukat/L"}}
    two = {"labs-29": {"ast": f"{format(katal * 60, 'f')} U/L"}}
    plans = [plan(_changed("second", change, 0), RULES) for change in (one, two)]
    assert heart_of(plans[0]) == heart_of(plans[1])


def _moved(node: Any, days: int) -> Any:
    if isinstance(node, Mapping):
        return {key: _moved(value, days) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return [_moved(value, days) for value in node]
    return _DAY.sub(lambda found: _later(found.group(), days), node)


def _later(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def _changed(name: str, change: Mapping[str, Mapping[str, Any]], days: int) -> Course:
    entries = [change_entry(entry, change.get(entry["id"], {})) for entry in base_entries(name)]
    moment = datetime.fromisoformat(_moved(base_at(name), days))
    return fold_course(chart_of(_moved(entries, days)), at=moment, known_by=moment)


@examples(60)
@given(
    st.sampled_from(["first", "dwell", "second", "held", "third", "sixth"]),
    st.integers(1, 500),
    st.sampled_from([{}, {"labs-1": {"alp": "150"}}, {"implant": {"label_flow": "1.8 mL/day"}}]),
)
def test_days_change_only_dates(
    name: str, days: int, change: Mapping[str, Mapping[str, Any]]
) -> None:
    """All instants later by whole days: the same plan, with every date as much later."""
    here = plan(_changed(name, change, 0), RULES)
    later = plan(_changed(name, change, days), RULES)
    assert heart_of(here) == heart_of(later)
    assert days_of(here, 0) == days_of(later, days)
