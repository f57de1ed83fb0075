"""How often and how much of each drug has been given."""

from __future__ import annotations

from decimal import Decimal

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import Enrolment, Entry
from hepatica.core.chart.systemic_entries import SystemicGiven
from hepatica.core.chart.systemic_words import Drug
from hepatica.core.frozen import frozen
from hepatica.core.quantities import clinical_arithmetic
from hepatica.core.systemic.amount import compute_bsa
from hepatica.core.systemic.regimen import Regimen
from hepatica.core.systemic.visits import weight_at


@frozen
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
    enrolment, weight_kg = course.latest(Enrolment), weight_at(course, visit)
    if enrolment is None or weight_kg is None:
        return None
    return compute_bsa(regimen, height_cm=enrolment.payload.height_cm, weight_kg=weight_kg)
