"""Many cases as CSV: every row is answered, in its own columns, the input kept."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO

from hepatica.cli.calculators.calculator import ERROR, Calculator
from hepatica.cli.calculators.cells import trimmed
from hepatica.cli.calculators.headings import checked_heading
from hepatica.cli.calculators.records import Record, read_records
from hepatica.cli.errors import CommandErrorCode, error_line
from hepatica.core.rulebook import Rulebook


@dataclass(slots=True)
class Tally:
    """How many rows were answered, how many with an error, how many with which default."""

    rows: int = 0
    errors: int = 0
    defaults: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        return f"{_rows(self.rows)}, {self.errors} with an error"

    @property
    def defaults_taken(self) -> str:
        """Which default stood in for an empty or absent cell, in how many answered rows."""
        taken = (f"{value} in {_rows(count)}" for value, count in self.defaults.items())
        return f"Default taken: {', '.join(taken)}." if self.defaults else ""


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"


class Table:
    """A CSV table whose heading suits the calculator.

    Raises:
        click.UsageError: it does not (E410, E411, E414, E415).
    """

    def __init__(self, calculator: Calculator, stream: BinaryIO) -> None:
        self._calculator = calculator
        self._records = read_records(stream)
        self.heading = checked_heading(calculator, next(self._records, None))

    def answer_into(
        self,
        sink: BinaryIO,
        rulebook: Rulebook,
        *,
        for_all_rows: dict[str, str],
        advance: Callable[[], None],
    ) -> Tally:
        """Write the answered table; `advance` is called after every row."""
        text = io.TextIOWrapper(sink, encoding="utf-8", newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow([*self.heading.cells, *self._calculator.result_columns])
        tally = Tally()
        for record in self._records:
            answers = self._answers(record, rulebook, for_all_rows)
            has_error = bool(answers[0][ERROR])
            if not has_error:
                tally.defaults.update(self._defaults(record, rulebook))
            for answer in answers:
                writer.writerow([*self._fitted(record.written), *answer.values()])
            tally.rows += 1
            tally.errors += has_error
            advance()
        text.flush()
        text.detach()
        return tally

    def _answers(
        self, record: Record, rulebook: Rulebook, for_all_rows: dict[str, str]
    ) -> list[dict[str, str]]:
        flaw = record.flaw or self._ragged(record)
        if flaw:
            return [self._calculator.only_error(flaw)]
        cells = dict(zip(self.heading.names, record.cells, strict=True))
        for name, text in for_all_rows.items():
            cells[name] = trimmed(cells.get(name, "")) or text
        return self._calculator.answers(cells, rulebook)

    def _defaults(self, record: Record, rulebook: Rulebook) -> list[str]:
        """The numbers that an answered row left to their default, with that default."""
        given = dict(zip(self.heading.names, record.cells, strict=True))
        return [
            f"{column.name} {column.default(rulebook)}"
            for column in self._calculator.columns
            if column.default
            and not column.for_all_rows
            and not trimmed(given.get(column.name, ""))
        ]

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
