"""The decision of one day: blocks, words, amounts, and every reason kept."""

from dataclasses import replace
from decimal import Decimal

import pytest

from hepatica.core.chart.systemic_words import Drug, Event
from hepatica.core.quantities import Unknown, clinical_arithmetic
from hepatica.core.systemic.decide import decide, treat_if
from hepatica.core.systemic.drugs import VialRow
from hepatica.core.systemic.patient import Below, Lowered
from hepatica.core.systemic.words import Amounts, DrugWord, Effect
from tests.unit.core.systemic.patients import (
    BOLUS,
    IRINOTECAN,
    OXALIPLATIN,
    decided,
    later,
    regimen,
    row_of,
    rules,
    well,
)


def reasons(name: str, drug: str, **facts: object) -> list[tuple[str, str]]:
    """Rule and text of every reason about a drug."""
    found = decided(name, well(**facts))[drug]
    return [(reason.rule, reason.text) for reason in found.reasons]


def test_the_full_dose_needs_no_reason() -> None:
    """Dose in its unit, mg before and after rounding, and level 0."""
    drug = decided("mfolfox6", well(dpyd_activity=Decimal(2)))["oxaliplatin"]
    assert (DrugWord.GIVE, Decimal(85), 0, ()) == (drug.word, drug.dose, drug.level, drug.reasons)
    assert (Decimal("167.5"), Decimal("167.45")) == (drug.amount_mg, drug.unrounded_mg)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, []),
        ({"neutrophils": Decimal("1.5"), "platelets": Decimal(75)}, []),
        ({"neutrophils": Decimal("1.4")},
         [("delay", "neutrophils 1.4, at least 1.5 x10^9/L needed")]),
        ({"platelets": Decimal(74)}, [("delay", "platelets 74, at least 75 x10^9/L needed")]),
        ({"neutrophils": Unknown("blood")}, [("cannot-decide", "missing: blood")]),
        ({"platelets": Unknown("blood")}, [("cannot-decide", "missing: blood")]),
        ({"neutrophils": Below(Decimal("1.6"))},
         [("cannot-decide", "missing: neutrophils; below 1.6 does not say enough")]),
        ({"platelets": Below(Decimal(75))},
         [("delay", "platelets 75, at least 75 x10^9/L needed")]),
        ({"open_events": ((Event.RASH, 1),)}, []),
        ({"open_events": ((Event.DIARRHOEA, 5),)}, [("stop", "diarrhoea grade 5")]),
        ({"open_events": ((Event.NEUROPATHY, 5),)}, [("stop", "neuropathy grade 5")]),
        ({"open_events": ((Event.RASH, 2),)}, [("delay", "rash grade 2, at most 1 allowed")]),
        ({"open_events": ((Event.NEUROPATHY, 4),)}, []),
        ({"open_events": ((Event.NEUROPATHY, 2), (Event.FATIGUE, 3)), "platelets": Decimal(9)},
         [("delay", "platelets 9, at least 75 x10^9/L needed"),
          ("delay", "fatigue grade 3, at most 1 allowed")]),
    ],
)  # fmt: skip
def test_what_keeps_the_visit_from_going_ahead(
    facts: dict[str, object], expected: list[tuple[str, str]]
) -> None:
    """Counts and open toxicities but neuropathy; all by one rule."""
    found = list(treat_if(regimen("mfolfox6"), well(**facts)))
    assert expected == [(word.value, reason.text) for word, reason in found]
    assert all("R-treat-if" == reason.rule for _, reason in found)


def test_counts_that_a_regimen_does_not_ask_for() -> None:
    """Neither low nor missing ones matter to a regimen without myelosuppression."""
    low = well(neutrophils=Decimal(0), platelets=Unknown("blood"))
    assert [] == list(treat_if(regimen("pembrolizumab-3-weekly"), low))


