"""A chart as a timeline."""

from datetime import datetime

import pytest

from hepatica.casefile.load import load_case
from hepatica.core.chart.fold import fold_course
from hepatica.library.loader import load_rulebook
from hepatica.reports.timeline import Timeline, TimelineEntry, make_timeline, timeline_as_text
from tests.unit.reports.charts import CLOCK, GIVE, LEAVE, NO_PUMP

CORRECTION = (
    "  - {id: c1, kind: correction, recorded_at: 2026-03-01T10:00+00:00, corrects: e09, "
    "entry: {weight: 71 kg}, reason: read again}\n"
)
VOID = (
    "  - {id: v1, kind: void, recorded_at: 2026-03-01T11:00+00:00, voids: e08, "
    "reason: typed twice}\n"
)


def timeline(text: str, at: datetime = CLOCK) -> Timeline:
    """The timeline of a chart at a moment."""
    chart = load_case(text, now=CLOCK)
    return make_timeline(chart, fold_course(chart, at=at, known_by=at), load_rulebook())


def entry(made: Timeline, name: str) -> TimelineEntry:
    """One entry of a timeline."""
    return next(each for each in made.entries if each.id == name)


def test_entries_stand_in_the_order_of_time() -> None:
    """The order of the file does not matter."""
    when = [each.when[:10] for each in timeline(GIVE).entries]
    assert sorted(when) == when


@pytest.mark.parametrize(
    ("name", "kind", "content"),
    [
        ("e09", "weight", "weight 70 kg"),
        ("e10", "laboratory_panel", "AST 35 U/L, ALP 90 U/L, bilirubin 0.8 mg/dL"),
        ("e12", "pump_accessed", "result emptied, withdrawn 11.8 mL"),
        ("e06", "perfusion_scan", "code A, tip hot spot no"),
    ],
)
def test_an_entry_is_said_in_a_few_words(name: str, kind: str, content: str) -> None:
    """The kind as in the chart, and its values with their units."""
    found = entry(timeline(GIVE), name)
    assert (kind, content) == (found.kind, found.content)


@pytest.mark.parametrize(
    ("fields", "content"),
    [
        ("genotype, at: 2026-01-20, ugt1a1: poor", "UGT1A1 poor"),
        (
            "adverse_event, at: 2026-02-01, event: febrile-neutropenia, "
            "grade: 3, attributed_to: [fudr]",
            "febrile neutropenia grade 3, attributed to fudr",
        ),
        (
            "adverse_event, at: 2026-02-01, event: febrile-neutropenia, "
            "grade: 0, attributed_to: [fudr, other]",
            "febrile neutropenia has ended (grade 0), attributed to fudr and other",
        ),
        (
            "adverse_event, at: 2026-02-01, event: other, term: Alopecia, grade: 1, "
            "attributed_to: [systemic]",
            "Alopecia grade 1, attributed to systemic",
        ),
        (
            "adverse_event, at: 2026-02-01, event: neuropathy, term: Dysesthesia, grade: 1, "
            "attributed_to: [systemic]",
            "neuropathy (Dysesthesia) grade 1, attributed to systemic",
        ),
        ("away, at: 2026-02-01, since: 2026-02-10, until: 2026-02-12", "2026-02-10 to 2026-02-12"),
        ("away, at: 2026-02-01, since: 2026-02-10, until: 2026-02-10", "2026-02-10"),
        (
            "systemic_assigned, at: 2026-01-20, regimen: folfiri, version: 2026.1, "
            "first_day: 2026-01-26",
            "folfiri/2026.1, day 1 on 2026-01-26",
        ),
        (
            "systemic_assigned, at: 2026-01-20, regimen: folfiri, version: 2026.1",
            "folfiri/2026.1, day 1 by the cycle of the pump",
        ),
        (
            "systemic_withheld, at: 2026-02-01, cause: severe-diarrhoea, until: 2026-02-08",
            "held back, cause: severe diarrhoea, to be looked at again on 2026-02-08",
        ),
        (
            "systemic_withheld, at: 2026-02-01, cause: counts",
            "held back, cause: counts",
        ),
        (
            "systemic_given, at: 2026-02-01, regimen: xelox, version: 2026.1, day: 1, drugs: "
            "[{drug: oxaliplatin, form: infusion, dose: 167.5 mg}, "
            "{drug: capecitabine, form: by-mouth, dose: 3000 mg}]",
            "xelox/2026.1, day 1: oxaliplatin infusion 167.5 mg, "
            "capecitabine by mouth 3000 mg a day",
        ),
    ],
)
def test_systemic_treatment_and_toxicity_in_plain_words(fields: str, content: str) -> None:
    """One line each, without the words of the chart's form."""
    made = timeline(f"{GIVE}  - {{id: s1, kind: {fields}}}\n")
    assert content == entry(made, "s1").content


