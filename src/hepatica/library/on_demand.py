"""A table whose values are read when someone asks for them, each once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TypeVar

V = TypeVar("V")


class OnDemand(Mapping[str, V]):
    """Names known beforehand, values loaded at the first look: a plan reads one protocol of many.

    Args:
        names: every name there is, asked for at the first look.
        load: the value of a name; what it raises reaches whoever looks.
        order: where a value stands when all are listed.
    """

    def __init__(
        self,
        names: Callable[[], Iterable[str]],
        load: Callable[[str], V],
        *,
        order: Callable[[str], tuple[bool, str]],
    ) -> None:
        self._all_names = names
        self._load = load
        self._order = order
        self._loaded: dict[str, V] = {}

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(self._all_names())

    def __getitem__(self, name: str) -> V:
        if name not in self._names:
            raise KeyError(name)
        if name not in self._loaded:
            self._loaded[name] = self._load(name)
        return self._loaded[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._names, key=self._order))

    def __len__(self) -> int:
        return len(self._names)
