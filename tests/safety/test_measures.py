"""Hazards that no numbered control guards: the rule or door that does, shown in real runs."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from hepatica.casefile.kinds import CONTENTS
from hepatica.core import planning
from hepatica.core.decision import FudrWord, Narrowing
from hepatica.core.dosing import propose
from hepatica.core.plan import Plan
from hepatica.core.safety.controls import CONTROLS
from hepatica.library.loader import load_rulebook
from tests.safety.bench import Setup, systemic_answer

SECOND_FUDR = datetime.fromisoformat("2026-10-05T09:40+02:00")
MID_DWELL = datetime.fromisoformat("2026-09-15T09:00+02:00")
STRENGTH = "product: dexamethasone, strength_per_ml: 10,"


def decided(made: Plan) -> tuple[FudrWord, bool]:
    """The word of a plan, and whether it orders FUDR."""
    return made.decision.word, made.fill is not None


def test_a_sample_older_than_its_window_decides_nothing() -> None:
    """A retreatment sample drawn 73 hours before the fill is no retreatment sample."""
    old = Setup(SECOND_FUDR, change={"labs-2": {"at": "2026-10-02T08:40+02:00"}})
    assert (FudrWord.CANNOT_DECIDE, False) == decided(old.plan())


def test_a_sample_at_the_edge_of_its_window_decides() -> None:
    """72 hours before the fill it still counts."""
    edge = Setup(SECOND_FUDR, change={"labs-2": {"at": "2026-10-02T09:40+02:00"}})
    assert (FudrWord.GIVE, True) == decided(edge.plan())


def test_a_reference_older_than_its_window_decides_nothing() -> None:
    """Without a signed order, values drawn 73 hours before the last fill are no reference."""
    change = {
        "labs-1": {"at": "2026-09-04T09:00+02:00"},
        "fudr-1": {"order": "none", "ordered_dose": "0.12 mg/kg/day"},
    }
    stale = Setup(SECOND_FUDR, change=change, leave_out=["order-1"])
    assert (FudrWord.CANNOT_DECIDE, False) == decided(stale.plan())


def test_a_weighing_older_than_its_window_decides_nothing() -> None:
    """A weight of eight days ago is not today's weight."""
    old = Setup(SECOND_FUDR, change={"weight-2": {"at": "2026-09-27T09:00+02:00"}})
    assert (FudrWord.CANNOT_DECIDE, False) == decided(old.plan())


def test_an_unapproved_value_makes_a_draft() -> None:
    """Without the site's approvals the plan names what is not approved and is a draft."""
    made = Setup(SECOND_FUDR).plan(rulebook=load_rulebook())
    assert (True, True) == (made.is_draft, len(made.unapproved) > 0)


def test_an_approval_for_synthetic_charts_counts_for_no_patient() -> None:
    """The approvals that ship are void on a chart that is not synthetic."""
    counts = [
        len(Setup(SECOND_FUDR, header={"synthetic": word}).plan().unapproved)
        for word in ("yes", "no")
    ]
    assert (0, True) == (counts[0], counts[1] > 0)


def test_a_changed_value_voids_its_approval() -> None:
    """A strength that is edited in the table is no longer the value that was approved."""
    edited = {"file": "fills", "old": STRENGTH, "new": STRENGTH.replace("10", "4")}
    made = Setup(SECOND_FUDR, rulebook=[edited]).plan()
    paths = [value.path for value in made.unapproved]
    assert ["fudr-28d/2026.1/fills/products/dexamethasone/strength_per_ml"] == paths


def test_the_second_entry_names_a_role_and_no_person() -> None:
    """Who re-entered the inputs is charted as a role: another person cannot be told apart."""
    fields = [part.name for part in CONTENTS["inputs_re_entered"].fields]
    assert ["weight", "flow", "last_percent", "by"] == fields


OTHERS_ORDER = {
    "order-1": {
        "protocol": "primary-liver-016",
        "dose": "0.16 mg/kg/day",
        "percent": "100",
        "fudr": "258 mg",
    },
    "fudr-1": {"fudr": "258 mg"},
}


def test_a_dose_of_another_protocol_is_cut_to_the_starting_dose_in_force() -> None:
    """258 mg were right under 0.16 mg/kg/day; under 0.12 the most is 194, and the plan says why."""
    made = Setup(SECOND_FUDR, change=OTHERS_ORDER).plan()
    said = [alert.text for alert in made.alerts if alert.rule == "R-protocol-change"]
    assert made.fill is not None
    assert (Decimal(194), 1) == (made.fill.fudr_mg, len(said))


