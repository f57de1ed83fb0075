"""The access log, searched: by account, chart, door and day, and by what happened at the door."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime, time, timedelta

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from hepatica.core.frozen import frozen
from hepatica.library.errors import ErrorCode, refused
from hepatica.library.scalars import NotReadable, read_date
from hepatica.server.access.models import Access
from hepatica.server.people.models import BrokenGlass

CSV_COLUMNS = (
    "at",
    "account",
    "chart",
    "door",
    "write",
    "refused",
    "under glass",
    "reason for the glass",
    "act",
)
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@frozen
class Search:
    """What is asked for; whatever is empty or False is not asked for. Days are the site's."""

    account: str = ""
    chart: str = ""
    door: str = ""
    since: date | None = None
    until: date | None = None
    is_write: bool = False
    was_refused: bool = False
    is_under_glass: bool = False

    @property
    def as_asked(self) -> dict[str, str]:
        """What was asked for, in words, for the record of looks."""
        return {name: str(value) for name, value in asdict(self).items() if value}


def read_search(sent: Mapping[str, str]) -> Search:
    """A search as it was typed.

    Raises:
        InputErrors: E539, a day is none, or the days are the wrong way round.
    """
    since, until = _day(sent, "since"), _day(sent, "until")
    if since is not None and until is not None and until < since:
        raise refused(ErrorCode.E539, "until", came=f"{until}", expected=f"{since} or a later day")
    return Search(
        account=sent.get("account", "").strip(),
        chart=sent.get("chart", "").strip(),
        door=sent.get("door", "").strip(),
        since=since,
        until=until,
        is_write="is_write" in sent,
        was_refused="was_refused" in sent,
        is_under_glass="is_under_glass" in sent,
    )


def find_accesses(search: Search) -> QuerySet[Access]:
    """The lines of the log that are asked for, newest first, each with the reason for the glass."""
    found = Access.objects.select_related("account", "chart")
    for field, text in (
        ("account__username__iexact", search.account),
        ("chart__case__iexact", search.chart),
        ("door", search.door),
    ):
        found = found.filter(**{field: text}) if text else found
    for field in ("is_write", "was_refused", "is_under_glass"):
        found = found.filter(**{field: True}) if getattr(search, field) else found
    if search.since is not None:
        found = found.filter(at__gte=begin_of(search.since))
    if search.until is not None:
        found = found.filter(at__lt=begin_of(search.until + timedelta(days=1)))
    return found.annotate(glass_reason=Subquery(_broken_for().values("reason")[:1]))


def _broken_for() -> QuerySet[BrokenGlass]:
    """The glass that was broken when a line was written."""
    return BrokenGlass.objects.filter(
        account=OuterRef("account"),
        chart=OuterRef("chart"),
        at__lte=OuterRef("at"),
        until__gt=OuterRef("at"),
    ).order_by("-at")


def begin_of(day: date) -> datetime:
    """The first moment of a day at the site."""
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())


def csv_rows(found: QuerySet[Access]) -> Iterator[tuple[str, ...]]:
    """The lines found as rows of a table, its heading first."""
    yield CSV_COLUMNS
    for line in found.iterator(1000):
        yield tuple(map(_harmless, _cells(line)))


def _cells(line: Access) -> tuple[str, ...]:
    return (
        timezone.localtime(line.at).isoformat(timespec="seconds"),
        line.account.username,
        line.chart.case,
        line.door,
        _yes(line.is_write),
        _yes(line.was_refused),
        _yes(line.is_under_glass),
        str(getattr(line, "glass_reason", None) or ""),
        "" if line.act_id is None else str(line.act_id),
    )


def _harmless(cell: str) -> str:
    """No cell is read as a formula by whatever opens the file."""
    return f"'{cell}" if cell.startswith(_BEGINS_A_FORMULA) else cell


def _yes(is_so: object) -> str:
    return "yes" if is_so else "no"


def _day(sent: Mapping[str, str], name: str) -> date | None:
    text = sent.get(name, "").strip()
    if not text:
        return None
    try:
        return read_date(text)
    except NotReadable as error:
        raise refused(
            ErrorCode.E539, name, came=text, expected=error.expected, example=error.example
        ) from None
