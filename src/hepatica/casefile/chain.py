"""The sealed form: JSON Lines in which every hash covers what is stored and the hash before it.

Line 1 holds the header under "chart", every further line one entry under "entry"; each line
also holds "prev", the hash of the line before (64 zeros for the first), and "hash", the sha256
of prev joined with the canonical JSON of the header or entry. Canonical JSON has sorted keys,
no blanks, UTF-8, and every value as the text that was written.

Each line says its schema. In schema 1 the hash covers the content as it stands; in schema 2 it
covers of each free text only the hash beside it (`commitment`). Old lines keep their schema.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping

from hepatica.casefile.commitment import covered, texts_agree
from hepatica.core.frozen import frozen
from hepatica.library.strict_yaml import Node

SCHEMA = "2"
SCHEMAS = ("1", "2")
BEFORE_FIRST = "0" * 64
HEADER_FIELDS = ("case", "synthetic", "utc_offset")

Json = Mapping[str, object]


@frozen
class Link:
    """One line of a sealed chart; `tag` is "chart" or "entry"."""

    tag: str
    content: Mapping[str, Node]
    prev: str
    hash: str

    @property
    def line(self) -> str:
        """The line as it is stored, without its end."""
        return canonical({self.tag: self.content, "prev": self.prev, "hash": self.hash})

    @property
    def is_intact(self) -> bool:
        """Whether the hash is that of this content after that predecessor."""
        is_true = self.schema == "1" or texts_agree(self.content)
        return is_true and self.hash == hash_of(self.prev, self.content)

    @property
    def schema(self) -> str:
        """The schema the line says it is of; empty when it says none."""
        found = self.content.get("schema")
        return found if isinstance(found, str) else ""


def canonical(content: Json) -> str:
    """`content` as canonical JSON."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def hash_of(prev: str, content: Mapping[str, Node]) -> str:
    """The hash of `content` behind the line whose hash is `prev`, by the schema it names."""
    whole: Json = content if content.get("schema") == "1" else _covered(content)
    return hashlib.sha256((prev + canonical(whole)).encode("utf-8")).hexdigest()


def _covered(content: Mapping[str, Node]) -> Json:
    return {key: covered(node) for key, node in content.items()}


def chained(header: Mapping[str, Node], entries: Iterable[Mapping[str, Node]]) -> list[Link]:
    """The lines of a sealed chart; the head hash is that of the last."""
    links = [_link("chart", {**header, "schema": SCHEMA}, BEFORE_FIRST)]
    for entry in entries:
        links.append(appended(links[-1], entry))
    return links


def appended(last: Link, entry: Mapping[str, Node]) -> Link:
    """The line of `entry` behind `last`; its free texts are committed already."""
    return _link("entry", {**entry, "schema": SCHEMA}, last.hash)


def _link(tag: str, content: Mapping[str, Node], prev: str) -> Link:
    return Link(tag, content, prev, hash_of(prev, content))