def test_without_the_rule_no_dose_is_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hard limit of the order stands behind it: 258 mg are refused; without both they come."""
    monkeypatch.setattr(propose, "check_protocol_change", lambda *_: Narrowing())
    setup = Setup(SECOND_FUDR, change=OTHERS_ORDER)
    harmful = setup.plan([each for each in CONTROLS if each.id != "C-12"]).fill
    assert harmful is not None
    assert ((FudrWord.REFUSED, False), Decimal(258)) == (decided(setup.plan()), harmful.fudr_mg)


FAST_RECALL = "intera-3000-fast-flow-2022"


def recall_visits(made: Plan) -> list[date | None]:
    """By when recalls ask for a visit."""
    return [item.by for item in made.due if item.rule == "R-recall" and "sooner" in item.text]


def test_a_recalled_pump_is_seen_before_its_two_weeks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Filled 7 September, to be seen by the 20th; without the rule the first visit is the 21st."""
    setup = Setup(MID_DWELL, change={"pump": {"distributed": "2022-01-01"}})
    told = setup.plan()
    monkeypatch.setattr(planning, "tell_recalls", lambda *_: Narrowing())
    untold = setup.plan()
    assert untold.reservoir is not None
    assert ([date(2026, 9, 20)], [], date(2026, 9, 21)) == (
        recall_visits(told),
        recall_visits(untold),
        untold.reservoir.by,
    )


def test_a_recall_changes_no_dose() -> None:
    """The same mg with and without the recall of the pump."""
    recalled = Setup(SECOND_FUDR, change={"pump": {"distributed": "2022-01-01"}}).plan()
    assert recalled.fill is not None
    assert recalled.fill == Setup(SECOND_FUDR).plan().fill
    assert [FAST_RECALL in alert.text for alert in recalled.alerts if alert.rule == "R-recall"]


COUNTS: dict[str, object] = {
    "id": "counts",
    "kind": "laboratory_panel",
    "at": "2026-10-05T07:05+02:00",
    "results": {"neutrophils": "3.5 10*9/L", "platelets": "210 10*9/L", "creatinine": "0.9 mg/dL"},
}


def regimen_entry(regimen: str) -> dict[str, object]:
    """A regimen assigned beside the pump."""
    at = "2026-09-07T08:00+02:00"
    return {
        "id": "regimen",
        "kind": "systemic_assigned",
        "at": at,
        "regimen": regimen,
        "version": "2026.1",
    }


def visit_entry(name: str, at: str, day: str, *drugs: str) -> dict[str, object]:
    """A visit at which drugs were given, each as "irinotecan 368 mg"."""
    given = []
    for drug in drugs:
        which, dose = drug.split(" ", 1)
        given.append({"drug": which, "form": "infusion", "dose": dose})
    return {
        "id": name,
        "kind": "systemic_given",
        "at": at,
        "regimen": "kemeny-2003-irinotecan",
        "version": "2026.1",
        "day": day,
        "drugs": given,
    }


def test_a_lowered_systemic_dose_does_not_rise_by_itself() -> None:
    """280 mg of irinotecan last, 368 mg the full dose: 280 mg again, until a percent is signed."""
    visit = visit_entry("visit", "2026-09-21T11:00+02:00", "15", "irinotecan 280 mg")
    signed = {
        "id": "signed",
        "kind": "decision_signed",
        "at": "2026-10-05T08:00+02:00",
        "rule": "R-systemic-dose",
        "roles": ["prescriber"],
        "reason": "tolerated well",
        "percent": "100",
    }
    before = [regimen_entry("kemeny-2003-irinotecan"), visit, COUNTS]
    without = Setup(SECOND_FUDR, add=before).plan()
    with_signature = Setup(SECOND_FUDR, add=[*before, signed]).plan()
    assert ({"irinotecan": "280"}, {"irinotecan": "368"}) == (
        systemic_answer(without),
        systemic_answer(with_signature),
    )


@pytest.mark.parametrize(
    ("activity", "fluorouracil"), [("2", "2576"), ("1", "1288"), ("0.5", "avoid"), ("0", "avoid")]
)
def test_a_first_fluorouracil_dose_follows_dpyd(activity: str, fluorouracil: str) -> None:
    """1400 mg/m2 x 1.84 m2 at full activity, half of it at 1, none at 0.5 and 0."""
    change = {"dpyd": {"activity": activity}}
    setup = Setup(SECOND_FUDR, change=change, add=[regimen_entry("kemeny-2005-b"), COUNTS])
    assert fluorouracil == systemic_answer(setup.plan())["fluorouracil infusion"]


@pytest.mark.parametrize(
    ("neutrophils", "platelets", "word"),
    [("1.5", "75", "give"), ("1.49", "75", "delay"), ("1.5", "74", "delay")],
)
def test_counts_below_the_limits_put_the_visit_off(
    neutrophils: str, platelets: str, word: str
) -> None:
    """Neutrophils 1.5 and platelets 75 x10^9/L let it go ahead; a hair less does not."""
    results = {
        "neutrophils": f"{neutrophils} 10*9/L",
        "platelets": f"{platelets} 10*9/L",
        "creatinine": "0.9 mg/dL",
    }
    counts = {**COUNTS, "results": results}
    visit = visit_entry("visit", "2026-09-21T11:00+02:00", "15", "irinotecan 368 mg")
    regimen = regimen_entry("kemeny-2003-irinotecan")
    made = Setup(SECOND_FUDR, add=[regimen, visit, counts]).plan()
    assert made.systemic is not None
    assert word == made.systemic.word.value
