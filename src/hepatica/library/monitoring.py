"""The loader of monitoring.yaml: complete and free of contradictions, or refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from hepatica.core.frozen import frozen
from hepatica.core.protocol.monitoring import (
    MONITORING,
    MonitoringTable,
    Watch,
    WatchRow,
    When,
)
from hepatica.core.protocol.provenance import SourcedValue
from hepatica.library.errors import ErrorCode, InputError, InputErrors
from hepatica.library.folders import read_text_of
from hepatica.library.loader import shipped, shipped_sources
from hepatica.library.provenance import PROVENANCE, with_sources
from hepatica.library.sources import Source
from hepatica.library.strict_yaml import read_yaml
from hepatica.library.tables import read_table

FILE = f"{MONITORING}.yaml"

# What may bring each thing about; the calendar has one function for each pair.
_WHEN = {
    Watch.LIVER_TESTS: (When.EACH_PUMP_ACCESS,),
    Watch.LIVER_TESTS_AGAIN: (When.AFTER_ABNORMAL,),
    Watch.BLOOD_TESTS: (When.EACH_SYSTEMIC_VISIT,),
    Watch.CEA: (When.REPEATED, When.REPEATED_OR_EACH_CYCLE),
    Watch.CA_19_9: (When.REPEATED, When.REPEATED_OR_EACH_CYCLE),
    Watch.IMAGING: (When.REPEATED, When.REPEATED_OR_EACH_CYCLE),
    Watch.PERFUSION_SCAN: (When.GATE_ASKS,),
    Watch.FOLLOW_UP: (When.PROTOCOL_CALENDAR,),
}
_COUNTED = (When.AFTER_ABNORMAL, When.REPEATED, When.REPEATED_OR_EACH_CYCLE, When.GATE_ASKS)


@frozen
class LoadedMonitoring:
    """The table, and where each of its values comes from."""

    table: MonitoringTable
    values: tuple[SourcedValue, ...]


@cache
def shipped_monitoring() -> LoadedMonitoring:
    """What is looked at and when, as it ships.

    Raises:
        InputErrors: the file is malformed, incomplete or contradicts itself.
    """
    text = read_text_of(shipped().joinpath(FILE))
    return monitoring_from_text(text, sources=shipped_sources())


def monitoring_from_text(text: str, *, sources: Mapping[str, Source]) -> LoadedMonitoring:
    """The table in a text.

    Raises:
        InputErrors: E301 to E313 as for every table; E540 where something has no row; E541
            where a row contradicts itself.
    """
    tree = read_yaml(text, name=FILE)
    table, written = read_table(
        MonitoringTable, tree, document=MONITORING, beside=frozenset({PROVENANCE})
    )
    errors = [*_missing(table), *(e for row in table.rows for e in _contradictions(row))]
    if errors:
        raise InputErrors(errors)
    return LoadedMonitoring(table, with_sources(tree, written, sources))


def _missing(table: MonitoringTable) -> Iterator[InputError]:
    there = {row.watch for row in table.rows}
    for watch in Watch:
        if watch not in there:
            yield InputError(
                ErrorCode.E540,
                f"{FILE}, rows",
                "",
                f"a row for {watch.value}",
                f"- {{watch: {watch.value}, when: {_WHEN[watch][0].value}, what: ...}}",
                "A calendar says of everything when it is looked at.",
            )


def _contradictions(row: WatchRow) -> Iterator[InputError]:
    if row.when not in _WHEN[row.watch]:
        words = " or ".join(when.value for when in _WHEN[row.watch])
        yield _wrong(row, "when", row.when.value, words)
    is_counted = row.when in _COUNTED
    if is_counted is (row.days is None):
        expected = "days, and at least one" if is_counted else "no days: something else says when"
        yield _wrong(row, "days", str(row.days or ""), expected)
    if is_counted and row.days is not None and row.days < 1:
        yield _wrong(row, "days", str(row.days), "at least one day")
    if row.latest_days is not None and (row.days is None or row.latest_days < row.days):
        yield _wrong(row, "latest_days", str(row.latest_days), "days, and not fewer than days")


def _wrong(row: WatchRow, column: str, came: str, expected: str) -> InputError:
    return InputError(ErrorCode.E541, f"{FILE}, rows, {row.watch.value}, {column}", came, expected)
