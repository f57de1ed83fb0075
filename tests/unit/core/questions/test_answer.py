"""What holds for which pump, judged against behaviour B5 and the device table by hand."""

from datetime import date
from decimal import Decimal

import pytest

from hepatica.core.chart.course import Course
from hepatica.core.planning import plan
from hepatica.core.questions.answer import Answer, answer_question
from hepatica.core.questions.table import AnswerWord, Topic
from hepatica.library.loader import load_rulebook
from hepatica.library.questions import shipped_questions
from tests.golden.charts import Given, fold

BOOK = load_rulebook()
TABLE = shipped_questions().table
FUDR_IN, FUDR_OUT = "dwell", "first"
RATE = {
    "id": "rate",
    "kind": "pump_rate_set",
    "at": "2026-01-12T10:20",
    "rate": "1.3 mL/day",
    "serial": "SYN-0001",
    "roles": ["surgeon", "nurse"],
}


FILL = {
    "kind": "pump_filled",
    "content": "heparinised-saline",
    "prepared": "30 mL",
    "injected": "30 mL",
}


def course_with(model: str, chart: str = FUDR_IN) -> Course:
    """A golden chart with a pump of another family."""
    rates = [RATE] if model == "synchromed-ii" else []
    return fold(Given(chart, {"implant": {"model": model}}, rates))


def asked(course: Course, topic: Topic, until: date | None = None) -> Answer:
    """The answer for a period that begins on the day of the course."""
    return answer_question(course, BOOK, TABLE, topic, since=course.today, until=until)


@pytest.mark.parametrize(
    ("model", "topic", "word"),
    [
        ("intera-3000", "mri", "only-if"),
        ("intera-3000", "flight", "ask-the-manufacturer"),  # its gas was not found
        ("intera-3000", "altitude", "ask-the-manufacturer"),
        ("intera-3000", "fever", "act"),
        ("intera-3000", "sauna", "no"),
        ("intera-3000", "surgery", "only-if"),
        ("intera-3000", "contrast", "only-if"),
        ("tricumed-ip2000v", "mri", "ask-the-manufacturer"),
        ("tricumed-ip2000v", "flight", "ask-the-manufacturer"),  # no tolerance, so no date
        ("tricumed-ip2000v", "altitude", "ask-the-manufacturer"),
        ("tricumed-ip2000v", "fever", "act"),
        ("tricumed-ip2000v", "sauna", "no"),
        ("infusaid-400", "flight", "ask-the-manufacturer"),
        ("infusaid-400", "altitude", "ask-the-manufacturer"),
        ("infusaid-400", "fever", "act"),
        ("infusaid-400", "sauna", "no"),
        ("infusaid-400", "contrast", "no"),
        ("synchromed-ii", "mri", "ask-the-manufacturer"),
        ("synchromed-ii", "flight", "ask-the-manufacturer"),
        ("synchromed-ii", "altitude", "ask-the-manufacturer"),
        ("synchromed-ii", "fever", "act"),
        ("synchromed-ii", "sauna", "ask-the-manufacturer"),
        ("synchromed-ii", "contrast", "no"),
        ("no-such-pump", "surgery", "ask-the-manufacturer"),
        ("no-such-pump", "contrast", "no"),
        ("no-such-pump", "fever", "act"),
        ("no-such-pump", "mri", "ask-the-manufacturer"),
    ],
)
def test_the_answer_with_fudr_in_the_pump(model: str, topic: str, word: str) -> None:
    """What is not known of a family is asked of its maker, and never allowed."""
    assert AnswerWord(word) is asked(course_with(model), Topic(topic)).word


def test_without_fudr_contrast_may_go_past_every_pump() -> None:
    """The refusal is for the FUDR in the pump alone."""
    assert AnswerWord.ONLY_IF is asked(course_with("infusaid-400", FUDR_OUT), Topic.CONTRAST).word


def test_a_pump_of_unknown_content_may_hold_fudr() -> None:
    """Two fills without an access between: nobody knows what is in it."""
    twice = {**FILL, "id": "again", "at": "2026-01-20T10:30"}
    course = fold(Given(FUDR_OUT, {"implant": {"model": "infusaid-400"}}, [twice]))
    assert AnswerWord.NO is asked(course, Topic.CONTRAST).word


def test_the_motor_is_read_after_the_magnet() -> None:
    """SynchroMed: the motor stops in the magnet and should run again."""
    rows = asked(course_with("synchromed-ii"), Topic.MRI).rows
    after = [step for row in rows for step in row.after]
    assert any("the motor runs" in step for step in after)


def test_a_flight_moves_the_date_and_no_dose() -> None:
    """By hand, 28 mL from 26 January 11:00 on.

    28 / 1.495 = 18.7 days. With the flight: 9.78 mL are used by midnight before 2 February, and
    18.22 / (1.495 x 1.12) = 10.88 days more make 17.4.
    """
    course = course_with("intera-3000")
    found = asked(course, Topic.FLIGHT)
    assert found.refill is not None
    assert found.refill_with is not None
    assert (date(2026, 2, 13), date(2026, 2, 12)) == (found.refill.date, found.refill_with.date)


@pytest.mark.parametrize("topic", [Topic.MRI, Topic.SURGERY, Topic.CONTRAST])
def test_the_others_move_no_date(topic: Topic) -> None:
    """Nothing of them is known to the flow."""
    assert asked(course_with("intera-3000"), topic).refill_with is None


@pytest.mark.parametrize("topic", list(Topic))
def test_no_answer_moves_the_dose(topic: Topic) -> None:
    """The course is left as it was: the exposure is only asked about."""
    course = course_with("intera-3000", FUDR_OUT)
    before = plan(course, BOOK)
    asked(course, topic)
    assert before == plan(course, BOOK)
    assert before.fill is not None
    assert Decimal(194) == before.fill.fudr_mg


def test_a_fever_that_goes_on_since_before_the_last_access_counts_from_today() -> None:
    """By hand: saline from 9 February 11:30; half a day at 1.495, then x 1.15 without an end.

    28 - 0.98 are left on 10 February 11:00; / 1.719 = 15.7 days: 25 February.
    """
    course = fold(Given("second", {}, []), at="2026-02-10T11:00")
    found = answer_question(course, BOOK, TABLE, Topic.FEVER, since=date(2026, 2, 8), until=None)
    assert found.refill is not None
    assert found.refill_with is not None
    assert (date(2026, 2, 27), date(2026, 2, 25)) == (found.refill.date, found.refill_with.date)


def test_without_a_protocol_the_reason_is_said() -> None:
    """The label is charted; what lacks is the protocol."""
    course = fold(Given(FUDR_IN, {}, [], ["assigned"]))
    assert asked(course, Topic.SURGERY).why_no_date.startswith("no protocol")
