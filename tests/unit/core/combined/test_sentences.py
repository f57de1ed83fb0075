"""What is said when one arm changes the other, word for word, with rule and entries."""

from __future__ import annotations

from typing import Any

import pytest

from hepatica.core.plan import Plan
from tests.unit.core.combined.beside import COUNTS, Entry, assigned, event, given, plan_of, signed

DAY_1 = {"first_day": "2026-02-23"}
BESIDE_35 = {"assigned": {"protocol": "fudr-35d"}}
PARTNER = signed("R-partner", "2026-01-21T09:00")
NOT_A_PARTNER = "lv5fu2 is not a published partner schedule of fudr-28d"
WARNING = "bevacizumab beside FUDR: more bilirubin rises and biliary stents, no benefit seen"
CHOLANGITIS = {
    "id": "found",
    "kind": "biliary_finding",
    "at": "2026-02-20T10:00",
    "finding": "cholangitis",
}
OPERATION = {"id": "op", "kind": "surgery_planned", "at": "2026-02-20T09:00", "operation": "other"}
POCKET = {"id": "op", "kind": "procedure", "at": "2026-02-20T09:00", "procedure": "pocket-surgery"}

Said = tuple[tuple[str, ...], list[tuple[str, str]], set[tuple[str, str, tuple[str, ...]]]]


def said(made: Plan) -> Said:
    """Sentences of both arms, alerts, and the last reason of each drug that was narrowed."""
    assert made.systemic is not None
    reasons = {
        (each.reasons[-1].text, each.reasons[-1].rule, each.reasons[-1].entries)
        for each in made.systemic.drugs
        if each.reasons and not each.word.is_given
    }
    alerts = [(alert.text, alert.rule) for alert in made.systemic.alerts]
    return made.systemic.reconciled, alerts, reasons


def narrowed(text: str, rule: str, *entries: str) -> Said:
    """One sentence that is also the reason of every drug it is about."""
    return (text,), [], {(text, rule, entries)}


def told(text: str, rule: str) -> Said:
    """One sentence that is also an alert, and narrows nothing."""
    return (text,), [(text, rule)], set()