def test_a_count_that_is_not_asked_for_leaves_the_next_in_force() -> None:
    """A regimen that asks for platelets alone."""
    mfolfox6 = regimen("mfolfox6")
    only = replace(mfolfox6, treat_if=replace(mfolfox6.treat_if, neutrophils_at_least=None))
    low = well(neutrophils=Decimal(0), platelets=Decimal(74))
    assert ["platelets 74, at least 75 x10^9/L needed"] == [
        reason.text for _, reason in treat_if(only, low)
    ]


def test_whole_vials_are_those_of_the_drug() -> None:
    """157.6 mg at 80 mg/m2: three vials of 50 mg are 4.8 % off, as much as one hand works out."""
    found = rules("mfolfox6")
    vials = (VialRow(Drug.IRINOTECAN, Decimal(1), Decimal(6)),
             VialRow(Drug.OXALIPLATIN, Decimal(50), Decimal(6)))  # fmt: skip
    banded = replace(
        found,
        regimen=replace(found.regimen, amounts=Amounts.NEAREST_VIAL),
        drugs=replace(found.drugs, vials=vials),
    )
    row = replace(row_of("mfolfox6", OXALIPLATIN), dose=Decimal(80))
    with clinical_arithmetic():
        (drug,) = decide(banded, well(), [row])
    assert (Decimal(150), Decimal("157.6")) == (drug.amount_mg, drug.unrounded_mg)


def test_every_reason_is_kept_and_the_strictest_word_counts() -> None:
    """The dose is taken away, its reasons are not."""
    drug = decided("mfolfox6", well(dpyd_activity=Decimal(1), platelets=Decimal(9)))
    infusion = drug["fluorouracil infusion"]
    assert (DrugWord.DELAY, None, None) == (infusion.word, infusion.amount_mg, infusion.dose)
    assert ["R-genotype", "R-treat-if"] == [reason.rule for reason in infusion.reasons]


def test_the_lowest_dose_counts_and_both_reasons_are_told() -> None:
    """65 by the kidney and 65 by the level; of a level the number is told."""
    history = {OXALIPLATIN: Lowered(levels=1, reasons=("neuropathy grade 2",), was_given=True)}
    drug = decided("mfolfox6", later(history))["oxaliplatin"]
    assert (DrugWord.REDUCE, 1, Decimal(65)) == (drug.word, drug.level, drug.dose)
    assert ["neuropathy grade 2"] == [reason.text for reason in drug.reasons]


def test_a_drug_that_is_left_out_leaves_the_others() -> None:
    """Its word alone is another."""
    history = {BOLUS: Lowered(effect=Effect.OMIT, reasons=("neutrophils 0.4",), was_given=True)}
    words = {name: drug.word.value for name, drug in decided("mfolfox6", later(history)).items()}
    assert {
        "oxaliplatin": "give",
        "leucovorin": "give",
        "fluorouracil bolus": "omit",
        "fluorouracil infusion": "give",
    } == words


def test_without_a_surface_nothing_is_decided_for_drugs_by_surface() -> None:
    """What is missing is said; a stop stays a stop."""
    history = {OXALIPLATIN: Lowered(effect=Effect.STOP, reasons=("neuropathy",), was_given=True)}
    found = decided("mfolfox6", later(history, bsa_m2=Unknown("the height")))
    assert DrugWord.STOP is found["oxaliplatin"].word
    bolus = found["fluorouracil bolus"]
    assert (DrugWord.CANNOT_DECIDE, [("R-systemic-dose", "missing: the height")]) == (
        bolus.word,
        [(reason.rule, reason.text) for reason in bolus.reasons],
    )


