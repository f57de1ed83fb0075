"""The plan on a terminal."""

from dataclasses import replace
from pathlib import Path

import pytest

from hepatica.core.decision import Finding, FudrWord
from hepatica.core.plan import Plan
from hepatica.core.pump.refill import RefillStatus
from hepatica.library.loader import load_rulebook
from hepatica.reports.plan_text import marks, plan_as_text, roads_verdict
from hepatica.reports.plan_why import why_as_text
from hepatica.reports.sentences import decision_sentence, reason, reservoir_sentence
from hepatica.reports.sheet import Sheet, look_up
from tests.unit.reports.charts import GIVE, MOMENTS, NO_PUMP, SECOND_FILL, plan_of, sheet_of

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"


def text_of(name: str) -> str:
    """The plan of one of the charts as text, on one line."""
    return " ".join(plan_as_text(sheet_of(name), is_now=False).split())


@pytest.mark.parametrize("name", MOMENTS)
def test_the_first_line_is_the_moment(name: str) -> None:
    """Nobody reads a plan without its moment."""
    first = plan_as_text(sheet_of(name), is_now=False).splitlines()[0]
    assert f"Plan for {MOMENTS[name][1]}. Case small" == first


def test_the_time_of_the_clock_is_called_now() -> None:
    """A plan without --at says that its moment is the present."""
    first = plan_as_text(sheet_of("give"), is_now=True).splitlines()[0]
    assert first.startswith(f"Plan for now, {SECOND_FILL}")


def test_another_second_clock_is_said() -> None:
    """An audit says what was known when."""
    plan = plan_of(*MOMENTS["give"], known_by="2026-02-22T00:00+00:00")
    sheet = look_up(plan, load_rulebook())
    assert "as known at 2026-02-22T00:00+00:00" in plan_as_text(sheet, is_now=False)


@pytest.mark.parametrize("name", MOMENTS)
def test_what_keeps_a_plan_from_release_is_said(name: str) -> None:
    """Draft, unsealed and synthetic stand under the moment."""
    second = plan_as_text(sheet_of(name), is_now=False).splitlines()[1]
    assert all(word in second for word in ("DRAFT", "UNSEALED", "SYNTHETIC"))


def test_a_released_plan_carries_no_mark() -> None:
    """Sealed, approved, re-entered and real: no word of doubt is left."""
    plan = sheet_of("give").plan
    course = replace(plan.course, is_sealed=True, is_synthetic=False)
    said = marks(replace(plan, course=course, unapproved=(), is_re_entered=True))
    assert (False, False) == ("DRAFT" in said, "SYNTHETIC" in said)


def test_a_dose_without_a_second_person_is_a_draft() -> None:
    """Sealed and approved is not enough: a second person re-enters the inputs first."""
    plan = sheet_of("give").plan
    course = replace(plan.course, is_sealed=True)
    assert "DRAFT (inputs not re-entered)" in marks(replace(plan, course=course, unapproved=()))


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("give-first", "GIVE 100 % of the starting dose: 0.12 mg/kg/day = 194 mg in 30 mL"),
        ("leave", "NOT DUE until 2026-02-23"),
        ("hold", "HOLD: ALP at hold level; restart when ALP < 135 U/L"),
    ],
)
def test_the_decision_is_one_sentence(name: str, sentence: str) -> None:
    """Dose, date or reason, with what would end a hold."""
    assert sentence == decision_sentence(sheet_of(name).plan)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("give", "FUDR FILL, 2026-02-23: empty the pump, then fill with FUDR"),
        ("leave", "LEAVE AS IS until 2026-02-09, then heparinised saline"),
        (
            "evacuate",
            "EVACUATE NOW; at the latest 2026-02-02 08:30: FUDR out, "
            "then fill with dexamethasone rest fill",
        ),
        (
            "urgent",
            "A PERSON MUST CHOOSE, URGENT, by 2026-02-02T08:30+00:00: the access is blocked",
        ),
    ],
)
def test_the_reservoir_order_is_one_sentence(name: str, sentence: str) -> None:
    """What happens to the pump, by when."""
    found = reservoir_sentence(sheet_of(name).plan)
    assert sentence.partition(", by")[0] == found.partition(", by")[0]
    assert sentence[-20:] == found[-20:]


@pytest.mark.parametrize(
    ("status", "mark"),
    [(RefillStatus.OVERDUE, "OVERDUE"), (RefillStatus.DATE_UNKNOWN, "DATE UNKNOWN")],
)
def test_a_late_or_unknown_date_comes_first(status: RefillStatus, mark: str) -> None:
    """The order begins with what is wrong about its date."""
    plan = sheet_of("hold").plan
    assert plan.reservoir is not None
    late = replace(plan, reservoir=replace(plan.reservoir, status=status))
    assert reservoir_sentence(late).startswith(f"{mark}: FILL WITHOUT FUDR")


def test_a_rest_until_the_dose_day_leaves_fudr_open() -> None:
    """What goes in on the dose day is for the plan of that day to say."""
    plan = sheet_of("leave").plan
    assert plan.reservoir is not None
    assert plan.decision.until is not None
    resting = replace(plan, reservoir=replace(plan.reservoir, by=plan.decision.until))
    expected = "then FUDR if the plan of that day gives it, else heparinised saline"
    assert f"LEAVE AS IS until 2026-02-23, {expected}" == reservoir_sentence(resting)


def test_an_order_that_names_its_reason_names_it_once() -> None:
    """A person must choose, because of one thing, said once."""
    assert 1 == text_of("urgent").count("the access is blocked")


