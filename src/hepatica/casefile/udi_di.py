"""The device identifier of a UDI, as GS1 writes it: a GTIN of 14 digits, the last one a check."""

from __future__ import annotations

import re

from hepatica.casefile.place import Place
from hepatica.casefile.readers import Plain, Schema, text_of
from hepatica.core.frozen import frozen
from hepatica.library.errors import ErrorCode
from hepatica.library.strict_yaml import Node

LENGTH = 14


@frozen
class UdiDi(Plain):
    """Fourteen digits whose check digit is right: one mistyped digit never reaches a recall."""

    example: str = '"00850014110147"'

    def read(self, node: Node, place: Place) -> str:
        """The typed value of `node`."""
        text = text_of(node, place, self.example)
        if not re.fullmatch(rf"[0-9]{{{LENGTH}}}", text):
            raise place.refuse(
                ErrorCode.E420,
                came=text,
                expected="the 14 digits of the UDI-DI, zeros in front included",
                example=self.example,
                remedy="hepatica device udi TEXT prints it from a scanned barcode.",
            )
        if not has_check_digit(text):
            raise place.refuse(
                ErrorCode.E421,
                came=text,
                expected="14 digits of which the last is the check digit of the others",
                example=self.example,
                remedy="A digit was mistyped: read it again from the label.",
            )
        return text

    def schema(self) -> Schema:
        """What is accepted, as JSON Schema."""
        return {"type": "string", "pattern": rf"^[0-9]{{{LENGTH}}}$"}


def has_check_digit(digits: str) -> bool:
    """Whether the last digit is the GS1 check digit: weights 3 and 1, sum a multiple of ten."""
    weighted = (int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(digits))
    return sum(weighted) % 10 == 0
