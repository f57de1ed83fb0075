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
