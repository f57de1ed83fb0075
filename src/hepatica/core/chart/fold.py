"""Fold a chart into a course: two clocks, corrections, voids, and the fixed order."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import cast

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import (
    KIND_ORDER,
    Confirmation,
    Correction,
    Entry,
    Payload,
    PumpFilled,
    Void,
)
from hepatica.core.frozen import frozen

_RANK = {kind: rank for rank, kind in enumerate(KIND_ORDER)}


@frozen
class Chart:
    """All entries of one treatment, as the door delivered them."""

    case: str
    is_synthetic: bool
    entries: tuple[Entry[Payload], ...]
    head: str
    is_sealed: bool


def chart_order(entry: Entry[Payload]) -> tuple[datetime, int, str]:
    """Sort key: when it was true, then the fixed order of kinds, then the id.

    A day without a time stands at its beginning, a fill at its end: a pump is emptied
    before it is filled.
    """
    is_fill = isinstance(entry.payload, PumpFilled)
    instant = entry.at.latest if is_fill else entry.at.earliest
    return instant, _RANK[type(entry.payload)], entry.id


def fold_course(chart: Chart, *, at: datetime, known_by: datetime) -> Course:
    """What is true at `at`, as the chart knew it at `known_by` (behaviour P2).

    Entries that happened after `at`, or that the chart learned after `known_by`, are left out
    and counted. Corrections and voids act whenever they are known: they speak about the
    record, not about the patient.
    """
    known = tuple(entry for entry in chart.entries if entry.recorded_at <= known_by)
    happened = tuple(entry for entry in _effective(known) if entry.at.earliest <= at)
    return Course(
        case=chart.case,
        is_synthetic=chart.is_synthetic,
        at=at,
        known_by=known_by,
        entries=tuple(sorted(happened, key=chart_order)),
        confirmed=frozenset(
            entry.payload.confirms for entry in happened if isinstance(entry.payload, Confirmation)
        ),
        left_out=_count_left_out(chart, at=at, known_by=known_by),
        head=chart.head,
        is_sealed=chart.is_sealed,
    )


def _count_left_out(chart: Chart, *, at: datetime, known_by: datetime) -> int:
    return sum(entry.recorded_at > known_by or entry.at.earliest > at for entry in chart.entries)


def _effective(known: tuple[Entry[Payload], ...]) -> tuple[Entry[Payload], ...]:
    """The entries that stand: voided ones dropped, corrected ones with their newest content."""
    voided = voided_ids(known)
    standing = [entry for entry in known if entry.id not in voided]
    corrections = dict(_corrections_by_root(standing, known))
    return tuple(
        _corrected(entry, corrections.get(entry.id))
        for entry in standing
        if not isinstance(entry.payload, Correction | Void)
    )


def _corrected(entry: Entry[Payload], by: Entry[Correction] | None) -> Entry[Payload]:
    if by is None:
        return entry
    return replace(entry, payload=by.payload.replacement, revised_at=by.recorded_at)


def voided_ids(known: tuple[Entry[Payload], ...]) -> frozenset[str]:
    """Ids withdrawn by a void that itself stands; a void of a void restores.

    A void can only name an earlier line of the chart, so walking from the last line back
    settles each void before the entry it names.
    """
    voided: set[str] = set()
    for entry in reversed(known):
        if isinstance(entry.payload, Void) and entry.id not in voided:
            voided.add(entry.payload.voids)
    return frozenset(voided)


def _corrections_by_root(
    standing: list[Entry[Payload]], known: tuple[Entry[Payload], ...]
) -> list[tuple[str, Entry[Correction]]]:
    """Each standing correction with the root entry it speaks of, oldest first."""
    named = {
        entry.id: entry.payload.corrects for entry in known if isinstance(entry.payload, Correction)
    }
    return [
        (_root(entry.payload.corrects, named), cast(Entry[Correction], entry))
        for entry in standing
        if isinstance(entry.payload, Correction)
    ]


def _root(entry_id: str, corrects: dict[str, str]) -> str:
    while entry_id in corrects:
        entry_id = corrects[entry_id]
    return entry_id
