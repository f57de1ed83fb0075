"""What stands on every paper, and what must never stand on some."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from hepatica.library.errors import ErrorCode, InputErrors
from hepatica.library.loader import load_rulebook
from hepatica.reports.paper.downtime import downtime_pack
from hepatica.reports.paper.kinds import PAPERS, PaperKind
from hepatica.reports.sheet import look_up
from tests.unit.reports.charts import (
    DWELL,
    GIVE,
    LEAVE,
    MOMENTS,
    NO_PUMP,
    SECOND_FILL,
    plan_of,
    sheet_of,
)
from tests.unit.reports.page import asked_outside
from tests.unit.reports.paper.texts import LABELS, html_of, plain_text, text_of

CARDS = (PaperKind.PUMP_CARD, PaperKind.EMERGENCY_CARD)
LETTERS = (PaperKind.LEAFLET, PaperKind.TRAVEL_LETTER)


@pytest.mark.parametrize("kind", PaperKind)
def test_a_paper_asks_for_nothing_outside_itself(kind: PaperKind) -> None:
    """No script, picture file, link or address."""
    assert [] == asked_outside(html_of(kind))


@pytest.mark.parametrize("kind", PaperKind)
def test_a_paper_says_draft_synthetic_hash_and_moment(kind: PaperKind) -> None:
    """Whoever finds it knows how sure it is, on which chart, and of when."""
    html = html_of(kind)
    head = sheet_of("give").plan.course.head
    assert 'data-words="DRAFT\nUNSEALED\nSYNTHETIC"' in html
    assert [True] * 3 == [part in html for part in (head, "2026-02-23T10:00+00:00", "case small")]


@pytest.mark.parametrize("kind", PaperKind)
def test_a_paper_about_a_patient_has_two_identifier_boxes(kind: PaperKind) -> None:
    """Written by hand: a chart knows no names."""
    html = html_of(kind)
    assert [True, True] == ["1. Full name" in html, "2. Date of birth or hospital n" in html]


@pytest.mark.parametrize("kind", PaperKind)
def test_a_released_plan_prints_without_watermark(kind: PaperKind) -> None:
    """The mark is there for a reason, and goes with it."""
    sheet = sheet_of("give")
    course = replace(sheet.plan.course, is_sealed=True, is_synthetic=False)
    plan = replace(sheet.plan, course=course, unapproved=(), is_re_entered=True)
    assert "data-words=" not in PAPERS[kind](replace(sheet, plan=plan))


@pytest.mark.parametrize("kind", LABELS)
def test_a_label_holds_the_order(kind: PaperKind) -> None:
    """Drug, mg, mL, mg/mL, additives, dose, weight, flow, route."""
    html = html_of(kind)
    for part in (
        "FLOXURIDINE (FUDR)",
        "189 mg in 30 mL",
        "6.3 mg/mL",
        "dexamethasone (sodium phosphate) 25 mg",
        "heparin (sodium) 30000 units",
        "0.12 mg/kg/day for 69.2 kg",
        "at a flow of 1.3189 mL/day",
        "INTRA-ARTERIAL PUMP ONLY",
        "CYTOTOXIC",
    ):
        assert part in html


@pytest.mark.parametrize("kind", LABELS)
def test_a_label_without_fudr_says_so(kind: PaperKind) -> None:
    """A rest fill cannot be taken for chemotherapy."""
    html = html_of(kind, "hold")
    assert "NO FUDR" in html
    assert not any(word in html for word in ("FLOXURIDINE", "floxuridine", "CYTOTOXIC", "mg/kg"))


@pytest.mark.parametrize("kind", LABELS)
@pytest.mark.parametrize("name", ["leave", "urgent", "emptied"])
def test_no_label_without_a_fill(kind: PaperKind, name: str) -> None:
    """The pump left alone, or a person must choose: nothing may be labelled beforehand."""
    with pytest.raises(InputErrors) as caught:
        html_of(kind, name)
    assert [ErrorCode.E481] == [error.code for error in caught.value.errors]


@pytest.mark.parametrize("kind", [*CARDS, *LETTERS])
@pytest.mark.parametrize("name", MOMENTS)
def test_what_a_patient_carries_holds_no_dose(kind: PaperKind, name: str) -> None:
    """No card and no letter tells anybody how much to give."""
    text = text_of(kind, name)
    assert not any(word in text for word in ("mg/kg", "189 mg", "floxuridine 1", "Road 1"))


@pytest.mark.parametrize("kind", LETTERS)
@pytest.mark.parametrize("name", MOMENTS)
def test_a_letter_holds_no_amount_at_all(kind: PaperKind, name: str) -> None:
    """Neither mg nor mL nor percent."""
    assert None is re.search(r"\d\s?(mg|mL|%|units)\b", text_of(kind, name))


@pytest.mark.parametrize("kind", [*CARDS, *LETTERS])
def test_without_a_pump_there_is_no_card_and_no_letter(kind: PaperKind) -> None:
    """A card of a pump that is not there would be believed."""
    rulebook = load_rulebook()
    sheet = look_up(plan_of(NO_PUMP, "2026-01-10T10:00+00:00"), rulebook)
    with pytest.raises(InputErrors) as caught:
        PAPERS[kind](sheet)
    assert [ErrorCode.E487] == [error.code for error in caught.value.errors]


def test_the_emergency_card_says_what_is_in_the_pump_and_what_to_do() -> None:
    """Day 6 of 194 mg in 30 mL, worked by hand.

    The saline before gave 18.2 mL in 13.9792 days: 1.30194 mL/day. From 26 January 10:10 to
    1 February 10:00 are 5.99306 days: 7.8026 mL given, 22.1974 mL left; at 6.46667 mg/mL
    143.54 mg left and 50.46 mg given. 28 mL last 18.73 days at 1.3 × 1.15: until 13 February.
    """
    text = text_of(PaperKind.EMERGENCY_CARD, "leave")
    for part in (
        "expected 22.2 mL",
        "about 143.5 mg left at 6.47 mg/mL; 50.5 mg given",
        "Safe refill date Fri 2026-02-13",
        "Never leave the pump empty",
        "Antidote, as the site approved it",
        "stops only when it is emptied",
    ):
        assert part in text


def test_the_leaflet_of_a_pump_left_alone_has_the_next_visit() -> None:
    """In words that no country reads as another date."""
    text = text_of(PaperKind.LEAFLET, "leave")
    assert "Your next pump visit: Monday 9 February 2026" in text
    assert "Never later than Friday 13 February 2026" in text


@pytest.mark.parametrize("name", ["urgent", "evacuate", "emptied"])
def test_the_leaflet_of_an_urgent_plan_says_call_today(name: str) -> None:
    """No date is promised where the pump must be seen at once."""
    text = text_of(PaperKind.LEAFLET, name)
    assert "CALL YOUR PUMP TEAM TODAY" in text
    assert "next pump visit" not in text


@pytest.mark.parametrize("name", ["give", "hold"])
def test_the_leaflet_promises_no_date_of_a_fill_not_done(name: str) -> None:
    """The date after the fill is written by hand once it is in."""
    text = text_of(PaperKind.LEAFLET, name)
    assert "written here once it is filled" in text
    assert "2026-03" not in text
    assert "March" not in text


@pytest.mark.parametrize("name", sorted(set(MOMENTS) - {"leave"}))
def test_no_journey_while_the_pump_waits_for_a_needle(name: str) -> None:
    """The letter is for a pump that is left as it is."""
    assert "NOT BEFORE A JOURNEY" in text_of(PaperKind.TRAVEL_LETTER, name)


def flight(until: str) -> str:
    """A flight on the chart."""
    return (
        "  - {id: f1, kind: exposure, at: 2026-02-01T09:00+00:00, exposure: flight, "
        f"since: 2026-02-03, until: {until}}}\n"
    )


def test_the_travel_letter_names_the_journeys_its_date_counts() -> None:
    """A flight that nobody charted is not in the date, and the letter says so."""
    rulebook = load_rulebook()
    without = PAPERS[PaperKind.TRAVEL_LETTER](sheet_of("leave"))
    charted = look_up(plan_of(LEAVE + flight("2026-02-06"), DWELL), rulebook)
    assert "NONE is on the chart: have the journey entered" in without
    letter = plain_text(PAPERS[PaperKind.TRAVEL_LETTER](charted))
    assert "flight from 2026-02-03 to 2026-02-06" in letter


def test_fudr_that_stayed_behind_is_on_card_and_letter() -> None:
    """Heparinised saline over 4 mL of FUDR that would not come out is not free of it."""
    mixed = GIVE.replace("withdrawn: 11.6 mL", "withdrawn: 7.6 mL, remainder: 4 mL")
    sheet = look_up(plan_of(mixed, SECOND_FILL), load_rulebook())
    card = PAPERS[PaperKind.EMERGENCY_CARD](sheet)
    letter = PAPERS[PaperKind.TRAVEL_LETTER](sheet)
    assert "heparinised saline, mixed with FUDR that stayed behind" in card
    assert "mixed with chemotherapy that stayed behind (cytotoxic)" in letter
    assert "no chemotherapy" not in letter


def test_the_pack_lists_the_most_urgent_first() -> None:
    """Whoever has one pair of hands starts at the top."""
    names = ("leave", "give", "urgent")
    sheets = []
    for name in names:
        sheet = sheet_of(name)
        course = replace(sheet.plan.course, case=name)
        sheets.append(replace(sheet, plan=replace(sheet.plan, course=course)))
    html = downtime_pack(sheets, ())
    found = re.findall(r'<tr><th scope="row">([a-z]+)</th><td><strong>', html)
    assert ["urgent", "leave", "give"] == found


def test_the_pack_holds_contents_last_orders_and_room_for_both_times() -> None:
    """What is asked at three in the morning, and both clocks for what is written down."""
    text = plain_text(downtime_pack([sheet_of("leave")], ()))
    for part in (
        "FUDR since 2026-01-26",
        "2026-01-26, signed order, NOT for today",
        "FUDR 194 mg in 30 mL, 0.12 mg/kg/day (100 % of start)",
        "Happened at",
        "Entered into the chart at",
        "Blank pump worksheet",
        sheet_of("leave").plan.course.head,
    ):
        assert part in text


def test_the_pack_names_the_files_that_are_not_in_it() -> None:
    """A chart that cannot be read is not silently gone."""
    html = downtime_pack([sheet_of("leave")], (("broken.yaml", "E128"),))
    assert "1 file is NOT IN THIS PACK: broken.yaml (E128)" in " ".join(html.split())
