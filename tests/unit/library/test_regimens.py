"""Regimens and the table of drugs: complete and free of contradictions, or refused."""

from decimal import Decimal

import pytest

from hepatica.core.chart.systemic_words import Drug
from hepatica.core.protocol.provenance import Confidence
from hepatica.library.errors import ErrorCode, InputErrors
from hepatica.library.folders import read_text_of
from hepatica.library.loader import shipped, shipped_regimens, shipped_sources
from hepatica.library.regimens import (
    drugs_from_text,
    regimen_from_text,
    shipped_drugs,
    shipped_regimen,
    shipped_rules,
)

SMALL = """
id: small
version: "1"
title: Two drugs
standing: partner
cycle_days: 28
bsa_formula: mosteller
bsa_rounding_m2: 0.01
dose_rounding_mg: 0.1
amounts: exact
beside: [fudr-28d]
treat_if:
  neutrophils_at_least: none
  platelets_at_least: 75
  events_at_most: 1
  labs_valid_hours: 72
  weight_valid_days: 7
  early_days: 2
  delay_days: 7
  longest_delay_days: 28
drugs:
  - {drug: irinotecan, form: infusion, dose: 180, unit: mg/m2, hours: 1.5, order: 2, days: [1, 15]}
  - {drug: cetuximab, form: infusion, dose: 250, unit: mg/m2, hours: 1,
     order: 1, days: [1, 8], loading: 400}
levels:
  - {drug: irinotecan, form: infusion, level: 1, dose: 150}
  - {drug: irinotecan, form: infusion, level: 2, dose: 120}
counts:
  - {count: neutrophils_10e9_per_l, below: 1.0, drug: irinotecan, form: infusion, effect: lower}
events:
  - {event: diarrhoea, grade: 3, drug: irinotecan, form: infusion, effect: lower}
provenance:
  all: {source: S-hepatica, confidence: DESIGN, why: made up for this test}
"""
DRUGS = read_text_of(shipped().joinpath("drugs.yaml"))


def refusals(text: str, name: str = "small/1") -> list[tuple[ErrorCode, str, str]]:
    """The errors that come of a regimen: code, where it stands, and what was expected."""
    with pytest.raises(InputErrors) as refused:
        regimen_from_text(text, name=name, sources=shipped_sources())
    return [(error.code, error.where, error.expected) for error in refused.value.errors]


def drug_refusals(old: str, new: str) -> list[tuple[ErrorCode, str, str]]:
    """The errors that come of the table of drugs with one text changed."""
    assert DRUGS.count(old) == 1
    with pytest.raises(InputErrors) as refused:
        drugs_from_text(DRUGS.replace(old, new), sources=shipped_sources())
    return [(error.code, error.where, error.expected) for error in refused.value.errors]


def changed(old: str, new: str) -> str:
    """The small regimen with one text changed."""
    assert SMALL.count(old) == 1
    return SMALL.replace(old, new)


def test_the_small_regimen_is_sound() -> None:
    """What the tests below spoil is accepted as it is."""
    loaded = regimen_from_text(SMALL, name="small/1", sources=shipped_sources())
    assert "small/1" == loaded.regimen.name
    assert (Decimal(180), Decimal(400)) == (
        loaded.regimen.drugs[0].dose,
        loaded.regimen.drugs[1].loading,
    )
    paths = {value.path for value in loaded.values}
    assert "small/1/drugs/irinotecan/infusion/dose" in paths
    assert "small/1/treat_if/platelets_at_least" in paths
    assert "small/1/levels/irinotecan/infusion/2/dose" in paths


@pytest.mark.parametrize(
    ("old", "new", "code", "where", "expected"),
    [
        ("id: small", "id: great", ErrorCode.E321, "id and version", "id and version of small/1"),
        ('version: "1"', 'version: "2"', ErrorCode.E321, "id and version", "id and version of"),
        ("cycle_days: 28", "cycle: 28", ErrorCode.E301, "cycle", "one of id, version"),
        ("cycle_days: 28\n", "", ErrorCode.E302, "", "a value for cycle_days"),
        ("beside: [fudr-28d]", "beside: fudr-28d", ErrorCode.E303, "beside", "a list that is not"),
        ("standing: partner", "standing: friend", ErrorCode.E304, "standing", "one of standard"),
        ("dose: 180", "dose: many", ErrorCode.E305, "dose", "a number of zero or more"),
        ("unit: mg/m2, hours: 1.5", "unit: g/m2, hours: 1.5", ErrorCode.E304, "unit", "one of"),
        ("form: infusion, level: 2", "form: infusion, level: 1", ErrorCode.E307, "", "each one of"),
        ("confidence: DESIGN", "confidence: SURE", ErrorCode.E304, "", "one of SEEN"),
        ("cycle_days: 28", "cycle_days: 0", ErrorCode.E323, "cycle_days", "a number above 0"),
        ("m2: 0.01", "m2: 0.00", ErrorCode.E323, "bsa_rounding_m2", "a number above 0"),
        ("mg: 0.1", "mg: 0", ErrorCode.E323, "dose_rounding_mg", "a number above 0"),
        ("dose: 180", "dose: not-stated", ErrorCode.E323, "irinotecan", "a dose, or the standing"),
        ("[1, 15]", "[0, 15]", ErrorCode.E323, "irinotecan", "whole days from 1 to 28"),
        ("[1, 15]", "[1, 29]", ErrorCode.E323, "irinotecan", "whole days from 1 to 28"),
        ("[1, 15]", "[1, 15.5]", ErrorCode.E323, "irinotecan", "whole days from 1 to 28"),
        ("level: 2, dose: 120", "level: 3, dose: 120", ErrorCode.E323, "levels", "levels numbered"),
        ("dose: 150}", "dose: 180}", ErrorCode.E323, "irinotecan", "each level below"),
        ("dose: 120}", "dose: 150}", ErrorCode.E323, "irinotecan", "each level below"),
        ("dose: 120}", "dose: 160}", ErrorCode.E323, "irinotecan", "each level below"),
        ("drug: irinotecan, form: infusion, level: 1", "drug: irinotecan, form: bolus, level: 1",
         ErrorCode.E323, "small.yaml", "a drug of this regimen, given in this form"),
        ("below: 1.0, drug: irinotecan", "below: 1.0, drug: oxaliplatin", ErrorCode.E323,
         "small.yaml", "a drug of this regimen, given in this form"),
        ("grade: 3, drug: irinotecan", "grade: 3, drug: oxaliplatin", ErrorCode.E323,
         "small.yaml", "a drug of this regimen, given in this form"),
        ("beside: [fudr-28d]\n", "", ErrorCode.E323, "beside", "the pump protocols whose partner"),
        ("standing: partner", "standing: standard", ErrorCode.E323, "standing", "partner, where"),
    ],
)  # fmt: skip
def test_a_spoiled_regimen_is_refused(
    old: str, new: str, code: ErrorCode, where: str, expected: str
) -> None:
    """Every flaw has its code, its place, and what was expected."""
    found = refusals(changed(old, new))
    assert any(
        code is came and where in place and said.startswith(expected)
        for came, place, said in found
    ), found  # fmt: skip


