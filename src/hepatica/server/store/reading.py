"""Sealed charts of the store, verified and read once for the bytes they have.

To read a chart of 200 entries takes longer than everything else on its page. What was read is
kept in memory beside the digest of the very lines it was read from. Lines that were added since
are verified and read behind it; a line that somebody changed in the database makes another
digest, and everything is verified and read as if nothing were kept.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime
from threading import Lock

from hepatica.casefile.further import SealedRead, read_further, read_whole
from hepatica.casefile.verify import links_after
from hepatica.core.frozen import frozen
from hepatica.server.store.models import Chart
from hepatica.server.store.sealed import StoredLine, digest_of, stored_lines, text_of

MOST_KEPT = 1_000  # charts; one of 200 entries takes a fifth of a megabyte


@frozen
class _Kept:
    """A chart as it was read, how many lines it had, their digest, and the clock."""

    read: SealedRead
    count: int
    digest: bytes
    at: datetime


_kept: OrderedDict[str, _Kept] = OrderedDict()
_turn = Lock()


def read_stored(chart: Chart, *, now: datetime) -> SealedRead:
    """The chart of the store, read as `hepatica.casefile.load.read_case` reads it.

    The clock only refuses what lies after it, so what was read earlier is read the same now.

    Raises:
        InputErrors: as `read_case`; nothing of it is kept.
    """
    lines = stored_lines(chart)
    with _turn:
        kept = _kept.get(chart.case)
    found = _read(lines, kept, now=now, name=chart.case)
    with _turn:
        _kept[chart.case] = found
        _kept.move_to_end(chart.case)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return found.read


def _read(lines: tuple[StoredLine, ...], kept: _Kept | None, *, now: datetime, name: str) -> _Kept:
    if kept is not None and kept.at <= now and digest_of(lines[: kept.count]) == kept.digest:
        if len(lines) == kept.count:
            return kept
        links = links_after(kept.read.last, text_of(lines[kept.count :]))
        if links is not None:
            read = read_further(kept.read, links, now=now, name=name)
            return _Kept(read, len(lines), digest_of(lines), now)
    read = read_whole(text_of(lines), now=now, name=name)
    return _Kept(read, len(lines), digest_of(lines), now)
