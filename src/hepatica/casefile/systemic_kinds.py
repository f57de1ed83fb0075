"""The forms of entries about systemic treatment, its toxicity, and days away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from hepatica.casefile.forms import Field, Form
from hepatica.casefile.number_readers import Measured, Score
from hepatica.casefile.place import Place
from hepatica.casefile.readers import Id, ListOf, Plain, Schema, Text, Watched, Word
from hepatica.casefile.time_readers import Day
from hepatica.core.chart import systemic_entries as entries
from hepatica.core.chart import systemic_words as words
from hepatica.core.frozen import frozen
from hepatica.library.errors import ErrorCode
from hepatica.library.strict_yaml import Node

_REGIMEN = Field(
    "regimen", Id("mfolfox6", r"[A-Za-z0-9][A-Za-z0-9._-]*", "the id of a regimen"), "regimen"
)
_VERSION = Field(
    "version", Id("2026.1", r"[A-Za-z0-9][A-Za-z0-9._-]*", "the version of a regimen"), "version"
)
_LAST_DAY = 63  # no published cycle is longer than nine weeks
_DAYS = tuple(f"{day}" for day in range(1, _LAST_DAY + 1))


@frozen
class WholeNumber(Plain):
    """One of a few whole numbers."""

    numbers: tuple[str, ...]

    @property
    def example(self) -> str:
        """A correct value."""
        return self.numbers[1]

    def read(self, node: Node, place: Place) -> int:
        """The typed value of `node`."""
        return int(Score(self.numbers).read(node, place))

    def schema(self) -> Schema:
        """What is accepted, as JSON Schema."""
        return Score(self.numbers).schema()


_DRUG = Form(
    "A drug as it was given: mg of one giving, by mouth of each taking.",
    entries.DrugGiven,
    (
        Field("drug", Word(words.Drug), "drug"),
        Field("form", Word(words.Form), "form"),
        Field("dose", Measured("mass", "167.5 mg", "systemic_mg"), "dose_mg"),
    ),
)


@frozen
class DrugReader:
    """One drug of a visit."""

    example: str = "{drug: oxaliplatin, form: infusion, dose: 167.5 mg}"

    def read(self, node: Node, place: Place) -> entries.DrugGiven:
        """The drug with its form and amount."""
        return cast(entries.DrugGiven, _DRUG.read(node, place))

    def schema(self) -> Schema:
        """The table as JSON Schema."""
        return _DRUG.schema()

    def watched(self, value: entries.DrugGiven) -> Watched:
        """The amount."""
        yield from _DRUG.watched(value)


def _in_order(values: Mapping[str, Any], place: Place) -> None:
    if values["until"] < values["since"]:
        raise place.field("until").refuse(
            ErrorCode.E146, came=values["until"].isoformat(), expected="a day not before 'since'"
        )


def _named(values: Mapping[str, Any], place: Place) -> None:
    is_other = values["event"] is words.Event.OTHER
    if is_other and values.get("term") is None:
        raise place.refuse(
            ErrorCode.E113,
            expected="the field 'term' for an event that is 'other'",
            example="term: Alopecia",
        )


SYSTEMIC: dict[str, Form] = {
    "genotype": Form(
        "The UGT1A1 genotype, by what it means for irinotecan.",
        entries.Genotype,
        (Field("ugt1a1", Word(words.GeneResult), "ugt1a1"),),
    ),
    "adverse_event": Form(
        "A toxicity with its CTCAE grade; grade 0 says that it has ended.",
        entries.AdverseEvent,
        (
            Field("event", Word(words.Event), "event"),
            Field("grade", WholeNumber(("0", "1", "2", "3", "4", "5")), "grade"),
            Field("attributed_to", ListOf(Word(words.Attribution), "[systemic]"), "attributed_to"),
            Field("term", Text("Alopecia"), "term", is_optional=True),
        ),
        check=_named,
    ),
    "away": Form(
        "Days on which the patient cannot come, both included.",
        entries.Away,
        (Field("since", Day(), "since"), Field("until", Day(), "until")),
        check=_in_order,
    ),
    "systemic_assigned": Form(
        "The systemic regimen that runs beside the pump from now on.",
        entries.SystemicAssigned,
        (_REGIMEN, _VERSION, Field("first_day", Day(), "first_day", is_optional=True)),
    ),
    "systemic_withheld": Form(
        "The whole regimen held back; it holds until treatment is given again.",
        entries.SystemicWithheld,
        (
            Field("cause", Word(words.WithheldCause), "cause"),
            Field("until", Day(), "until", is_optional=True),
        ),
    ),
    "systemic_given": Form(
        "Systemic drugs given on a day of the cycle of the regimen.",
        entries.SystemicGiven,
        (
            _REGIMEN,
            _VERSION,
            Field("day", WholeNumber(_DAYS), "day"),
            Field("drugs", ListOf(DrugReader(), "[{drug: oxaliplatin, ...}]"), "drugs"),
        ),
    ),
}
