"""The CTCAE grade of one laboratory value (clinical facts 8)."""

from __future__ import annotations

from hepatica.core.calculators.refusal import Cause, Refusal, refuse_negative, refuse_not_above_zero
from hepatica.core.frozen import frozen
from hepatica.core.quantities import clinical_arithmetic
from hepatica.core.toxicity.grading import OpenGrade, grade_laboratory
from hepatica.core.toxicity.reading import LaboratoryValue
from hepatica.core.toxicity.table import GradedTerm, GradingTable
from hepatica.core.toxicity.words import Measured


@frozen
class GradeResult:
    """The grade from 0 to 4 with its reason; an empty grade with what is missing."""

    grade: str
    reason: str


def find_term(name: str, table: GradingTable) -> GradedTerm | Refusal:
    """The term of this name in the wording of the table, in whatever case."""
    term = table.find(name)
    if term is not None:
        return term
    if table.is_not_by_number(name):
        expected = (
            "a term that CTCAE version 5 grades by a number; this one it grades by what was done"
        )
        return Refusal(Cause.NOT_BY_NUMBER, "term", name, expected)
    known = ", ".join(row.term for row in table.terms)
    return Refusal(Cause.UNKNOWN_TERM, "term", name, f"one of {known}")


def calculate_grade(term: GradedTerm, found: LaboratoryValue) -> GradeResult | Refusal:
    """The grade of a value with its reason, or without a grade what is missing."""
    with clinical_arithmetic():
        refusal = _refuse_senseless(term, found)
        if refusal is not None:
            return refusal
        answer = grade_laboratory(term, found)
    if isinstance(answer, OpenGrade):
        needs, least, most = " and ".join(answer.needs), answer.least, answer.most
        return GradeResult(
            "", f"missing: {needs}; without, the grade is between {least} and {most}"
        )
    return GradeResult(str(answer.grade), answer.reason)


def _refuse_senseless(term: GradedTerm, found: LaboratoryValue) -> Refusal | None:
    """Nothing is negative; only a count may be zero; limits of normal stand in their order."""
    is_count = term.term.measured is Measured.COUNT
    refusal = (
        refuse_negative("value", found.value)
        if is_count
        else refuse_not_above_zero(value=found.value)
    ) or refuse_not_above_zero(uln=found.uln, lln=found.lln, baseline=found.baseline)
    if refusal is not None or found.lln is None or found.uln is None or found.lln <= found.uln:
        return refusal
    expected = f"at most the upper limit of normal, {found.uln:f}"
    return Refusal(Cause.NO_USABLE_RESULT, "lln", f"{found.lln:f}", expected)
