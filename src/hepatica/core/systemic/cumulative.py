"""How often and how much of each drug has been given."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hepatica.core.body.surface import compute_surface
from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import Enrolment, Entry, Weight
from hepatica.core.chart.systemic_entries import SystemicGiven
from hepatica.core.chart.systemic_words import Drug
from hepatica.core.quantities import clinical_arithmetic, round_half_up
from hepatica.core.systemic.regimen import Regimen


@dataclass(frozen=True, slots=True)
class Cumulative:
    """One drug: visits, mg, and mg/m2 by the body surface of each visit.

    `mg_per_m2` is None where the surface of some visit is not known. Of a drug by mouth only one
    taking of each visit is counted: a chart holds no more.
    """

    drug: Drug
    visits: int
    mg: Decimal
    mg_per_m2: Decimal | None


def count_given(course: Course, regimen: Regimen) -> tuple[Cumulative, ...]:
    """Every drug that was given in any regimen, by name; surface by this regimen's formula."""
    with clinical_arithmetic():
        totals: dict[Drug, Cumulative] = {}
        for visit in course.all(SystemicGiven):
            surface = _surface(course, regimen, visit)
            seen: set[Drug] = set()
            for given in visit.payload.drugs:
                before = totals.get(given.drug, Cumulative(given.drug, 0, Decimal(0), Decimal(0)))
                totals[given.drug] = Cumulative(
                    given.drug,
                    before.visits + (given.drug not in seen),
                    before.mg + given.dose_mg,
                    None
                    if surface is None or before.mg_per_m2 is None
                    else before.mg_per_m2 + given.dose_mg / surface,
                )
                seen.add(given.drug)
        return tuple(totals[drug] for drug in sorted(totals))


def _surface(course: Course, regimen: Regimen, visit: Entry[SystemicGiven]) -> Decimal | None:
    enrolment = course.latest(Enrolment)
    weighed = [w for w in course.all(Weight) if w.at.earliest <= visit.at.latest]
    if enrolment is None or not weighed:
        return None
    surface = compute_surface(
        formula=regimen.bsa_formula,
        height_cm=enrolment.payload.height_cm,
        weight_kg=weighed[-1].payload.weight_kg,
    )
    return round_half_up(surface, step=regimen.bsa_rounding_m2)
