"""Where in a chart file a value stands, and what the reader knows at that point."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timezone
from typing import Any

from hepatica.core.frozen import frozen
from hepatica.library.errors import ErrorCode, InputErrors, refused
from hepatica.library.strict_yaml import Path, Tree


@frozen
class Reading:
    """What holds for the whole file.

    `now` is the clock against which "in the future" is judged; `offset` stands for dates
    without a time; `earlier` maps the ids read so far to their kinds, `roots` a correction's
    id to the id of the entry it finally speaks of.
    """

    tree: Tree
    now: datetime
    offset: timezone
    earlier: dict[str, str] = field(default_factory=dict)
    roots: dict[str, str] = field(default_factory=dict)


@frozen
class Place:
    """One value: its path in the file, its label for people, and the fields read beside it."""

    reading: Reading
    path: Path = ()
    label: str = ""
    beside: Mapping[str, Any] = field(default_factory=dict)

    def field(self, key: str | int, beside: Mapping[str, Any] | None = None) -> Place:
        """The place of the value under `key`."""
        label = str(key) if isinstance(key, str) else f"item {key + 1}"
        return Place(
            self.reading,
            (*self.path, key),
            f"{self.label}, {label}" if self.label else label,
            self.beside if beside is None else beside,
        )

    @property
    def where(self) -> str:
        """File, line and label."""
        line = self.reading.tree.where(self.path)
        return f"{line}, {self.label}" if self.label else line

    def refuse(
        self,
        code: ErrorCode,
        *,
        came: str = "",
        expected: str,
        example: str = "",
        remedy: str = "",
    ) -> InputErrors:
        """The exception to raise for the value that stands here."""
        return refused(
            code, self.where, came=came, expected=expected, example=example, remedy=remedy
        )
