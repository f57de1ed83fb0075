"""Each control is needed: without it, exactly its own scenarios go wrong, and visibly so."""

from __future__ import annotations

from datetime import date

import pytest

from hepatica.core.planning import plan
from hepatica.core.safety.controls import CONTROLS
from hepatica.core.schedule.reservoir import ReservoirAction
from tests.safety.hazards import hazards, proofs_of_control
from tests.safety.scenario import Scenario, scenarios, without

CONTROL_IDS = [control.id for control in CONTROLS]
ACTIONS = [action.value for action in ReservoirAction]


def scenario_ids(found: list[Scenario]) -> list[str]:
    """The ids, for a failure that can be read."""
    return sorted(scenario.id for scenario in found)


@pytest.mark.parametrize("scenario", scenarios(), ids=lambda each: each.id)
def test_with_all_controls_the_answer_is_the_safe_one(scenario: Scenario) -> None:
    """Under all controls every scenario ends as it should."""
    assert scenario.safe == scenario.outcome()


@pytest.mark.parametrize("scenario", scenarios(), ids=lambda each: each.id)
def test_without_its_control_the_harmful_order_itself_comes_out(scenario: Scenario) -> None:
    """Without its control a scenario gives the harmful dose or date, literally."""
    assert scenario.harm == scenario.outcome(without(scenario.control))


@pytest.mark.parametrize("control", CONTROL_IDS)
def test_without_a_control_exactly_its_scenarios_go_wrong(control: str) -> None:
    """The scenarios that fail are those the hazard log names: none missing, none extra."""
    failing = [each for each in scenarios() if each.outcome(without(control)) != each.safe]
    assert proofs_of_control(control) == scenario_ids(failing)


@pytest.mark.parametrize("control", CONTROL_IDS)
def test_every_control_has_a_scenario(control: str) -> None:
    """No control is there for nothing."""
    assert [] != proofs_of_control(control)


def is_harm(scenario: Scenario) -> bool:
    """A drug given that was not, or more of it; or the pump waiting longer or treated milder."""
    safe, harm = scenario.safe, scenario.harm
    if scenario.answer == "systemic":
        return any(_milligrams(harm[drug]) > _milligrams(safe[drug]) for drug in safe)
    if scenario.answer != "reservoir":
        is_more = "mg" in safe and float(harm["mg"]) > float(safe["mg"])
        return harm["word"] == "give" and (safe["word"] != "give" or is_more)
    is_later = date.fromisoformat(harm["by"]) > date.fromisoformat(safe["by"])
    return is_later or ACTIONS.index(harm["action"]) < ACTIONS.index(safe["action"])


def _milligrams(answer: str) -> float:
    """The amount of a drug; a word is none."""
    return float(answer) if answer[0].isdigit() else 0


def test_every_harmful_outcome_is_a_harmful_order_or_a_later_date() -> None:
    """No scenario calls a missing message a harm."""
    assert [] == scenario_ids([each for each in scenarios() if not is_harm(each)])


def test_the_log_names_the_controls_of_the_code_by_number_and_name() -> None:
    """Controls in the log and in the code are the same list."""
    named = {c["id"]: c["name"] for c in hazards()["controls"]}
    assert {control.id: control.name for control in CONTROLS} == named


def test_a_plan_without_one_control_is_not_complete() -> None:
    """Whichever control is left out, the plan says that it is not complete and is a draft."""
    setup = scenarios()[0].setup
    plans = [setup.plan(without(control)) for control in CONTROL_IDS]
    assert [(False, True)] * len(CONTROLS) == [(each.is_complete, each.is_draft) for each in plans]


def test_a_plan_with_all_controls_is_complete() -> None:
    """plan() asks every control, and takes no argument by which one could be left out."""
    made = scenarios()[0].setup.plan()
    assert (True, ("course", "rulebook")) == (
        made.is_complete,
        plan.__code__.co_varnames[: plan.__code__.co_argcount],
    )


def test_the_same_controls_in_another_order_are_not_all_controls() -> None:
    """A list that merely holds every control is not the list."""
    made = scenarios()[0].setup.plan(tuple(reversed(CONTROLS)))
    assert False is made.is_complete
