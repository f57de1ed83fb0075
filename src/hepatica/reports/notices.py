"""Reasons, alerts and due items as one list for paper: nothing is left out."""

from __future__ import annotations

from collections.abc import Iterable

from hepatica.core.frozen import frozen
from hepatica.core.schedule.reservoir import ReservoirAction
from hepatica.reports.plan_text import alert_lines, by_date
from hepatica.reports.sentences import plain, reason, word_of
from hepatica.reports.sheet import Sheet

# Lines of notices that a page holds at each size of print; the roads take as much as some lines.
_AIRY, _ROOMY, _SNUG, _TIGHT = 16, 11, 21, 46
_LINES_OF_ROADS = 14
_LINES_OF_CHOICE = 8
_LETTERS_IN_A_LINE = 64


@frozen
class Notices:
    """Lists under their headings; `size` names how closely they are printed."""

    lists: tuple[tuple[str, tuple[str, ...]], ...]
    size: str


def notices(sheet: Sheet) -> Notices:
    """Everything a plan says beside its orders."""
    plan = sheet.plan
    lists = (
        ("Reasons", tuple(_reasons(sheet))),
        ("Alerts", tuple(alert_lines(plan))),
        ("What would change it", tuple(f"{plain(c.condition)}: {c.outcome}" for c in plan.changes)),
        ("Due", tuple(_due(sheet))),
    )
    shown = tuple((heading, lines) for heading, lines in lists if lines)
    return Notices(shown, _size(sheet, [text for _, texts in shown for text in texts]))


def _size(sheet: Sheet, texts: list[str]) -> str:
    """How closely a page is printed, so that all of it fits."""
    lines = _LINES_OF_ROADS if sheet.plan.fill is not None else 0
    order = sheet.plan.reservoir
    if order is not None and order.action is ReservoirAction.PERSON_MUST_CHOOSE:
        lines += _LINES_OF_CHOICE
    lines += sum(1 + len(text) // _LETTERS_IN_A_LINE for text in texts)
    if sheet.is_left_alone and lines <= _AIRY:
        return "airy"
    sizes = ((_ROOMY, "roomy"), (_SNUG, "snug"), (_TIGHT, "tight"))
    return next((size for most, size in sizes if lines <= most), "tightest")


def _reasons(sheet: Sheet) -> Iterable[str]:
    for finding in sheet.plan.decision.findings:
        yield f"{word_of(finding.word)}: {reason(finding)} [{finding.control or finding.rule}]"


def _due(sheet: Sheet) -> Iterable[str]:
    for item in by_date(sheet.plan):
        yield f"{item.by or 'No date'}: {plain(item.text)}"
