"""The plan of a stored chart, now, by the rulebook of this site."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import connection

from hepatica.core.chart.course import Course
from hepatica.core.chart.fold import Chart as Entered
from hepatica.core.chart.fold import fold_course
from hepatica.core.chart.words import Content
from hepatica.core.dosing.fill import Makeup, make_up
from hepatica.core.planning import plan
from hepatica.core.quantities import Unknown, clinical_arithmetic
from hepatica.core.rulebook import Rulebook
from hepatica.library.loader import load_rulebook
from hepatica.reports.sheet import Sheet, look_up
from hepatica.server.approvals.models import SignedValue
from hepatica.server.approvals.signed import site_approvals
from hepatica.server.store.models import Chart
from hepatica.server.store.reading import read_stored


def site_rulebook() -> Rulebook:
    """What ships, with the approvals of this site: of its file, and those signed in the store.

    Both are read again when the file has changed or a signature has come.
    """
    path = Path(settings.APPROVALS) if settings.APPROVALS else None
    changed = path.stat().st_mtime_ns if path else 0
    if connection.in_atomic_block:
        # What is written in this transaction may yet be taken back, and is kept for nobody.
        return _with_signed(_rulebook(path, changed))
    store = str(connection.settings_dict["NAME"])
    return _signed_rulebook(path, changed, store, SignedValue.objects.count())


@lru_cache(maxsize=2)
def _signed_rulebook(path: Path | None, changed: int, store: str, signatures: int) -> Rulebook:
    del store, signatures  # rows are only added: another number is another rulebook
    return _with_signed(_rulebook(path, changed))


@lru_cache(maxsize=2)
def _rulebook(path: Path | None, changed: int) -> Rulebook:
    del changed  # another one is another rulebook
    return load_rulebook(path)


def _with_signed(book: Rulebook) -> Rulebook:
    return replace(book, approvals=(*book.approvals, *site_approvals()))


def entered(chart: Chart, now: datetime) -> Entered:
    """The entries of the chart, verified."""
    return read_stored(chart, now=now).chart


def course_of(chart: Chart, now: datetime) -> Course:
    """The chart folded to now."""
    return fold_course(entered(chart, now), at=now, known_by=now)


def sheet_of(chart: Chart, now: datetime, rulebook: Rulebook | None = None) -> Sheet:
    """The plan of the chart for now, with what stands beside it."""
    return sheet_from(entered(chart, now), now, site_rulebook() if rulebook is None else rulebook)


def sheet_from(entered: Entered, now: datetime, rulebook: Rulebook) -> Sheet:
    """The same, of entries that were read already."""
    return look_up(plan(fold_course(entered, at=now, known_by=now), rulebook), rulebook)


def made_up(sheet: Sheet, content: Content, fudr_mg: Decimal | None = None) -> Makeup | None:
    """What a content is made up of for this pump.

    None when the protocol does not say how it is made, or a strength or a flow is missing.
    `fudr_mg` is the mass of a FUDR fill; without it, that of the plan.
    """
    plan = sheet.plan
    if sheet.protocol is None or sheet.pump is None:
        return None
    if content not in {row.content for row in sheet.protocol.fills.contents}:
        return None
    if content is Content.FUDR and fudr_mg is None and plan.fill is not None:
        fudr_mg = plan.fill.fudr_mg
    with clinical_arithmetic():
        made = make_up(
            sheet.protocol.fills,
            content=content,
            volume_ml=sheet.pump.reservoir_ml,
            flow_ml_per_day=None if plan.flow is None else plan.flow.concentration_flow_ml_per_day,
            fudr_mg=fudr_mg,
        )
    return None if isinstance(made, Unknown) else made
