"""Sealed charts of the store, verified and read once for the bytes they have.

To read a chart of 200 entries takes longer than everything else on its page. What was read is
kept in memory by the very bytes it was read from: a line that somebody changed in the database
makes other bytes, which are verified and read as if nothing were kept.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from hepatica.casefile.chain import Link, appended
from hepatica.casefile.commitment import committed
from hepatica.casefile.free_text import changed_texts
from hepatica.casefile.load import LoadedCase, read_case
from hepatica.casefile.salts import draw_salt
from hepatica.library.errors import ErrorCode, refused
from hepatica.library.strict_yaml import Node

_KEPT = 200  # charts; one of 200 entries takes half a megabyte


@dataclass(frozen=True, slots=True)
class _Read:
    case: LoadedCase
    at: datetime


_read: OrderedDict[str, _Read] = OrderedDict()
_turn = Lock()


def read_sealed(sealed: str, *, now: datetime, name: str) -> LoadedCase:
    """The chart of this text, as `hepatica.casefile.load.read_case` reads it.

    The clock only refuses what lies after it, so what was read earlier is read the same now.

    Raises:
        InputErrors: as `read_case`; nothing of it is kept.
    """
    with _turn:
        found = _read.get(sealed)
        if found is not None and found.at <= now:
            _read.move_to_end(sealed)
            return found.case
    case = read_case(sealed, now=now, name=name)
    with _turn:
        _read[sealed] = _Read(case, now)
        _read.move_to_end(sealed)
        while len(_read) > _KEPT:
            _read.popitem(last=False)
    return case


def extended(
    sealed: str, written: Sequence[Mapping[str, Node]], *, now: datetime, name: str
) -> Sequence[Link]:
    """The new lines of a sealed chart, one for each entry, after all of it was read with them.

    As `hepatica.casefile.extend.extend`, save that what was read before is not read again.

    Raises:
        InputErrors: the chart does not verify or is not sealed (E501), or it would not be read
            again with these entries (E1xx, E2xx).
    """
    case = read_sealed(sealed, now=now, name=name)
    if not case.chart.is_sealed:
        raise refused(ErrorCode.E501, name, expected="a sealed chart")
    links = list(case.links)
    for entry in written:
        links.append(appended(links[-1], _recorded(entry, now)))
    more = links[len(case.links) :]
    read_sealed(sealed + "".join(f"{link.line}\n" for link in more), now=now, name=name)
    return more


def _recorded(entry: Mapping[str, Node], now: datetime) -> Mapping[str, Node]:
    """The entry recorded at `now`, each free text committed with a salt of its own."""
    recorded = {**entry, "recorded_at": now.isoformat(timespec="seconds")}
    return changed_texts(
        recorded,
        lambda _path, node: committed(node, draw_salt()) if isinstance(node, str) else node,
    )
