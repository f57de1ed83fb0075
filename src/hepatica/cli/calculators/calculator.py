"""What a calculator is: its columns, its results, and the answer to one row of text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from decimal import Decimal

from hepatica.cli.calculators.cells import BadCell, Reader, Value, read_number, trimmed
from hepatica.cli.errors import CommandErrorCode, error_line
from hepatica.core.calculators.dose import find_protocol
from hepatica.core.calculators.refusal import Cause, Refusal
from hepatica.core.calculators.row import Result, as_row, columns_of
from hepatica.core.frozen import frozen
from hepatica.core.protocol.tables import Protocol
from hepatica.core.rulebook import Rulebook
from hepatica.library.errors import ErrorCode

ERROR = "error"
NOTICE = (
    "Arithmetic, not an order: it knows no chart. A prescriber, a pharmacist and two "
    "administering staff decide."
)
PROTOCOL = "fudr-28d"


@frozen
class Column:
    """An input: a flag, or with underscores a column.

    An empty cell is an error when `is_required`, and otherwise unknown or the `default`.
    A column `may_be_absent` from a table. `for_all_rows`: the flag may stand beside --csv.
    """

    name: str
    help: str
    read: Reader = read_number
    is_required: bool = True
    may_be_absent: bool = False
    for_all_rows: bool = False
    default: Callable[[Rulebook], str] | None = None

    @property
    def flag(self) -> str:
        """The name of its flag."""
        return "--" + self.name.replace("_", "-")


class Values:
    """The inputs of one case, read. None is an empty one."""

    def __init__(self, values: Mapping[str, Value | None]) -> None:
        self._values = values

    def number(self, name: str) -> Decimal:
        """A number that is always there."""
        value = self.number_or_none(name)
        if value is None:
            raise TypeError(f"{name} may be empty")
        return value

    def number_or_none(self, name: str) -> Decimal | None:
        """A number, if known."""
        value = self._values[name]
        if isinstance(value, str):
            raise TypeError(f"{name} is not a number")
        return value

    def word(self, name: str) -> str:
        """A word or a name that is always there."""
        value = self.word_or_none(name)
        if value is None:
            raise TypeError(f"{name} may be empty")
        return value

    def word_or_none(self, name: str) -> str | None:
        """A word or a name, if known."""
        value = self._values[name]
        if isinstance(value, Decimal):
            raise TypeError(f"{name} is not a word")
        return value


@frozen
class Calculator:
    """One calculator; `compute` asks the core, and may answer one case with several rows.

    `sample` is a case for the help; `remarks` stand behind results on the screen. `group` is the
    command it is a subcommand of, if any.
    """

    name: str
    help: str
    columns: tuple[Column, ...]
    result_type: type[Result]
    compute: Callable[[Values, Rulebook], Result | tuple[Result, ...] | Refusal]
    sample: Mapping[str, str]
    remarks: Mapping[str, str] = field(default_factory=dict)
    group: str = ""

    @property
    def call(self) -> str:
        """How it is called on the command line."""
        return f"hepatica {self.group} {self.name}" if self.group else f"hepatica {self.name}"

    @property
    def result_columns(self) -> tuple[str, ...]:
        """The columns that are added, `error` last."""
        return (*columns_of(self.result_type), ERROR)

    def with_defaults(self, texts: Mapping[str, str], rulebook: Rulebook) -> dict[str, str]:
        """Every input's text; an empty one with a default has the default."""
        given = {column.name: trimmed(texts.get(column.name, "")) for column in self.columns}
        return {
            column.name: given[column.name] or (column.default(rulebook) if column.default else "")
            for column in self.columns
        }

    def answers(self, texts: Mapping[str, str], rulebook: Rulebook) -> list[dict[str, str]]:
        """The result columns for one case: results and an empty error, or the error alone."""
        values, errors = self._read(self.with_defaults(texts, rulebook))
        if errors:
            return [self.only_error(" ".join(errors))]
        result = self.compute(Values(values), rulebook)
        if isinstance(result, Refusal):
            return [self.only_error(_refusal_line(result))]
        rows = result if isinstance(result, tuple) else (result,)
        return [{**as_row(row), ERROR: ""} for row in rows]

    def only_error(self, error: str) -> dict[str, str]:
        """A row without results."""
        return {**dict.fromkeys(self.result_columns, ""), ERROR: error}

    def _read(self, texts: Mapping[str, str]) -> tuple[dict[str, Value | None], list[str]]:
        values: dict[str, Value | None] = {}
        errors = []
        for column in self.columns:
            try:
                values[column.name] = _read_cell(column, texts[column.name])
            except BadCell as bad:
                errors.append(bad.line)
        return values, errors


def shipped_protocol(rulebook: Rulebook) -> Protocol:
    """The protocol whose limits and tables hold unless another is named."""
    protocol = find_protocol(PROTOCOL, rulebook.protocols)
    if isinstance(protocol, Refusal):
        raise LookupError(PROTOCOL)
    return protocol


def _read_cell(column: Column, text: str) -> Value | None:
    if text:
        return column.read(column.name, text)
    if column.is_required:
        line = error_line(CommandErrorCode.E405, column.name, expected="a value, none came")
        raise BadCell(line)
    return None


_CODES: dict[Cause, ErrorCode | CommandErrorCode] = {
    Cause.NEGATIVE: ErrorCode.E126,
    Cause.ZERO: ErrorCode.E127,
    Cause.PERCENT_OUTSIDE: ErrorCode.E132,
    Cause.ABOVE_HARD_LIMIT: CommandErrorCode.E401,
    Cause.MORE_OUT_THAN_IN: CommandErrorCode.E402,
    Cause.NO_USABLE_RESULT: CommandErrorCode.E406,
    Cause.NOT_STATED: CommandErrorCode.E407,
    Cause.UNKNOWN_PROTOCOL: CommandErrorCode.E408,
    Cause.OUTSIDE_DOMAIN: CommandErrorCode.E409,
    Cause.UNKNOWN_TERM: ErrorCode.E130,
    Cause.NOT_BY_NUMBER: CommandErrorCode.E406,
    Cause.UNIT_MISSING: ErrorCode.E128,
    Cause.UNIT_NOT_ACCEPTED: ErrorCode.E129,
}


def _refusal_line(refusal: Refusal) -> str:
    code = _CODES[refusal.cause]
    return error_line(code, refusal.where, came=refusal.came, expected=refusal.expected)
