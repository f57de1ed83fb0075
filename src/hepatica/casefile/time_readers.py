"""Readers of times: a day, an instant, either of them."""

from __future__ import annotations

from datetime import date, datetime

from hepatica.casefile.place import Place
from hepatica.casefile.readers import Plain, Schema, text_of
from hepatica.casefile.times import (
    DAY_EXAMPLE,
    DAY_PATTERN,
    INSTANT_EXAMPLE,
    INSTANT_PATTERN,
    check_past,
    read_day,
    read_instant,
    read_moment,
)
from hepatica.core.frozen import frozen
from hepatica.core.moment import Moment
from hepatica.library.strict_yaml import Node


@frozen
class Day(Plain):
    """A day of the calendar; it may lie ahead."""

    example: str = DAY_EXAMPLE

    def read(self, node: Node, place: Place) -> date:
        """The typed value of `node`."""
        return read_day(text_of(node, place, self.example), place)

    def schema(self) -> Schema:
        """What is accepted, as JSON Schema."""
        return {"type": "string", "pattern": f"^{DAY_PATTERN}$"}


@frozen
class Instant(Plain):
    """An instant with offset, not in the future."""

    example: str = INSTANT_EXAMPLE

    def read(self, node: Node, place: Place) -> datetime:
        """The typed value of `node`."""
        text = text_of(node, place, self.example)
        instant = read_instant(text, place)
        check_past(instant, text, place)
        return instant

    def schema(self) -> Schema:
        """What is accepted, as JSON Schema."""
        return {"type": "string", "pattern": f"^{INSTANT_PATTERN}$"}


@frozen
class When(Plain):
    """An instant or a day, not in the future."""

    example: str = INSTANT_EXAMPLE

    def read(self, node: Node, place: Place) -> Moment:
        """The typed value of `node`."""
        return read_moment(text_of(node, place, self.example), place)

    def schema(self) -> Schema:
        """What is accepted, as JSON Schema."""
        return {"type": "string", "pattern": f"^(?:{DAY_PATTERN}|{INSTANT_PATTERN})$"}
