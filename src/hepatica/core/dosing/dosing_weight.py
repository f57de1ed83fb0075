"""Today's dosing weight: the newest weighing, if it is recent enough (behaviour E-c)."""

from __future__ import annotations

from hepatica.core.body.weight import DosingWeight, compute_dosing_weight
from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import Enrolment, Entry, Weight
from hepatica.core.protocol.tables import DoseTable
from hepatica.core.quantities import Unknown


def find_weighing(course: Course, dose: DoseTable) -> Entry[Weight] | Unknown:
    """The newest weighing, at most 7 days before the planned fill."""
    weighing = course.latest(Weight)
    if weighing is None or (course.today - weighing.at.day).days > dose.weight_valid_days:
        return Unknown(f"a weight at most {dose.weight_valid_days} days before the fill")
    return weighing


def find_dosing_weight(course: Course, dose: DoseTable) -> DosingWeight | Unknown:
    """The weight the dose is multiplied by, under the protocol's policy."""
    weighing, enrolment = find_weighing(course, dose), course.latest(Enrolment)
    if isinstance(weighing, Unknown):
        return weighing
    if enrolment is None:
        return Unknown("the enrolment with sex and height")
    return compute_dosing_weight(
        policy=dose.dosing_weight,
        sex=enrolment.payload.sex,
        height_cm=enrolment.payload.height_cm,
        weight_kg=weighing.payload.weight_kg,
        rounding_kg=dose.weight_rounding_kg,
    )