@pytest.mark.parametrize(
    ("name", "drug", "expected"),
    [
        ("mfolfox6", "fluorouracil infusion", [("R-genotype", "DPYD not tested")]),
        ("mfolfox6", "oxaliplatin", []),
        ("folfiri", "irinotecan", [("R-genotype", "UGT1A1 not tested")]),
        ("folfiri", "leucovorin", []),
        ("capox", "capecitabine", [("R-genotype", "DPYD not tested")]),
    ],
)
def test_a_gene_that_was_not_tested_is_said(
    name: str, drug: str, expected: list[tuple[str, str]]
) -> None:
    """It blocks nothing."""
    assert expected == reasons(name, drug)
    assert DrugWord.GIVE is decided(name, well())[drug].word


def test_a_gene_that_was_not_tested_is_not_said_again() -> None:
    """The drug was given before."""
    assert () == decided("mfolfox6", later())["fluorouracil infusion"].reasons


def test_a_loading_dose_is_of_the_first_visit() -> None:
    """400 first, 250 then; a lowered first dose is a part of 250."""
    first = decided("cetuximab-weekly", well())["cetuximab"]
    again = decided("cetuximab-weekly", later())["cetuximab"]
    lowered = decided("cetuximab-weekly", well(percent_signed=Decimal(80)))["cetuximab"]
    full = decided("cetuximab-weekly", well(percent_signed=Decimal(100)))["cetuximab"]
    assert (Decimal(400), DrugWord.GIVE) == (first.dose, first.word)
    assert (Decimal(250), DrugWord.GIVE, ()) == (again.dose, again.word, again.reasons)
    assert (Decimal(200), DrugWord.REDUCE) == (lowered.dose, lowered.word)
    assert ["80 % of the full dose signed"] == [reason.text for reason in lowered.reasons]
    said = [("R-systemic-level", "a loading dose, at the first visit alone")]
    assert (Decimal(400), DrugWord.GIVE) == (full.dose, full.word)
    assert said == [(reason.rule, reason.text) for reason in full.reasons]


@pytest.mark.parametrize("name", ["oscar", "pacha-01"])
def test_what_is_for_reading_only_is_left_to_people(name: str) -> None:
    """Whether or not it states a dose."""
    for drug in decided(name, well(platelets=Decimal(1))).values():
        assert (DrugWord.SIGNED_DECISION, None) == (drug.word, drug.amount_mg)
        assert ("R-systemic-level", "the source states no dose to order from") == (
            drug.reasons[0].rule,
            drug.reasons[0].text,
        )


@pytest.mark.parametrize(
    ("limit", "word"),
    [("1.4", DrugWord.DELAY), ("1.5", DrugWord.DELAY), ("1.6", DrugWord.CANNOT_DECIDE)],
)
def test_a_count_below_the_limit_of_detection(limit: str, word: DrugWord) -> None:
    """Below 1.5 is too low; below 1.6 may lie on either side of it."""
    patient = well(neutrophils=Below(Decimal(limit)))
    assert word is decided("mfolfox6", patient)["oxaliplatin"].word


def test_a_history_that_cannot_be_told_decides_nothing() -> None:
    """Until a percent is signed."""
    history = {OXALIPLATIN: Lowered(last_dose=Unknown("a weight"), was_given=True)}
    unknown = decided("mfolfox6", later(history))["oxaliplatin"]
    signed = decided("mfolfox6", later(history, percent_signed=Decimal(80)))
    assert DrugWord.CANNOT_DECIDE is unknown.word
    assert (Decimal(68), Decimal(400)) == (signed["oxaliplatin"].dose, signed["leucovorin"].dose)


def test_what_people_must_decide_waits_for_a_percent() -> None:
    """A toxicity for which the regimen states no lower dose."""
    history = {IRINOTECAN: Lowered(asks=("diarrhoea grade 3",), was_given=True)}
    name = "kemeny-2003-irinotecan"
    asked = decided(name, later(history))["irinotecan"]
    signed = decided(name, later(history, percent_signed=Decimal(75)))["irinotecan"]
    assert (DrugWord.SIGNED_DECISION, Decimal(150)) == (asked.word, signed.dose)