def test_a_control_that_lowers_the_dose_is_named_beside_the_percent() -> None:
    """A percent alone would not explain a lowered dose."""
    plan = replace(sheet_of("give").plan, bound_by=("C-10",))
    expected = "100 % of the last dose, lowered by C-10 (last dose given is the cap): 0.12"
    assert expected in decision_sentence(plan)


@pytest.mark.parametrize("name", ["leave", "hold", "evacuate", "urgent"])
def test_a_plan_without_fudr_shows_no_dose(name: str) -> None:
    """No make-up, no roads and no mg of FUDR to give."""
    shown = text_of(name)
    assert not any(word in shown for word in ("floxuridine", "TWO ROADS", "GIVE", "mg in 30 mL"))


def test_both_roads_stand_side_by_side() -> None:
    """194 mg in 30 mL at 1.3 mL/day read back is 8.41 mg/day (clinical facts, 12.1)."""
    lines = plan_as_text(sheet_of("give-first"), is_now=False).splitlines()
    assert ["in the pump", "194 mg", "194 mg"] == [
        part.strip() for part in next(x for x in lines if "in the pump" in x).split("   ") if part
    ]
    assert "8.4 mg/day" in "\n".join(lines)
    assert "8.41 mg/day" in "\n".join(lines)


def test_roads_that_disagree_forbid_the_fill() -> None:
    """Nobody overlooks a difference."""
    plan = sheet_of("give").plan
    assert plan.road_two is not None
    wrong = replace(plan, road_two=replace(plan.road_two, agrees=False))
    assert "DISAGREE: DO NOT FILL" in roads_verdict(wrong)


def test_a_give_without_second_road_is_not_shown() -> None:
    """A dose that was not read back has no page."""
    sheet = sheet_of("give")
    with pytest.raises(ValueError, match="second road"):
        plan_as_text(replace(sheet, plan=replace(sheet.plan, road_two=None)), is_now=False)


def test_the_last_safe_access_says_what_may_go_in() -> None:
    """While FUDR stays in, the text names the date and the content that follows."""
    assert "last safe access to the present fill 2026-02-13" in text_of("leave")
    assert "then heparinised saline may go in" in text_of("leave")


def test_fudr_left_in_the_pump_is_shown() -> None:
    """With FUDR in the pump its volume and mass are said."""
    assert "FUDR since 2026-01-26; expected 22.2 mL, at least 21 mL; FUDR about" in text_of("leave")


def test_tests_are_named_as_clinicians_write_them() -> None:
    """No name of a data column reaches a reader."""
    assert not any("_u_per_l" in text_of(name) for name in MOMENTS)


def test_what_is_needed_is_not_said_twice() -> None:
    """A missing thing is named once."""
    needs = "consent"
    finding = Finding(FudrWord.CANNOT_DECIDE, f"missing: {needs}", "R-x", needs)
    assert "missing: consent" == reason(finding)


def test_a_course_without_a_pump_says_so() -> None:
    """No pump, no reservoir order."""
    plan = plan_of(NO_PUMP, "2026-01-06T10:00+00:00")
    sheet = look_up(plan, load_rulebook())
    shown = plan_as_text(sheet, is_now=False)
    assert "NO PUMP in place" in shown
    assert "CANNOT DECIDE" in shown


def test_every_plan_says_what_hepatica_is_not() -> None:
    """Decision support, and no certified device."""
    said = "Decision support under local clinical governance, not a certified medical device"
    assert all(said in text_of(name) for name in MOMENTS)


def test_a_plan_is_about_forty_lines() -> None:
    """A screen or so, without the steps."""
    assert all(len(plan_as_text(sheet_of(n), is_now=False).splitlines()) < 60 for n in MOMENTS)


def test_why_shows_steps_sources_and_open_values() -> None:
    """Inputs, rule and result; sources by title; the number of values not approved."""
    sheet = sheet_of("give")
    shown = " ".join(why_as_text(sheet).split())
    assert "→ 188" not in shown
    assert "ratio 1.31111111111" in shown
    assert "S1: Floxuridine for injection, United States label" in shown
    assert f"NOT APPROVED BY THIS SITE: {len(sheet.plan.unapproved)} values" in shown


def incomplete(plan: Plan) -> Plan:
    """A plan made without all its controls."""
    return replace(plan, is_complete=False)


def test_an_incomplete_plan_is_never_looked_up() -> None:
    """What was planned without a control is not shown in any form."""
    sheet: Sheet = sheet_of("give")
    with pytest.raises(ValueError, match="all its controls"):
        look_up(incomplete(sheet.plan), load_rulebook())


def test_the_foot_names_a_protocol_that_the_library_does_not_hold() -> None:
    """One is assigned: "none assigned" would be wrong."""
    text = GIVE.replace("version: 2026.1, given_with", "version: 1999.1, given_with")
    sheet = look_up(plan_of(text, SECOND_FILL), load_rulebook())
    foot = plan_as_text(sheet, is_now=False).splitlines()[-3]
    assert foot.endswith("protocol fudr-28d/1999.1 (not in the library)")


def test_the_look_before_the_needle_is_printed_beside_its_finding() -> None:
    """A due item that repeats a finding is left out; this one says something else."""
    plan = plan_of((EXAMPLES / "occluded-catheter.yaml").read_text(), "2026-02-23T08:40+01:00")
    text = " ".join(plan_as_text(look_up(plan, load_rulebook()), is_now=False).split())
    assert "before the needle: pump and pocket are looked at" in text.partition("DUE")[2]
