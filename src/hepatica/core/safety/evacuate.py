"""C-16: FUDR does not stay in the pump on a hold, a stop or misperfusion (behaviour P1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from hepatica.core.chart.entries import PerfusionScan
from hepatica.core.chart.newest import newest_for_safety
from hepatica.core.chart.words import ScanCode
from hepatica.core.decision import FudrWord
from hepatica.core.dosing.bilirubin_stop import samples_at_stop
from hepatica.core.dosing.samples import is_new_since
from hepatica.core.protocol.words import Evacuate
from hepatica.core.safety.complications import evacuate_since
from hepatica.core.safety.situation import Situation
from hepatica.core.safety.stop_signs import active_findings, active_signs
from hepatica.core.schedule.reservoir import ReservoirAction, ReservoirOrder, rest_content
from hepatica.core.schedule.rest_reason import find_rest_reason

# A scan that shows the drug outside the liver or outside the artery.
_MISPERFUSED = (ScanCode.C, ScanCode.D)


def check_evacuate(situation: Situation, word: FudrWord, order: ReservoirOrder) -> ReservoirOrder:
    """Evacuate within 24 h of the first finding's recording and refill without FUDR."""
    if not situation.ledger.holds_any_fudr:
        return order
    first = min(_findings(situation), default=None)
    if first is None:
        return order
    hours = int(situation.protocol.stops.evacuate_within_hours)
    reason = find_rest_reason(situation.course, word, situation.picture)
    return replace(
        order,
        action=ReservoirAction.EVACUATE,
        by=situation.course.today,
        content=rest_content(situation.protocol, reason),
        reason="FUDR must leave the pump",
        deadline=first + timedelta(hours=hours),
    )


def _findings(situation: Situation) -> Iterator[datetime]:
    """When the chart learned of each reason to evacuate, as it is charted now."""
    yield from _laboratory(situation)
    course, protocol = situation.course, situation.protocol
    for finding, row in active_findings(course, protocol):
        if row.evacuate is Evacuate.NOW:
            yield finding.learned_at
    for sign, sign_row in active_signs(course, protocol, situation):
        if sign_row.evacuate is Evacuate.NOW:
            yield sign.learned_at
    yield from _scans(situation)
    yield from evacuate_since(situation)


def _laboratory(situation: Situation) -> Iterator[datetime]:
    """Results drawn, or learned of, since the last FUDR fill."""
    picture, protocol = situation.picture, situation.protocol
    if picture.at_hold is not None:
        yield from (sample.learned_at for sample in picture.at_hold.samples)
    for panel in samples_at_stop(situation.course, protocol):
        if picture.last is not None and is_new_since(panel, picture.last):
            yield panel.learned_at


def _scans(situation: Situation) -> Iterator[datetime]:
    """Misperfusion seen after the fill, or on the newest scan and charted after the fill."""
    current, scans = situation.ledger.current, situation.course.all(PerfusionScan)
    newest = newest_for_safety(scans, _is_misperfused)
    if current is None:
        return
    filled = current.fill.at.latest
    for scan in scans:
        is_known_late = scan is newest and scan.learned_at > filled
        if _is_misperfused(scan.payload) and (scan.at.latest > filled or is_known_late):
            yield scan.learned_at


def _is_misperfused(scan: PerfusionScan) -> bool:
    return scan.code in _MISPERFUSED
