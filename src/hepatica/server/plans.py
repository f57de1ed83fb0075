"""The plan of a stored chart, now, by the rulebook of this site."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from hepatica.casefile.load import load_case
from hepatica.core.chart.course import Course
from hepatica.core.chart.fold import fold_course
from hepatica.core.planning import plan
from hepatica.core.rulebook import Rulebook
from hepatica.library.loader import load_rulebook
from hepatica.reports.sheet import Sheet, look_up
from hepatica.server.store.models import Chart
from hepatica.server.store.sealed import chart_text


def site_rulebook() -> Rulebook:
    """What ships, with the approvals of this site, read again when their file has changed."""
    path = Path(settings.APPROVALS) if settings.APPROVALS else None
    return _rulebook(path, path.stat().st_mtime_ns if path else 0)


@lru_cache(maxsize=2)
def _rulebook(path: Path | None, changed: int) -> Rulebook:
    del changed  # another one is another rulebook
    return load_rulebook(path)


def course_of(chart: Chart, now: datetime) -> Course:
    """The chart folded to now."""
    return fold_course(load_case(chart_text(chart), now=now, name=chart.case), at=now, known_by=now)


def sheet_of(chart: Chart, now: datetime, rulebook: Rulebook | None = None) -> Sheet:
    """The plan of the chart for now, with what stands beside it."""
    rulebook = site_rulebook() if rulebook is None else rulebook
    return look_up(plan(course_of(chart, now), rulebook), rulebook)
