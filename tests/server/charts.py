"""Sealed charts and acts for the tests of the store."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from hepatica.casefile.seal import seal
from hepatica.server.store.deeds import Asker, Done, append, begin

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
LATER = datetime(2026, 11, 20, 13, tzinfo=UTC)
NURSE = "nurse-1"


@cache
def sealed_example(name: str) -> str:
    """An example chart, sealed."""
    return seal(Path(f"examples/{name}.yaml"), now=NOW)


def asker(key: str, by: str = NURSE) -> Asker:
    """A request of the nurse."""
    return Asker(by, key)


def begun(name: str = "fast-pump") -> Done:
    """The chart of an example, taken into the store."""
    return begin(sealed_example(name), asker(f"begin {name}"), now=NOW)


def note(entry: str, text: str = "seen", at: str = "2026-11-20T11:00+00:00") -> dict[str, Any]:
    """A note as a written chart holds it."""
    return {"id": entry, "kind": "note", "at": at, "text": text}


def add_note(head: str, entry: str = "n1", key: str = "k1", case: str = "fast-pump") -> Done:
    """Append one note."""
    return append(case, [note(entry)], asker(key), head=head, now=LATER)
