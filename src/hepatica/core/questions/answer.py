"""The answer to one question about one patient on one day (behaviour B5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import Entry, Exposure
from hepatica.core.chart.words import ExposureKind
from hepatica.core.frozen import frozen
from hepatica.core.moment import Moment
from hepatica.core.plan import Plan
from hepatica.core.planning import plan
from hepatica.core.pump.device import Device
from hepatica.core.pump.device_words import BolusWithFudr, InMagnet, MriLabel
from hepatica.core.pump.ledger import Ledger, keep_ledger
from hepatica.core.pump.refill import Refill
from hepatica.core.questions.table import AnswerWord, QuestionRow, QuestionTable, Topic, Trait
from hepatica.core.rulebook import Rulebook

# What the flow of a pump knows of a question; a sauna warms as a fever does.
EXPOSURES: Mapping[Topic, ExposureKind] = {
    Topic.FLIGHT: ExposureKind.FLIGHT,
    Topic.ALTITUDE: ExposureKind.ALTITUDE,
    Topic.FEVER: ExposureKind.FEVER,
    Topic.SAUNA: ExposureKind.FEVER,
}


@frozen
class Answer:
    """The strictest word of the rows that apply.

    `refill` is the safe refill date as the chart stands; `refill_with` counts what was asked
    about, and is None where it does not move the flow. `why_no_date` says why there is none.
    No question changes a dose.
    """

    topic: Topic
    word: AnswerWord
    rows: tuple[QuestionRow, ...]
    device: Device | None
    refill: Refill | None
    refill_with: Refill | None
    why_no_date: str = ""


def answer_question(
    course: Course,
    rulebook: Rulebook,
    table: QuestionTable,
    topic: Topic,
    *,
    since: date,
    until: date | None,
) -> Answer:
    """What holds for this patient's pump.

    Args:
        course: the course at the moment of the question.
        rulebook: protocols and devices.
        table: what holds for which pump.
        topic: what is asked about.
        since: its first day.
        until: its last day; None where it is not known, which counts until the next access.
    """
    ledger = keep_ledger(course)
    device = None if ledger.pump is None else rulebook.devices.get(ledger.pump.payload.model)
    rows = table.about(topic, traits_of(device, ledger))
    planned = plan(course, rulebook)
    exposure = EXPOSURES.get(topic)
    refill_with = None
    if exposure is not None:
        refill_with = plan(_exposed(course, exposure, since, until), rulebook).refill
    words = [row.answer for row in rows]
    if device is None or (exposure is not None and not _has_date(refill_with)):
        words.append(AnswerWord.ASK_THE_MANUFACTURER)
    return Answer(
        topic=topic,
        word=max(words, key=list(AnswerWord).index),
        rows=rows,
        device=device,
        refill=planned.refill,
        refill_with=refill_with,
        why_no_date=_why_no_date(planned),
    )


def _has_date(refill: Refill | None) -> bool:
    return refill is not None and refill.date is not None


def _why_no_date(planned: Plan) -> str:
    if planned.refill is not None and planned.refill.reason:
        return planned.refill.reason
    return "no pump is in place" if planned.reservoir is None else planned.reservoir.reason


def traits_of(device: Device | None, ledger: Ledger) -> frozenset[Trait]:
    """What the answer may depend on.

    A pump whose content is not known may hold FUDR; what is not known of a family is refused.
    """
    is_clear = ledger.current is not None and not ledger.contradictions
    has_fudr = ledger.holds_any_fudr or not is_clear
    found = {Trait.FUDR_IN if has_fudr else Trait.FUDR_OUT}
    if device is None:
        return frozenset({*found, Trait.MRI_NOT_STATED, Trait.BOLUS_REFUSE})
    found.add(Trait(device.driven_by.value))
    is_conditional = device.mri is MriLabel.CONDITIONAL
    found.add(Trait.MRI_CONDITIONAL if is_conditional else Trait.MRI_NOT_STATED)
    if device.in_magnet is InMagnet.MOTOR_STOPS:
        found.add(Trait.MOTOR_STOPS_IN_MAGNET)
    is_refused = device.bolus_with_fudr is BolusWithFudr.REFUSE
    found.add(Trait.BOLUS_REFUSE if is_refused else Trait.BOLUS_ASPIRATE_FIRST)
    return frozenset(found)


def _exposed(course: Course, exposure: ExposureKind, since: date, until: date | None) -> Course:
    """The course with what is asked about charted.

    Without an end it goes on today, whatever was emptied since it began.
    """
    asked = [Exposure(exposure, since, until)]
    if until is None and since < course.today:
        yesterday = course.today - timedelta(days=1)
        asked = [Exposure(exposure, since, yesterday), Exposure(exposure, course.today, None)]
    now = Moment.exactly(course.at)
    added = (Entry(f"asked-{n}", now, course.known_by, each) for n, each in enumerate(asked))
    return replace(course, entries=(*course.entries, *added))
