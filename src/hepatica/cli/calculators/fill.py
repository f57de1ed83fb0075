"""`hepatica fill`."""

from __future__ import annotations

from hepatica.cli.calculators.calculator import Calculator, Column, Values, shipped_protocol
from hepatica.cli.calculators.command import make_command
from hepatica.core.calculators.fill import FillCase, FillResult, calculate_fill
from hepatica.core.calculators.refusal import Refusal
from hepatica.core.quantities import HUNDRED
from hepatica.core.rulebook import Rulebook


def _compute(values: Values, rulebook: Rulebook) -> FillResult | Refusal:
    case = FillCase(
        dose_mg_per_kg_day=values.number("dose_mg_per_kg_day"),
        weight_kg=values.number("weight_kg"),
        volume_ml=values.number("volume_ml"),
        flow_ml_per_day=values.number("flow_ml_per_day"),
        dwell_days=values.number("dwell_days"),
        percent=values.number("percent"),
    )
    return calculate_fill(case, shipped_protocol(rulebook))


CALCULATOR = Calculator(
    name="fill",
    help="""Calculate what a FUDR fill holds and how it runs out.

    FUDR = dose x percent x weight x volume / flow. The weight is used as given. Delivered and
    residual are those after the dwell and stop at an empty pump. An error: above 0.30
    mg/kg/day (before the percent), 600 mg a fill or 25 mg/mL. Only rounded_fudr_mg is rounded.
    """,
    columns=(
        Column("dose_mg_per_kg_day", "FUDR dose, before the percent"),
        Column("weight_kg", "dosing weight"),
        Column("volume_ml", "volume filled"),
        Column("flow_ml_per_day", "flow of the pump"),
        Column(
            "percent",
            "of the given dose, above 0 and at most 100; default 100",
            may_be_absent=True,
            default=lambda _: str(HUNDRED),
        ),
        Column(
            "dwell_days",
            "days until the pump is emptied; default 14",
            may_be_absent=True,
            default=lambda rulebook: str(shipped_protocol(rulebook).calendar.dwell_days),
        ),
    ),
    result_type=FillResult,
    compute=_compute,
    sample={
        "dose_mg_per_kg_day": "0.12",
        "weight_kg": "70",
        "volume_ml": "30",
        "flow_ml_per_day": "1.3",
    },
    remarks={"fudr_stock_ml": "before rounding"},
)

fill = make_command(CALCULATOR)
