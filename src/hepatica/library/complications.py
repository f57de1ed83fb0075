"""The loader of complications.yaml: complete and free of contradictions, or refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hepatica.core.chart.complication_words import ComplicationKind, StudyResult
from hepatica.core.frozen import frozen
from hepatica.core.protocol.complications import (
    COMPLICATIONS,
    AccessEffect,
    ComplicationRow,
    ComplicationTable,
    EndsBy,
    FudrEffect,
    GateEffect,
)
from hepatica.core.protocol.provenance import SourcedValue
from hepatica.library.errors import ErrorCode, InputError, InputErrors
from hepatica.library.provenance import PROVENANCE, with_sources
from hepatica.library.sources import Source
from hepatica.library.strict_yaml import read_yaml
from hepatica.library.tables import read_table

FILE = f"{COMPLICATIONS}.yaml"

_ENDS_BY_SCAN = (
    EndsBy.SCAN,
    EndsBy.SCAN_OR_RESOLUTION,
    EndsBy.SCAN_AND_RESOLUTION,
    EndsBy.STUDY_AND_SCAN,
)
_NO_FUDR = (FudrEffect.REFUSE, FudrEffect.PERMANENT_STOP)


@frozen
class LoadedComplications:
    """The table, and where each of its values comes from."""

    table: ComplicationTable
    values: tuple[SourcedValue, ...]

    @property
    def rules(self) -> tuple[SourcedValue, ...]:
        """The values a plan may rest on: all but the facts, which are for reading."""
        facts = f"{COMPLICATIONS}/facts/"
        return tuple(value for value in self.values if not value.path.startswith(facts))


def complications_from_text(text: str, *, sources: Mapping[str, Source]) -> LoadedComplications:
    """The table in a text.

    Raises:
        InputErrors: E301 to E313 as for every table; E460 where a complication or a result has
            no row; E461 where a row contradicts itself.
    """
    tree = read_yaml(text, name=FILE)
    table, written = read_table(
        ComplicationTable, tree, document=COMPLICATIONS, beside=frozenset({PROVENANCE})
    )
    errors = [*_missing(table), *(e for row in table.rows for e in _contradictions(row))]
    if errors:
        raise InputErrors(errors)
    return LoadedComplications(table, with_sources(tree, written, sources))


def _missing(table: ComplicationTable) -> Iterator[InputError]:
    for name, found in (("rows", table.rows), ("facts", table.facts)):
        there = {each.complication for each in found}
        for kind in ComplicationKind:
            if kind not in there:
                yield InputError(
                    ErrorCode.E460,
                    f"{FILE}, {name}",
                    "",
                    f"a row for {kind.value}",
                    f"- {{complication: {kind.value}, ...}}",
                    "Every complication a chart may name says what it does.",
                )
    studied = {row.result for row in table.studies}
    for result in StudyResult:
        if (result in studied) is (result is StudyResult.PATENT):
            wanted = "no row" if result is StudyResult.PATENT else "a row"
            example = "- {result: leak, acts_as: catheter-leak}"
            yield InputError(
                ErrorCode.E460,
                f"{FILE}, studies",
                "",
                f"{wanted} for {result.value}",
                example,
                "A patent catheter is no complication; every other result is one.",
            )


def _contradictions(row: ComplicationRow) -> Iterator[InputError]:
    is_stopped = row.fudr is FudrEffect.PERMANENT_STOP
    if is_stopped is not (row.ends_by is EndsBy.NOTHING):
        yield _wrong(row, row.ends_by, "ends_by nothing with a permanent stop, and only there")
    is_closed = row.gate is GateEffect.CLOSES
    if is_closed is not (row.ends_by in _ENDS_BY_SCAN):
        yield _wrong(row, row.ends_by, "an end by a scan where the gate closes, and only there")
    if row.access is AccessEffect.BLOCKED and row.fudr not in _NO_FUDR and not is_closed:
        yield _wrong(row, row.fudr, "FUDR refused where the needle is blocked", "refuse")


def _wrong(row: ComplicationRow, came: str, expected: str, example: str = "") -> InputError:
    return InputError(
        ErrorCode.E461,
        f"{FILE}, rows, {row.complication.value}",
        came,
        expected,
        example,
        "Change one of the two columns.",
    )