CASES: dict[str, tuple[list[Entry], dict[str, Any] | None, Said]] = {
    "no partner": (
        [assigned("lv5fu2", **DAY_1)],
        {"labs-29": {"ast": "210"}},
        narrowed(f"{NOT_A_PARTNER}: a board decision", "R-partner"),
    ),
    "a partner that the board signed": (
        [assigned("lv5fu2", **DAY_1), PARTNER],
        {"labs-29": {"ast": "210"}},
        told(f"{NOT_A_PARTNER}; the board signed it", "R-partner"),
    ),
    "bevacizumab": (
        [assigned("kemeny-2011-bevacizumab")],
        BESIDE_35,
        (
            (f"{WARNING}: left out unless the board signs",),
            [(f"{WARNING}: left out unless the board signs", "R-bevacizumab")],
            {(f"{WARNING}: left out unless the board signs", "R-bevacizumab", ())},
        ),
    ),
    "bevacizumab that the board signed": (
        [assigned("kemeny-2011-bevacizumab"), signed("R-bevacizumab", "2026-01-21T09:00")],
        BESIDE_35,
        told(f"{WARNING}; the board signed it", "R-bevacizumab"),
    ),
    "surgery ahead": (
        [
            assigned("kemeny-2003-irinotecan"),
            given("kemeny-2003-irinotecan", "v", "2026-02-09T12:00", "15"),
            {**OPERATION, "date": "2026-03-01"},
        ],
        None,
        narrowed(
            "surgery planned on 2026-03-01, no irinotecan for 2 weeks before",
            "R-surgery-and-systemic",
        ),
    ),
    "surgery behind": (
        [
            assigned("kemeny-2003-irinotecan"),
            given("kemeny-2003-irinotecan", "v", "2026-02-09T12:00", "15"),
            POCKET,
        ],
        None,
        narrowed(
            "operated on 2026-02-20, no irinotecan for 2 weeks after", "R-surgery-and-systemic"
        ),
    ),
    "cholangitis": (
        [assigned("kemeny-2005-b"), CHOLANGITIS],
        None,
        narrowed(
            "cholangitis: systemic treatment waits for a signed decision",
            "R-systemic-at-stop",
            "found",
        ),
    ),
    "cholangitis, signed": (
        [
            assigned("kemeny-2005-b"),
            CHOLANGITIS,
            signed("R-systemic-at-stop", "2026-02-21T10:00", "prescriber"),
        ],
        None,
        told("cholangitis: systemic treatment by a signed decision", "R-systemic-at-stop"),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_each_sentence(name: str) -> None:
    """On the second FUDR day."""
    entries, change, expected = CASES[name]
    assert expected == said(plan_of(*entries, COUNTS, change=change))


def test_the_bolus_left_out() -> None:
    """Of the bolus alone; the board's signature is said before it."""
    made = plan_of(assigned("lv5fu2", **DAY_1), PARTNER, COUNTS)
    text = "FUDR is in the pump: the fluorouracil bolus is left out"
    board = f"{NOT_A_PARTNER}; the board signed it"
    assert ((board, text), [(board, "R-partner")], {(text, "R-bolus-in-dwell", ())}) == said(made)


@pytest.mark.parametrize(
    ("at", "is_signed"), [("2026-01-26T12:00", True), ("2026-01-25T12:00", False)]
)
def test_the_bolus_by_a_signature_of_this_dwell(at: str, is_signed: bool) -> None:
    """FUDR went in on 26 January; a signature of before speaks of another dwell."""
    day = "2026-02-02"
    entries = [
        assigned("lv5fu2", first_day=day),
        PARTNER,
        {**COUNTS, "at": f"{day}T07:00"},
        {"id": "w", "kind": "weight", "at": f"{day}T07:00", "weight": "70 kg"},
        signed("R-bolus-in-dwell", at, "prescriber"),
    ]
    made = plan_of(*entries, at=f"{day}T09:00", chart="dwell")
    text = "the fluorouracil bolus runs beside FUDR by a signed decision"
    reconciled, alerts, _ = said(made)
    assert is_signed == (text in reconciled)
    assert is_signed == ((text, "R-bolus-in-dwell") in alerts)


def test_what_the_systemic_arm_says_of_fudr() -> None:
    """Each finding with what it needs and the entry it rests on."""
    held = {"id": "held", "kind": "systemic_withheld", "at": "2026-02-22T09:00", "cause": "hepatic"}
    made = plan_of(held, event("sepsis", "2"))
    found = {(f.word.value, f.reason, f.rule, f.needs, f.entries) for f in made.decision.findings}
    rule = "R-both-arms"
    assert {
        (
            "hold",
            "systemic treatment is held back: hepatic",
            rule,
            "systemic treatment given again, or the entry withdrawn",
            ("held",),
        ),
        ("refused", "sepsis grade 2", rule, "the event charted as ended", ("sepsis-2",)),
    } == found


def test_the_questions_word_for_word() -> None:
    """A regimen nobody knows, hepatitis beside a checkpoint inhibitor."""
    unknown = plan_of(assigned("unheard-of"))
    inhibitor = plan_of(
        assigned("pembrolizumab-3-weekly", **DAY_1), event("hepatitis", "2"), COUNTS
    )
    texts = [
        alert.text
        for made in (unknown, inhibitor)
        for alert in made.alerts
        if alert.rule == "R-both-arms"
    ]
    assert [
        "regimen unheard-of/2026.1 is not in the library: nothing is said of its drugs",
        "hepatitis: is it FUDR or the checkpoint inhibitor? To be answered before either",
    ] == texts


DAY = "2026-02-08"
AFTER_DWELL = "R-after-dwell"


def in_the_dwell(regimen: str, day: str, **first: str) -> Plan:
    """A regimen on a day on which FUDR of 26 January is in the pump; everything is measured."""
    liver = {"bilirubin": {"value": "0.7 mg/dL", "upper_limit": "1.2 mg/dL"}}
    entries = [
        assigned(regimen, **first),
        PARTNER,
        {**COUNTS, "at": f"{day}T07:00"},
        {"id": "w", "kind": "weight", "at": f"{day}T07:00", "weight": "70 kg"},
        {"id": "liver", "kind": "laboratory_panel", "at": f"{day}T07:10", "results": liver},
    ]
    change = {"assigned": {"protocol": "fudr-35d", "at": "2026-01-06"}}
    return plan_of(*entries, change=change, at=f"{day}T11:00", chart="dwell")


def test_kept_out_of_the_dwell() -> None:
    """Every drug of the visit waits for the day on which FUDR is emptied."""
    text = "FUDR is in the pump: this regimen keeps fluoropyrimidines out of the dwell"
    assert narrowed(text, AFTER_DWELL) == said(in_the_dwell("kemeny-2009-adjuvant", DAY))


def test_on_the_day_of_emptying_it_is_said_that_fudr_goes_first() -> None:
    """Nothing is narrowed on day 15."""
    text = "FUDR is still in the pump: it is emptied before systemic drugs begin"
    made = in_the_dwell("kemeny-2009-adjuvant", "2026-02-09")
    assert told(text, AFTER_DWELL) == said(made)


def test_a_regimen_of_its_own_is_not_kept_out() -> None:
    """LV5FU2 that the board allowed: the bolus alone is left out."""
    made = in_the_dwell("lv5fu2", DAY, first_day=DAY)
    assert AFTER_DWELL not in {rule for _, rule in said(made)[1]}
    assert made.systemic is not None
    assert made.systemic.is_given


def test_a_partner_waits_for_the_first_fudr_in_words() -> None:
    """On the day before it, with everything else in order."""
    made = plan_of(assigned("kemeny-2005-b"), at="2026-01-25T09:00", chart="dwell")
    assert made.systemic is not None
    text = "kemeny-2005-b begins with the first FUDR, or on a charted first day"
    reasons = {(r.text, r.rule) for each in made.systemic.drugs for r in each.reasons}
    assert text in made.systemic.reconciled
    assert (text, "R-systemic-day") in reasons


@pytest.mark.parametrize(
    ("at", "roles", "word"),
    [
        ("2026-01-20T09:00", ("board",), "give"),
        ("2026-01-20T08:59", ("board",), "omit"),
        ("2026-01-21T09:00", ("prescriber",), "omit"),
    ],
)
def test_whose_signature_brings_bevacizumab(at: str, roles: tuple[str, ...], word: str) -> None:
    """The board's, not older than the assignment."""
    entries = [assigned("kemeny-2011-bevacizumab"), signed("R-bevacizumab", at, *roles), COUNTS]
    made = plan_of(*entries, change=BESIDE_35)
    assert made.systemic is not None
    assert word == made.systemic.drugs[0].word.value


def test_death_and_the_avoiding_liver_word_for_word() -> None:
    """Each finding of C-19; another open event is still looked at after a death."""
    dead = plan_of(event("bleeding", "5"), event("sepsis", "2", "2026-02-22T10:00"))
    bilirubin = {"value": "0.7 mg/dL", "upper_limit": "0.34 mg/dL"}
    counts = {"neutrophils": "3.1 10*9/L", "platelets": "200 10*9/L", "creatinine": "0.9 mg/dL"}
    results = {**counts, "bilirubin": bilirubin}
    limits = {**COUNTS, "at": "2026-02-23T10:00", "results": results}
    seen = {"id": "seen", "kind": "confirmation", "confirms": "cbc", "reason": "their limit"}
    avoided = plan_of(
        assigned("kemeny-2003-irinotecan"), limits, {**seen, "at": "2026-02-23T10:30"}
    )
    found = {
        (f.word.value, f.reason, f.rule, f.needs, f.entries)
        for made in (dead, avoided)
        for f in made.decision.findings
        if f.rule == "R-both-arms"
    }
    rule = "R-both-arms"
    assert {
        ("permanent-stop", "bleeding grade 5", rule, "", ("bleeding-5",)),
        ("refused", "sepsis grade 2", rule, "the event charted as ended", ("sepsis-2",)),
        (
            "hold",
            "the liver keeps every systemic drug of the visit away",
            rule,
            "liver tests that allow systemic treatment",
            (),
        ),
    } == found


def test_an_event_that_is_no_hepatitis_raises_no_question() -> None:
    """Colitis beside a checkpoint inhibitor; hepatitis that has ended."""
    made = plan_of(
        assigned("pembrolizumab-3-weekly", **DAY_1),
        event("colitis", "2"),
        event("hepatitis", "0"),
        COUNTS,
    )
    assert [] == [alert for alert in made.alerts if alert.rule == "R-both-arms"]


def test_a_late_visit_is_not_made_good_on_the_day_fudr_goes_in() -> None:
    """Day 29 of 35, a week late, when FUDR is given again: fluorouracil would run into it."""
    visits = [
        given("kemeny-2009-adjuvant", "v15", "2026-02-09T12:00", "15"),
        {"id": "w", "kind": "weight", "at": "2026-03-02T07:00", "weight": "70 kg"},
        {**COUNTS, "at": "2026-03-02T07:00"},
    ]
    change = {"assigned": {"protocol": "fudr-35d", "at": "2026-01-06"}}
    labs = {"change": {**change, "labs-29": {"at": "2026-03-02T07:30"}, "weight-29": {}}}
    made = plan_of(
        assigned("kemeny-2009-adjuvant"), *visits, change=labs["change"], at="2026-03-02T11:00"
    )
    assert made.systemic is not None
    assert ("give", 29, "delay") == (
        made.decision.word.value,
        made.systemic.day,
        made.systemic.word.value,
    )
