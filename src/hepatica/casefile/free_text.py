"""Which fields are free text, and how they stand in a sealed entry.

Free text is what the forms of the kinds read as `FreeText`: people wrote it for people, and no
rule reads it. A serial, a laboratory or a segment is no free text: decisions rest on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from hepatica.casefile.commitment import REDACTED, committed, is_open, is_redacted
from hepatica.casefile.entry import KINDS
from hepatica.casefile.readers import FreeText
from hepatica.casefile.salts import salt_for
from hepatica.library.strict_yaml import Node

FREE_TEXT_FIELDS = frozenset(
    field.name
    for form in KINDS.values()
    for field in form.fields
    if isinstance(field.reader, FreeText)
)
# A correction holds the content that replaces an earlier one in a table of its own.
_REPLACEMENT = "entry"

Path = tuple[str, ...]


def free_texts(content: Mapping[str, Node]) -> Iterator[tuple[Path, Node]]:
    """Every free text of an entry, as it stands, with its path."""
    for key, node in content.items():
        if key in FREE_TEXT_FIELDS:
            yield (key,), node
    inner = content.get(_REPLACEMENT)
    if isinstance(inner, dict):
        for path, node in free_texts(inner):
            yield (_REPLACEMENT, *path), node


def with_committed_texts(content: Mapping[str, Node], key: str) -> dict[str, Node]:
    """A written entry with each free text as a table of salt, hash and text."""
    entry_id = str(content.get("id"))

    def commit(path: Path, node: Node) -> Node:
        return committed(node, salt_for(key, entry_id, path)) if isinstance(node, str) else node

    return changed_texts(content, commit)


def with_plain_texts(content: Mapping[str, Node]) -> dict[str, Node]:
    """A sealed entry as the door reads it: texts plain again, or the word that one was redacted."""

    def open_text(_path: Path, node: Node) -> Node:
        if is_redacted(node):
            return REDACTED
        return node["text"] if isinstance(node, dict) and is_open(node) else node

    return changed_texts(content, open_text)


def changed_texts(
    content: Mapping[str, Node], change: Callable[[Path, Node], Node]
) -> dict[str, Node]:
    """The entry with `change` made to each free text, given its path and what stands there."""
    made: dict[str, Node] = dict(content)
    for path, node in free_texts(content):
        made = _with(made, path, change(path, node))
    return made


def _with(table: Mapping[str, Node], path: Path, node: Node) -> dict[str, Node]:
    inner = table[path[0]]
    if len(path) > 1 and isinstance(inner, dict):
        node = _with(inner, path[1:], node)
    return {**table, path[0]: node}
