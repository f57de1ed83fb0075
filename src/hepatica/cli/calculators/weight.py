"""`hepatica weight`."""

from __future__ import annotations

from hepatica.cli.calculators.calculator import Calculator, Column, Values, shipped_protocol
from hepatica.cli.calculators.cells import word_reader
from hepatica.cli.calculators.command import make_command
from hepatica.core.body.weight import DosingWeight
from hepatica.core.calculators.refusal import Refusal
from hepatica.core.calculators.weight import WeightCase, calculate_weight
from hepatica.core.chart.words import Sex
from hepatica.core.protocol.words import WeightPolicy
from hepatica.core.rulebook import Rulebook


def _compute(values: Values, rulebook: Rulebook) -> DosingWeight | Refusal:
    case = WeightCase(
        sex=Sex(values.word("sex")),
        height_cm=values.number("height_cm"),
        weight_kg=values.number("weight_kg"),
        policy=WeightPolicy(values.word("policy")),
    )
    return calculate_weight(case, shipped_protocol(rulebook))


CALCULATOR = Calculator(
    name="weight",
    help="""Calculate the dosing weight under a policy.

    actual: as measured. ideal: Devine. avg_if_gt_125: the mean of both when the measured weight
    is above 1.25 x ideal, else as measured. dosing_weight_kg is rounded to 0.1 kg, half up.
    """,
    columns=(
        Column("sex", "M or F", read=word_reader(Sex)),
        Column("height_cm", "height"),
        Column("weight_kg", "measured weight"),
        Column("policy", "actual, ideal or avg_if_gt_125", read=word_reader(WeightPolicy)),
    ),
    result_type=DosingWeight,
    compute=_compute,
    sample={"sex": "F", "height_cm": "165", "weight_kg": "82", "policy": "avg_if_gt_125"},
)

weight = make_command(CALCULATOR)
