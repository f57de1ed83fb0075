"""The sealed form: JSON Lines in which every hash covers the stored text and the hash before it.

Line 1 holds the header under "chart", every further line one entry under "entry"; each line
also holds "prev", the hash of the line before (64 zeros for the first), and "hash", the sha256
of prev joined with the canonical JSON of the header or entry. Canonical JSON has sorted keys,
no blanks, UTF-8, and every value as the text that was written.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hepatica.library.strict_yaml import Node

SCHEMA = "1"
BEFORE_FIRST = "0" * 64
HEADER_FIELDS = ("case", "synthetic", "utc_offset")

Json = Mapping[str, object]


@dataclass(frozen=True, slots=True)
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
        return self.hash == hash_of(self.prev, self.content)


def canonical(content: Json) -> str:
    """`content` as canonical JSON."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def hash_of(prev: str, content: Json) -> str:
    """The hash of `content` behind the line whose hash is `prev`."""
    return hashlib.sha256((prev + canonical(content)).encode("utf-8")).hexdigest()


def chained(header: Mapping[str, Node], entries: Iterable[Mapping[str, Node]]) -> list[Link]:
    """The lines of a sealed chart; the head hash is that of the last."""
    links = [_link("chart", {**header, "schema": SCHEMA}, BEFORE_FIRST)]
    for entry in entries:
        links.append(_link("entry", {**entry, "schema": SCHEMA}, links[-1].hash))
    return links


def _link(tag: str, content: Mapping[str, Node], prev: str) -> Link:
    return Link(tag, content, prev, hash_of(prev, content))
