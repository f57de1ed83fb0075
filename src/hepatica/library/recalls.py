"""The loader of recalls of pumps."""

from __future__ import annotations

from hepatica.core.frozen import frozen
from hepatica.core.protocol.provenance import SourcedValue
from hepatica.core.pump.recall import Recall
from hepatica.library.folders import read_text_of, tables_in
from hepatica.library.loader import own_name, shipped, sourced_table
from hepatica.library.strict_yaml import read_yaml


@frozen
class LoadedRecall:
    """A recall of pumps, and where each of its values comes from."""

    recall: Recall
    values: tuple[SourcedValue, ...]


def shipped_recalls() -> tuple[LoadedRecall, ...]:
    """The recalls of pumps that ship with Hepatica, by id.

    Raises:
        InputErrors: a file is damaged.
    """
    found = []
    for name, file in tables_in(shipped().joinpath("recalls")).items():
        loaded = load_recall_from_text(read_text_of(file), name=file.name)
        own_name(name, loaded.recall.id)
        found.append(loaded)
    return tuple(found)


def load_recall_from_text(text: str, *, name: str) -> LoadedRecall:
    """The recall in a text.

    Raises:
        InputErrors: it is malformed, or a value has no source.
    """
    recall, values = sourced_table(Recall, read_yaml(text, name=name), name.removesuffix(".yaml"))
    return LoadedRecall(recall, values)
