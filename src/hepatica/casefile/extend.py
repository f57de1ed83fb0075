"""Put new entries at the end of a sealed chart: what stood before keeps its bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from hepatica.casefile.chain import Link, appended
from hepatica.casefile.commitment import committed
from hepatica.casefile.free_text import changed_texts
from hepatica.casefile.further import SealedRead, read_further
from hepatica.casefile.salts import draw_salt
from hepatica.casefile.verify import links_after
from hepatica.library.errors import ErrorCode, refused
from hepatica.library.plain_text import checked_text
from hepatica.library.strict_yaml import Node


def extend(
    read: SealedRead,
    written: Sequence[Mapping[str, Node]],
    *,
    now: datetime,
    name: str = "case",
    draw: Callable[[], str] = draw_salt,
) -> tuple[Link, ...]:
    """The new lines of a sealed chart, one for each entry, after the chart was read with them.

    Args:
        read: the chart as it is sealed now.
        written: entries as a written chart holds them, all values text; when they were recorded
            is `now`, whatever they say.
        now: the clock.
        name: stands in messages.
        draw: gives the salt of each free text; tests pass their own.

    Raises:
        InputErrors: the chart would not be read again with these entries (E1xx, E2xx).
    """
    links = [read.last]
    for entry in written:
        links.append(appended(links[-1], _committed(entry, now, draw)))
    text = "".join(link.line + "\n" for link in links[1:])
    # What is written is what will be read: the lines are taken from their own bytes.
    found = links_after(read.last, checked_text(text, name=name)) if text else []
    if found is None:
        raise refused(ErrorCode.E160, name, expected="entries of text that go on from the last one")
    read_further(read, found, now=now, name=name)
    return tuple(found)


def _committed(
    entry: Mapping[str, Node], now: datetime, draw: Callable[[], str]
) -> Mapping[str, Node]:
    recorded = {**entry, "recorded_at": now.isoformat(timespec="seconds")}
    return changed_texts(
        recorded, lambda _path, node: committed(node, draw()) if isinstance(node, str) else node
    )
