"""Free text in a sealed entry: the chain covers a hash of the text, so the text can be taken out.

A text stands in a sealed entry of schema 2 as a table of three: "salt", "sha256" and "text",
where sha256 is that of salt and text joined. The hash of the entry covers only {"sha256"}. When
a text is redacted its salt goes with it; what is left is {"sha256"}, and every hash of the
chain stays as it was.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping

from hepatica.library.strict_yaml import Node

REDACTED = "[redacted]"

_OPEN = {"salt", "sha256", "text"}
_CLOSED = {"sha256"}
_NESTED = (dict, list)  # most values are neither, and no text stands in them
# A salt of fixed length: otherwise the first letters of a text could be moved into the salt.
_SALT = re.compile("[0-9a-f]{32}")


def committed(text: str, salt: str) -> dict[str, Node]:
    """The table that stands for `text`; `salt` is 32 digits 0-9 and a-f.

    Raises:
        ValueError: the salt has another form.
    """
    if not _SALT.fullmatch(salt):
        raise ValueError("a salt has 32 digits 0-9 and a-f")
    return {"salt": salt, "sha256": _digest(salt, text), "text": text}


def is_open(node: object) -> bool:
    """Whether `node` is a text that can still be read."""
    return isinstance(node, dict) and node.keys() == _OPEN


def is_redacted(node: object) -> bool:
    """Whether `node` is a text that was taken out."""
    return isinstance(node, dict) and node.keys() == _CLOSED


def covered(node: Node) -> Node:
    """`node` as the hash of its entry covers it: of every text only the hash."""
    if isinstance(node, dict):
        if is_open(node):
            return {"sha256": node["sha256"]}
        return {k: covered(v) if isinstance(v, _NESTED) else v for k, v in node.items()}
    return [covered(part) for part in node] if isinstance(node, list) else node


def texts_of(node: Node, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Node]]:
    """Every text in `node`, open or redacted, with its path."""
    if is_open(node) or is_redacted(node):
        yield path, node
    elif isinstance(node, dict):
        for key, part in node.items():
            if isinstance(part, _NESTED):
                yield from texts_of(part, (*path, key))
    elif isinstance(node, list):
        for index, part in enumerate(node):
            if isinstance(part, _NESTED):
                yield from texts_of(part, (*path, str(index)))


def texts_agree(content: Mapping[str, Node]) -> bool:
    """Whether every text that can still be read is the one whose hash stands beside it."""
    return all(_agrees(node) for _, node in texts_of(dict(content)))


def _agrees(node: Node) -> bool:
    if not isinstance(node, dict) or is_redacted(node):
        return True
    salt, text = node["salt"], node["text"]
    if not (isinstance(salt, str) and isinstance(text, str) and _SALT.fullmatch(salt)):
        return False
    return node["sha256"] == _digest(salt, text)


def _digest(salt: str, text: str) -> str:
    return hashlib.sha256((salt + text).encode("utf-8")).hexdigest()
