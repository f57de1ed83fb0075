"""Readers: from the text of one field to a typed value, and the JSON Schema of what is accepted.

A reader both reads and describes itself, so the schema cannot drift from the code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol

from hepatica.casefile.place import Place
from hepatica.core.frozen import frozen
from hepatica.library.errors import ErrorCode
from hepatica.library.strict_yaml import Node

Schema = dict[str, Any]
Watched = Iterator[tuple[str, str, Decimal]]


class Reader(Protocol):
    """Reads one kind of value."""

    @property
    def example(self) -> str:
        """What a correct value looks like."""

    def read(self, node: Node, place: Place) -> Any:
        """The typed value, or InputErrors."""

    def schema(self) -> Schema:
        """What is accepted, as JSON Schema."""

    def watched(self, value: Any, /) -> Watched:
        """The parts to be judged for plausibility: label, quantity, canonical value."""


def text_of(node: Node, place: Place, example: str) -> str:
    """The text of a single value.

    Raises:
        InputErrors: E111 for a table or list, E118 for an empty text.
    """
    if not isinstance(node, str):
        shape = "a table" if isinstance(node, dict) else "a list"
        raise place.refuse(ErrorCode.E111, came=shape, expected="a single value", example=example)
    if not node.strip():
        raise place.refuse(
            ErrorCode.E118,
            expected="a value",
            example=example,
            remedy="Leave the field out when it is not known.",
        )
    return node


class Plain:
    """A reader whose value is not judged for plausibility."""

    def watched(self, _value: Any, /) -> Watched:
        """Nothing."""
        yield from ()


@frozen
class Word(Plain):
    """A member of a closed set of words."""

    words: type[StrEnum]
    aliases: tuple[tuple[str, StrEnum], ...] = ()

    @property
    def example(self) -> str:
        """A correct value."""
        return self._accepted()[0]

    def _accepted(self) -> list[str]:
        return [alias for alias, _ in self.aliases] or [word.value for word in self.words]

    def read(self, node: Node, place: Place) -> StrEnum:
        """The typed value of `node`."""
        text = text_of(node, place, self.example)
        try:
            return dict(self.aliases)[text] if self.aliases else self.words(text)
        except (KeyError, ValueError):
            expected = "one of " + ", ".join(self._accepted())
            raise place.refuse(ErrorCode.E130, came=text, expected=expected) from None

    def schema(self) -> Schema:
        """What is accepted, as JSON Schema."""
        return {"enum": self._accepted()}


@frozen
class YesNo(Plain):
    """Yes or no."""

    example: str = "yes"

    def read(self, node: Node, place: Place) -> bool:
        """The typed value of `node`."""
        text = text_of(node, place, self.example)
        if text not in {"yes", "no"}:
            raise place.refuse(ErrorCode.E131, came=text, expected="yes or no")
        return text == "yes"

    def schema(self) -> Schema:
        """What is accepted, as JSON Schema."""
        return {"enum": ["yes", "no"]}


@frozen
class Text(Plain):
    """Free text or an identifier; never quoted in a message."""

    example: str

    def read(self, node: Node, place: Place) -> str:
        """The typed value of `node`."""
        return text_of(node, place, self.example)

    def schema(self) -> Schema:
        """What is accepted, as JSON Schema."""
        return {"type": ["string", "number"], "minLength": 1, "pattern": r"\S"}


@frozen
class FreeText(Text):
    """Text by people for people, which no rule reads: in a sealed chart it can be redacted."""


@frozen
class Id(Plain):
    """An id: letters, digits and hyphens, or what `pattern` allows."""

    example: str
    pattern: str = r"[A-Za-z0-9][A-Za-z0-9-]*"
    expected: str = "letters, digits and hyphens"

    def read(self, node: Node, place: Place) -> str:
        """The typed value of `node`."""
        text = text_of(node, place, self.example)
        if not re.fullmatch(self.pattern, text, re.ASCII):
            raise place.refuse(
                ErrorCode.E116, came=text, expected=self.expected, example=self.example
            )
        return text

    def schema(self) -> Schema:
        """What is accepted, as JSON Schema."""
        return {"type": ["string", "integer"], "pattern": f"^{self.pattern}$"}


@frozen
class EarlierEntry(Plain):
    """The id of an earlier entry, of one of `kinds` if any are named, none of `never`."""

    kinds: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    example: str = "e05"

    def read(self, node: Node, place: Place) -> str:
        """The typed value of `node`."""
        text = text_of(node, place, self.example)
        kind = place.reading.earlier.get(text)
        if kind is None:
            raise place.refuse(
                ErrorCode.E150,
                came=text,
                expected="the id of an entry further up in this chart",
                example=self.example,
            )
        if kind in self.never or (self.kinds and kind not in self.kinds):
            wanted = "one of " + ", ".join(self.kinds) if self.kinds else "an entry"
            not_these = f", not a {' or '.join(self.never)}" if self.never else ""
            raise place.refuse(ErrorCode.E151, came=f"{text} ({kind})", expected=wanted + not_these)
        return text

    def schema(self) -> Schema:
        """What is accepted, as JSON Schema."""
        return Id("").schema()


@frozen
class ListOf:
    """A list with at least one item."""

    item: Reader
    example: str = field(default="")

    def read(self, node: Node, place: Place) -> tuple[Any, ...]:
        """The typed value of `node`."""
        if not isinstance(node, list):
            raise place.refuse(
                ErrorCode.E111,
                expected="a list",
                example=self.example or f"[{self.item.example}]",
            )
        if not node:
            raise place.refuse(ErrorCode.E118, expected="a list with at least one item")
        return tuple(self.item.read(part, place.field(i)) for i, part in enumerate(node))

    def schema(self) -> Schema:
        """What is accepted, as JSON Schema."""
        return {"type": "array", "minItems": 1, "items": self.item.schema()}

    def watched(self, value: Any) -> Watched:
        """The parts to be judged."""
        for number, part in enumerate(value, start=1):
            for label, quantity, number_read in self.item.watched(part):
                yield f"item {number}, {label}".rstrip(", "), quantity, number_read
