"""The wrong changes that the data mutation run makes."""

import json
from pathlib import Path

import pytest

from hepatica.core.protocol.tables import Calendar, FirstDoseTable, LiverTable
from hepatica.core.rulebook import Rulebook
from hepatica.core.systemic.regimen import Regimen
from hepatica.core.toxicity.table import GradingTable
from hepatica.library.errors import InputErrors
from hepatica.library.loader import load_rulebook
from hepatica.library.strict_yaml import Node
from tools.data_mutations import mutations_of
from tools.mutate_data import Golden, judge, mutated, subjects
from tools.synthetic_approvals import synthetic_approvals

ROOT = Path(__file__).resolve().parents[3]
NAME = "fudr-28d/2026.1"
LIVER_ROW: Node = {"test": "ast_u_per_l", "reference": "at-most 50", "to_80": "none", "hold": "1.5"}


def names(file: str, kind: type, root: Node) -> set[str]:
    """The names of the mutations of a file."""
    return {mutation.name for mutation in mutations_of(file, kind, root)}


def test_a_number_moves_one_unit_of_its_last_place_each_way() -> None:
    """4 becomes 3 and 5."""
    found = names("calendar", Calendar, {"dwell_days": "4"})
    assert {"calendar/dwell_days: 4 -> 3", "calendar/dwell_days: 4 -> 5"} == found


def test_a_word_becomes_every_other_word() -> None:
    """A percent of the last dose becomes one of the starting dose."""
    found = names("liver", LiverTable, {"percent_of": "last-dose-given"})
    assert {"liver/percent_of: last-dose-given -> starting-dose"} == found


def test_a_word_without_other_becomes_an_unknown_one() -> None:
    """A word that has no second member is changed to one that must be refused."""
    found = names("calendar", Calendar, {"after_last_cycle": "saline-and-review"})
    assert {"calendar/after_last_cycle: saline-and-review -> unheard-of"} == found


@pytest.mark.parametrize(
    "expected",
    [
        "liver/steps/ast_u_per_l/at-most 50/hold: 1.5 -> 1.4",
        "liver/steps/ast_u_per_l/at-most 50/to_80: none -> 1",
        "liver/steps/ast_u_per_l/at-most 50/reference: at-most 50 -> above 50",
        "liver/steps/ast_u_per_l/limit: 50 -> 51",
        "liver/steps/ast_u_per_l/sides exchanged",
    ],
)
def test_a_row_of_the_liver_table_is_changed_in_every_way(expected: str) -> None:
    """Numbers, missing steps, the band's side and its limit are all changed."""
    assert expected in names("liver", LiverTable, {"steps": [LIVER_ROW]})


def test_the_limit_of_both_bands_moves_together() -> None:
    """Bands still meet after their limit has moved, so that only a golden can notice."""
    other: Node = {"test": "ast_u_per_l", "reference": "above 50"}
    root: Node = {"steps": [LIVER_ROW, other]}
    limit = "liver/steps/ast_u_per_l/limit: 50 -> 49"
    (mutation,) = (m for m in mutations_of("liver", LiverTable, root) if m.name == limit)
    rows = json.loads(mutation.of(root))["steps"]
    assert ["at-most 49", "above 49"] == [row["reference"] for row in rows]


def test_hold_and_hold_above_change_places() -> None:
    """The inequality of a first-dose row is turned round."""
    row: Node = {"test": "ast_u_per_l", "hold_above": "3"}
    found = names("first_dose", FirstDoseTable, {"steps": [row]})
    assert "first_dose/steps/ast_u_per_l/hold_above -> hold" in found


def test_where_a_grade_begins_is_moved_and_turned() -> None:
    """The number goes one unit of its last place each way, the bound to every other word."""
    row: Node = {"term": "Anemia", "when": "always", "of": "lln", "grade_1": "below 1.0"}
    found = {text for text in names("t", GradingTable, {"rows": [row]}) if "grade_1" in text}
    becomes = {text.partition(" -> ")[2] for text in found}
    assert {"below 0.9", "below 1.1", "above 1.0", "at-least 1.0", "none"} == becomes


def test_a_table_inside_a_table_is_changed_too() -> None:
    """The limits of treatment stand in a table of their own inside the regimen."""
    found = names("r", Regimen, {"treat_if": {"delay_days": "7", "platelets_at_least": "none"}})
    delay = {f"r/treat_if/delay_days: 7 -> {days}" for days in (6, 8)}
    assert delay | {"r/treat_if/platelets_at_least: none -> 1"} == found


def test_a_regimen_and_a_protocol_may_have_one_name() -> None:
    """Both are changed; a table of drugs is changed for every regimen."""
    book = load_rulebook()
    name = "icca-gemox/2026.1"
    assert {name, f"regimens/{name}", "drugs"} <= set(subjects())
    drugs = subjects()["drugs"]
    uln = next(m for m in drugs.mutations if "assumed_bilirubin_uln" in m.name)
    changed = mutated(drugs, uln).systemic
    assert set(book.systemic) == set(changed)
    limits = {each.drugs.assumed_bilirubin_uln_mg_per_dl for each in changed.values()}
    assert 1 == len(limits)
    assert book.systemic[name].drugs.assumed_bilirubin_uln_mg_per_dl not in limits


def test_the_original_is_left_alone() -> None:
    """A mutation changes a copy."""
    root: Node = {"dwell_days": "4"}
    mutations_of("calendar", Calendar, root)[0].of(root)
    assert {"dwell_days": "4"} == root


def test_every_unknown_word_is_refused_by_the_loader() -> None:
    """No shipped column accepts a word that does not exist."""
    accepted = []
    for subject in subjects().values():
        for mutation in subject.mutations:
            if "unheard-of" not in mutation.name:
                continue
            try:
                mutated(subject, mutation)
                accepted.append(mutation.name)
            except InputErrors:
                continue
    assert [] == accepted


def test_a_golden_that_fails_kills() -> None:
    """The golden that notices is named, and tries first next time."""

    class Case:
        def __init__(self, name: str, dwell: int) -> None:
            self.id, self._dwell = name, dwell

        def passes(self, rulebook: Rulebook) -> bool:
            return self._dwell == rulebook.protocols[NAME].calendar.dwell_days

    subject = subjects()[NAME]
    change = next(m for m in subject.mutations if m.name == "calendar/dwell_days: 14 -> 15")
    order: list[Golden] = [Case("blind", 15), Case("sees", 14)]
    verdict = judge(subject, change, order)
    assert ("sees", "sees") == (verdict.golden, order[0].id)


def test_the_synthetic_approvals_are_complete_and_current() -> None:
    """The committed file approves every value that is not SEEN, as it is now."""
    committed = (ROOT / "examples" / "approvals-synthetic.yaml").read_text(encoding="utf-8")
    assert synthetic_approvals(load_rulebook()) == committed
