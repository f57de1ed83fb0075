"""The systemic order set of a worksheet: a page of its own behind the pump's."""

from __future__ import annotations

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import Enrolment, Weight
from hepatica.core.frozen import frozen
from hepatica.core.systemic.cumulative import Cumulative, count_given
from hepatica.core.systemic.drugs import DrugTable
from hepatica.core.systemic.proposal import SystemicProposal
from hepatica.reports.figures import exact, near
from hepatica.reports.sheet import Sheet
from hepatica.reports.systemic import (
    both_arms,
    classes_line,
    drug_reasons,
    drug_rows,
    systemic_sentence,
)

Lines = tuple[str, ...]


@frozen
class OrderSet:
    """The page: its sentence, its drugs in the order of giving, and lists under their headings."""

    regimen: str
    sentence: str
    surface: str
    is_given: bool
    drugs: tuple[tuple[str, ...], ...]
    lists: tuple[tuple[str, Lines], ...]


def order_set(sheet: Sheet) -> OrderSet | None:
    """The page of a plan; None where no regimen runs beside the pump."""
    proposal, table = sheet.plan.systemic, sheet.drugs
    if proposal is None or table is None:
        return None
    lists = (
        ("Reasons", tuple(drug_reasons(proposal))),
        ("The two arms", tuple(both_arms(sheet.plan))),
        ("Given so far", tuple(map(_so_far, count_given(sheet.plan.course, proposal.regimen)))),
    )
    return OrderSet(
        regimen=proposal.regimen.title,
        sentence=systemic_sentence(proposal),
        surface=_surface(sheet.plan.course, proposal),
        is_given=proposal.is_given,
        drugs=_drugs(proposal, table),
        lists=tuple((heading, lines) for heading, lines in lists if lines),
    )


def _surface(course: Course, proposal: SystemicProposal) -> str:
    """The surface with what it was computed from, so that it can be computed again."""
    weight, enrolment = course.latest(Weight), course.latest(Enrolment)
    if proposal.bsa_m2 is None or weight is None or enrolment is None:
        return "not known"
    kg, cm = exact(weight.payload.weight_kg), exact(enrolment.payload.height_cm)
    return f"{exact(proposal.bsa_m2)} m2 ({kg} kg, {cm} cm)"


def _drugs(proposal: SystemicProposal, table: DrugTable) -> tuple[tuple[str, ...], ...]:
    rows = drug_rows(proposal)[1:]
    classes = [classes_line(table.class_of(drug.row.drug)) for drug in proposal.drugs]
    return tuple((*row, each) for row, each in zip(rows, classes, strict=True))


def _so_far(each: Cumulative) -> str:
    by_surface = "" if each.mg_per_m2 is None else f", {near(each.mg_per_m2, '1')} mg/m2"
    visits = "1 visit" if each.visits == 1 else f"{each.visits} visits"
    return f"{each.drug.value}: {visits}, {exact(each.mg)} mg{by_surface}"