def test_a_regimen_for_reading_needs_no_dose_and_may_name_a_pump_protocol() -> None:
    """Nobody can order from it."""
    text = changed("standing: partner", "standing: reading-only").replace(
        "dose: 180", "dose: not-stated"
    )
    regimen = regimen_from_text(text, name="small/1", sources=shipped_sources()).regimen
    assert regimen.drugs[0].dose is None


def test_two_flaws_are_shown_at_once() -> None:
    """One run shows all there is to mend."""
    found = refusals(changed("[1, 15]", "[0]").replace("cycle_days: 28", "cycle_days: 0"))
    assert len(found) >= 2


@pytest.mark.parametrize(
    ("old", "new", "code", "expected"),
    [
        ("  - {drug: pembrolizumab, emetic: minimal,  tissue: neutral,      premedication: none}\n",
         "", ErrorCode.E323, "a row for pembrolizumab"),
        ("limit: 2,   effect: avoid,   value: none", "limit: 2,   effect: avoid,   value: 10",
         ErrorCode.E323, "no value with avoid, else one"),
        ("effect: cap,     value: 65", "effect: cap,     value: none", ErrorCode.E323,
         "no value with avoid, else one"),
        ("effect: percent, value: 75", "effect: percent, value: 0", ErrorCode.E323,
         "a percent of at most 100"),
        ("effect: percent, value: 75", "effect: percent, value: 100.1", ErrorCode.E323,
         "a percent of at most 100"),
        ("result: poor, effect: lower, value: 70", "result: poor, effect: lower, value: 170",
         ErrorCode.E323, "a percent of at most 100"),
        ("{drug: capecitabine, activity: 0.5, effect: avoid,   value: none}",
         "{drug: capecitabine, activity: 0.5, effect: avoid,   value: 25}", ErrorCode.E323,
         "no value with avoid, else one"),
        ("{drug: capecitabine, activity: 0,   effect", "{drug: capecitabine, activity: 0.5, effect",
         ErrorCode.E307, "each one of dpyd once"),
        ("emetic: high", "emetic: severe", ErrorCode.E304, "one of minimal"),
    ],
)  # fmt: skip
def test_a_spoiled_table_of_drugs_is_refused(
    old: str, new: str, code: ErrorCode, expected: str
) -> None:
    """Every flaw has its code and what was expected."""
    found = drug_refusals(old, new)
    assert any(code is came and said.startswith(expected) for came, _, said in found), found


def test_a_cap_may_be_any_amount() -> None:
    """It is mg/m2 and no percent."""
    text = DRUGS.replace("effect: cap,     value: 65", "effect: cap,     value: 165")
    assert drugs_from_text(text, sources=shipped_sources()).table.organs


@pytest.mark.parametrize("name", shipped_regimens())
def test_every_shipped_regimen_is_sound(name: str) -> None:
    """It loads, every value has a source, and its rules hold the table of drugs."""
    loaded = shipped_regimen(name)
    assert name == loaded.regimen.name
    assert loaded.values
    assert all(value.source and value.confidence for value in loaded.values)
    assert shipped_rules(name).drugs is shipped_drugs().table


def test_every_drug_has_its_classes() -> None:
    """One row for each drug that a chart may name."""
    assert list(Drug) == [row.drug for row in shipped_drugs().table.classes]


def test_what_was_seen_in_print() -> None:
    """DPYD comes from a guideline, the limit of the clearance is recalled."""
    values = {value.path: value for value in shipped_drugs().values}
    seen = values["drugs/dpyd/fluorouracil/1/value"]
    recalled = values["drugs/organs/oxaliplatin/creatinine-clearance-ml-per-min/cap/limit"]
    assert (Confidence.SEEN, "S74") == (seen.confidence, seen.source)
    assert Confidence.KNOWN is recalled.confidence
