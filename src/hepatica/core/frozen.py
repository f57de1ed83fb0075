"""The decorator of values: frozen dataclasses with slots, made in less time.

A command makes two hundred classes before it can begin, and for each the standard library
compiles six methods. Equality, hash and representation differ between classes in nothing but
the names of the fields, so here they are compiled once for all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(kind: type[T]) -> type[T]:
    """The class as `dataclass(frozen=True, slots=True)` makes it.

    Two values are equal when they are of one class and their fields are equal, and can be
    hashed when their fields can. A field leaves itself out with `compare` or `repr`.
    """
    made = dataclass(frozen=True, slots=True, eq=False, repr=False)(kind)
    compared = _values(*(each.name for each in fields(made) if each.compare))  # type: ignore[arg-type]

    def equal(self: object, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented  # type: ignore[no-any-return]
        return bool(compared(self) == compared(other))

    def hashed(self: object) -> int:
        return hash(compared(self))

    made.__eq__, made.__hash__, made.__repr__ = equal, hashed, _as_written  # type: ignore[method-assign]
    return made


def _values(*names: str) -> Callable[[object], object]:
    return attrgetter(*names) if names else _nothing


def _nothing(_value: object) -> tuple[()]:
    return ()


def _as_written(self: Any) -> str:
    """The call that makes an equal value."""
    shown = (f"{each.name}={getattr(self, each.name)!r}" for each in fields(self) if each.repr)
    return f"{self.__class__.__qualname__}({', '.join(shown)})"
