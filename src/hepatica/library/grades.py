"""The loader of tables of grades: complete and free of contradictions, or refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise

from hepatica.core.frozen import frozen
from hepatica.core.protocol.provenance import SourcedValue
from hepatica.core.toxicity.reading import WANTED, Scale, Units, printed_scales
from hepatica.core.toxicity.table import GradeRow, GradingTable, TermRow, plain
from hepatica.core.toxicity.words import Basis, Bound, Measured, PrintedUnit, Threshold
from hepatica.library.errors import ErrorCode, InputError, InputErrors
from hepatica.library.provenance import PROVENANCE, with_sources
from hepatica.library.scalars import NotReadable, add_reader, read_number, read_word
from hepatica.library.sources import Source
from hepatica.library.strict_yaml import read_yaml
from hepatica.library.tables import read_table
from hepatica.library.units import UnitsOfQuantity, quantities, units_of


def read_threshold(text: str) -> Threshold:
    """Where a grade begins: a word, then a number."""
    word, _, number = text.partition(" ")
    try:
        return Threshold(Bound(read_word(Bound, word)), read_number(number))
    except NotReadable as error:
        expected = f"{', '.join(Bound)}, then a number"
        raise NotReadable(error.code, expected, "above 3") from None


add_reader(Threshold, read_threshold)


@frozen
class LoadedGrading:
    """A table of grades, and where each of its values comes from."""

    table: GradingTable
    values: tuple[SourcedValue, ...]


def grading_from_text(text: str, *, name: str, sources: Mapping[str, Source]) -> LoadedGrading:
    """The table in a text; `name` is that of its file without ending.

    Raises:
        InputErrors: E301 to E313 as for every table, also where a term has no row or a row no
            term; E323 where rows contradict themselves.
    """
    tree = read_yaml(text, name=f"{name}.yaml")
    table, written = read_table(GradingTable, tree, document=name, beside=frozenset({PROVENANCE}))
    errors = [
        *_names(table, name),
        *(e for row in table.rows for e in _row(row, table, name)),
        *(e for term in table.terms for e in _term(term, table, name)),
    ]
    if errors:
        raise InputErrors(errors)
    return LoadedGrading(table, with_sources(tree, written, sources))


def scales_from(unit: str, units: UnitsOfQuantity) -> dict[PrintedUnit, Scale]:
    """From one unit of a quantity to each that a table of grades prints, exactly.

    Raises:
        KeyError: the quantity has no such unit.
    """
    return printed_scales(unit, _scales(units))


def units_for_grading() -> Units:
    """The units of everything that is graded, each with its exact scale to the canonical one."""
    return {measured: _scales(units_of(measured)) for measured in Measured}


def _scales(units: UnitsOfQuantity) -> dict[str, Scale]:
    return {symbol: Scale(unit.times, unit.over) for symbol, unit in units.units.items()}


def _names(table: GradingTable, name: str) -> Iterator[InputError]:
    counts = Counter(plain(each) for each in (*_terms(table), *table.not_by_number))
    for term, count in counts.items():
        if count > 1:
            yield InputError(ErrorCode.E307, f"{name}.yaml", term, "each term once")


def _terms(table: GradingTable) -> tuple[str, ...]:
    return tuple(term.term for term in table.terms)


def _row(row: GradeRow, table: GradingTable, name: str) -> Iterator[InputError]:
    where = f"{name}.yaml, rows, {row.term}, {row.when}, {row.of}"
    if row.term not in _terms(table):
        yield InputError(ErrorCode.E304, where, row.term, "a term that this file lists")
    if not row.thresholds:
        yield InputError(ErrorCode.E302, where, "", "where at least one grade begins")
    if (row.unit is None) is (row.of is Basis.AMOUNT):
        expected = "a unit with an amount, and only there"
        yield InputError(ErrorCode.E323, where, row.unit or "", expected)
    if not _rises(row):
        expected = "grades that begin one beyond the other, all in one direction"
        yield InputError(ErrorCode.E323, where, "", expected)


def _rises(row: GradeRow) -> bool:
    cells = [cell for _, cell in row.thresholds]
    low = {cell.bound is Bound.BELOW for cell in cells}
    steps = [second.number - first.number for first, second in pairwise(cells)]
    if low == {True}:
        return row.of is not Basis.FALL and all(step < 0 for step in steps)
    return len(low) <= 1 and all(step > 0 for step in steps)


def _term(term: TermRow, table: GradingTable, name: str) -> Iterator[InputError]:
    where = f"{name}.yaml, {term.term}"
    rows = [row for row in table.rows if row.term == term.term and row.thresholds]
    if not rows:
        yield InputError(ErrorCode.E302, where, "", f"a row for {term.term}")
    if len({row.is_low for row in rows}) > 1:
        yield InputError(ErrorCode.E323, where, "", "rows that all speak of high, or all of low")
    printed = {(row.when, tuple(grade for grade, _ in row.thresholds)) for row in rows if row.unit}
    if len(printed) > len({when for when, _ in printed}):
        yield InputError(ErrorCode.E323, where, "", "the same grades in each unit")
    yield from _conditions(rows, where)
    yield from _units(term, rows, where)
    for grade in term.beside_numbers:
        if grade not in {1, 2, 3, 4}:
            yield InputError(ErrorCode.E304, where, f"{grade}", "a grade from 1 to 4", "3")


def _conditions(rows: list[GradeRow], where: str) -> Iterator[InputError]:
    """Where some row asks for a fact, there is a row for each answer."""
    asked = {wanted for row in rows if (wanted := WANTED[row.when]) is not None}
    for when, wanted in WANTED.items():
        if wanted is None or wanted in asked:
            continue
        fact, answer = wanted
        if (fact, not answer) in asked:
            yield InputError(ErrorCode.E302, where, "", f"a row for {when.value}")


def _units(term: TermRow, rows: list[GradeRow], where: str) -> Iterator[InputError]:
    if term.measured not in quantities():
        expected = "a quantity of units.yaml"
        yield InputError(ErrorCode.E304, where, term.measured, expected)
        return
    accepted = units_of(term.measured).units
    for row in rows:
        if row.unit is not None and row.unit not in accepted:
            yield InputError(ErrorCode.E304, where, row.unit, f"a unit of {term.measured}")
