"""The answer to one question about one patient on one day (behaviour B5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import Entry, Exposure
from hepatica.core.chart.words import ExposureKind
from hepatica.core.moment import Moment
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


@dataclass(frozen=True, slots=True)
class Answer:
    """The strictest word of the rows that apply.

    `refill` is the safe refill date as the chart stands; `refill_with` counts what was asked
    about, and is None where it does not move the flow. No question changes a dose.
    """

    topic: Topic
    word: AnswerWord
    rows: tuple[QuestionRow, ...]
    device: Device | None
    refill: Refill | None
    refill_with: Refill | None


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
    words = [row.answer for row in rows]
    if device is None:
        words.append(AnswerWord.ASK_THE_MANUFACTURER)
    exposure = EXPOSURES.get(topic)
    return Answer(
        topic=topic,
        word=max(words, key=list(AnswerWord).index),
        rows=rows,
        device=device,
        refill=plan(course, rulebook).refill,
        refill_with=None
        if exposure is None
        else plan(_exposed(course, exposure, since, until), rulebook).refill,
    )


def traits_of(device: Device | None, ledger: Ledger) -> frozenset[Trait]:
    """What the answer may depend on. A pump whose content is not known may hold FUDR."""
    is_clear = ledger.current is not None and not ledger.contradictions
    has_fudr = ledger.holds_any_fudr or not is_clear
    found = {Trait.FUDR_IN if has_fudr else Trait.FUDR_OUT}
    if device is None:
        return frozenset(found)
    found.add(Trait(device.driven_by.value))
    is_conditional = device.mri is MriLabel.CONDITIONAL
    found.add(Trait.MRI_CONDITIONAL if is_conditional else Trait.MRI_NOT_STATED)
    if device.in_magnet is InMagnet.MOTOR_STOPS:
        found.add(Trait.MOTOR_STOPS_IN_MAGNET)
    is_refused = device.bolus_with_fudr is BolusWithFudr.REFUSE
    found.add(Trait.BOLUS_REFUSE if is_refused else Trait.BOLUS_ASPIRATE_FIRST)
    return frozenset(found)


def _exposed(course: Course, exposure: ExposureKind, since: date, until: date | None) -> Course:
    """The course with what is asked about charted."""
    asked = Exposure(exposure, since, until)
    entry = Entry("asked", Moment.exactly(course.at), course.known_by, asked)
    return replace(course, entries=(*course.entries, entry))
