"""Many cases as CSV: every row is answered, in its own columns, the input kept."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from hepatica.cli.calculators.calculator import ERROR, Calculator, Column
from hepatica.cli.calculators.cells import trimmed
from hepatica.cli.calculators.records import KEEP_BYTES, Record, read_records
from hepatica.cli.errors import CommandErrorCode, error_line, wrong_usage
from hepatica.core.rulebook import Rulebook


@dataclass(slots=True)
class Tally:
    """How many rows were answered, and how many of them with an error."""

    rows: int = 0
    errors: int = 0

    def __str__(self) -> str:
        rows = "1 row" if self.rows == 1 else f"{self.rows} rows"
        return f"{rows}, {self.errors} with an error"


@dataclass(frozen=True, slots=True)
class Heading:
    """The columns of a table, as written."""

    cells: list[str]

    @property
    def names(self) -> list[str]:
        """The names without blanks around them."""
        return [trimmed(cell) for cell in self.cells]


class Table:
    """A CSV table whose heading suits the calculator.

    Raises:
        click.UsageError: it does not (E410, E411, E414).
    """

    def __init__(self, calculator: Calculator, stream: BinaryIO) -> None:
        self._calculator = calculator
        self._records = read_records(stream)
        self.heading = _checked_heading(calculator, next(self._records, None))

    def answer_into(
        self,
        sink: BinaryIO,
        rulebook: Rulebook,
        *,
        for_all_rows: dict[str, str],
        advance: Callable[[], None],
    ) -> Tally:
        """Write the answered table; `advance` is called after every row."""
        text = io.TextIOWrapper(sink, encoding="utf-8", errors=KEEP_BYTES, newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow([*self.heading.cells, *self._calculator.result_columns])
        tally = Tally()
        for record in self._records:
            answer = self._answer(record, rulebook, for_all_rows)
            writer.writerow([*self._fitted(record.cells), *answer.values()])
            tally.rows += 1
            tally.errors += bool(answer[ERROR])
            advance()
        text.flush()
        text.detach()
        return tally

    def _answer(
        self, record: Record, rulebook: Rulebook, for_all_rows: dict[str, str]
    ) -> dict[str, str]:
        flaw = record.flaw or self._ragged(record)
        if flaw:
            return self._calculator.only_error(flaw)
        cells = dict(zip(self.heading.names, record.cells, strict=True))
        for name, text in for_all_rows.items():
            cells[name] = trimmed(cells.get(name, "")) or text
        return self._calculator.answer(cells, rulebook)

    def _ragged(self, record: Record) -> str:
        expected, came = len(self.heading.cells), len(record.cells)
        if expected == came:
            return ""
        return error_line(
            CommandErrorCode.E403, "row", came=f"{came} cells", expected=f"{expected} cells"
        )

    def _fitted(self, cells: list[str]) -> list[str]:
        """As many cells as the heading has, so that results stand in their columns."""
        width = len(self.heading.cells)
        return (cells + [""] * width)[:width]


def _checked_heading(calculator: Calculator, first: Record | None) -> Heading:
    if first is None or first.flaw:
        raise wrong_usage(
            CommandErrorCode.E414,
            "the table has no heading that can be read; expected UTF-8 text, cells separated by "
            f"commas, and the columns {_wanted(calculator)}.",
        )
    heading = Heading(first.cells)
    _refuse_missing(calculator, heading)
    _refuse_doubled(calculator, heading)
    return heading


def _refuse_missing(calculator: Calculator, heading: Heading) -> None:
    missing = [
        column.name
        for column in calculator.columns
        if not column.may_be_absent and column.name not in heading.names
    ]
    if missing:
        raise wrong_usage(
            CommandErrorCode.E410,
            f"the table lacks {', '.join(missing)}; expected the columns {_wanted(calculator)}.",
        )


def _refuse_doubled(calculator: Calculator, heading: Heading) -> None:
    counts = Counter([*heading.names, *calculator.result_columns])
    inputs = {column.name for column in calculator.columns}
    results = set(calculator.result_columns)
    doubled = [name for name, count in counts.items() if count > 1 and name in inputs | results]
    if doubled:
        raise wrong_usage(
            CommandErrorCode.E411,
            f"the table has {', '.join(doubled)} twice, or as the name of a result; "
            "give each column its own name.",
        )


def _wanted(calculator: Calculator) -> str:
    return ", ".join(_describe(calculator.columns))


def _describe(columns: tuple[Column, ...]) -> Iterator[str]:
    for column in columns:
        yield f"{column.name} (optional)" if column.may_be_absent else column.name
