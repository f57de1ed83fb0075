"""The calendar file: read back with the library, corrected, without a word that identifies."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event

from hepatica.core.calendar.clinic import ClinicDays, Closure
from hepatica.core.calendar.items import CourseCalendar
from hepatica.exchange.icalendar_out import (
    NOTHING_EARLIER,
    Earlier,
    Start,
    case_hash,
    read_earlier,
    render_icalendar,
    uid_of,
)
from hepatica.library.errors import ErrorCode, InputErrors
from tests.golden.march import away, calendar_of, emptied, entries, regimen, saline

STAMP = datetime(2025, 3, 4, 9, 0, tzinfo=UTC)
LATER = datetime(2025, 3, 5, 9, 0, tzinfo=UTC)
CASE = "golden"


def written(
    calendar: CourseCalendar,
    earlier: Earlier = NOTHING_EARLIER,
    *,
    stamp: datetime = STAMP,
    start: Start | None = None,
) -> bytes:
    """The file of a calendar."""
    return render_icalendar(calendar, stamp=stamp, earlier=earlier, start=start)


def again(content: bytes, calendar: CourseCalendar) -> bytes:
    """The same file written again a day later for another calendar."""
    earlier = read_earlier(content, case=CASE, name="case.ics")
    return written(calendar, earlier, stamp=LATER)


def event_of(content: bytes, key: str) -> Event:
    """The event of one item."""
    uid = uid_of(CASE, key)
    (found,) = (e for e in Calendar.from_ical(content).events if str(e["uid"]) == uid)
    return found


def state(content: bytes, key: str) -> tuple[date, int, str]:
    """Day, sequence and status of one event."""
    event = event_of(content, key)
    return event.decoded("dtstart"), int(str(event["sequence"])), str(event["status"])


def test_every_item_is_a_whole_day() -> None:
    """From its day to the next, confirmed, stamped by the caller, sequence 0."""
    calendar = calendar_of(entries())
    content = written(calendar)
    found = Calendar.from_ical(content)
    assert len(calendar.items) == len(found.events)
    event = event_of(content, "empty-1")
    assert (date(2025, 3, 17), date(2025, 3, 18), STAMP, 0, "CONFIRMED") == (
        event.decoded("dtstart"),
        event.decoded("dtend"),
        event.decoded("dtstamp"),
        event["sequence"],
        event["status"],
    )
    assert "Last safe access to the pump: 2025-03-21." in str(event["description"])
    assert ("PUBLISH", "2.0") == (str(found["method"]), str(found["version"]))


def test_lines_end_and_fold_as_the_standard_asks() -> None:
    """CRLF, at most 75 octets."""
    content = written(calendar_of(entries()))
    lines = content.split(b"\r\n")
    assert b"" == lines.pop()
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert 75 >= max(len(line) for line in lines)


def test_the_same_again_is_the_same_bytes() -> None:
    """Nothing rises, nothing is stamped again."""
    calendar = calendar_of(entries())
    content = written(calendar)
    assert content == again(content, calendar)


def test_what_moved_rises_by_one_and_keeps_its_uid() -> None:
    """17 March is closed: day 15 is another day; the next fill is what it was."""
    first = written(calendar_of(entries()))
    closed = Closure(date(2025, 3, 17), date(2025, 3, 17), "a holiday")
    moved = again(first, calendar_of(entries(), ClinicDays(frozenset(range(5)), (closed,))))
    assert (date(2025, 3, 18), 1, "CONFIRMED") == state(moved, "empty-1")
    assert LATER == event_of(moved, "empty-1").decoded("dtstamp")
    assert (date(2025, 4, 28), 0) == state(moved, "fudr-3")[:2]
    back = again(moved, calendar_of(entries()))
    assert (date(2025, 3, 17), 2, "CONFIRMED") == state(back, "empty-1")


def test_what_is_gone_is_cancelled_and_may_come_back() -> None:
    """A rest fill before days away; nobody is away any more; away again."""
    gone = [*entries(), away("2025-03-28", "2025-04-12")]
    first = written(calendar_of(gone))
    assert (date(2025, 3, 27), 0, "CONFIRMED") == state(first, "rest-1-1")
    second = again(first, calendar_of(entries()))
    assert (date(2025, 3, 27), 1, "CANCELLED") == state(second, "rest-1-1")
    third = again(second, calendar_of(entries()))
    assert second == third
    fourth = again(third, calendar_of(gone))
    assert (date(2025, 3, 27), 2, "CONFIRMED") == state(fourth, "rest-1-1")


def test_what_was_done_is_not_cancelled() -> None:
    """On 18 March the emptying of the 17th is past: its event stays as it was."""
    first = written(calendar_of(entries()))
    done = [
        *entries(),
        emptied("access-1", "2025-03-17T10:30"),
        saline("saline-1", "2025-03-17T11:00"),
    ]
    second = again(first, calendar_of(done, at="2025-03-18T09:00"))
    assert state(first, "empty-1") == state(second, "empty-1")


def test_a_uid_is_the_same_for_good_and_tells_nothing() -> None:
    """It is of case and item; another case has others."""
    assert uid_of(CASE, "empty-1") == uid_of(CASE, "empty-1")
    assert uid_of(CASE, "empty-1") != uid_of("other", "empty-1")
    assert uid_of(CASE, "empty-1") != uid_of(CASE, "empty-2")
    assert CASE not in uid_of(CASE, "empty-1")
    assert 32 == len(uid_of(CASE, "empty-1").partition("@")[0])


def test_nothing_that_anybody_typed_stands_in_the_file() -> None:
    """Neither case nor ids of entries nor why the clinic is closed."""
    chart = [*entries("fudr-35d"), regimen("kemeny-2009-adjuvant")]
    gone = {**away("2025-04-01", "2025-04-01"), "id": "Smith-holiday"}
    closed = Closure(date(2025, 3, 17), date(2025, 3, 17), "Dr Miller is away")
    calendar = calendar_of([*chart, gone], ClinicDays(frozenset(range(5)), (closed,)))
    text = written(calendar).decode().replace("\r\n ", "")
    for word in (CASE, "Smith", "Miller", "labs-1", "implant", "SYN-0025", "assigned"):
        assert word not in text
    assert "the clinic is closed" in text
    assert "the patient is away" in text


def test_the_case_stands_in_titles_only_when_asked_for() -> None:
    """--with-case."""
    content = render_icalendar(calendar_of(entries()), stamp=STAMP, with_case=True)
    assert str(event_of(content, "empty-1")["summary"]).startswith(f"{CASE}: ")


def test_an_hour_brings_its_time_zone_along() -> None:
    """08:30 in Amsterdam: UTC+1 until 29 March, UTC+2 from the 30th."""
    start = Start(time(8, 30), ZoneInfo("Europe/Amsterdam"))
    content = written(calendar_of(entries()), start=start)
    zones = Calendar.from_ical(content).timezones
    assert ["Europe/Amsterdam"] == [str(zone["tzid"]) for zone in zones]
    begins = [event_of(content, key).decoded("dtstart") for key in ("empty-1", "fudr-2")]
    assert [timedelta(hours=1), timedelta(hours=2)] == [each.utcoffset() for each in begins]
    assert ["2025-03-17 07:30", "2025-03-31 06:30"] == [
        f"{each.astimezone(UTC):%Y-%m-%d %H:%M}" for each in begins
    ]


def test_without_an_hour_there_is_no_time_zone() -> None:
    """A whole day is the same day everywhere."""
    assert b"VTIMEZONE" not in written(calendar_of(entries()))


@pytest.mark.parametrize(
    ("content", "came"),
    [
        (b"", "no iCalendar file"),
        (b"weekdays: [mon]", "no iCalendar file"),
        (
            b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Other//EN\r\nEND:VCALENDAR\r\n",
            "a calendar of another program",
        ),
    ],
)
def test_a_file_of_another_program_is_not_overwritten(content: bytes, came: str) -> None:
    """E542."""
    with pytest.raises(InputErrors) as refused:
        read_earlier(content, case=CASE, name="case.ics")
    assert (ErrorCode.E542, came) == (
        refused.value.errors[0].code,
        refused.value.errors[0].came,
    )


def test_the_file_of_another_chart_is_not_corrected() -> None:
    """Or every event of that patient would be cancelled."""
    content = written(calendar_of(entries()))
    with pytest.raises(InputErrors) as refused:
        read_earlier(content, case="other", name="case.ics")
    assert "a calendar of another chart" == refused.value.errors[0].came
    assert case_hash("other") != case_hash(CASE)


def test_how_far_a_file_reaches() -> None:
    """The last day that is not cancelled."""
    content = written(calendar_of(entries()))
    earlier = read_earlier(content, case=CASE, name="case.ics")
    assert date(2025, 4, 28) == earlier.last_day
    assert NOTHING_EARLIER.last_day is None
