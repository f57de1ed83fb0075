"""What a set of values cites: its sources, and what rests on each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from hepatica.core.frozen import frozen
from hepatica.core.protocol.provenance import Confidence, SourcedValue
from hepatica.library.approvals import Approvals
from hepatica.library.approving import open_values
from hepatica.library.sources import Source


@frozen
class Ground:
    """The values that rest on a source in the same way.

    `why` says what they were checked against, or why they are so; `checked` are the days of
    that, oldest first; `open_count` of them need approval and do not have it.
    """

    confidence: Confidence
    why: str
    checked: tuple[date, ...]
    paths: tuple[str, ...]
    open_count: int

    @property
    def needs_approval(self) -> bool:
        """Whether values like these have to be approved at all."""
        return self.confidence is not Confidence.SEEN


@frozen
class CitedSource:
    """A source, and the ways in which values rest on it, the surest first."""

    source: Source
    grounds: tuple[Ground, ...]


def cited_sources(
    values: Sequence[SourcedValue], sources: Mapping[str, Source], approvals: Approvals
) -> tuple[CitedSource, ...]:
    """Every source that the values cite, in the order of the list of sources.

    Args:
        values: the values of a protocol and of the pumps.
        sources: the list of sources by id.
        approvals: what the site has approved; approvals for synthetic charts do not count.
    """
    waiting = {one.value.path for one in open_values(values, approvals)}
    cited: dict[str, list[SourcedValue]] = {}
    for value in values:
        cited.setdefault(value.source, []).append(value)
    return tuple(
        CitedSource(source, _grounds(cited[name], waiting))
        for name, source in sources.items()
        if name in cited
    )


def _grounds(values: Sequence[SourcedValue], waiting: set[str]) -> tuple[Ground, ...]:
    alike: dict[tuple[Confidence, str], list[SourcedValue]] = {}
    for value in values:
        alike.setdefault((value.confidence, value.why), []).append(value)
    order = list(Confidence)
    return tuple(
        Ground(
            confidence=confidence,
            why=why,
            checked=tuple(sorted({one.checked for one in group if one.checked is not None})),
            paths=tuple(one.path for one in group),
            open_count=sum(one.path in waiting for one in group),
        )
        for (confidence, why), group in sorted(alike.items(), key=lambda it: order.index(it[0][0]))
    )
