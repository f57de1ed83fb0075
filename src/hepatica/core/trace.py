"""Steps of the trace that belong to no single rule: weight, flow, refill, fill."""

from __future__ import annotations

from hepatica.core.body.weight import DosingWeight
from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import Weight
from hepatica.core.decision import Step
from hepatica.core.dosing.fill import FillOrder
from hepatica.core.pump.flow import Flow
from hepatica.core.pump.refill import Refill
from hepatica.core.quantities import twelve_digits


def weight_step(course: Course, weight: DosingWeight) -> Step:
    """The weighing, the policy's weight and its rounding."""
    weighing = course.latest(Weight)
    return Step(
        name="dosing weight",
        inputs=(("unrounded", f"{twelve_digits(weight.unrounded_kg)} kg"),),
        result=f"{twelve_digits(weight.dosing_weight_kg)} kg",
        rule="R-dosing-weight",
        entries=() if weighing is None else (weighing.id,),
    )


def flow_step(flow: Flow) -> Step:
    """The label, the measurements, and the flow that sets the concentration."""
    measured = (
        (f"measured {each.read_at.date()}", f"{twelve_digits(each.reading.flow_ml_per_day)} mL/day")
        for each in flow.measurements
    )
    return Step(
        name="flow for the concentration",
        inputs=((flow.stated.word, f"{twelve_digits(flow.stated.ml_per_day)} mL/day"), *measured),
        result=f"{twelve_digits(flow.concentration_flow_ml_per_day)} mL/day",
        rule="R-flow",
        entries=tuple(each.access_id for each in flow.measurements),
    )


def refill_step(refill: Refill) -> Step:
    """The fast bound and the safe refill date."""
    bound = refill.fast_bound_ml_per_day
    shown = "not known" if bound is None else f"{twelve_digits(bound)} mL/day"
    days = () if refill.days is None else (("days to reserve", twelve_digits(refill.days)),)
    return Step(
        name="safe refill date",
        inputs=(("fast bound", shown), *days),
        result=str(refill.date) if refill.date else f"date unknown: {refill.reason}",
        rule="R-safe-refill",
    )


def fill_step(fill: FillOrder) -> Step:
    """Road 1 with its unrounded mass."""
    return Step(
        name="FUDR in the reservoir",
        inputs=(
            ("dose", f"{twelve_digits(fill.dose_mg_per_kg_day)} mg/kg/day"),
            ("dosing weight", f"{twelve_digits(fill.dosing_weight_kg)} kg"),
            ("volume", f"{twelve_digits(fill.volume_ml)} mL"),
            ("flow", f"{twelve_digits(fill.flow_ml_per_day)} mL/day"),
            ("unrounded", f"{twelve_digits(fill.unrounded_mg)} mg"),
        ),
        result=f"{twelve_digits(fill.fudr_mg)} mg",
        rule="R-fill",
    )
