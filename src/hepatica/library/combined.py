"""The loader of combined.yaml: every cause answered once, or refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from hepatica.core.chart.systemic_words import WithheldCause
from hepatica.core.frozen import frozen
from hepatica.core.protocol.provenance import SourcedValue
from hepatica.core.systemic.on_fudr import COMBINED, CombinedTable
from hepatica.library.errors import ErrorCode, InputError, InputErrors
from hepatica.library.folders import read_text_of
from hepatica.library.loader import shipped, shipped_sources
from hepatica.library.provenance import PROVENANCE, with_sources
from hepatica.library.sources import Source
from hepatica.library.strict_yaml import read_yaml
from hepatica.library.tables import read_table

FILE = f"{COMBINED}.yaml"


@frozen
class LoadedCombined:
    """The table, and where each of its values comes from."""

    table: CombinedTable
    values: tuple[SourcedValue, ...]


@cache
def shipped_combined() -> LoadedCombined:
    """What the systemic arm does to FUDR, as it ships.

    Raises:
        InputErrors: as `combined_from_text`.
    """
    return combined_from_text(read_text_of(shipped().joinpath(FILE)), sources=shipped_sources())


def combined_from_text(text: str, *, sources: Mapping[str, Source]) -> LoadedCombined:
    """The table in a text.

    Raises:
        InputErrors: E301 to E313 as for every table; E323 where a cause has no row.
    """
    tree = read_yaml(text, name=FILE)
    table, written = read_table(
        CombinedTable, tree, document=COMBINED, beside=frozenset({PROVENANCE})
    )
    errors = list(_missing(table))
    if errors:
        raise InputErrors(errors)
    return LoadedCombined(table, with_sources(tree, written, sources))


def _missing(table: CombinedTable) -> Iterator[InputError]:
    there = {row.cause for row in table.withheld}
    for cause in WithheldCause:
        if cause not in there:
            where, expected = f"{FILE}, withheld", f"a row for {cause.value}"
            yield InputError(ErrorCode.E323, where, "", expected)
