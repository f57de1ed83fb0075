"""The printed worksheet as HTML."""

import re
from dataclasses import replace
from datetime import date

import pytest

from hepatica.core.chart.words import Content
from hepatica.core.decision import Alert
from hepatica.core.protocol.words import BolusPath
from hepatica.library.loader import load_rulebook
from hepatica.reports.paper.head import watermark
from hepatica.reports.sheet import Sheet, look_up
from hepatica.reports.worksheet import needle_of, standby, worksheet_as_html
from tests.unit.reports.charts import (
    GIVE,
    LEAVE,
    MOMENTS,
    NO_PUMP,
    SECOND_FILL,
    plan_of,
    sheet_of,
)
from tests.unit.reports.page import Page, asked_outside


def page_of(name: str) -> Page:
    """The worksheet of one of the charts."""
    return Page(worksheet_as_html(sheet_of(name)))


@pytest.mark.parametrize("name", MOMENTS)
def test_a_page_asks_for_nothing_outside_itself(name: str) -> None:
    """No script, image, link, or address: it opens on any machine, offline."""
    assert [] == asked_outside(worksheet_as_html(sheet_of(name)))


@pytest.mark.parametrize("name", MOMENTS)
def test_a_page_has_landmarks_language_and_headed_tables(name: str) -> None:
    """What a screen reader needs to find its way."""
    page = page_of(name)
    assert ("html", "en") == (page.elements[0][0], page.elements[0][1]["lang"])
    assert [1, 1, 1, 1] == [page.count(tag) for tag in ("header", "main", "footer", "h1")]
    scopes = [attributes.get("scope") for tag, attributes in page.elements if tag == "th"]
    assert {"col", "row"} == set(scopes)


@pytest.mark.parametrize("name", MOMENTS)
def test_a_page_names_its_moment_head_and_protocol(name: str) -> None:
    """Paper is traced back to one chart, one moment and one protocol version."""
    sheet, text = sheet_of(name), page_of(name).text
    expected = (MOMENTS[name][1], sheet.plan.course.head, "fudr-28d/2026.1")
    assert all(each in text for each in expected)


@pytest.mark.parametrize("name", MOMENTS)
def test_a_page_has_two_identifier_boxes_as_a_hard_stop(name: str) -> None:
    """Hepatica knows no names: two people read them from the patient."""
    text = page_of(name).text
    assert "Hard stop Two identifiers" in text
    assert "1. Full name" in text
    assert "2. Date of birth or hospital number" in text


@pytest.mark.parametrize("name", MOMENTS)
def test_a_page_has_four_signature_lines(name: str) -> None:
    """Prescriber, pharmacist, two at the bedside."""
    text = page_of(name).text
    assert all(who in text for who in ("Prescriber", "Pharmacist", "Bedside 1", "Bedside 2"))


def test_a_fudr_fill_shows_order_roads_makeup_and_dates() -> None:
    """Everything the people at the pump need stands on the page."""
    text = page_of("give").text
    for part in (
        "GIVE 100 % of the last dose",
        "Road 1: order",
        "Road 2: syringe",
        "The roads agree",
        "floxuridine",
        "Safe refill date, present fill Fri 2026-02-27",
        "Safe refill date, new fill Fri 2026-03-13",
        "Empty the new FUDR Mon 2026-03-09",
        "expected 11.5 mL",
    ):
        assert part in text


def test_the_standby_syringe_comes_before_step_one() -> None:
    """Once the pump is empty, something must be at hand to fill it (behaviour B2)."""
    text = page_of("give").text
    assert text.index("Standby syringe ready: heparinised saline") < text.index(
        "Two identifiers; pump intera-3000"
    )


def test_no_standby_heparin_for_a_patient_who_must_not_have_it() -> None:
    """Heparin-induced thrombocytopenia: the standby fill is one without heparin."""
    sheet = sheet_of("urgent")
    assert "NO HEPARIN" in standby(sheet)
    assert "Standby syringe ready: heparinised saline" not in page_of("urgent").text


def test_the_checklist_stops_at_the_wrong_needle_and_at_a_pocket_fill() -> None:
    """The two ways in which a whole dose goes astray."""
    text = page_of("give").text
    assert "NEVER the special bolus needle" in text
    assert "suspected POCKET FILL" in text
    assert "Never above 30 mL" in text


def test_a_pump_that_is_not_known_asks_the_manufacturer() -> None:
    """No needle is ever assumed."""
    sheet: Sheet = sheet_of("give")
    assert (True, False) == (
        "ask the manufacturer" in needle_of(replace(sheet, device=None))[0],
        "ask the manufacturer" in needle_of(sheet)[0],
    )
    assert sheet.device is not None
    assert BolusPath.SPECIAL_BOLUS_NEEDLE is sheet.device.bolus_path


@pytest.mark.parametrize("name", ["leave", "hold", "evacuate", "urgent"])
def test_a_page_without_fudr_shows_no_dose(name: str) -> None:
    """No roads, no floxuridine, no mg in a volume."""
    text = page_of(name).text
    assert not any(word in text for word in ("floxuridine", "Road 1", "mg in 30 mL", "GIVE"))


def test_a_hold_over_a_rest_fill_holds_no_fudr_figure() -> None:
    """Nothing on that page could be read as a mass of FUDR."""
    sheet = sheet_of("hold")
    quiet = replace(sheet, plan=replace(sheet.plan, alerts=()))
    text = Page(worksheet_as_html(quiet)).text
    assert None is re.search(r"FUDR[^.;]{0,40}\d mg|mg/kg", text)
    assert sheet.plan.in_pump is not None
    assert Content.FUDR is not sheet.plan.in_pump.fill.payload.content


