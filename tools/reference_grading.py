"""The page ctcae-5.md: the table of grades as it is read, and what it leaves to people."""

from __future__ import annotations

from collections.abc import Iterator

from hepatica.core.toxicity.table import CTCAE, GradeRow, GradingTable
from hepatica.core.toxicity.words import Basis, Bound, Threshold, When
from hepatica.library.loader import shipped_grading
from hepatica.library.units import units_of
from tools.markdown import page, table

_SIGNS = {Bound.ABOVE: ">", Bound.AT_LEAST: "≥", Bound.BELOW: "<"}
_OF = {
    Basis.ULN: "× ULN",
    Basis.LLN: "× LLN",
    Basis.BASELINE: "× baseline",
    Basis.FALL: "% below the baseline",
}


def render_grading() -> str:
    """The page."""
    loaded = shipped_grading(CTCAE)
    counts = {
        f"{value.confidence}, {value.source}": 0
        for value in sorted(loaded.values, key=lambda each: each.confidence)
    }
    for value in loaded.values:
        counts[f"{value.confidence}, {value.source}"] += 1
    intro = (
        "Laboratory terms of the Common Terminology Criteria for Adverse Events, version 5.0, as "
        "`hepatica grade` reads them. A grade begins at its cell and ends where the next begins; "
        "of all rows that are for the patient the highest grade counts. A grade says nothing of "
        "the FUDR dose, and the dose nothing of the grade."
    )
    head = ("term", "for whom", "numbers are", "grade 1", "grade 2", "grade 3", "grade 4")
    return page(
        "CTCAE version 5",
        intro,
        table(head, (_row(row) for row in loaded.table.rows)),
        "## What is given\n\n" + table(_TERM_HEAD, _terms(loaded.table)),
        f"Graded by no number in version 5: {', '.join(loaded.table.not_by_number)}.",
        "## Where the values come from\n\n"
        + table(("confidence, source", "values"), ((k, str(n)) for k, n in counts.items())),
    )


_TERM_HEAD = ("term", "units", "read as", "grades also given for what is no number")


def _terms(grading: GradingTable) -> Iterator[tuple[str, ...]]:
    for term in grading.terms:
        beside = ", ".join(str(grade) for grade in term.beside_numbers)
        units = ", ".join(units_of(term.measured).units)
        yield term.term, units, term.value_is or "", beside


def _row(row: GradeRow) -> tuple[str, ...]:
    cells = (row.grade_1, row.grade_2, row.grade_3, row.grade_4)
    whom = "" if row.when is When.ALWAYS else row.when.replace("-", " ")
    numbers = str(row.unit) if row.of is Basis.AMOUNT else _OF[row.of]
    return (row.term, whom, numbers, *map(_cell, cells))


def _cell(cell: Threshold | None) -> str:
    return "" if cell is None else f"{_SIGNS[cell.bound]} {cell.number}"
