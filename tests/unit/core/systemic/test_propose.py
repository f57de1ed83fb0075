"""From a chart to the next visit: not before its day, held back, put off, left to a board."""

from datetime import date

import pytest

from hepatica.core.chart.systemic_entries import SystemicAssigned
from hepatica.core.quantities import clinical_arithmetic
from hepatica.core.systemic.proposal import SystemicProposal
from hepatica.core.systemic.propose import propose_systemic, withheld_now
from hepatica.core.systemic.words import DrugWord
from tests.unit.core.systemic.patients import FULL, course, rules

HELD = "2025-03-14 withheld counts"


def proposal(
    *lines: str, today: str = "2025-03-17", name: str = "mfolfox6", **now: str
) -> SystemicProposal:
    """The proposal of a course without FUDR."""
    found = course(name, *lines, today=today, **now)
    assigned = found.latest(SystemicAssigned)
    assert assigned is not None
    with clinical_arithmetic():
        return propose_systemic(found, rules(name), assigned, filled=None)


def last_reasons(found: SystemicProposal) -> set[tuple[str, str, tuple[str, ...]]]:
    """Rule, text and entries of the newest reason of each drug."""
    newest = [drug.reasons[-1] for drug in found.drugs]
    return {(reason.rule, reason.text, reason.entries) for reason in newest}


def test_a_visit_on_its_day() -> None:
    """Its day, date, cycle and surface; every drug in the order of giving."""
    found = proposal(FULL)
    assert (1, date(2025, 3, 17), 2, None) == (found.day, found.due_on, found.cycle, found.until)
    assert "1.97" == str(found.bsa_m2)
    assert [1, 2, 3, 4] == [int(drug.row.order) for drug in found.drugs]
    assert found.is_given
    assert () == found.alerts


def test_without_a_height_there_is_no_surface() -> None:
    """It is not invented."""
    assert proposal(FULL, height="absent").bsa_m2 is None


@pytest.mark.parametrize(
    ("today", "word"), [("2025-03-14", "not-due"), ("2025-03-15", "give"), ("2025-04-02", "give")]
)
def test_not_more_than_two_days_early(today: str, word: str) -> None:
    """However late it is."""
    found = proposal(FULL, today=today)
    assert word == found.word.value
    is_due = word == "give"
    assert (None if is_due else date(2025, 3, 17)) == found.until
    if not is_due:
        assert {("R-systemic-day", "day 1 is on 2025-03-17", ())} == last_reasons(found)


def test_before_its_day_a_visit_is_neither_put_off_nor_undecided() -> None:
    """Low counts and missing tests between two visits (behaviour E-a)."""
    for now in ({"neutrophils": "0.3"}, {"neutrophils": "absent"}):
        found = proposal(FULL, today="2025-03-10", **now)
        assert (DrugWord.NOT_DUE, date(2025, 3, 17)) == (found.word, found.until)
        assert {("R-systemic-day", "day 1 is on 2025-03-17", ())} == last_reasons(found)


def test_what_is_missing_before_its_day_is_no_reason_yet() -> None:
    """The day alone is; a low count stands beside it."""
    missing = proposal(FULL, today="2025-03-10", neutrophils="absent")
    low = proposal(FULL, today="2025-03-10", neutrophils="0.3")
    assert {1} == {len(drug.reasons) for drug in missing.drugs}
    assert all("neutrophils 0.3" in drug.reasons[-2].text for drug in low.drugs)


@pytest.mark.parametrize(
    ("today", "now", "by"),
    [
        ("2025-03-17", {}, None),
        ("2025-03-18", {}, None),
        ("2025-03-10", {}, "2025-03-17"),
        ("2025-03-16", {}, "2025-03-17"),
        ("2025-03-17", {"creatinine": "absent"}, "2025-03-17"),
        ("2025-03-20", {"weight": "absent"}, "2025-03-20"),
        ("2025-03-10", {"weight": "absent"}, "2025-03-17"),
    ],
)
def test_what_must_be_measured_is_due(today: str, now: dict[str, str], by: str | None) -> None:
    """By the day of the visit, or today where something is still missing then."""
    text = "blood count, bilirubin, creatinine and weight within 72 h before systemic drugs"
    expected = [] if by is None else [("R-treat-if", text, date.fromisoformat(by))]
    found = proposal(FULL, today=today, **now)
    assert expected == [(item.rule, item.text, item.by) for item in found.due]


def test_held_back_by_people() -> None:
    """Without a day until it is given again."""
    found = proposal(FULL, HELD)
    assert (DrugWord.HOLD, None) == (found.word, found.until)
    assert {("R-systemic-withheld", "held back: counts", ("line-2",))} == last_reasons(found)


@pytest.mark.parametrize(
    ("until", "word"), [("2025-03-18", "hold"), ("2025-03-17", "give"), ("2025-03-16", "give")]
)
def test_held_back_until_a_day(until: str, word: str) -> None:
    """On that day it is looked at again."""
    found = proposal(FULL, f"{HELD} until {until}")
    assert word == found.word.value
    assert (date.fromisoformat(until) if word == "hold" else None) == found.until