def test_fudr_in_the_pump_is_on_the_emergency_card() -> None:
    """Who comes to help sees what is in it, how much is left, how much was given."""
    text = page_of("evacuate").text
    assert "FUDR already in it about 143.5 mg left at 6.47 mg/mL; 50.5 mg given" in text


def test_an_urgent_choice_has_room_for_the_choice() -> None:
    """The page asks for what a person chose, while the patient is still there."""
    text = page_of("urgent").text
    expected = "A person chooses today, before the patient leaves, at the latest 2026-02-02 08:00"
    assert f"Urgent {expected}" in text


def test_a_choice_that_is_not_for_today_has_its_date() -> None:
    """Only a day that has come is today."""
    sheet = sheet_of("urgent")
    assert sheet.plan.reservoir is not None
    later = replace(sheet.plan.reservoir, by=date(2026, 2, 3), deadline=None)
    html = worksheet_as_html(replace(sheet, plan=replace(sheet.plan, reservoir=later)))
    assert "A person chooses before 2026-02-03" in Page(html).text


def test_a_pump_without_a_fill_on_record_is_not_emptied_by_the_checklist() -> None:
    """The steps begin at an empty pump, and stop when something comes back."""
    text = page_of("emptied").text
    assert "emptied, not refilled" in text
    assert "Before filling: is this order still current?" in text
    assert "Let it empty by itself" not in text


def test_no_line_end_breaks_a_date() -> None:
    """A moment of the chart stays on one line of a narrow cell."""
    html = worksheet_as_html(sheet_of("hold"))
    assert '<span class="whole">2026-02-28T02:39+00:00</span>' in html


def test_the_vials_stand_under_the_makeup() -> None:
    """A line of their own, not the strength of the total."""
    text = page_of("give").text
    assert "1 vial of floxuridine to open." in text


def test_a_pump_left_alone_gets_no_refill_steps() -> None:
    """No needle today: the page says what to watch instead."""
    text = page_of("leave").text
    assert "No needle in the pump" in text
    assert "Fill slowly" not in text


def test_a_course_without_a_pump_still_has_a_page() -> None:
    """The page says what is not known instead of leaving it out."""
    sheet = look_up(plan_of(NO_PUMP, "2026-01-06T10:00+00:00"), load_rulebook())
    assert "no pump in place" in Page(worksheet_as_html(sheet)).text


def test_text_of_the_chart_is_escaped() -> None:
    """A serial number with a tag in it stays text."""
    text = GIVE.replace("SYN-0001", '"<script>alert(1)</script>"')
    html = worksheet_as_html(look_up(plan_of(text, SECOND_FILL), load_rulebook()))
    assert ("<script" in html, "&lt;script&gt;" in html) == (False, True)


def test_a_note_with_a_tag_adds_no_tag() -> None:
    """Free text of the chart cannot change the page."""
    note = '  - {id: n1, kind: note, at: 2026-01-27T10:00+00:00, text: "<script>x</script>"}\n'
    plan = plan_of(LEAVE + note, MOMENTS["leave"][1])
    assert 0 == Page(worksheet_as_html(look_up(plan, load_rulebook()))).count("script")


def test_the_watermark_says_why_a_page_may_not_be_used() -> None:
    """DRAFT for a plan that is not released, and the other two words beside it."""
    sheet = sheet_of("give")
    assert "DRAFT\nUNSEALED\nSYNTHETIC" == watermark(sheet.plan)


def test_a_released_page_has_no_watermark() -> None:
    """Approved, sealed, real: nothing is printed across."""
    sheet = sheet_of("give")
    course = replace(sheet.plan.course, is_sealed=True, is_synthetic=False)
    released = replace(
        sheet,
        plan=replace(sheet.plan, course=course, unapproved=(), is_re_entered=True),
    )
    page = Page(worksheet_as_html(released))
    assert "" == watermark(released.plan)
    assert not any(attrs.get("class") == "watermark" for _, attrs in page.elements)


def test_an_incomplete_plan_is_never_printed() -> None:
    """A plan made without all its controls has no page."""
    sheet = sheet_of("give")
    with pytest.raises(ValueError, match="all its controls"):
        worksheet_as_html(replace(sheet, plan=replace(sheet.plan, is_complete=False)))


def test_nothing_is_left_out_of_a_long_list() -> None:
    """Every reason and alert of an urgent plan stands on the page, however small."""
    plan = sheet_of("urgent").plan
    text = page_of("urgent").text
    assert all(alert.text.split(":")[0] in text for alert in plan.alerts)
    marked = re.findall(r"\[(?:C-\d\d|R-[a-z-]+)\]", text.split("Alerts")[0])
    assert len(plan.decision.findings) == len(marked)


@pytest.mark.parametrize(("extra", "size"), [(0, "snug"), (10, "tight"), (40, "tightest")])
def test_a_page_with_more_to_say_is_set_smaller(extra: int, size: str) -> None:
    """It stays one page."""
    sheet = sheet_of("give")
    alerts = sheet.plan.alerts + (Alert("something that people must see", "R-any"),) * extra
    html = worksheet_as_html(replace(sheet, plan=replace(sheet.plan, alerts=alerts)))
    assert f'<html lang="en" class="{size}">' in html
