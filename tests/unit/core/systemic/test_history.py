"""What earlier visits did to each drug: levels, drugs left out, and the dose given last."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from hepatica.core.chart.systemic_words import Drug, Form
from hepatica.core.quantities import Unknown, clinical_arithmetic
from hepatica.core.systemic.history import Key, lowered_doses
from hepatica.core.systemic.patient import Lowered
from hepatica.core.systemic.words import Effect
from tests.unit.core.systemic.patients import BOLUS, FULL, INFUSION, OXALIPLATIN, course, rules

BY_MOUTH = (Drug.CAPECITABINE, Form.BY_MOUTH)
UNTOLD = Unknown("height, and a weight at the visit of 2025-03-03")
AGAIN = FULL.replace("2025-03-03", "2025-03-17")


def history(
    name: str, *lines: str, height_cm: str | None = "175", today: str = "2025-03-31"
) -> Mapping[Key, Lowered]:
    """The history of each drug of a regimen."""
    height = None if height_cm is None else Decimal(height_cm)
    with clinical_arithmetic():
        return lowered_doses(course(name, *lines, today=today), rules(name), height_cm=height)


def test_without_a_visit_there_is_no_history() -> None:
    """Toxicity of before is not of this regimen; every drug has its row."""
    found = history("mfolfox6", "2025-02-25 diarrhoea 3", "2025-02-25 neutrophils 0.4")
    assert 4 == len(found)
    assert {Lowered()} == set(found.values())


def test_a_visit_that_was_tolerated() -> None:
    """Each drug was given, and nothing else is so."""
    assert {Lowered(was_given=True)} == set(history("mfolfox6", FULL).values())


def test_a_toxicity_after_a_visit_lowers_once_with_its_reasons() -> None:
    """Two events between two visits cost one level; each is told once, with its entries."""
    found = history(
        "mfolfox6", FULL, "2025-03-05 diarrhoea 3", "2025-03-06 diarrhoea 3",
        "2025-03-07 mucositis 4",
    )[OXALIPLATIN]  # fmt: skip
    assert (1, Effect.LOWER) == (found.levels, found.effect)
    assert ("diarrhoea grade 3", "mucositis grade 4") == found.reasons
    assert ("line-2", "line-3", "line-4") == found.entries


def test_toxicity_after_each_of_two_visits_lowers_twice() -> None:
    """The visit that a moment follows counts."""
    found = history("mfolfox6", FULL, "2025-03-05 diarrhoea 3", AGAIN, "2025-03-18 mucositis 3")
    assert 2 == found[OXALIPLATIN].levels
    assert 0 == found[(Drug.LEUCOVORIN, Form.INFUSION)].levels


@pytest.mark.parametrize(
    ("line", "effect"),
    [
        ("2025-03-03 neuropathy 1", None),
        ("2025-03-03 neuropathy 2", Effect.LOWER),
        ("2025-03-02 neuropathy 2", None),
        ("2025-03-04 neuropathy 3", Effect.STOP),
        ("2025-03-02 neuropathy 3", Effect.STOP),
    ],
)
def test_the_grade_and_the_day_count(line: str, effect: Effect | None) -> None:
    """A level is lost from the day of a visit on; what ends a drug ends it whenever it was."""
    assert effect is history("mfolfox6", FULL, line)[OXALIPLATIN].effect


def test_what_was_found_at_the_hour_of_a_visit_was_found_before_it() -> None:
    """A sample drawn at ten and a weight of ten, the hour at which the drugs were given."""
    sample, weight = "2025-03-03T10:00 neutrophils 0.4", "2025-03-03T10:00 weight 70"
    assert history("mfolfox6", FULL, sample)[BOLUS].effect is None
    lines = (weight, "2025-03-03 given 1: oxaliplatin 92")
    assert Decimal(50) == history("mfolfox6", *lines)[OXALIPLATIN].last_dose


def test_the_gravest_effect_stays() -> None:
    """Whichever came first."""
    for lines in (("04 neuropathy 3", "05 neuropathy 2"), ("04 neuropathy 2", "05 neuropathy 3")):
        found = history("mfolfox6", FULL, *(f"2025-03-{line}" for line in lines))[OXALIPLATIN]
        assert (Effect.STOP, 1) == (found.effect, found.levels)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("2025-03-10 neutrophils 0.49", "neutrophils 0.49 x10^9/L"),
        ("2025-03-10 neutrophils 0.5", None),
        ("2025-03-10 neutrophils <0.5 10*9/L", "neutrophils 0.5 x10^9/L"),
        ("2025-03-10 neutrophils <0.6 10*9/L", None),
        ("2025-03-10 platelets 49.9", "platelets 49.9 x10^9/L"),
        ("2025-03-10 platelets 50", None),
        ("2025-03-02 platelets 30", None),
    ],
)
def test_a_count_between_two_visits(line: str, reason: str | None) -> None:
    """It leaves the bolus out, and only that."""
    found = history("mfolfox6", FULL, line)
    assert (Effect.OMIT if reason else None) is found[BOLUS].effect
    assert ((reason,) if reason else ()) == found[BOLUS].reasons
    assert (("line-2",) if reason else ()) == found[BOLUS].entries
    assert found[INFUSION].effect is None
    assert 0 == found[BOLUS].levels


@pytest.mark.parametrize(
    ("given", "last"),
    [
        ("167.5", None),
        ("167.4", None),
        ("200", None),
        ("167.3", Decimal("167.3") / Decimal("1.97")),
        ("98.5", Decimal(50)),
    ],
)
def test_the_dose_given_last(given: str, last: Decimal | None) -> None:
    """In mg/m2, where it lay below the full dose by more than the rounding."""
    found = history("mfolfox6", f"2025-03-03 given 1: oxaliplatin {given}")[OXALIPLATIN]
    assert not isinstance(found.last_dose, Unknown)
    assert (None if last is None else round(last, 9)) == (
        None if found.last_dose is None else round(found.last_dose, 9)
    )


def test_the_newest_visit_with_the_drug_counts() -> None:
    """One without it hides none."""
    low, full = "2025-03-03 given 1: oxaliplatin 98.5", "2025-03-10 given 1: oxaliplatin 167.5"
    without = "2025-03-17 given 1: leucovorin 788"
    assert Decimal(50) == history("mfolfox6", low, without)[OXALIPLATIN].last_dose
    assert history("mfolfox6", low, full, without)[OXALIPLATIN].last_dose is None


def test_by_mouth_a_chart_holds_the_amount_of_each_taking() -> None:
    """1970 mg twice a day are 1000 mg/m2 each time; 985 mg are half of it."""
    full = history("capox", "2025-03-03 given 1: capecitabine by mouth 1970")
    half = history("capox", "2025-03-03 given 1: capecitabine by mouth 985")
    assert full[BY_MOUTH].last_dose is None
    assert Decimal(500) == half[BY_MOUTH].last_dose


@pytest.mark.parametrize(
    ("name", "drug", "height_cm", "expected"),
    [
        ("panitumumab", "panitumumab 240", None, Decimal(3)),
        ("pembrolizumab-3-weekly", "pembrolizumab 150", None, Decimal(150)),
        ("mfolfox6", "oxaliplatin 98.5", None, UNTOLD),
    ],
)
def test_by_weight_and_flat(
    name: str, drug: str, height_cm: str | None, expected: Decimal | Unknown
) -> None:
    """Without a height neither needs one; a dose by surface is not known then."""
    found = history(name, f"2025-03-03 given 1: {drug}", height_cm=height_cm)
    assert expected == next(iter(found.values())).last_dose


def test_the_weight_of_that_visit_counts() -> None:
    """70 kg then, 1.84 m2: 92 mg are 50 mg/m2. The weight of today is another."""
    lines = ("2025-03-02 weight 70", "2025-03-03 given 1: oxaliplatin 92")
    assert Decimal(50) == history("mfolfox6", *lines)[OXALIPLATIN].last_dose


def test_without_a_weight_of_that_time_nothing_is_known() -> None:
    """A chart whose first weight came after the visit."""
    found = history("panitumumab", "2025-02-19 given 1: panitumumab 240")
    missing = Unknown("height, and a weight at the visit of 2025-02-19")
    assert missing == next(iter(found.values())).last_dose


def test_a_toxicity_under_another_regimen_counts() -> None:
    """Neuropathy of grade 3 after FOLFOX ends oxaliplatin in a partner too."""
    lines = (FULL, "2025-03-10 neuropathy 3")
    assert Effect.STOP is history("kemeny-2005-b", *lines)[OXALIPLATIN].effect


def test_a_regimen_without_a_rule_asks_people() -> None:
    """Diarrhoea of grade 3 since the last visit; one before it was answered then."""
    visit = "2025-03-03 given 1: oxaliplatin 197"
    asked = history("kemeny-2005-b", visit, "2025-03-03 diarrhoea 3")[OXALIPLATIN].asks
    answered = history("kemeny-2005-b", visit, "2025-03-02 diarrhoea 3")[OXALIPLATIN].asks
    mild = history("kemeny-2005-b", visit, "2025-03-03 diarrhoea 2")[OXALIPLATIN].asks
    ruled = history("mfolfox6", FULL, "2025-03-03 diarrhoea 3")[OXALIPLATIN].asks
    assert (("diarrhoea grade 3",), (), (), ()) == (asked, answered, mild, ruled)


def test_a_rule_from_a_higher_grade_on_leaves_the_lower_one_to_people() -> None:
    """The partner has a rule for neuropathy of grade 3; at 2 nobody published a dose."""
    visit = "2025-03-03 given 1: oxaliplatin 197"
    two = history("kemeny-2005-b", visit, "2025-03-10 neuropathy 2")[OXALIPLATIN]
    three = history("kemeny-2005-b", visit, "2025-03-10 neuropathy 3")[OXALIPLATIN]
    assert (("neuropathy grade 2",), None) == (two.asks, two.effect)
    assert ((), Effect.STOP) == (three.asks, three.effect)


@pytest.mark.parametrize(
    ("name", "drug", "event", "grade"),
    [
        ("kemeny-2009-unresectable", Drug.OXALIPLATIN, "neuropathy", 3),
        ("anti-egfr-doublet", Drug.CETUXIMAB, "infusion-reaction", 3),
        ("kemeny-2011-bevacizumab", Drug.BEVACIZUMAB, "hypertension", 4),
    ],
)
def test_what_ends_a_drug_in_every_regimen(name: str, drug: Drug, event: str, grade: int) -> None:
    """From that grade on, although the regimen itself has no rule for it; no other drug ends."""
    visit = f"2025-03-03 given 1: {drug.value} 100"
    key = (drug, Form.INFUSION)
    assert history(name, visit, f"2025-03-10 {event} {grade - 1}")[key].effect is None
    found = history(name, visit, f"2025-03-10 {event} {grade}")
    assert [key] == [each for each, lowered in found.items() if lowered.effect is Effect.STOP]
