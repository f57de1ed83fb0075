"""A table of grades as it is printed: one row for a term and a set of columns."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from hepatica.core.frozen import frozen
from hepatica.core.toxicity.words import Basis, Bound, Measured, PrintedUnit, Threshold, When

# CTCAE version 5.0, as tables of grades are named in a rulebook.
CTCAE = "ctcae-5"


@frozen
class GradeRow:
    """Where each grade of a term begins, in multiples of `of` or in `unit`.

    A grade reaches from its own number to where the next begins. A grade without a number is
    not printed in this set of columns.
    """

    ROW_KEYS: ClassVar[tuple[str, ...]] = ("term", "when", "of", "unit")

    term: str
    when: When
    of: Basis
    unit: PrintedUnit | None = None
    grade_1: Threshold | None = None
    grade_2: Threshold | None = None
    grade_3: Threshold | None = None
    grade_4: Threshold | None = None

    @property
    def thresholds(self) -> tuple[tuple[int, Threshold], ...]:
        """The grades that have a number, rising, each with where it begins."""
        cells = (self.grade_1, self.grade_2, self.grade_3, self.grade_4)
        return tuple((grade, cell) for grade, cell in enumerate(cells, start=1) if cell)

    @property
    def is_low(self) -> bool:
        """Whether a low value is the bad one."""
        return self.of is Basis.FALL or self.thresholds[0][1].bound is Bound.BELOW


@frozen
class TermRow:
    """A term, in the wording of its table.

    `beside_numbers` are the grades for which the table also prints what is no number of this
    value, such as a transfusion: those a person reads. `value_is` says what must be reported,
    where the name of the term does not.
    """

    ROW_KEYS: ClassVar[tuple[str, ...]] = ("term",)

    term: str
    measured: Measured
    beside_numbers: tuple[Decimal, ...] = ()
    value_is: str = ""


@frozen
class GradedTerm:
    """A term with all its rows."""

    term: TermRow
    rows: tuple[GradeRow, ...]

    @property
    def is_low(self) -> bool:
        """Whether a low value is the bad one."""
        return self.rows[0].is_low


@frozen
class GradingTable:
    """grading/ctcae-5.yaml.

    `not_by_number` are terms that the table grades by what was done and not by a number.
    """

    terms: tuple[TermRow, ...]
    rows: tuple[GradeRow, ...]
    not_by_number: tuple[str, ...]

    def find(self, name: str) -> GradedTerm | None:
        """The term of this name, in whatever case, with its rows; None where none is graded."""
        wanted = plain(name)
        for term in self.terms:
            if plain(term.term) == wanted:
                rows = tuple(row for row in self.rows if row.term == term.term)
                return GradedTerm(term, rows)
        return None

    def is_not_by_number(self, name: str) -> bool:
        """Whether the table has this term and grades it by no number."""
        return plain(name) in map(plain, self.not_by_number)


def plain(name: str) -> str:
    """A term without regard to case and to how many blanks part its words."""
    return " ".join(name.split()).casefold()
