"""Every reason to give less: history, organs and genes, with its dose, word, level and rule."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from hepatica.core.chart.systemic_words import Drug, Form, GeneResult
from hepatica.core.quantities import Unknown, clinical_arithmetic
from hepatica.core.systemic.dose_steps import DoseStep, dose_steps, is_dpyd_drug
from hepatica.core.systemic.patient import Clearance, Lowered, SystemicPatient
from hepatica.core.systemic.words import DrugWord, Effect, OrganEffect
from tests.unit.core.systemic.patients import (
    BOLUS,
    INFUSION,
    IRINOTECAN,
    OXALIPLATIN,
    bilirubin,
    later,
    row_of,
    rules,
    well,
)

BY_MOUTH = (Drug.CAPECITABINE, Form.BY_MOUTH)
LOW = Lowered(levels=1, reasons=("diarrhoea grade 3", "mucositis grade 3"), entries=("e1", "e2"))


def steps(name: str, key: tuple[Drug, Form], patient: SystemicPatient) -> list[DoseStep]:
    """The steps of one drug."""
    found = rules(name)
    with clinical_arithmetic():
        return list(dose_steps(found.regimen, found.drugs, row_of(name, key), patient))


def told(name: str, key: tuple[Drug, Form], patient: SystemicPatient) -> list[tuple[Any, ...]]:
    """Dose, word, level and text of each step of one drug."""
    return [
        (
            None if s.dose is None else f"{s.dose.normalize():f}",
            s.word.value,
            s.level,
            s.reason.text,
        )
        for s in steps(name, key, patient)
    ]


def test_nothing_speaks_against_the_full_dose() -> None:
    """No step at all, at the first visit and later."""
    assert [] == told("mfolfox6", OXALIPLATIN, well())
    assert [] == told("folfiri", IRINOTECAN, later())


def test_a_level_with_its_reasons_and_entries() -> None:
    """The published step, each reason and each entry once."""
    (step,) = steps("mfolfox6", OXALIPLATIN, later({OXALIPLATIN: LOW}))
    assert (Decimal(65), DrugWord.REDUCE, 1) == (step.dose, step.word, step.level)
    assert "diarrhoea grade 3; mucositis grade 3" == step.reason.text
    assert ("R-systemic-level", ("e1", "e2")) == (step.reason.rule, step.reason.entries)


def test_the_second_of_two_levels_and_none_below_the_last() -> None:
    """FOLFIRI publishes two steps, mFOLFOX6 one."""
    twice = Lowered(levels=2, reasons=("diarrhoea grade 3",), entries=("e1",))
    assert [("120", "reduce", 2, "diarrhoea grade 3")] == told(
        "folfiri", IRINOTECAN, later({IRINOTECAN: twice})
    )
    (step,) = steps("mfolfox6", OXALIPLATIN, later({OXALIPLATIN: twice}))
    assert (None, DrugWord.SIGNED_DECISION) == (step.dose, step.word)
    assert "diarrhoea grade 3: no dose is published that far down" == step.reason.text
    assert ("R-systemic-level", ("e1",)) == (step.reason.rule, step.reason.entries)


@pytest.mark.parametrize(("effect", "word"), [(Effect.OMIT, "omit"), (Effect.STOP, "stop")])
def test_what_was_left_out_stays_so(effect: Effect, word: str) -> None:
    """Neither levels nor a signed percent say anything of it any more."""
    history = Lowered(levels=1, effect=effect, reasons=("why",), last_dose=Decimal(1))
    for patient in (later({BOLUS: history}), later({BOLUS: history}, percent_signed=Decimal(90))):
        assert [(None, word, 0, "why")] == told("mfolfox6", BOLUS, patient)


def test_a_signed_percent_takes_the_place_of_history() -> None:
    """Of levels and of the dose given last."""
    history = Lowered(levels=1, effect=Effect.LOWER, reasons=("why",), last_dose=Decimal(1))
    found = steps(
        "mfolfox6", OXALIPLATIN, later({OXALIPLATIN: history}, percent_signed=Decimal(60))
    )
    assert [(Decimal(51), "60 % of the full dose signed", "R-systemic-dose")] == [
        (step.dose, step.reason.text, step.reason.rule) for step in found
    ]


def test_the_dose_given_last_stands_beside_the_level() -> None:
    """The lower of both will count."""
    history = Lowered(levels=1, effect=Effect.LOWER, reasons=("why",), last_dose=Decimal(70))
    assert [
        ("65", "reduce", 1, "why"),
        ("70", "reduce", 0, "not above the dose given last unless signed"),
    ] == told("mfolfox6", OXALIPLATIN, later({OXALIPLATIN: history}))
    (_, step) = steps("mfolfox6", OXALIPLATIN, later({OXALIPLATIN: history}))
    assert "R-systemic-dose" == step.reason.rule


@pytest.mark.parametrize(
    ("name", "key", "value", "expected"),
    [
        ("folfiri", IRINOTECAN, "1.8", []),
        ("folfiri", IRINOTECAN, "1.9",
         [("150", "reduce", 1,
           "bilirubin 1.9 mg/dL is above 1.5 x upper limit: one level lower")]),
        ("folfiri", IRINOTECAN, "2.5",
         [("150", "reduce", 1, "bilirubin 2.5 mg/dL is above 1.5 x upper limit: one level lower"),
          (None, "avoid", 0, "bilirubin 2.5 mg/dL is above 2 x upper limit: avoided")]),
        ("kemeny-2005-a", IRINOTECAN, "1.9",
         [("105", "reduce", 0,
           "bilirubin 1.9 mg/dL is above 1.5 x upper limit: 70 % of the full dose")]),
        ("capox", BY_MOUTH, "3.7",
         [(None, "avoid", 0, "bilirubin 3.7 mg/dL is above 3 x upper limit: avoided")]),
        ("capox", OXALIPLATIN, "9", []),
    ],
)  # fmt: skip
def test_bilirubin(
    name: str, key: tuple[Drug, Form], value: str, expected: list[tuple[Any, ...]]
) -> None:
    """Each row of the table that applies, in words."""
    patient = later(bilirubin=bilirubin(value))
    assert expected == told(name, key, patient)
    assert all("R-hepatic-function" == s.reason.rule for s in steps(name, key, patient))


@pytest.mark.parametrize(
    ("name", "key", "clearance", "expected"),
    [
        ("mfolfox6", OXALIPLATIN, Clearance(Decimal(30)), []),
        ("mfolfox6", OXALIPLATIN, Clearance(Decimal("29.96")),
         [("65", "reduce", 0, "creatinine clearance 30.0 mL/min is below 30: at most 65 mg/m2")]),
        ("capox", BY_MOUTH, Clearance(Decimal(50)),
         [("750", "reduce", 0,
           "creatinine clearance 50.0 mL/min is at-most 50: 75 % of the full dose")]),
        ("capox", BY_MOUTH, Clearance(Decimal(29)),
         [("750", "reduce", 0,
           "creatinine clearance 29.0 mL/min is at-most 50: 75 % of the full dose"),
          (None, "avoid", 0, "creatinine clearance 29.0 mL/min is below 30: avoided")]),
        ("capox", BY_MOUTH, Clearance(Decimal(49), is_lowest=True),
         [(None, "cannot-decide", 0,
           "missing: sex and age: creatinine clearance may be at-most 50 mL/min")]),
        ("capox", BY_MOUTH, Clearance(Decimal(51), is_lowest=True), []),
        ("capox", BY_MOUTH, Unknown("creatinine"),
         [(None, "cannot-decide", 0, "missing: creatinine")]),
        ("folfiri", IRINOTECAN, Unknown("creatinine"), []),
    ],
)  # fmt: skip
def test_clearance(
    name: str,
    key: tuple[Drug, Form],
    clearance: Clearance | Unknown,
    expected: list[tuple[Any, ...]],
) -> None:
    """One that may be higher decides nothing where it would change a dose."""
    patient = later(clearance=clearance)
    assert expected == told(name, key, patient)
    assert all("R-renal-function" == s.reason.rule for s in steps(name, key, patient))


def test_an_unknown_bilirubin_concerns_those_drugs_that_ask_for_it() -> None:
    """Irinotecan and capecitabine."""
    patient = later(bilirubin=Unknown("a sample"))
    assert [(None, "cannot-decide", 0, "missing: a sample")] == told("folfiri", IRINOTECAN, patient)
    assert [] == told("folfiri", INFUSION, patient)
    assert "R-hepatic-function" == steps("folfiri", IRINOTECAN, patient)[0].reason.rule


@pytest.mark.parametrize(
    ("activity", "first"),
    [
        ("2", [("2400", "reduce", 0, "DPYD activity 2: 100 % of the full dose")]),
        ("1.5", [("1200", "reduce", 0, "DPYD activity 1.5: 50 % of the full dose")]),
        ("1", [("1200", "reduce", 0, "DPYD activity 1: 50 % of the full dose")]),
        ("0.5", [(None, "avoid", 0, "DPYD activity 0.5: avoided")]),
        ("0", [(None, "avoid", 0, "DPYD activity 0: avoided")]),
    ],
)
def test_dpyd(activity: str, first: list[tuple[Any, ...]]) -> None:
    """It holds at every visit until a percent is signed; what is avoided stays avoided."""
    score = Decimal(activity)
    signed = told("mfolfox6", INFUSION, later(dpyd_activity=score, is_titrated=True))
    assert [step for step in first if step[1] == "avoid"] == signed
    assert first == told("mfolfox6", INFUSION, well(dpyd_activity=score))
    assert first == told("mfolfox6", INFUSION, later(dpyd_activity=score))
    never_given = later({INFUSION: Lowered()}, dpyd_activity=score)
    assert first == told("mfolfox6", INFUSION, never_given)
    assert [] == told("mfolfox6", OXALIPLATIN, well(dpyd_activity=score))
    found = steps("mfolfox6", INFUSION, well(dpyd_activity=score))
    assert ["R-genotype"] == [step.reason.rule for step in found]


@pytest.mark.parametrize("result", GeneResult)
def test_ugt1a1(result: GeneResult) -> None:
    """A poor metaboliser begins one level lower, or at 70 % where no level is published."""
    is_poor = result is GeneResult.POOR
    lower = [("150", "reduce", 1, "UGT1A1 poor: one level lower")]
    percent = [("140", "reduce", 0, "UGT1A1 poor: 70 % of the full dose")]
    patient = well(ugt1a1=result)
    assert (lower if is_poor else []) == told("folfiri", IRINOTECAN, patient)
    assert (percent if is_poor else []) == told("kemeny-2003-irinotecan", IRINOTECAN, patient)
    assert (lower if is_poor else []) == told("folfiri", IRINOTECAN, later(ugt1a1=result))
    titrated = later(ugt1a1=result, is_titrated=True)
    assert [] == told("folfiri", IRINOTECAN, titrated)
    assert [] == told("folfiri", INFUSION, patient)
    found = steps("folfiri", IRINOTECAN, patient)
    assert all("R-genotype" == step.reason.rule for step in found)


def test_drugs_that_dpyd_decides_about() -> None:
    """Fluorouracil and capecitabine."""
    table = rules("mfolfox6").drugs
    found = {drug for drug in Drug if is_dpyd_drug(table, drug)}
    assert {Drug.FLUOROURACIL, Drug.CAPECITABINE} == found


def test_what_no_rule_covers_waits_for_people() -> None:
    """Each toxicity by itself, and without a dose."""
    history = Lowered(asks=("diarrhoea grade 3", "mucositis grade 3"), was_given=True)
    found = steps("kemeny-2003-irinotecan", IRINOTECAN, later({IRINOTECAN: history}))
    expected = [
        ("R-systemic-level", f"{text}: this regimen states no lower dose", None)
        for text in history.asks
    ]
    assert expected == [(step.reason.rule, step.reason.text, step.dose) for step in found]
    assert {DrugWord.SIGNED_DECISION} == {step.word for step in found}


def test_a_dose_given_last_that_cannot_be_told() -> None:
    """What is missing is said, by the rule of that dose."""
    history = Lowered(last_dose=Unknown("a weight"), was_given=True)
    (step,) = steps("mfolfox6", OXALIPLATIN, later({OXALIPLATIN: history}))
    assert ("R-systemic-dose", "missing: a weight", DrugWord.CANNOT_DECIDE) == (
        step.reason.rule,
        step.reason.text,
        step.word,
    )


def test_a_percent_takes_the_place_of_a_gene_for_the_drug_it_is_of() -> None:
    """Signed for the infusion, which has a history; the bolus has none and keeps its rule."""
    history = {INFUSION: Lowered(levels=1, reasons=("mucositis grade 3",), was_given=True)}
    patient = later(history, percent_signed=Decimal(80), dpyd_activity=Decimal(1))
    assert ["80 % of the full dose signed"] == [
        step.reason.text for step in steps("mfolfox6", INFUSION, patient)
    ]
    assert ["DPYD activity 1: 50 % of the full dose"] == [
        step.reason.text for step in steps("mfolfox6", BOLUS, patient)
    ]


def test_an_avoided_drug_stays_avoided_behind_a_rule_that_no_longer_holds() -> None:
    """A table with a lower first dose and, further down, a drug to avoid for the same result."""
    found = rules("folfiri")
    (poor,) = found.drugs.ugt1a1
    avoided = replace(poor, effect=OrganEffect.AVOID, value=None)
    table = replace(found.drugs, ugt1a1=(poor, avoided))
    patient = later(ugt1a1=GeneResult.POOR, is_titrated=True)
    row = row_of("folfiri", IRINOTECAN)
    (step,) = dose_steps(found.regimen, table, row, patient)
    assert (DrugWord.AVOID, "R-genotype", "UGT1A1 poor: avoided") == (
        step.word,
        step.reason.rule,
        step.reason.text,
    )


def test_a_cap_above_the_dose_raises_nothing() -> None:
    """65 mg/m2 at most, of a full dose of 50."""
    found = rules("mfolfox6")
    row = replace(row_of("mfolfox6", OXALIPLATIN), dose=Decimal(50))
    patient = later(clearance=Clearance(Decimal(20)))
    with clinical_arithmetic():
        (step,) = dose_steps(found.regimen, found.drugs, row, patient)
    assert Decimal(50) == step.dose
