"""questions.yaml: an answer for every kind of pump, or refused."""

import pytest

from hepatica.core.questions.table import AnswerWord, QuestionRow, Topic, Trait
from hepatica.library.errors import ErrorCode, InputErrors
from hepatica.library.folders import read_text_of
from hepatica.library.loader import shipped, shipped_sources
from hepatica.library.questions import questions_from_text, shipped_questions

TEXT = read_text_of(shipped().joinpath("questions.yaml"))


def rows() -> tuple[QuestionRow, ...]:
    """The shipped rows."""
    return shipped_questions().table.rows


def test_a_kind_of_pump_without_an_answer_is_refused() -> None:
    """Without the row for every pump, one without FUDR has no answer about an operation."""
    row = next(part for part in TEXT.split("  - id: ") if part.startswith("surgery-all"))
    with pytest.raises(InputErrors) as refused:
        questions_from_text(TEXT.replace(f"  - id: {row}", ""), sources=shipped_sources())
    assert [ErrorCode.E400] == [error.code for error in refused.value.errors]
    assert "a row for surgery with gas" in str(refused.value.errors[0])


def test_every_row_has_a_name_of_its_own() -> None:
    """The sources of a row are found by it."""
    names = [row.id for row in rows()]
    assert sorted(set(names)) == sorted(names)


def test_what_is_not_stated_is_never_allowed() -> None:
    """Behaviour B5: unknown device data means ask the manufacturer, never yes."""
    strict = (AnswerWord.ASK_THE_MANUFACTURER, AnswerWord.NO)
    unstated = [row for row in rows() if Trait.MRI_NOT_STATED in row.when]
    which_gas = [
        row
        for row in rows()
        if Trait.GAS in row.when and row.topic in (Topic.FLIGHT, Topic.ALTITUDE)
    ]
    assert 3 == len([*unstated, *which_gas])
    assert all(row.answer in strict for row in [*unstated, *which_gas])
