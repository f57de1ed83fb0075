"""Charts of a pump and nothing else: entries in few words, and the course they fold to."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TypeVar

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import Entry, Payload, PumpAccessed, PumpFilled
from hepatica.core.chart.explant import ExplantCause, PumpExplanted
from hepatica.core.chart.fold import Chart, fold_course
from hepatica.core.chart.words import AccessResult, Content
from hepatica.core.moment import Moment
from hepatica.library.loader import load_rulebook

P = TypeVar("P", bound=Payload)

BOOK = load_rulebook()
TABLE = BOOK.protocols["fudr-28d/2026.1"].flow
DEVICE = BOOK.devices["intera-3000"]
AT = datetime(2026, 12, 1, tzinfo=UTC)


def instant(text: str) -> datetime:
    """A moment such as "2026-01-12T10:00", in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def entry(name: str, at: str, payload: P) -> Entry[P]:
    """An entry of an instant in UTC, or of a day without its hour; charted in the end."""
    if "T" in at:
        return Entry(name, Moment.exactly(instant(at)), AT, payload)
    return Entry(name, Moment.some_time_on(date.fromisoformat(at), UTC), AT, payload)


def course_of(*entries: Entry[Payload]) -> Course:
    """The course of these entries when all of them have happened."""
    chart = Chart("pump", is_synthetic=True, entries=entries, head="", is_sealed=False)
    return fold_course(chart, at=AT, known_by=AT)


def saline(ml: str = "30", *, is_pocket_fill_suspected: bool = False) -> PumpFilled:
    """So much heparinised saline of a syringe of 30 mL."""
    return PumpFilled(
        Content.HEPARINISED_SALINE,
        Decimal(30),
        Decimal(ml),
        is_pocket_fill_suspected=is_pocket_fill_suspected,
    )


def emptied(ml: str, *, remainder: str = "0", serial: str | None = None) -> PumpAccessed:
    """An access that took so much out and left a remainder."""
    return PumpAccessed(AccessResult.EMPTIED, Decimal(ml), Decimal(remainder), serial)


def explanted(serial: str, ml: str | None = None) -> PumpExplanted:
    """A pump taken out, with what was found in it."""
    withdrawn = None if ml is None else Decimal(ml)
    return PumpExplanted(serial, ExplantCause.OTHER, withdrawn)