@pytest.mark.parametrize(
    ("lines", "is_held"),
    [
        ((FULL,), False),
        ((HELD,), True),
        ((FULL, HELD), True),
        (("2025-02-28 withheld counts", FULL), False),
        (("2025-02-27 withheld counts", FULL, HELD), True),
        (("2025-03-03T10:00 withheld counts", FULL), False),
        (("2025-03-03T10:01 withheld counts", FULL), True),
    ],
)
def test_what_is_held_back_now(lines: tuple[str, ...], is_held: bool) -> None:
    """The newest decision, unless treatment was given since."""
    assert is_held == bool(withheld_now(course("mfolfox6", *lines)))


def test_put_off_by_a_week() -> None:
    """From the day that was due, however often it is looked at; the alerts stay empty."""
    for today in ("2025-03-17", "2025-03-19", "2025-03-23"):
        found = proposal(FULL, today=today, neutrophils="1.4")
        assert (DrugWord.DELAY, date(2025, 3, 24), ()) == (found.word, found.until, found.alerts)
    later = proposal(FULL, today="2025-03-24", neutrophils="1.4")
    assert date(2025, 3, 31) == later.until


def test_after_the_longest_delay_a_board_decides() -> None:
    """Until 28 days after the day that was due it may be put off, on that day no more."""
    last = proposal(FULL, today="2025-04-13", neutrophils="1.4")
    over = proposal(FULL, today="2025-04-14", neutrophils="1.4")
    text = "later than 2025-04-14: the tumour board decides how systemic treatment goes on"
    assert (DrugWord.DELAY, date(2025, 4, 14)) == (last.word, last.until)
    assert (DrugWord.SIGNED_DECISION, None) == (over.word, over.until)
    assert {("R-systemic-delay", text, ())} == last_reasons(over)
    assert [("R-systemic-delay", text)] == [(a.rule, a.text) for a in over.alerts]


def test_a_visit_that_nobody_put_off_is_not_made_good_after_the_longest_delay() -> None:
    """On the 28th day it goes ahead, on the 29th a board decides, until a percent is signed."""
    last = proposal(FULL, today="2025-04-14")
    over = proposal(FULL, today="2025-04-15")
    signed = proposal(FULL, "2025-04-14 signed 100", today="2025-04-15")
    assert (DrugWord.GIVE, DrugWord.SIGNED_DECISION, DrugWord.GIVE) == (
        last.word,
        over.word,
        signed.word,
    )


def test_the_drugs_of_the_day_that_is_due() -> None:
    """All drugs of GemCis on days 1 and 8."""
    line = "2025-03-03 given 1: cisplatin 49.3, gemcitabine 1970"
    found = proposal(line, name="gemcis", today="2025-03-10")
    assert (8, date(2025, 3, 10), 1) == (found.day, found.due_on, found.cycle)
    assert ["cisplatin", "gemcitabine"] == [drug.row.name for drug in found.drugs]


def test_a_visit_of_a_day_that_the_regimen_has_not() -> None:
    """Which day comes next is open, until it is corrected; only the last visit counts."""
    misdated = FULL.replace("given 1", "given 8")
    found = proposal(misdated)
    text = "the last visit is charted for day 8, which the regimen has not: to be corrected"
    assert {("R-systemic-day", text, ("line-1",))} == last_reasons(found)
    assert DrugWord.CANNOT_DECIDE is found.word
    again = FULL.replace("2025-03-03", "2025-03-17")
    assert DrugWord.GIVE is proposal(misdated, again, today="2025-03-31").word
    wrong_again = again.replace("given 1", "given 8")
    assert DrugWord.CANNOT_DECIDE is proposal(FULL, wrong_again, today="2025-03-31").word


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("oxaliplatin 184.1", None),  # 110 % of 85 mg/m2 at 1.97 m2 are 184.195 mg
        ("oxaliplatin 184.2", "oxaliplatin: 184.2 mg charted on 2025-03-03"),
        ("fluorouracil at once 867", "fluorouracil bolus: 867 mg charted on 2025-03-03"),
        ("fluorouracil 867", None),
    ],
)
def test_far_more_than_the_full_dose_is_said(given: str, told: str | None) -> None:
    """Of the last visit, by form; a slip of a digit in the chart, or a mistake at the chair."""
    found = proposal(f"2025-03-03 given 1: {given}")
    expected = [("R-systemic-dose", f"{told}, far above the full dose", ("line-1",))]
    assert (expected if told else []) == [(a.rule, a.text, a.entries) for a in found.alerts]
    again = FULL.replace("2025-03-03", "2025-03-17")
    after = proposal(f"2025-03-03 given 1: {given}", again, today="2025-03-31")
    assert () == after.alerts


def test_a_loading_dose_is_not_far_above() -> None:
    """400 mg/m2 of cetuximab at the first visit; 441 are."""
    for amount, number in (("788", 0), ("866", 0), ("867", 1)):
        found = proposal(
            f"2025-03-03 given 1: cetuximab {amount}", name="cetuximab-weekly", today="2025-03-10"
        )
        assert number == len(found.alerts)


@pytest.mark.parametrize(
    ("name", "given"), [("panitumumab", "panitumumab 900"), ("oscar", "oxaliplatin 900")]
)
def test_what_is_not_dosed_by_surface_is_not_compared(name: str, given: str) -> None:
    """By weight, or without a published dose."""
    assert () == proposal(f"2025-03-03 given 1: {given}", name=name).alerts
