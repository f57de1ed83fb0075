"""What questions.yaml holds: for each question, what holds for which pump."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from hepatica.core.frozen import frozen

QUESTIONS = "questions"


class Topic(StrEnum):
    """What is asked about."""

    MRI = "mri"
    FLIGHT = "flight"
    ALTITUDE = "altitude"
    FEVER = "fever"
    SAUNA = "sauna"
    SURGERY = "surgery"
    CONTRAST = "contrast"


class AnswerWord(StrEnum):
    """The answer, mildest first; where several rows apply the last of their words counts."""

    ONLY_IF = "only-if"
    ASK_THE_MANUFACTURER = "ask-the-manufacturer"
    ACT = "act"
    NO = "no"


class Trait(StrEnum):
    """What an answer may depend on: facts of the pump's family, and what is in the pump."""

    GAS = "gas"
    HIGH_PRESSURE_GAS = "high-pressure-gas"
    LOW_PRESSURE_GAS = "low-pressure-gas"
    MOTOR = "motor"
    MRI_CONDITIONAL = "mri-conditional"
    MRI_NOT_STATED = "mri-not-stated"
    MOTOR_STOPS_IN_MAGNET = "motor-stops-in-magnet"
    BOLUS_ASPIRATE_FIRST = "bolus-aspirate-first"
    BOLUS_REFUSE = "bolus-refuse"
    FUDR_IN = "fudr-in"
    FUDR_OUT = "fudr-out"


@frozen
class QuestionRow:
    """What holds for pumps that have every trait of `when`; without any, for all."""

    ROW_KEYS: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    topic: Topic
    answer: AnswerWord
    why: str
    when: tuple[Trait, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@frozen
class QuestionTable:
    """questions.yaml."""

    rows: tuple[QuestionRow, ...]

    def about(self, topic: Topic, traits: frozenset[Trait]) -> tuple[QuestionRow, ...]:
        """The rows that apply, in the order of the file."""
        return tuple(r for r in self.rows if r.topic is topic and traits.issuperset(r.when))
