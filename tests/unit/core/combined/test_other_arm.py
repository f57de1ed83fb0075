"""What the systemic arm does to FUDR, at each of its edges."""

from __future__ import annotations

import pytest

from tests.unit.core.combined.beside import COUNTS, assigned, event, given, plan_of

VISITS = (
    given("kemeny-2005-b", "v1", "2026-01-26T12:00", "1"),
    given("kemeny-2005-b", "v15", "2026-02-09T12:00", "15"),
)


def held(cause: str, at: str = "2026-02-22T09:00", **more: str) -> dict[str, str]:
    """The regimen held back."""
    return {"id": "held", "kind": "systemic_withheld", "at": at, "cause": cause, **more}


@pytest.mark.parametrize(
    ("name", "grade", "word"),
    [
        ("diarrhoea", "2", "give"),
        ("diarrhoea", "3", "refused"),
        ("diarrhoea", "4", "refused"),
        ("sepsis", "1", "refused"),
        ("pocket-infection", "1", "refused"),
        ("neuropathy", "4", "give"),
        ("febrile-neutropenia", "3", "give"),
    ],
)
def test_events_refuse_fudr_from_their_grade_on(name: str, grade: str, word: str) -> None:
    """Also where no regimen is assigned."""
    assert word == plan_of(event(name, grade)).decision.word.value


def test_an_event_that_ended_refuses_nothing() -> None:
    """Grade 0 ends it; the newest grade counts."""
    ended = plan_of(event("diarrhoea", "3"), event("diarrhoea", "0", "2026-02-22T10:00"))
    assert "give" == ended.decision.word.value


def test_treatment_given_again_ends_the_hold() -> None:
    """Held for the liver on 8 February, given again on the 9th."""
    plan = plan_of(assigned("kemeny-2005-b"), *VISITS, held("hepatic", "2026-02-08T09:00"), COUNTS)
    assert "give" == plan.decision.word.value


def test_a_hold_for_the_liver_names_its_entry() -> None:
    """The finding says why, and what would end it."""
    made = plan_of(assigned("kemeny-2005-b"), *VISITS, held("hepatic"), COUNTS)
    finding = made.decision.findings[0]
    assert ("hold", "R-both-arms", "C-19", ("held",)) == (
        finding.word.value,
        finding.rule,
        finding.control,
        finding.entries,
    )


def test_a_regimen_that_is_not_in_the_library_is_said() -> None:
    """FUDR goes on; nothing is proposed of drugs that nobody knows."""
    made = plan_of(assigned("unheard-of"))
    said = [alert.text for alert in made.alerts if alert.rule == "R-both-arms"]
    assert (None, 1, True) == (made.systemic, len(said), "unheard-of/2026.1" in said[0])


def test_hepatitis_beside_a_checkpoint_inhibitor_is_a_question() -> None:
    """FUDR or the inhibitor: people answer; nothing is refused by it."""
    made = plan_of(
        assigned("pembrolizumab-3-weekly", first_day="2026-02-23"), event("hepatitis", "2"), COUNTS
    )
    said = [a for a in made.alerts if a.rule == "R-both-arms" and "checkpoint" in a.text]
    assert (1, ("hepatitis-2",), "give") == (len(said), said[0].entries, made.decision.word.value)


def test_without_a_checkpoint_inhibitor_there_is_no_such_question() -> None:
    """Hepatitis beside oxaliplatin is not asked about."""
    made = plan_of(assigned("kemeny-2005-b"), *VISITS, event("hepatitis", "2"), COUNTS)
    assert [] == [a for a in made.alerts if a.rule == "R-both-arms"]


@pytest.mark.parametrize(("limit", "word"), [("0.35", "give"), ("0.34", "hold")])
def test_the_liver_that_avoids_every_drug_holds_fudr(limit: str, word: str) -> None:
    """Bilirubin 0.7: above twice 0.34, not above twice 0.35; irinotecan is the only drug."""
    results = {"bilirubin": {"value": "0.7 mg/dL", "upper_limit": f"{limit} mg/dL"}}
    limits = {**COUNTS, "results": {**COUNTS["results"], **results}}
    confirm = {"id": "seen", "kind": "confirmation", "confirms": "cbc", "reason": "their limit"}
    made = plan_of(
        assigned("kemeny-2003-irinotecan"),
        limits,
        {**confirm, "at": "2026-02-23T07:30", "recorded_at": "2026-02-23T07:30"},
        change={"labs-29": {"at": "2026-02-23T06:00"}},
    )
    assert word == made.decision.word.value


@pytest.mark.parametrize("regimen", [None, "unheard-of"])
def test_a_hold_without_a_known_regimen_holds_fudr(regimen: str | None) -> None:
    """People hold systemic drugs back for sepsis, whatever the library knows of them."""
    known = () if regimen is None else (assigned(regimen),)
    assert "refused" == plan_of(*known, held("sepsis")).decision.word.value


def test_every_hold_in_force_counts() -> None:
    """Held for the bile ducts, then for counts: the first is not over."""
    later = {**held("counts", "2026-02-22T10:00"), "id": "held-2"}
    plan = plan_of(assigned("kemeny-2005-b"), *VISITS, held("biliary"), later, COUNTS)
    assert "hold" == plan.decision.word.value


def test_death_ends_both_arms() -> None:
    """Grade 5 of anything."""
    plan = plan_of(assigned("kemeny-2005-b"), *VISITS, event("bleeding", "5"), COUNTS)
    assert plan.systemic is not None
    assert ("permanent-stop", "stop") == (plan.decision.word.value, plan.systemic.word.value)
