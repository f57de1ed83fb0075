"""Put new entries at the end of a sealed chart: what stood before keeps its bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from hepatica.casefile.chain import Link, appended
from hepatica.casefile.commitment import committed
from hepatica.casefile.free_text import changed_texts
from hepatica.casefile.load import LoadedCase, read_case
from hepatica.casefile.salts import draw_salt
from hepatica.library.errors import ErrorCode, refused
from hepatica.library.strict_yaml import Node


def extend(
    sealed: str,
    written: Sequence[Mapping[str, Node]],
    *,
    now: datetime,
    name: str = "case",
    draw: Callable[[], str] = draw_salt,
    read: Callable[..., LoadedCase] = read_case,
) -> tuple[Link, ...]:
    """The new lines of a sealed chart, one for each entry, after all of it was read again.

    Args:
        sealed: the chart as it is sealed now.
        written: entries as a written chart holds them, all values text; when they were recorded
            is `now`, whatever they say.
        now: the clock.
        name: stands in messages.
        draw: gives the salt of each free text; tests pass their own.
        read: reads a sealed chart as `read_case` does; the site keeps what it read before.

    Raises:
        InputErrors: the chart does not verify or is not sealed (E501), or it would not be read
            again with these entries (E1xx, E2xx).
    """
    case = read(sealed, now=now, name=name)
    if not case.chart.is_sealed:
        raise refused(ErrorCode.E501, name, expected="a sealed chart")
    links = list(case.links)
    for entry in written:
        links.append(appended(links[-1], _committed(entry, now, draw)))
    read("".join(link.line + "\n" for link in links), now=now, name=name)
    return tuple(links[len(case.links) :])


def _committed(
    entry: Mapping[str, Node], now: datetime, draw: Callable[[], str]
) -> Mapping[str, Node]:
    recorded = {**entry, "recorded_at": now.isoformat(timespec="seconds")}
    return changed_texts(
        recorded, lambda _path, node: committed(node, draw()) if isinstance(node, str) else node
    )
