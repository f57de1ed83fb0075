"""What later entries can and cannot do to the adverse events of a course."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hepatica.core.chart.fold import fold_course
from hepatica.core.toxicity.events import ToxicityRecord, record_toxicity
from hepatica.core.toxicity.table import CTCAE
from hepatica.library.grades import units_for_grading
from hepatica.library.loader import shipped_grading
from tests.golden.charts import chart_of
from tests.property.courses import decimals, examples

TABLE, UNITS = shipped_grading(CTCAE).table, units_for_grading()
FIRST = date(2026, 2, 1)
AT = datetime(2027, 12, 1, tzinfo=UTC)
ALT = "Alanine aminotransferase increased"

Node = Mapping[str, Any]
values = st.lists(decimals("10", "900", 0), min_size=1, max_size=8)
limits = st.lists(st.sampled_from(["40 U/L", "50 U/L", None]), min_size=9, max_size=9)
baselines = st.sampled_from([None, "30 U/L", "70 U/L"])
grades = st.lists(st.integers(0, 5), min_size=1, max_size=8)


def panel(number: int, value: Decimal | str, limit: str | None) -> Node:
    """A sample of ALT, one week after the one before."""
    text = value if isinstance(value, str) else f"{value:f} U/L"
    result = {"value": text} | ({} if limit is None else {"upper_limit": limit})
    day = (FIRST + timedelta(weeks=number)).isoformat()
    results = {"alt": result}
    return {"id": f"p{number}", "kind": "laboratory_panel", "at": day, "results": results}


def implant(baseline: str | None) -> list[Node]:
    """A pump, and with a baseline the sample before it."""
    pump = {
        "id": "implant",
        "kind": "pump_implanted",
        "at": "2026-01-12T10:00",
        "model": "intera-3000",
        "serial": "SYN-1",
        "label_flow": "1.3 mL/day",
        "reservoir": "30 mL",
        "vessel": "gastroduodenal",
    }
    return [*([] if baseline is None else [panel(-5, baseline, "40 U/L")]), pump]


def record(entries: Sequence[Node]) -> ToxicityRecord:
    """The adverse events of these entries."""
    confirmed: list[Node] = [
        {
            "id": f"k{e['id']}",
            "kind": "confirmation",
            "at": e["at"],
            "confirms": e["id"],
            "reason": "read",
        }
        for e in entries
        if e["kind"] == "laboratory_panel"
    ]
    chart = chart_of([*entries, *confirmed])
    return record_toxicity(fold_course(chart, at=AT, known_by=AT), TABLE, UNITS)


def worst(found: ToxicityRecord) -> tuple[int, int]:
    """The worst grade of a record, and how high it may have been."""
    return (
        max((each.worst.least for each in found.episodes), default=0),
        max((each.worst_at_most for each in found.episodes), default=0),
    )


@examples(150)
@given(values, limits, baselines, st.data())
def test_a_later_milder_value_never_lowers_the_worst_grade(
    drawn: list[Decimal], given: list[str | None], baseline: str | None, data: st.DataObject
) -> None:
    """Nor does it change when the worst grade was reached."""
    series = [panel(n, v, limit) for n, (v, limit) in enumerate(zip(drawn, given, strict=False))]
    milder = data.draw(decimals("10", f"{max(drawn)}", 0))
    before = record([*implant(baseline), *series])
    after = record([*implant(baseline), *series, panel(len(series), milder, given[-1])])
    assert worst(before)[0] <= worst(after)[0]
    assert worst(before)[1] <= worst(after)[1]
    for one, two in zip(before.episodes, after.episodes, strict=False):
        assert (one.began, one.worst.least) == (two.began, two.worst.least) or (
            one.ended is None and one.worst.least < two.worst.least
        )


@examples(150)
@given(values, limits, baselines)
def test_every_grade_above_zero_lies_in_one_episode(
    drawn: list[Decimal], given: list[str | None], baseline: str | None
) -> None:
    """And an episode holds nothing else, in time, before its end."""
    series = [panel(n, v, limit) for n, (v, limit) in enumerate(zip(drawn, given, strict=False))]
    found = record([*implant(baseline), *series])
    inside = [each for episode in found.episodes for each in episode.grades]
    assert [each for each in found.gradings if each.least > 0] == inside
    for episode in found.episodes:
        days = [each.at.day for each in episode.grades]
        assert sorted(days) == days
        assert episode.ended is None or days[-1] < episode.ended.at.day


@examples(150)
@given(grades)
def test_what_a_clinician_graded_is_told_as_it_was_charted(drawn: list[int]) -> None:
    """Episodes are the runs of grades above 0; each has the highest of its run."""
    entries = [
        {
            "id": f"a{n}",
            "kind": "adverse_event",
            "at": (FIRST + timedelta(weeks=n)).isoformat(),
            "event": "rash",
            "grade": f"{grade}",
            "attributed_to": ["systemic"],
        }
        for n, grade in enumerate(drawn)
    ]
    runs = [list(map(int, run)) for run in "".join(map(str, drawn)).split("0") if run]
    found = record(entries)
    assert [max(run) for run in runs] == [each.worst.least for each in found.episodes]
    assert (drawn[-1] > 0) is any(each.ended is None for each in found.episodes)
