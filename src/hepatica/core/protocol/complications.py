"""What each complication does: one table for every protocol, and its words."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from hepatica.core.chart.complication_words import ComplicationKind, StudyResult
from hepatica.core.frozen import frozen

# What the paths of its values begin with, and the key of its values in a rulebook.
COMPLICATIONS = "complications"


class GateEffect(StrEnum):
    """What a complication does to the perfusion gate."""

    CLOSES = "closes"
    STAYS = "stays"


class FudrEffect(StrEnum):
    """What a complication does to FUDR beside the gate."""

    NOTHING_MORE = "nothing-more"
    ASK = "ask"
    REFUSE = "refuse"
    PERMANENT_STOP = "permanent-stop"


class AccessEffect(StrEnum):
    """What a complication does to the needle."""

    OPEN = "open"
    CHECK = "check"
    BLOCKED = "blocked"


class ReservoirEffect(StrEnum):
    """What a complication does to the reservoir order."""

    AS_PLANNED = "as-planned"
    EVACUATE = "evacuate"
    PERSON_CHOOSES = "person-chooses"
    PERSON_CHOOSES_NOW = "person-chooses-now"
    UNKNOWN_UNTIL_REFILLED = "unknown-until-refilled"


class EndsBy(StrEnum):
    """What ends the effects of a complication.

    A scan counts when it is A and later than the complication; a study when it is patent and
    later; after a study the scan must be later than the study.
    """

    RESOLUTION = "resolution"
    SCAN = "scan"
    SCAN_OR_RESOLUTION = "scan-or-resolution"
    SCAN_AND_RESOLUTION = "scan-and-resolution"
    STUDY_AND_SCAN = "study-and-scan"
    NOTHING = "nothing"


@frozen
class ComplicationRow:
    """What one complication does until it ends."""

    ROW_KEYS: ClassVar[tuple[str, ...]] = ("complication",)

    complication: ComplicationKind
    gate: GateEffect
    fudr: FudrEffect
    access: AccessEffect
    reservoir: ReservoirEffect
    ends_by: EndsBy


@frozen
class StudyRow:
    """A result of a catheter study does what its complication does."""

    ROW_KEYS: ClassVar[tuple[str, ...]] = ("result",)

    result: StudyResult
    acts_as: ComplicationKind


@frozen
class ComplicationFacts:
    """What is published about a complication, for reading; no rule rests on it."""

    ROW_KEYS: ClassVar[tuple[str, ...]] = ("complication",)

    complication: ComplicationKind
    time: str
    detection: str
    salvage: str
    rate: str


@frozen
class ComplicationTable:
    """complications.yaml.

    `catheter_ml_per_cm` is the volume of one centimetre of catheter; `counted_days` is how
    long after the implant a complication is counted, that day included.
    """

    counted_days: Decimal
    catheter_ml_per_cm: Decimal
    thrombolysis_acts_as: ComplicationKind
    fudr_bolus_acts_as: ComplicationKind
    studies: tuple[StudyRow, ...]
    rows: tuple[ComplicationRow, ...]
    facts: tuple[ComplicationFacts, ...]

    def row(self, kind: ComplicationKind) -> ComplicationRow:
        """The row of one complication; the loader has seen that each has one."""
        return next(row for row in self.rows if row.complication is kind)
