"""Systemic doses: a worse value never raises one, a unit changes none, amounts follow the body."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hepatica.core.calculators.refusal import Refusal
from hepatica.core.calculators.systemic import SystemicCase, SystemicResult, calculate_systemic
from hepatica.core.chart.systemic_words import Event, GeneResult
from hepatica.core.chart.words import Sex
from hepatica.core.quantities import clinical_arithmetic, round_half_up
from hepatica.core.systemic.decide import decide
from hepatica.core.systemic.patient import Bilirubin, Clearance, Lowered, SystemicPatient
from hepatica.core.systemic.proposal import DrugProposal
from hepatica.core.systemic.regimen import SystemicRules
from hepatica.core.systemic.words import DoseUnit, DrugWord, Standing
from hepatica.library.loader import load_rulebook
from tests.property.courses import decimals, examples

BOOK = load_rulebook().systemic
NAMES = sorted(BOOK)
PROPOSED = [n for n in NAMES if BOOK[n].regimen.standing is not Standing.READING_ONLY]
# From the best to the worst.
ORDERED: dict[str, list[Any]] = {
    "anc_10e9_per_l": [Decimal(n) for n in ("4", "1.51", "1.5", "1.49", "1", "0.5", "0.4", "0")],
    "platelets_10e9_per_l": [Decimal(n) for n in ("300", "100", "75", "74.9", "50", "49", "0")],
    "bilirubin_mg_per_dl": [
        Decimal(n) for n in ("0.2", "1.2", "1.8", "1.81", "2.4", "2.41", "3.6", "3.61", "20")
    ],
    "creatinine_mg_per_dl": [
        Decimal(n) for n in ("0.4", "0.8", "1", "1.3", "1.6", "2", "2.6", "3.5", "6")
    ],
    "dpyd_activity": [Decimal(n) for n in ("2", "1.5", "1", "0.5", "0")],
    "ugt1a1": [GeneResult.NORMAL, GeneResult.INTERMEDIATE, GeneResult.POOR],
}


def _or_none(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(values, values, st.none())


cases = st.builds(
    SystemicCase,
    height_cm=decimals("140", "200", 1),
    weight_kg=decimals("40", "140", 1),
    sex=_or_none(st.sampled_from(list(Sex))),
    age_years=_or_none(decimals("18", "95", 0)),
    bilirubin_uln_mg_per_dl=st.sampled_from([Decimal(n) for n in ("0.7", "1", "1.1", "1.2")]),
    **{name: _or_none(st.sampled_from(values)) for name, values in ORDERED.items()},
)


def answered(case: SystemicCase, rules: SystemicRules) -> tuple[SystemicResult, ...]:
    """The rows of a case, which is never refused."""
    found = calculate_systemic(case, rules)
    assert not isinstance(found, Refusal)
    return found


def amounts(case: SystemicCase, rules: SystemicRules) -> list[Decimal]:
    """What each drug gets; 0 where it is not given."""
    return [row.dose_mg or Decimal(0) for row in answered(case, rules)]


@pytest.mark.parametrize("measured", ORDERED)
@examples(150)
@given(cases, st.sampled_from(PROPOSED), st.data())
def test_a_worse_value_never_raises_a_dose(
    measured: str, case: SystemicCase, name: str, data: st.DataObject
) -> None:
    """Whatever else is known or not, also without sex and age."""
    values, rules = ORDERED[measured], BOOK[name]
    first, second = sorted(
        data.draw(st.lists(st.integers(0, len(values) - 1), min_size=2, max_size=2))
    )
    better = amounts(replace(case, **{measured: values[first]}), rules)
    worse = amounts(replace(case, **{measured: values[second]}), rules)
    assert all(two <= one for one, two in zip(better, worse, strict=True))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("measured", ORDERED)
def test_no_step_between_neighbours_raises_a_dose(name: str, measured: str) -> None:
    """Every regimen at every boundary, with sex and age and without."""
    well = SystemicCase(
        height_cm=Decimal(175),
        weight_kg=Decimal(80),
        sex=Sex.MALE,
        age_years=Decimal(60),
        bilirubin_uln_mg_per_dl=Decimal("1.2"),
        **{each: values[0] for each, values in ORDERED.items()},
    )
    for case in (well, replace(well, sex=None, age_years=None)):
        rows = [amounts(replace(case, **{measured: v}), BOOK[name]) for v in ORDERED[measured]]
        for drug in zip(*rows, strict=True):
            assert sorted(drug, reverse=True) == list(drug)


@examples(160)
@given(cases, st.sampled_from(PROPOSED))
def test_the_unknown_never_gives_more_than_the_best(case: SystemicCase, name: str) -> None:
    """A missing test, sex or age gives at most what a healthy value would give."""
    best = {each: values[0] for each, values in ORDERED.items()}
    healthy = replace(case, **best, sex=Sex.MALE, age_years=Decimal(18))
    pairs = zip(amounts(case, BOOK[name]), amounts(healthy, BOOK[name]), strict=True)
    assert all(now <= full for now, full in pairs)


@examples(160)
@given(cases, st.sampled_from(PROPOSED))
def test_what_is_not_given_has_no_amount_and_what_is_given_has_one(
    case: SystemicCase, name: str
) -> None:
    """And every amount is a multiple of the rounding."""
    step = BOOK[name].regimen.dose_rounding_mg
    for row in answered(case, BOOK[name]):
        is_given = row.decision in {"give", "reduce"}
        assert is_given == (row.dose_mg is not None) == (row.level is not None)
        assert row.reason
        if row.dose_mg is not None:
            assert row.dose_mg > 0
            assert 0 == row.dose_mg % step


patients = st.builds(
    SystemicPatient,
    weight_kg=decimals("40", "140", 1),
    bsa_m2=decimals("1.2", "2.6", 2),
    neutrophils=decimals("1", "4", 1),
    platelets=decimals("60", "300", 0),
    bilirubin=st.builds(
        Bilirubin,
        value=decimals("0.2", "5", 2),
        upper_limit=decimals("0.7", "1.3", 1),
        unit=st.just("mg/dL"),
    ),
    clearance=st.builds(Clearance, decimals("15", "130", 1)),
    dpyd_activity=_or_none(st.sampled_from(ORDERED["dpyd_activity"])),
    ugt1a1=_or_none(st.sampled_from(ORDERED["ugt1a1"])),
    is_first=st.booleans(),
)


def decided(patient: SystemicPatient, rules: SystemicRules) -> tuple[DrugProposal, ...]:
    """Every drug of the regimen."""
    with clinical_arithmetic():
        return decide(rules, patient, rules.regimen.in_order)


def given_mg(patient: SystemicPatient, rules: SystemicRules) -> list[Decimal]:
    """What each drug gets; 0 where it is not given."""
    return [drug.amount_mg or Decimal(0) for drug in decided(patient, rules)]


@examples(160)
@given(patients, st.sampled_from(PROPOSED), st.sampled_from(["17.104", "10", "88.42", "0.001"]))
def test_a_unit_of_bilirubin_changes_nothing(
    patient: SystemicPatient, name: str, factor: str
) -> None:
    """Value and limit in another unit: the same word, dose and amount of every drug."""
    here = patient.bilirubin
    assert isinstance(here, Bilirubin)
    times = Decimal(factor)
    there = Bilirubin(here.value * times, here.upper_limit * times, "another")
    one, two = decided(patient, BOOK[name]), decided(replace(patient, bilirubin=there), BOOK[name])
    assert [(d.word, d.dose, d.amount_mg, d.level) for d in one] == [
        (d.word, d.dose, d.amount_mg, d.level) for d in two
    ]


@examples(160)
@given(patients, st.sampled_from(PROPOSED))
def test_amounts_follow_the_body(patient: SystemicPatient, name: str) -> None:
    """By surface with the surface, by weight with the weight, a flat dose with neither."""
    assert isinstance(patient.bsa_m2, Decimal)
    assert isinstance(patient.weight_kg, Decimal)
    twice = replace(patient, bsa_m2=2 * patient.bsa_m2, weight_kg=3 * patient.weight_kg)
    times = {DoseUnit.MG: 1, DoseUnit.MG_PER_KG: 3}
    step = BOOK[name].regimen.dose_rounding_mg
    pairs = zip(decided(patient, BOOK[name]), decided(twice, BOOK[name]), strict=True)
    for one, two in pairs:
        assert (one.word, one.dose, one.level) == (two.word, two.dose, two.level)
        if one.unrounded_mg is None or two.unrounded_mg is None:
            continue
        assert two.unrounded_mg == times.get(one.row.unit, 2) * one.unrounded_mg
        for each in (one, two):
            assert each.unrounded_mg is not None
            assert each.amount_mg == round_half_up(each.unrounded_mg, step=step)
            assert abs(each.amount_mg - each.unrounded_mg) <= step / 2


@examples(160)
@given(patients, st.sampled_from(PROPOSED), st.integers(0, 2), st.integers(1, 2))
def test_a_further_level_never_raises_a_dose(
    patient: SystemicPatient, name: str, levels: int, more: int
) -> None:
    """Below the last published level people decide."""
    rules = BOOK[name]
    keys = [(row.drug, row.form) for row in rules.regimen.drugs]

    def lowered(count: int) -> list[Decimal]:
        history = dict.fromkeys(keys, Lowered(levels=count, was_given=True))
        return given_mg(replace(patient, lowered=history, is_first=False), rules)

    pairs = zip(lowered(levels), lowered(levels + more), strict=True)
    assert all(after <= before for before, after in pairs)


@examples(160)
@given(patients, st.sampled_from(PROPOSED), decimals("1", "100", 0), decimals("1", "100", 0))
def test_a_lower_last_dose_or_percent_never_raises_a_dose(
    patient: SystemicPatient, name: str, one: Decimal, two: Decimal
) -> None:
    """Both are percents of the full dose, which nothing exceeds but a first loading dose."""
    rules, low, high = BOOK[name], min(one, two), max(one, two)

    def capped(percent: Decimal) -> list[Decimal]:
        history = {
            (row.drug, row.form): Lowered(last_dose=row.dose * percent / 100, was_given=True)
            for row in rules.regimen.drugs
            if row.dose is not None
        }
        return given_mg(replace(patient, lowered=history), rules)

    def signed(percent: Decimal) -> list[Decimal]:
        return given_mg(replace(patient, percent_signed=percent), rules)

    for found in (capped, signed):
        assert all(a <= b for a, b in zip(found(low), found(high), strict=True))


@examples(120)
@given(
    patients,
    st.sampled_from(PROPOSED),
    st.sampled_from([event for event in Event if event is not Event.NEUROPATHY]),
    st.integers(0, 3),
)
def test_a_higher_open_grade_never_raises_a_dose(
    patient: SystemicPatient, name: str, event: Event, grade: int
) -> None:
    """From grade 2 on the visit is put off; nobody gives more for it."""
    milder = replace(patient, open_events=((event, grade),))
    worse = replace(patient, open_events=((event, grade + 1),))
    pairs = zip(given_mg(milder, BOOK[name]), given_mg(worse, BOOK[name]), strict=True)
    assert all(after <= before for before, after in pairs)
    if grade:
        assert all(not drug.word.is_given for drug in decided(worse, BOOK[name]))


@pytest.mark.parametrize("name", [name for name in NAMES if name not in PROPOSED])
def test_what_is_for_reading_only_is_never_given(name: str) -> None:
    """However well the patient is."""
    well = SystemicPatient(
        weight_kg=Decimal(80),
        bsa_m2=Decimal("1.97"),
        neutrophils=Decimal(4),
        platelets=Decimal(300),
        bilirubin=Bilirubin(Decimal("0.7"), Decimal("1.2"), "mg/dL"),
        clearance=Clearance(Decimal(100)),
    )
    assert {DrugWord.SIGNED_DECISION} == {drug.word for drug in decided(well, BOOK[name])}
