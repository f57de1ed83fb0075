"""Charts and their adverse events, worked out by hand."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from hepatica.core.chart.fold import fold_course
from hepatica.core.toxicity.events import Episode, ToxicityRecord, record_toxicity
from hepatica.core.toxicity.samples import Grading
from hepatica.core.toxicity.table import CTCAE
from hepatica.library.grades import units_for_grading
from hepatica.library.loader import shipped_grading
from hepatica.library.strict_yaml import read_yaml
from tests.golden.charts import chart_of

FILE = Path(__file__).with_name("toxicity.yaml")
AT = "2026-06-01T00:00"


@cache
def root() -> Any:
    """The file."""
    return read_yaml(FILE.read_text(encoding="utf-8"), name=FILE.name).root


CASES = root()["cases"]


def instant(text: str) -> datetime:
    """A moment in UTC."""
    return datetime.fromisoformat(f"{text}+00:00")


def record(case: dict[str, Any]) -> ToxicityRecord:
    """The record of the course that a case speaks of."""
    chart = chart_of([*root()["course"], *case["entries"]])
    known_by = instant(case.get("known_by", AT))
    course = fold_course(chart, at=instant(AT), known_by=known_by)
    return record_toxicity(course, shipped_grading(CTCAE).table, units_for_grading())


def between(least: int, most: int) -> str:
    """A grade, or between which it lies."""
    return f"{least}" if least == most else f"{least} to {most}"


def day(grading: Grading | None) -> str:
    """The day of a grade."""
    return "open" if grading is None else grading.at.day.isoformat()


def line(episode: Episode) -> str:
    """An episode as the file states it."""
    return " | ".join(
        (
            episode.term,
            between(episode.worst.least, episode.worst_at_most),
            day(episode.began),
            day(episode.worst),
            day(episode.ended),
            " ".join(episode.attributed_to) or "-",
            f"{episode.cycle}",
        )
    )


def missing(grading: Grading) -> str:
    """What could not be graded, as the file states it."""
    grade = between(grading.least, grading.most)
    return f"{grading.term} | {day(grading)} | {' '.join(grading.needs)} | {grade}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_adverse_events(case: dict[str, Any]) -> None:
    """Every episode and everything that could not be graded is as stated, in that order."""
    found = record(case)
    stated = (case["episodes"], case.get("not_graded", []))
    assert stated == ([line(e) for e in found.episodes], [missing(g) for g in found.not_graded])
    if "entries_of_first" in case:
        assert case["entries_of_first"] == list(found.episodes[0].entries)
