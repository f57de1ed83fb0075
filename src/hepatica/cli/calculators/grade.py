"""`hepatica grade`."""

from __future__ import annotations

from enum import StrEnum

from hepatica.cli.calculators.calculator import Calculator, Column, Values
from hepatica.cli.calculators.cells import read_name, read_number, word_reader
from hepatica.cli.calculators.command import make_command
from hepatica.core.calculators.grade import GradeResult, calculate_grade, find_term
from hepatica.core.calculators.refusal import Cause, Refusal
from hepatica.core.rulebook import Rulebook
from hepatica.core.toxicity.reading import LaboratoryValue
from hepatica.core.toxicity.table import CTCAE, TermRow
from hepatica.core.toxicity.words import Measured
from hepatica.library.grades import scales_from
from hepatica.library.units import units_of


class YesOrNo(StrEnum):
    """What a column of facts holds; empty is unknown."""

    YES = "Y"
    NO = "N"


def _compute(values: Values, rulebook: Rulebook) -> GradeResult | Refusal:
    term = find_term(values.word("term"), rulebook.grading[CTCAE])
    if isinstance(term, Refusal):
        return term
    unit = _unit(values.word_or_none("unit"), term.term)
    if isinstance(unit, Refusal):
        return unit
    found = LaboratoryValue(
        value=values.number("value"),
        unit=unit,
        scales=scales_from(unit, units_of(term.term.measured)),
        uln=values.number_or_none("uln"),
        lln=values.number_or_none("lln"),
        baseline=values.number_or_none("baseline"),
        baseline_abnormal=_yes_or_no(values, "baseline_abnormal"),
        symptomatic=_yes_or_no(values, "symptomatic"),
        on_anticoagulation=_yes_or_no(values, "on_anticoagulation"),
    )
    return calculate_grade(term, found)


def _unit(given: str | None, term: TermRow) -> str | Refusal:
    """The unit, which must be one of the term's; an INR may have none."""
    units = units_of(term.measured)
    if given is None and term.measured is Measured.INR:
        return units.canonical
    expected = f"for {term.term} one of {', '.join(units.units)}"
    if given is None:
        return Refusal(Cause.UNIT_MISSING, "unit", "", expected)
    if given not in units.units:
        return Refusal(Cause.UNIT_NOT_ACCEPTED, "unit", given, expected)
    return given


def _yes_or_no(values: Values, name: str) -> bool | None:
    word = values.word_or_none(name)
    return None if word is None else word == YesOrNo.YES


def _number(name: str, help_text: str) -> Column:
    return Column(name, help_text, read_number, is_required=False, may_be_absent=True)


def _fact(name: str, help_text: str) -> Column:
    return Column(name, help_text, word_reader(YesOrNo), is_required=False, may_be_absent=True)


CALCULATOR = Calculator(
    name="grade",
    help="""Grade one laboratory value by CTCAE version 5.

    The grade is 0 to 4; it is empty where something is missing that could change it, and the
    reason says what. It is read by numbers alone: where the table also names symptoms, a
    treatment or a danger to life, the reason says for which grades. Calcium is total calcium
    corrected for albumin, corrected before it is given. Where the table prints two units, which
    do not agree exactly, the numbers in the reported unit are read.

    The grade says nothing of the FUDR dose, and the dose nothing of the grade: they rest on
    different numbers. Never derive one from the other; hepatica dose reads the liver table.
    """,
    columns=(
        Column("term", "in the wording of CTCAE, in any case of letters", read_name),
        Column("value", "the laboratory value"),
        Column("unit", "of the value, its limits and the baseline", read_name, is_required=False),
        _number("uln", "upper limit of normal"),
        _number("lln", "lower limit of normal"),
        _number("baseline", "the value before therapy; empty is unknown"),
        _fact(
            "baseline_abnormal",
            "Y or N; empty: as the baseline lies to the limit of normal, and without a baseline "
            "the limit of normal is used",
        ),
        _fact("symptomatic", "Y or N; asked for sodium, potassium, lipase and amylase"),
        _fact("on_anticoagulation", "Y or N; asked for INR"),
    ),
    result_type=GradeResult,
    compute=_compute,
    sample={
        "term": "Anemia",
        "value": "9.4",
        "unit": "g/dL",
        "lln": "12",
    },
)

grade = make_command(CALCULATOR)
