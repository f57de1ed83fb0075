"""Readers of numbers: with a unit, a percent, one of a few scores, a year."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from hepatica.casefile.numbers import NUMBER, read_number
from hepatica.casefile.place import Place
from hepatica.casefile.readers import Plain, Schema, Watched, text_of
from hepatica.core.frozen import frozen
from hepatica.core.quantities import HUNDRED
from hepatica.library.errors import ErrorCode
from hepatica.library.strict_yaml import Node
from hepatica.library.units import UnitsOfQuantity, units_of


@frozen
class Measured:
    """A value with a unit, delivered in the canonical unit of `quantity`.

    `watch` is the name under which plausible.yaml knows it.
    """

    quantity: str
    example: str
    watch: str = ""
    may_be_zero: bool = False

    def units(self) -> UnitsOfQuantity:
        """The units accepted."""
        return units_of(self.quantity)

    def read(self, node: Node, place: Place) -> Decimal:
        """The typed value of `node`."""
        text = text_of(node, place, self.example)
        if text.startswith("<"):
            raise place.refuse(
                ErrorCode.E133, came=text, expected="a measured value", example=self.example
            )
        value, symbol = self.split(text, place)
        return self.units().units[symbol].to_canonical(value)

    def split(self, text: str, place: Place) -> tuple[Decimal, str]:
        """The number as written, and its accepted unit."""
        number, _, symbol = text.partition(" ")
        value = read_number(number, place, example=self.example)
        symbol = symbol.strip(" ")
        if symbol not in self.units().units:
            accepted = ", ".join(self.units().units)
            raise place.refuse(
                ErrorCode.E129 if symbol else ErrorCode.E128,
                came=text,
                expected=f"a value with one of the units {accepted}",
                example=self.example,
                remedy="Write the unit as it stands on the scale, the label or the report.",
            )
        if not value and not self.may_be_zero:
            raise place.refuse(
                ErrorCode.E127, came=text, expected="a value above zero", example=self.example
            )
        return value, symbol

    def schema(self, prefix: str = "") -> Schema:
        """What is accepted, as JSON Schema."""
        units = "|".join(re.escape(symbol) for symbol in self.units().units)
        return {"type": "string", "pattern": f"^{prefix}{NUMBER} +(?:{units})$"}

    def watched(self, value: Any) -> Watched:
        """The parts to be judged."""
        if self.watch:
            yield "", self.watch, value


@frozen
class Percent(Plain):
    """A percent above 0 and at most 100, written without sign."""

    example: str = "50"

    def read(self, node: Node, place: Place) -> Decimal:
        """The typed value of `node`."""
        text = text_of(node, place, self.example)
        value = read_number(text, place, example=self.example)
        if not 0 < value <= HUNDRED:
            raise place.refuse(
                ErrorCode.E132,
                came=text,
                expected="a percent above 0 and at most 100",
                example=self.example,
            )
        return value

    def schema(self) -> Schema:
        """What is accepted, as JSON Schema."""
        return {
            "type": ["string", "number"],
            "pattern": f"^{NUMBER}$",
            "exclusiveMinimum": 0,
            "maximum": 100,
        }


@frozen
class Score(Plain):
    """One of a few numbers."""

    scores: tuple[str, ...]

    @property
    def example(self) -> str:
        """A correct value."""
        return self.scores[-1]

    def read(self, node: Node, place: Place) -> Decimal:
        """The typed value of `node`."""
        text = text_of(node, place, self.example)
        value = read_number(text, place, example=self.example)
        if value not in {Decimal(score) for score in self.scores}:
            expected = "one of " + ", ".join(self.scores)
            raise place.refuse(ErrorCode.E130, came=text, expected=expected)
        return value

    def schema(self) -> Schema:
        """What is accepted, as JSON Schema."""
        numbers = [int(score) if score.isdigit() else float(score) for score in self.scores]
        return {"enum": [*self.scores, *numbers]}


@frozen
class Year(Plain):
    """A year of four digits that is not in the future."""

    example: str = "1961"

    def read(self, node: Node, place: Place) -> int:
        """The typed value of `node`."""
        text = text_of(node, place, self.example)
        read_number(text, place, example=self.example)
        if not re.fullmatch(r"(?:19|20)[0-9]{2}", text):
            raise place.refuse(
                ErrorCode.E134, came=text, expected="a year of four digits", example=self.example
            )
        if int(text) > place.reading.now.year:
            raise place.refuse(ErrorCode.E144, came=text, expected="a year that has begun")
        return int(text)

    def schema(self) -> Schema:
        """What is accepted, as JSON Schema."""
        return {
            "type": ["string", "integer"],
            "pattern": "^(?:19|20)[0-9]{2}$",
            "minimum": 1900,
            "maximum": 2099,
        }
