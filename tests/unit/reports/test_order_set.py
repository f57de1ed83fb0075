"""The systemic order set behind the worksheet, on a course that carries both arms."""

import re
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from hepatica.casefile.load import load_case
from hepatica.core.chart.fold import Chart, fold_course
from hepatica.core.planning import plan
from hepatica.library.loader import load_rulebook
from hepatica.reports.order_set import OrderSet, order_set
from hepatica.reports.sheet import Sheet, look_up
from hepatica.reports.systemic import both_arms
from hepatica.reports.worksheet import worksheet_as_html
from tests.unit.reports.page import Page

BOTH_GIVEN = "2026-01-28T08:40+01:00"
DIARRHOEA = "2026-04-29T08:40+02:00"
ONE_STOPPED = "2026-06-03T08:55+02:00"
BEFORE_SURGERY = "2026-07-01T08:40+02:00"


@cache
def chart() -> Chart:
    """The course with both arms, read once."""
    file = Path(__file__).resolve().parents[3] / "examples" / "conversion.yaml"
    return load_case(file, now=datetime.fromisoformat("2026-11-01T00:00+00:00"))


@cache
def sheet_at(at: str) -> Sheet:
    """The sheet of the course at a moment."""
    moment, rulebook = datetime.fromisoformat(at), load_rulebook()
    made = plan(fold_course(chart(), at=moment, known_by=moment), rulebook)
    return look_up(made, rulebook)


def set_at(at: str) -> OrderSet:
    """The order set at a moment."""
    made = order_set(sheet_at(at))
    assert made is not None
    return made


def row_of(at: str, drug: str) -> str:
    """The row of a drug on the printed page."""
    html = worksheet_as_html(sheet_at(at))
    rows = re.findall(r"<tr>.*?</tr>", html, flags=re.DOTALL)
    return next(str(row) for row in rows if f'<th scope="row">{drug}</th>' in row)


def test_a_drug_that_is_stopped_has_no_box_to_tick() -> None:
    """Nobody ticks off a drug that is not given."""
    stopped, given = row_of(ONE_STOPPED, "oxaliplatin"), row_of(ONE_STOPPED, "irinotecan")
    assert (0, 2) == (stopped.count('class="tick"'), given.count('class="tick"'))
    assert "not given" in stopped


@pytest.mark.parametrize("at", [DIARRHOEA, BEFORE_SURGERY])
def test_a_visit_that_does_not_go_ahead_has_no_box_at_all(at: str) -> None:
    """Put off or held back: no amount, no box."""
    rows = [row_of(at, drug) for drug in ("oxaliplatin", "irinotecan")]
    assert all("not given" in row and 'class="tick"' not in row for row in rows)


def test_the_surface_can_be_computed_again() -> None:
    """The square root of 176 x 78.4 / 3600 is 1.958; both numbers stand beside it."""
    assert "1.96 m2 (78.4 kg, 176 cm)" == set_at(BOTH_GIVEN).surface


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (BOTH_GIVEN, "FUDR GIVE, systemic GIVE, each as decided alone"),
        (BEFORE_SURGERY, "FUDR REFUSED, systemic HOLD, each as decided alone"),
    ],
)
def test_where_nothing_is_changed_both_words_are_said(at: str, expected: str) -> None:
    """That one arm goes on while the other does not is meant, and said."""
    assert [f"Nothing in one arm changes the other: {expected}."] == both_arms(sheet_at(at).plan)


def test_what_one_arm_does_to_the_other_is_said_instead() -> None:
    """Diarrhoea of irinotecan refuses FUDR."""
    said = both_arms(sheet_at(DIARRHOEA).plan)
    assert ["FUDR: REFUSED, diarrhoea grade 3; needed: the event charted as ended"] == said


def test_what_was_given_so_far_is_added_up() -> None:
    """Six visits: 166.6 + 3 x 165.8 + 2 x 164.9 mg of oxaliplatin, six times 85 mg/m2."""
    text = Page(worksheet_as_html(sheet_at(DIARRHOEA))).text
    assert "oxaliplatin: 6 visits, 993.8 mg, 510 mg/m2" in text
    assert "irinotecan: 6 visits, 1753.5 mg, 900 mg/m2" in text
