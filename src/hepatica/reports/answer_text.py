"""The answer to a question about a patient, as text and as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from hepatica.core.chart.course import Course
from hepatica.core.pump.refill import Refill, RefillStatus
from hepatica.core.questions.answer import Answer
from hepatica.core.questions.table import AnswerWord, QuestionRow, Topic
from hepatica.library.questions import LoadedQuestions
from hepatica.reports.figures import as_written, instant
from hepatica.reports.layout import labelled

_ASKED = {
    Topic.MRI: "an MRI examination",
    Topic.FLIGHT: "a flight",
    Topic.ALTITUDE: "a stay above 1500 m",
    Topic.FEVER: "a fever",
    Topic.SAUNA: "sauna, hot tub or heating pad",
    Topic.SURGERY: "an operation",
    Topic.CONTRAST: "contrast, tracer or dye through the bolus path",
}
_ANSWERS = {
    AnswerWord.ONLY_IF: "ONLY IF what stands below is done",
    AnswerWord.ACT: "ACT: what stands below is done now",
    AnswerWord.ASK_THE_MANUFACTURER: "ASK THE MANUFACTURER: nothing read allows it",
    AnswerWord.NO: "NO",
}
_NO_DEVICE = "the family of this pump is not known, or no pump is in place"


def answer_as_text(
    answer: Answer, course: Course, questions: LoadedQuestions, period: tuple[date, date | None]
) -> str:
    """The answer for a terminal, with the source of each reason."""
    mark = ". SYNTHETIC chart, no patient" if course.is_synthetic else ""
    lines = [f"{_ASKED[answer.topic]}: {instant(course.at)}. Case {course.case}{mark}", ""]
    parts = {
        "PUMP": [_pump(answer)],
        "ANSWER": [_ANSWERS[answer.word]],
        "WHY": [f"{row.why} ({_sources(row, questions)})" for row in answer.rows],
        _first(answer): _steps_before(answer),
        "AFTER": [step for row in answer.rows for step in row.after],
        "SAFE DATE": list(_dates(answer, period)),
    }
    for label, texts in parts.items():
        for number, text in enumerate(texts):
            lines += labelled("" if number else label, text)
    return "\n".join(lines)


def _steps_before(answer: Answer) -> list[str]:
    """What comes first; what is not done at all has no first step."""
    if answer.word is AnswerWord.NO:
        return []
    return [step for row in answer.rows for step in row.before]


def _pump(answer: Answer) -> str:
    device = answer.device
    if device is None:
        return _NO_DEVICE
    names = ", ".join(device.names)
    if answer.topic is not Topic.MRI or not device.mri_tesla:
        return names
    return f"{names}; at {' or '.join(as_written(each) for each in device.mri_tesla)} T"


def _first(answer: Answer) -> str:
    """Nobody asks leave for a fever: what stands there is done now."""
    return "NOW" if answer.word is AnswerWord.ACT else "BEFORE"


def _source(row: QuestionRow, questions: LoadedQuestions, column: str = "why") -> str:
    values = questions.sources_of(row.id)
    value = next(v for v in values if v.path.split("/")[3].split(" ")[0] == column)
    return f"{value.source} {value.confidence.value}"


def _sources(row: QuestionRow, questions: LoadedQuestions) -> str:
    """Of the reason, and of the answer drawn from it where that rests on something else."""
    why, answer = (_source(row, questions, column) for column in ("why", "answer"))
    return why if why == answer else f"{why}; the answer {answer}"


def _dates(answer: Answer, period: tuple[date, date | None]) -> Iterator[str]:
    yield f"{_date(answer.refill, answer)} as charted"
    if answer.refill_with is None:
        yield "not moved by this; nor is any dose"
        return
    since, until = period
    end = "the next access, for want of an end" if until is None else until.isoformat()
    yield f"{_date(answer.refill_with, answer)} with it, from {since} until {end}; no dose is moved"


def _date(refill: Refill | None, answer: Answer) -> str:
    if refill is None or refill.date is None:
        return f"NOT KNOWN ({answer.why_no_date})"
    late = "OVERDUE, see the pump first: " if refill.status is RefillStatus.OVERDUE else ""
    return f"{late}{refill.date.isoformat()}"


def answer_as_data(
    answer: Answer, course: Course, questions: LoadedQuestions, period: tuple[date, date | None]
) -> Mapping[str, object]:
    """The answer as JSON holds it; dates are null where they are not known."""
    since, until = period
    return {
        "case": course.case,
        "synthetic": course.is_synthetic,
        "at": course.at.isoformat(),
        "topic": answer.topic.value,
        "device": None if answer.device is None else answer.device.id,
        "answer": answer.word.value,
        "reasons": [_row(row, questions) for row in answer.rows],
        "safe_refill_date": _plain(answer.refill),
        "status": "date-unknown" if answer.refill is None else answer.refill.status.value,
        "why_no_date": answer.why_no_date if _plain(answer.refill) is None else "",
        "since": since.isoformat(),
        "until": None if until is None else until.isoformat(),
        "moves_the_date": answer.refill_with is not None,
        "safe_refill_date_with": _plain(answer.refill_with),
    }


def _row(row: QuestionRow, questions: LoadedQuestions) -> Mapping[str, object]:
    source, _, confidence = _source(row, questions).partition(" ")
    return {
        "row": row.id,
        "answer": row.answer.value,
        "why": row.why,
        "before": list(row.before),
        "after": list(row.after),
        "source": source,
        "confidence": confidence,
    }


def _plain(refill: Refill | None) -> str | None:
    return None if refill is None or refill.date is None else refill.date.isoformat()
