"""`hepatica flow`."""

from __future__ import annotations

from hepatica.cli.calculators.calculator import Calculator, Column, Values, shipped_protocol
from hepatica.cli.calculators.command import make_command
from hepatica.core.calculators.flow import FlowCase, FlowResult, calculate_flow
from hepatica.core.calculators.refusal import Refusal
from hepatica.core.rulebook import Rulebook

# The device whose reserve tells an emptied pump.
DEVICE = "intera-3000"


def _compute(values: Values, rulebook: Rulebook) -> FlowResult | Refusal:
    case = FlowCase(
        filled_ml=values.number("filled_ml"),
        withdrawn_ml=values.number("withdrawn_ml"),
        days=values.number("days"),
        label_ml_per_day=values.number("label_ml_per_day"),
        concentration_mg_per_ml=values.number_or_none("concentration_mg_per_ml"),
    )
    reserve_ml = rulebook.devices[DEVICE].reserve_ml
    return calculate_flow(case, shipped_protocol(rulebook), reserve_ml=reserve_ml)


CALCULATOR = Calculator(
    name="flow",
    help="""Calculate the flow of a pump from one dwell.

    Flow = (filled - withdrawn) / days. The band is of the deviation from the label: within-10,
    10-to-15, over-15 (exactly 10 is within-10, exactly 15 is 10-to-15). At most 2 mL withdrawn,
    even of a fill so small, is emptied: the flow was at least so much, and is not known.
    Withdrawn as much as was filled is stopped. Without a concentration delivered_mg is empty.
    An error: more withdrawn than filled; above 25 mg/mL or 600 mg a fill.
    """,
    columns=(
        Column("filled_ml", "volume in the pump after the fill"),
        Column("withdrawn_ml", "volume withdrawn at the access"),
        Column("days", "days between; hours divided by 24"),
        Column("label_ml_per_day", "flow on the label of this pump"),
        Column(
            "concentration_mg_per_ml",
            "FUDR concentration of the fill",
            is_required=False,
            may_be_absent=True,
        ),
    ),
    result_type=FlowResult,
    compute=_compute,
    sample={"filled_ml": "30", "withdrawn_ml": "11.8", "days": "14", "label_ml_per_day": "1.3"},
)

flow = make_command(CALCULATOR)
