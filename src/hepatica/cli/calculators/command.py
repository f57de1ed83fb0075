"""From a calculator to its command: flags for one case, or --csv for many."""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, BinaryIO

import click

from hepatica.cli.calculators.calculator import NOTICE, Calculator, Column
from hepatica.cli.calculators.cells import read_number
from hepatica.cli.calculators.files import open_input, open_output
from hepatica.cli.calculators.single import print_case
from hepatica.cli.calculators.table import Table, Tally
from hepatica.cli.calculators.units import unit_of
from hepatica.cli.errors import EXIT_REFUSED
from hepatica.core.rulebook import Rulebook

ROWS_PER_STEP = 1000


def make_command(calculator: Calculator) -> click.Command:
    """The command of a calculator."""

    def run(csv: str | None, out: str | None, as_json: bool, **flags: tuple[str, ...]) -> None:
        given = _given(flags, calculator)
        if csv is None:
            _refuse(out is not None, "--out needs --csv.")
            code = _one_case(calculator, given, as_json=as_json)
        else:
            _refuse(as_json, "--json is for one case; with --csv the answer is CSV.")
            code = _many_cases(calculator, given, csv=csv, out=out)
        click.get_current_context().exit(code)

    return click.Command(
        calculator.name,
        callback=run,
        params=[*map(_option, calculator.columns), *_table_options()],
        help=calculator.help,
        short_help=calculator.help.partition("\n")[0],
        epilog=_epilog(calculator),
    )


def _option(column: Column) -> click.Option:
    unit = unit_of(column.name)
    help_text = f"{column.help} [{unit}]" if unit else column.help
    # `multiple` only to see, and refuse, a flag given twice.
    return click.Option(
        [column.flag, column.name], help=help_text, metavar=_metavar(column), multiple=True
    )


def _metavar(column: Column) -> str:
    return "NUMBER" if column.read is read_number else "WORD"


def _table_options() -> list[click.Option]:
    return [
        click.Option(["--csv"], metavar="FILE", help="answer every row of a table; - is stdin"),
        click.Option(["--out"], metavar="FILE", help="write the answered table here"),
        click.Option(["--json", "as_json"], is_flag=True, help="print one case as JSON"),
    ]


def _epilog(calculator: Calculator) -> str:
    results = ", ".join(_with_unit(name) for name in calculator.result_columns)
    return (
        f"Results: {results}.\n\n"
        "A table is CSV in UTF-8 with the flags as columns (underscores for hyphens); its other "
        "columns are kept. Numbers are plain digits with a full stop; results have at most 12 "
        "significant digits. Exit code: 0 every row answered, 1 some row has an error, "
        f"2 wrong usage.\n\n{_examples(calculator)}\n\n{NOTICE}"
    )


def _examples(calculator: Calculator) -> str:
    """A call, and a table of two lines: both can be copied and run."""
    sample = calculator.sample
    flags = " ".join(f"--{name.replace('_', '-')} {text}" for name, text in sample.items())
    call = textwrap.fill(
        f"{calculator.call} {flags}",
        72,
        initial_indent="  ",
        subsequent_indent="      ",
        break_on_hyphens=False,
    ).replace("\n", " \\\n")
    table = f"  {','.join(sample)}\n  {','.join(sample.values())}"
    return (
        f"\b\nExample:\n{call}\n\n"
        f"\b\nExample of a table, for {calculator.call} --csv FILE:\n{table}"
    )


def _with_unit(name: str) -> str:
    unit = unit_of(name)
    return f"{name} [{unit}]" if unit else name


def _given(flags: Mapping[str, tuple[str, ...]], calculator: Calculator) -> dict[str, str]:
    given = {}
    for column in calculator.columns:
        texts = flags[column.name]
        _refuse(len(texts) > 1, f"{column.flag} is given {len(texts)} times.")
        if texts:
            given[column.name] = texts[0]
    return given


def _refuse(is_wrong: bool, message: str) -> None:
    if is_wrong:
        raise click.UsageError(message, click.get_current_context())


def _one_case(calculator: Calculator, given: dict[str, str], *, as_json: bool) -> int:
    needed = [column for column in calculator.columns if column.is_required]
    missing = [c.flag for c in needed if c.default is None and c.name not in given]
    _refuse(bool(missing), f"Missing {', '.join(missing)}; or give a table with --csv.")
    own = [column for column in calculator.columns if not column.for_all_rows]
    _refuse(
        not any(column.name in given for column in own),
        f"Give at least one of {', '.join(column.flag for column in own)}; or a table with --csv.",
    )
    return print_case(calculator, given, _rulebook(), as_json=as_json)


def _many_cases(calculator: Calculator, given: dict[str, str], *, csv: str, out: str | None) -> int:
    beside = [c.flag for c in calculator.columns if c.name in given and not c.for_all_rows]
    _refuse(bool(beside), f"{', '.join(beside)} cannot stand beside --csv: the table has columns.")
    with open_input(csv) as source:
        table = Table(calculator, source)
        with open_output(out, source=csv) as sink, _progress(source) as advance:
            tally = table.answer_into(sink, _rulebook(), for_all_rows=given, advance=advance)
    _conclude(tally)
    return EXIT_REFUSED if tally.errors else 0


def _conclude(tally: Tally) -> None:
    click.echo(f"{tally}. {NOTICE}", err=True)
    if tally.defaults_taken:
        click.echo(tally.defaults_taken, err=True)


@contextmanager
def _progress(source: BinaryIO) -> Iterator[Callable[[], None]]:
    """A bar on the terminal while a file is read; elsewhere nothing."""
    if not (sys.stderr.isatty() and source.seekable()):
        yield lambda: None
        return
    size = os.fstat(source.fileno()).st_size
    with click.progressbar(length=size, label="rows", file=sys.stderr) as bar:
        yield _steps(bar, source)


def _steps(bar: Any, source: BinaryIO) -> Callable[[], None]:
    rows = 0

    def advance() -> None:
        nonlocal rows
        rows += 1
        if rows % ROWS_PER_STEP == 0:
            bar.update(source.tell() - bar.pos)

    return advance


def _rulebook() -> Rulebook:
    from hepatica.library.loader import load_rulebook

    return load_rulebook()
