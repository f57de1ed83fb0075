"""The list of sources that values cite."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from hepatica.core.frozen import frozen
from hepatica.library.errors import ErrorCode, refused
from hepatica.library.strict_yaml import read_yaml
from hepatica.library.tables import read_table


class SourceStatus(StrEnum):
    """What of a source could be opened."""

    READ = "read"  # the text that the values rest on was read
    ABSTRACT_READ = "abstract-read"  # the abstract alone
    RECALLED = "recalled"  # cited from reviews and memory; its own text was not opened
    OWN = "own"  # a choice made here


@frozen
class Source:
    """Something a value may cite: what it is, where it is found, and what of it was read."""

    id: str
    title: str
    found_at: str
    status: SourceStatus
    read: str

    @property
    def was_read(self) -> bool:
        """Whether a value taken from it may be marked SEEN."""
        return self.status in {SourceStatus.READ, SourceStatus.ABSTRACT_READ}


@frozen
class _SourceList:
    sources: tuple[Source, ...]


def read_sources(text: str, *, name: str = "sources.yaml") -> Mapping[str, Source]:
    """The sources of a list, by id.

    Raises:
        InputErrors: the list is malformed, or an id stands in it twice.
    """
    table, _ = read_table(_SourceList, read_yaml(text, name=name), document="")
    by_id: dict[str, Source] = {}
    for source in table.sources:
        if source.id in by_id:
            raise refused(ErrorCode.E307, name, came=source.id, expected="each source once")
        by_id[source.id] = source
    return by_id
