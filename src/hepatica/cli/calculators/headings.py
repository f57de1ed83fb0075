"""The heading of a table: whether it suits the calculator, and if not, what is wrong with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches

from hepatica.cli.calculators.calculator import Calculator, Column
from hepatica.cli.calculators.cells import trimmed
from hepatica.cli.calculators.records import Record
from hepatica.cli.errors import CommandErrorCode, wrong_usage
from hepatica.core.frozen import frozen

# "percnt" and "percentage" resemble percent; "days" does not resemble dwell_days.
_RESEMBLES = 0.8
_UTF16_MARKS = ("\udcff\udcfe", "\udcfe\udcff")
_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}


@frozen
class Heading:
    """The columns of a table, as written."""

    cells: list[str]

    @property
    def names(self) -> list[str]:
        """The names without blanks around them."""
        return [trimmed(cell) for cell in self.cells]


def checked_heading(calculator: Calculator, first: Record | None) -> Heading:
    """The heading in the first row of a table; None is a table without rows.

    Raises:
        click.UsageError: it does not suit (E410, E411, E414, E415).
    """
    _refuse_unreadable(calculator, first)
    heading = Heading([] if first is None else first.cells)
    _refuse_separator(calculator, heading)
    _refuse_missing(calculator, heading)
    _refuse_doubled(calculator, heading)
    _refuse_resembling(calculator, heading)
    return heading


def _refuse_unreadable(calculator: Calculator, first: Record | None) -> None:
    what = ""
    if first is None:
        what = "the table is empty"
    elif _is_utf16(first.cells):
        what = "the table is in UTF-16; save it as CSV in UTF-8"
    elif first.flaw:
        what = "the table has no heading that can be read"
    if what:
        raise wrong_usage(
            CommandErrorCode.E414,
            f"{what}; expected UTF-8 text, cells separated by commas, and the columns "
            f"{_wanted(calculator)}.",
        )


def _is_utf16(cells: list[str]) -> bool:
    return any("\0" in cell for cell in cells) or cells[0].startswith(_UTF16_MARKS)


def _refuse_separator(calculator: Calculator, heading: Heading) -> None:
    """A heading in which nothing but another separator holds the names apart."""
    for separator, word in _SEPARATORS.items():
        names = {trimmed(name) for cell in heading.cells for name in cell.split(separator)}
        wanted = {column.name for column in calculator.columns}
        if len(wanted & names) > len(wanted & set(heading.names)):
            raise wrong_usage(
                CommandErrorCode.E414,
                f"the cells of the table are separated by {word}; expected commas. "
                "Save it as CSV with commas, and numbers with a full stop.",
            )


def _refuse_missing(calculator: Calculator, heading: Heading) -> None:
    missing = [
        column.name
        for column in calculator.columns
        if not column.may_be_absent and column.name not in heading.names
    ]
    if missing:
        raise wrong_usage(
            CommandErrorCode.E410,
            f"the table lacks {', '.join(missing)}; expected the columns {_wanted(calculator)}."
            + "".join(f" {meant}" for meant in _meant(calculator, heading)),
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


def _refuse_resembling(calculator: Calculator, heading: Heading) -> None:
    """A misspelt optional column would be ignored, and a default computed with instead."""
    meant = list(_meant(calculator, heading))
    if meant:
        raise wrong_usage(CommandErrorCode.E415, f"{' '.join(meant)} Rename it, or take it out.")


def _meant(calculator: Calculator, heading: Heading) -> Iterator[str]:
    """For each column that resembles an input: which one it may be meant for."""
    inputs = [column.name for column in calculator.columns]
    absent = [name for name in inputs if name not in heading.names]
    for name in heading.names:
        if name not in inputs and (found := _resembled(name, inputs, absent)):
            yield f"The column {name!r} is not an input: did you mean {found}?"


def _resembled(name: str, inputs: list[str], absent: list[str]) -> str:
    """The same name in other letters or hyphens, or a close one that the table lacks.

    A close name beside the input itself is a column of its own: alt_now beside ast_now.
    """
    plain = re.sub(r"[\W_]+", "_", name.casefold()).strip("_")
    if plain in inputs:
        return plain
    return next(iter(get_close_matches(plain, absent, n=1, cutoff=_RESEMBLES)), "")


def _wanted(calculator: Calculator) -> str:
    return ", ".join(_describe(calculator.columns))


def _describe(columns: tuple[Column, ...]) -> Iterator[str]:
    for column in columns:
        yield f"{column.name} (optional)" if column.may_be_absent else column.name
