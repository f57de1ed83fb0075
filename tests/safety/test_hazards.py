"""The hazard log holds together: hazards, controls, measures and proofs name each other."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.safety.hazards import hazards, proofs
from tests.safety.injection import injections
from tests.safety.scenario import scenarios
from tools.hazard_pages import SAFETY, render_error_injection, render_hazard_log

ROOT = Path(__file__).resolve().parents[2]
LOG = hazards()
HAZARDS = LOG["hazards"]

# What the behaviour page demands at least, in its words, and the hazard that covers it.
DEMANDED = {
    "dry pump": "H-01",
    "dry read as slow": "H-02",
    "FUDR left in on hold": "H-03",
    "tenfold dose": "H-04",
    "kg/lb": "H-05",
    "another patient's labs": "H-06",
    "stale reference": "H-07",
    "swapped AST/ALP": "H-08",
    "µmol read as mg": "H-09",
    "glycerin flow": "H-10",
    "wrong stock strength": "H-11",
    "bolus needle": "H-12",
    "pocket fill": "H-13",
    "partial fill": "H-14",
    "duplicate fill": "H-15",
    "old protocol version": "H-16",
    "unapproved value": "H-17",
    "expired scan": "H-18",
    "late lab after signing": "H-19",
    "clock or zone error": "H-20",
    "wrong pump serial": "H-21",
    "recall unmatched": "H-22",
    "downtime double entry": "H-23",
    "second check by the same person": "H-24",
}


def test_hazards_are_numbered_without_gaps() -> None:
    """No hazard is deleted and no number used twice."""
    expected = [f"H-{number:02}" for number in range(1, len(HAZARDS) + 1)]
    assert expected == [hazard["id"] for hazard in HAZARDS]


def test_every_demanded_hazard_is_in_the_log() -> None:
    """The list that must be covered is covered."""
    assert set() == set(DEMANDED.values()) - {hazard["id"] for hazard in HAZARDS}


def test_every_hazard_has_a_control_or_a_measure() -> None:
    """No hazard stands without something against it."""
    bare = [h["id"] for h in HAZARDS if not h["control"] and not h.get("measures")]
    assert [] == bare


def test_every_control_has_a_hazard() -> None:
    """No control is without a hazard, and none is named that is not listed."""
    named = {control for hazard in HAZARDS for control in hazard["control"]}
    assert {control["id"] for control in LOG["controls"]} == named


def test_every_measure_is_explained_and_used() -> None:
    """Measures named by hazards are the measures listed."""
    named = {measure for hazard in HAZARDS for measure in hazard.get("measures", [])}
    assert {measure["name"] for measure in LOG["measures"]} == named


def test_severities_and_statuses_are_the_ones_explained() -> None:
    """Every hazard uses a word whose meaning the log gives."""
    severities = {row["word"] for row in LOG["severities"]}
    statuses = {row["word"] for row in LOG["statuses"]}
    assert (set(), set()) == (
        {hazard["severity"] for hazard in HAZARDS} - severities,
        {hazard["status"] for hazard in HAZARDS} - statuses,
    )


def test_every_hazard_that_is_not_outside_has_a_proof() -> None:
    """What is said to be stopped is shown to be."""
    unproved = [h["id"] for h in HAZARDS if h["status"] != "outside" and not h["proof"]]
    assert [] == unproved


def test_every_scenario_proves_the_hazard_it_names() -> None:
    """Scenario and log name each other, and each scenario stands once in the log."""
    named = sorted((each.hazard, each.id) for each in scenarios())
    assert named == sorted(proofs("scenario"))


def test_every_control_of_a_hazard_is_proved_for_that_hazard() -> None:
    """A hazard lists exactly the controls of its scenarios."""
    by_scenarios = {
        hazard["id"]: sorted({s.control for s in scenarios() if s.hazard == hazard["id"]})
        for hazard in HAZARDS
    }
    assert {hazard["id"]: sorted(hazard["control"]) for hazard in HAZARDS} == by_scenarios


def test_every_injection_named_exists() -> None:
    """The log names rows of the table of injected errors."""
    known = {injection.id for injection in injections()}
    assert [] == [name for _, name in proofs("injection") if name not in known]


def test_every_missed_error_is_a_hazard_that_names_it() -> None:
    """What nothing noticed stands in the log, under the hazard that the row names."""
    missed = [each for each in injections() if "missed" in each.alone + each.with_second]
    assert [] == [m.id for m in missed if (m.hazard, m.id) not in proofs("injection")]


@pytest.mark.parametrize("proof", sorted({name for _, name in proofs("test")}))
def test_every_test_named_exists(proof: str) -> None:
    """The log names tests that are there."""
    file, _, name = proof.partition("::")
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_error_code_and_rule_named_by_a_measure_exists() -> None:
    """Measures name rules of the code by their id."""
    source = "".join(f.read_text(encoding="utf-8") for f in (ROOT / "src").rglob("*.py"))
    text = " ".join(measure["what"] for measure in LOG["measures"])
    names = re.findall(r"\b(?:E\d{3}|R-[a-z-]+[a-z])", text)
    assert [] == [name for name in names if name not in source]


def test_the_hazard_log_page_is_current() -> None:
    """The committed page is what would be made now."""
    page = (SAFETY / "hazard-log.md").read_text(encoding="utf-8")
    assert render_hazard_log() == page


def test_the_error_injection_page_is_current() -> None:
    """The committed page is what would be made now."""
    page = (SAFETY / "error-injection.md").read_text(encoding="utf-8")
    assert render_error_injection() == page
