"""Controls only narrow, unknown is no permission, and no pump is left without an order."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import OrderSigned, PatientFact, PerfusionScan, Weight
from hepatica.core.chart.laboratory import LaboratoryPanel
from hepatica.core.decision import FudrWord
from hepatica.core.planning import compose, plan
from hepatica.core.pump.ledger import keep_ledger
from hepatica.core.pump.refill import RefillStatus
from hepatica.core.safety.control import Control, ReservoirControl
from hepatica.core.safety.controls import CONTROLS
from tests.golden.charts import Given, fold
from tests.golden.runner import all_goldens, shipped_rulebook
from tests.property.courses import (
    Values,
    dose_of,
    examples,
    multiples,
    references,
    second_cycle,
    strictness,
    times,
)

RULES = shipped_rulebook()
BASES = ["first", "dwell", "second", "held", "third", "sixth", "finished"]
COURSES = {golden.id: golden.course for golden in all_goldens()}

courses = st.sampled_from(sorted(COURSES)).map(COURSES.__getitem__)
left_out = st.lists(st.sampled_from(CONTROLS), unique_by=lambda each: each.id, min_size=1)


@examples(250)
@given(courses, left_out)
def test_every_control_only_narrows(course: Course, without: list[Control]) -> None:
    """With all controls: never a higher dose and never a milder word than with some."""
    some = compose(course, RULES, [each for each in CONTROLS if each not in without])
    every = plan(course, RULES)
    assert dose_of(every) <= dose_of(some)
    assert strictness(every) <= strictness(some)


@examples(250)
@given(courses, left_out)
def test_reservoir_controls_bring_forward(course: Course, without: list[Control]) -> None:
    """With all controls on the reservoir: never a later date than with some."""
    kept = [
        each for each in CONTROLS if each not in without or not isinstance(each, ReservoirControl)
    ]
    some, every = compose(course, RULES, kept).reservoir, plan(course, RULES).reservoir
    if every is None or some is None:
        assert every == some
    else:
        assert every.by <= some.by


def without_entry(course: Course, entry_id: str) -> Course:
    """The course as if one entry had never been written."""
    return replace(course, entries=tuple(e for e in course.entries if e.id != entry_id))


@examples(400)
@given(courses, st.integers(0, 60))
def test_what_is_missing_permits_nothing(course: Course, position: int) -> None:
    """An entry whose absence turns another word into "give" was named as a reason."""
    found = plan(course, RULES)
    entry = course.entries[position % len(course.entries)]
    if found.decision.word is FudrWord.GIVE:
        return
    after = plan(without_entry(course, entry.id), RULES)
    reasons = {name for finding in found.decision.findings for name in finding.entries}
    assert after.decision.word is not FudrWord.GIVE or entry.id in reasons


@examples(200)
@given(references, multiples, st.integers(0, 60))
def test_dropping_knowledge_never_raises_a_dose(
    reference: Values, multiple: Values, position: int
) -> None:
    """Without one of its samples, weights, scans, orders or facts, a dose day gives no more."""
    course = second_cycle(reference, times(reference, multiple))
    kinds = LaboratoryPanel | Weight | PerfusionScan | OrderSigned | PatientFact
    known = [entry for entry in course.entries if isinstance(entry.payload, kinds)]
    dropped = known[position % len(known)]
    after = plan(without_entry(course, dropped.id), RULES)
    assert dose_of(after) <= dose_of(plan(course, RULES))


@examples(250)
@given(
    st.sampled_from(BASES),
    st.integers(0, 300),
    st.sets(st.integers(0, 60), max_size=6),
    st.booleans(),
)
def test_every_pump_has_an_order_in_time(
    base: str, hours: int, dropped: set[int], keeps_labs: bool
) -> None:
    """At any moment and whatever is missing: an order by the safe refill date, or for today."""
    course = fold(Given(base))
    course = replace(course, at=course.at + timedelta(hours=hours * 7))
    kept = tuple(
        entry
        for position, entry in enumerate(course.entries)
        if position not in dropped
        and (keeps_labs or not isinstance(entry.payload, LaboratoryPanel))
    )
    course = replace(course, entries=kept)
    found = plan(course, RULES)
    ledger = keep_ledger(course)
    if ledger.pump is None and not ledger.contradictions:
        assert found.reservoir is None
        return
    assert found.reservoir is not None
    safe = None if found.refill is None else found.refill.date
    latest = course.today if safe is None else max(safe, course.today)
    assert course.today <= found.reservoir.by <= latest
    is_late = safe is None or safe < course.today
    assert is_late == (found.reservoir.status is not RefillStatus.OK)
