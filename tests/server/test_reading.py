"""A chart of the store is read once; what was added is read behind it, what was changed anew."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import OperationalError

from hepatica.casefile.further import SealedRead, read_whole
from hepatica.library.errors import ErrorCode, InputErrors
from hepatica.server.plans import sheet_of
from hepatica.server.store import reading
from hepatica.server.store.deeds import find_chart, head_of, redact
from hepatica.server.store.models import Chart
from hepatica.server.store.reading import read_stored
from hepatica.server.store.sealed import chart_text
from hepatica.server.worklist import ahead
from hepatica.server.worklist.ahead import read_ahead
from hepatica.server.worklist.models import Outlook
from hepatica.server.worklist.outlooks import keep_outlook
from tests.server.charts import LATER, NOW, add_note, asker, begun
from tests.server.test_audit import tamper

pytestmark = pytest.mark.usefixtures("store")
NAME = "fast-pump"


@pytest.fixture
def wholes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The name of every chart that is read from its first line on."""
    monkeypatch.setattr(reading, "_kept", type(reading._kept)())
    names: list[str] = []

    def counted(sealed: str, **known: Any) -> SealedRead:
        names.append(known["name"])
        return read_whole(sealed, **known)

    monkeypatch.setattr(reading, "read_whole", counted)
    return names


def test_the_same_lines_are_read_once(wholes: list[str]) -> None:
    """What was read is given again to a later clock."""
    begun(NAME)
    first = read_stored(find_chart(NAME), now=NOW)
    assert read_stored(find_chart(NAME), now=NOW + timedelta(days=1)) is first
    assert [NAME] == wholes


def test_what_was_added_is_read_behind_it(wholes: list[str]) -> None:
    """It is what the whole chart would be, read anew."""
    done = begun(NAME)
    read_stored(find_chart(NAME), now=NOW)
    add_note(done.head)
    found = read_stored(find_chart(NAME), now=LATER)
    assert [NAME] == wholes
    assert read_whole(chart_text(find_chart(NAME)), now=LATER, name=NAME) == found
    assert head_of(find_chart(NAME)) == found.chart.head


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE store_line SET stored = replace(stored, '1.3 mL/day', '1.4 mL/day')",
        "UPDATE store_text SET text = 'another'",
        "UPDATE store_text SET salt = '0123456789abcdef0123456789abcdef'",
    ],
)
def test_changed_lines_are_refused_after_the_true_ones_were_read(statement: str) -> None:
    """What is kept never stands in for a chart that somebody changed."""
    done = begun(NAME)
    add_note(done.head)
    read_stored(find_chart(NAME), now=LATER)
    tamper(statement)
    for _ in range(2):
        with pytest.raises(InputErrors) as refused:
            read_stored(find_chart(NAME), now=LATER)
        assert refused.value.errors[0].code is ErrorCode.E161


def test_a_changed_line_is_refused_behind_what_was_read() -> None:
    """Of the lines that were added since."""
    done = begun(NAME)
    read_stored(find_chart(NAME), now=NOW)
    add_note(done.head)
    tamper("UPDATE store_text SET text = 'another' WHERE text = 'seen'")
    with pytest.raises(InputErrors) as refused:
        read_stored(find_chart(NAME), now=LATER)
    assert refused.value.errors[0].code is ErrorCode.E161


def test_a_text_that_was_taken_out_is_read_anew(wholes: list[str]) -> None:
    """The line is another one, and says so."""
    head = add_note(begun(NAME).head).head
    read_stored(find_chart(NAME), now=LATER)
    redact(NAME, "n1", "text", "named somebody", asker("r"), head=head, now=LATER)
    found = read_stored(find_chart(NAME), now=LATER)
    assert [NAME, NAME] == wholes
    assert read_whole(chart_text(find_chart(NAME)), now=LATER, name=NAME) == found


def test_an_earlier_clock_reads_anew() -> None:
    """An entry of the future is refused, though a later clock has read it."""
    begun(NAME)
    read_stored(find_chart(NAME), now=NOW)
    with pytest.raises(InputErrors):
        read_stored(find_chart(NAME), now=NOW - timedelta(days=3650))


def test_only_so_many_are_kept(monkeypatch: pytest.MonkeyPatch, wholes: list[str]) -> None:
    """The chart that was not asked for longest is forgotten first."""
    monkeypatch.setattr(reading, "MOST_KEPT", 2)
    names = ["dry-pump", "fast-pump", "missing-lab"]
    for name in names:
        begun(name)
        read_stored(find_chart(name), now=NOW)
    read_stored(find_chart("fast-pump"), now=NOW)
    assert names == wholes
    read_stored(find_chart("dry-pump"), now=NOW)
    assert [*names, "dry-pump"] == wholes


def test_what_will_be_asked_for_is_read_beforehand(wholes: list[str]) -> None:
    """Charts with something to do, the earliest first; one that cannot be read stops nothing."""
    for name in ("fast-pump", "extrahepatic-perfusion"):
        begun(name)
    late = Chart.objects.create(case="no-lines", is_synthetic=True)
    assert 0 == read_ahead()
    for name, day in (("fast-pump", 20), ("extrahepatic-perfusion", 19)):
        chart = find_chart(name)
        keep_outlook(chart, sheet_of(chart, NOW), NOW)
        Outlook.objects.filter(chart=chart).update(act_by=date(2026, 11, day))
    copy = Outlook.objects.get(chart=find_chart("fast-pump"))
    copy.pk, copy.chart, copy.act_by = None, late, date(2026, 11, 1)
    copy.save()
    reading._kept.clear()
    wholes.clear()
    assert 2 == read_ahead()
    assert ["no-lines", "extrahepatic-perfusion", "fast-pump"] == wholes


def test_a_lost_database_is_left_to_the_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is read, and the process goes on."""

    def lost() -> None:
        raise OperationalError

    monkeypatch.setattr(ahead, "site_rulebook", lost)
    assert 0 == read_ahead()