def test_a_corrected_adverse_event_is_said_in_the_same_words() -> None:
    """Also inside a correction."""
    more = (
        "  - {id: s1, kind: adverse_event, at: 2026-02-01, event: nausea, grade: 3, "
        "attributed_to: [unclear]}\n"
        "  - {id: s2, kind: correction, recorded_at: 2026-03-01T10:00+00:00, corrects: s1, "
        "entry: {event: nausea, grade: 2, attributed_to: [systemic]}, reason: typed wrong}\n"
    )
    expected = "corrects s1 to nausea grade 2, attributed to systemic: typed wrong"
    assert expected == entry(timeline(GIVE + more), "s2").content


def test_a_corrected_entry_is_marked() -> None:
    """What was written first stays to be seen, and who put it right."""
    made = timeline(GIVE + CORRECTION)
    assert "CORRECTED by c1" == entry(made, "e09").state
    assert "corrects e09 to weight 71 kg: read again" == entry(made, "c1").content


def test_a_withdrawn_entry_is_marked() -> None:
    """It stays in the timeline."""
    assert "WITHDRAWN by v1" == entry(timeline(GIVE + VOID), "e08").state


def test_a_withdrawn_correction_marks_nothing() -> None:
    """Only what stands speaks of other entries."""
    void = VOID.replace("voids: e08", "voids: c1")
    made = timeline(GIVE + CORRECTION + void)
    assert ("", "WITHDRAWN by v1") == (entry(made, "e09").state, entry(made, "c1").state)


def test_dwells_carry_their_measured_flow() -> None:
    """(30 - 11.8) mL in 13 d 23.5 h is 1.30193740686 mL/day (by hand)."""
    first, second, third = timeline(GIVE).dwells
    assert ("1.30193740686", "flow 1.3019 mL/day") == (first.flow_ml_per_day, first.said)
    assert ("fudr", "11.6") == (second.content, second.residual_ml)
    assert "in the pump" == third.said


def test_a_pump_found_empty_gives_a_lower_bound() -> None:
    """A dry pump is not a slow pump."""
    made = timeline(GIVE.replace("withdrawn: 11.6 mL", "withdrawn: 0 mL"))
    assert made.dwells[1].said.startswith("emptied: flow at least ")


def test_what_cannot_all_be_true_is_listed() -> None:
    """More came out than went in."""
    made = timeline(LEAVE.replace("withdrawn: 11.8 mL", "withdrawn: 31 mL"))
    assert ("more out than in (entries e04, e12)",) == made.contradictions
    assert "CONTRADICTIONS" in timeline_as_text(made)


def test_a_long_id_keeps_its_column() -> None:
    """The columns are as wide as their longest text."""
    text = timeline_as_text(timeline(GIVE.replace("e09", "weight-at-start")))
    (line,) = (line for line in text.splitlines() if "weight-at-start" in line)
    assert "2026-01-26              weight-at-start  weight: weight 70 kg" == line


def test_a_timeline_ends_at_its_moment() -> None:
    """Later entries are not there."""
    made = timeline(GIVE, datetime.fromisoformat("2026-02-01T00:00+00:00"))
    assert "e13" == made.entries[-1].id


def test_without_a_protocol_dwells_have_no_flow() -> None:
    """Nothing is read off a dwell when nobody says how."""
    without = "".join(x for x in LEAVE.splitlines(keepends=True) if "protocol_assigned" not in x)
    assert "no flow to be had from it" == timeline(without).dwells[0].said


def test_a_chart_without_a_pump_has_a_timeline() -> None:
    """No dwells, and no heading for them."""
    made = timeline(NO_PUMP)
    assert () == made.dwells
    assert "PUMP DWELLS" not in timeline_as_text(made)


def test_the_text_shows_state_and_moment() -> None:
    """The moment first, the marks beside the entries."""
    text = timeline_as_text(timeline(GIVE + VOID), now=CLOCK)
    assert text.startswith("Timeline up to now, 2026-11-01T00:00+00:00. Case small, ")
    assert "[WITHDRAWN by v1]" in text
