"""Whether the liver or the bile ducts stop FUDR today, and since when."""

from __future__ import annotations

from datetime import datetime

from hepatica.core.chart.entries import BiliaryReport
from hepatica.core.chart.signatures import is_resolved
from hepatica.core.chart.words import BiliaryFinding
from hepatica.core.combined.arms import Arms
from hepatica.core.decision import FudrWord
from hepatica.core.frozen import frozen

_FINDINGS = frozenset(
    {
        BiliaryFinding.STRICTURE_SUSPECTED,
        BiliaryFinding.STRICTURE_CONFIRMED,
        BiliaryFinding.STENT_PLACED,
        BiliaryFinding.CHOLANGITIS,
        BiliaryFinding.OBSTRUCTION,
    }
)
_STOPS = (FudrWord.STOP_PENDING_REVIEW, FudrWord.PERMANENT_STOP)


@frozen
class LiverStop:
    """What stops FUDR for liver or ducts, since when, and the entries it rests on."""

    what: str
    since: datetime
    entries: tuple[str, ...]


def find_liver_stop(arms: Arms) -> LiverStop | None:
    """The newest stop by bilirubin or ducts that is still open; a signature must be newer."""
    found = [*_by_ducts(arms), *_by_fudr_decision(arms)]
    return max(found, key=lambda stop: stop.since, default=None)


def _by_ducts(arms: Arms) -> list[LiverStop]:
    return [
        LiverStop(entry.payload.finding.value, entry.at.earliest, (entry.id,))
        for entry in arms.course.all(BiliaryReport)
        if entry.payload.finding in _FINDINGS and not is_resolved(arms.course, entry.id)
    ]


def _by_fudr_decision(arms: Arms) -> list[LiverStop]:
    """Stops that the FUDR decision found in the chart; the newest entry they rest on dates them."""
    found = []
    for finding in arms.findings:
        entries = [e for e in map(arms.course.get, finding.entries) if e is not None]
        if finding.word in _STOPS and entries:
            since = max(entry.at.earliest for entry in entries)
            found.append(LiverStop(finding.reason, since, finding.entries))
    return found
