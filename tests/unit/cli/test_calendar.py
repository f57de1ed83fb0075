"""`hepatica calendar`."""

import json
import sys
from pathlib import Path

import pytest
from icalendar import Calendar

from tests.unit.cli.calls import run
from tests.unit.reports.charts import DWELL, LEAVE, NO_PUMP, written

CLINIC = """\
weekdays: [mon, tue, wed, thu, fri]
closed:
  - {from: 2026-02-09, to: 2026-02-09, why: a holiday}
"""


@pytest.fixture
def case(tmp_path: Path) -> str:
    """A chart with FUDR in the pump since 26 January 2026; day 15 is 9 February."""
    return written(tmp_path, LEAVE)


@pytest.fixture
def clinic(tmp_path: Path) -> str:
    """A clinic that is closed on day 15."""
    file = tmp_path / "clinic.yaml"
    file.write_text(CLINIC, encoding="utf-8")
    return str(file)


def test_visits_by_date_with_the_limit_of_the_pump(case: str) -> None:
    """28 mL at 1.495 mL/day from 26 January: 13 February; then day 29, 23 February."""
    result = run("calendar", case, "--at", DWELL, "--weeks", "4")
    assert 0 == result.exit_code
    text = " ".join(result.stdout.split())
    for part in (
        "Calendar from 2026-02-01T10:00+00:00 to 2026-03-01. Case small",
        "PUMP must be accessed at the latest on Fri 2026-02-13",
        "Mon 2026-02-09 FUDR fill 1 emptied, a fill without FUDR (2026-02-05 to 2026-02-13)",
        "[R-empty-window e13]",
        "Mon 2026-02-23 FUDR fill 2 (2026-02-21 to 2026-02-27)",
        "CEA",
        "this is a draft",
    ):
        assert part in text
    assert "2026-03-09" not in text


def test_what_was_moved_and_why(case: str, clinic: str) -> None:
    """Under the item."""
    text = " ".join(run("calendar", case, "--at", DWELL, "--clinic", clinic).stdout.split())
    assert "Tue 2026-02-10 FUDR fill 1 emptied" in text
    assert "(planned 2026-02-09, 2026-02-05 to 2026-02-13)" in text
    assert (
        "! FUDR fill 1 emptied, a fill without FUDR: moved from 2026-02-09 to 2026-02-10: "
        "the clinic is closed (a holiday) [R-calendar-day]"
    ) in text


def test_what_is_urgent_stands_first(case: str, tmp_path: Path) -> None:
    """Closed for the whole window: a person must act, said before the visits."""
    file = tmp_path / "clinic.yaml"
    file.write_text(CLINIC.replace("09, to: 2026-02-09", "02, to: 2026-02-20"), encoding="utf-8")
    text = run("calendar", case, "--at", DWELL, "--clinic", str(file)).stdout
    assert text.index("URGENT") < text.index("\n\nFri 2026-02-13\n")


def test_an_overdue_pump(case: str) -> None:
    """Today, whatever else is planned."""
    text = run("calendar", case, "--at", "2026-02-25T10:00+00:00").stdout
    assert "OVERDUE: must be accessed today; the last safe day was Fri 2026-02-13" in text


def test_the_calendar_as_data(case: str, clinic: str) -> None:
    """Dates as text, each item with its reasons, each conflict with its item."""
    found = json.loads(run("calendar", case, "--at", DWELL, "--clinic", clinic, "--json").stdout)
    assert {
        "case": "small",
        "until": "2026-03-29",
        "fudr": "not-due",
        "fudr_until": "2026-02-23",
        "last_safe_access": "2026-02-13",
        "access_status": "ok",
    }.items() <= found.items()
    item = found["visits"][0]["items"][0]
    assert ("empty-1", "2026-02-10", "2026-02-09", "2026-02-13") == tuple(
        item[part] for part in ("key", "day", "planned", "safe_until")
    )
    assert [("empty-1", "moved", False)] == [
        (each["item"], each["kind"], each["urgent"]) for each in found["conflicts"]
    ]


def test_without_a_pump_nothing_is_asked_of_it(tmp_path: Path) -> None:
    """No access, and it is said."""
    result = run("calendar", written(tmp_path, NO_PUMP), "--at", DWELL)
    assert 0 == result.exit_code
    assert "PUMP       none in place" in result.stdout
    assert "emptied" not in result.stdout


def test_a_file_is_written_and_corrected(case: str, clinic: str, tmp_path: Path) -> None:
    """The second time day 15 has moved; its sequence rises, that of later visits does not."""
    file = tmp_path / "case.ics"
    assert 0 == run("calendar", case, "--at", DWELL, "--ics", str(file)).exit_code
    first = file.read_bytes()
    assert 0 == run("calendar", case, "--at", DWELL, "--ics", str(file)).exit_code
    assert first == file.read_bytes()
    run("calendar", case, "--at", DWELL, "--ics", str(file), "--clinic", clinic)
    sequences = {
        str(event["summary"]): int(str(event["sequence"]))
        for event in Calendar.from_ical(file.read_bytes()).events
    }
    assert 1 == sequences["FUDR fill 1 emptied, a fill without FUDR"]
    assert 0 == sequences["FUDR fill 3"]


def test_fewer_weeks_cancel_nothing(case: str, tmp_path: Path) -> None:
    """The file is kept as far as it reached, so that nothing in it grows stale."""
    file = tmp_path / "case.ics"
    run("calendar", case, "--at", DWELL, "--ics", str(file), "--weeks", "8")
    first = file.read_bytes()
    run("calendar", case, "--at", DWELL, "--ics", str(file), "--weeks", "2")
    assert first == file.read_bytes()


def test_a_file_of_something_else_is_left_alone(case: str, tmp_path: Path) -> None:
    """E542, and nothing is written."""
    file = tmp_path / "case.ics"
    file.write_text("BEGIN:VCALENDAR\nPRODID:-//Other//EN\nEND:VCALENDAR\n", encoding="utf-8")
    before = file.read_bytes()
    result = run("calendar", case, "--at", DWELL, "--ics", str(file))
    assert (1, before) == (result.exit_code, file.read_bytes())
    assert "E542 case.ics: came 'a calendar of another program'" in result.stderr


def test_an_hour_goes_with_its_zone(case: str, tmp_path: Path) -> None:
    """08:30 in Amsterdam."""
    file = tmp_path / "case.ics"
    zone = ("--time", "08:30", "--zone", "Europe/Amsterdam")
    assert 0 == run("calendar", case, "--at", DWELL, "--ics", str(file), *zone).exit_code
    assert b"DTSTART;TZID=Europe/Amsterdam:20260209T083000" in file.read_bytes()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--time", "08:30"), "go with --ics"),
        (("--with-case",), "go with --ics"),
        (("--ics", "a.ics", "--time", "08:30"), "--time and --zone go together"),
        (("--ics", "a.ics", "--time", "8h", "--zone", "Europe/Paris"), "--time: came '8h'"),
        (("--ics", "a.ics", "--time", "08:30", "--zone", "Mars/Dome"), "--zone: came 'Mars/Dome'"),
        (("--weeks", "0"), "0 is not in the range"),
    ],
)
def test_wrong_usage(case: str, options: tuple[str, ...], said: str) -> None:
    """Exit code 2, and nothing is printed or written."""
    result = run("calendar", case, "--at", DWELL, *options)
    assert (2, "") == (result.exit_code, result.stdout)
    assert said in result.stderr
    assert not Path("a.ics").exists()


def test_the_chart_is_not_overwritten(case: str) -> None:
    """E412."""
    result = run("calendar", case, "--at", DWELL, "--ics", case)
    assert 2 == result.exit_code
    assert "E412" in result.stderr


def test_without_the_package_the_command_says_so(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """E486; without --ics it is not asked for."""
    monkeypatch.setitem(sys.modules, "icalendar", None)
    result = run("calendar", case, "--at", DWELL, "--ics", str(tmp_path / "case.ics"))
    assert 2 == result.exit_code
    assert "E486 no calendar file: missing icalendar" in result.stderr
    assert 0 == run("calendar", case, "--at", DWELL).exit_code


def test_a_clinic_file_that_cannot_be_meant(case: str, tmp_path: Path) -> None:
    """Refused with its code, as text and as JSON."""
    file = tmp_path / "clinic.yaml"
    file.write_text("weekdays: [monday]", encoding="utf-8")
    result = run("calendar", case, "--at", DWELL, "--clinic", str(file))
    assert 1 == result.exit_code
    assert "E130 clinic.yaml line 1" in result.stderr
    found = json.loads(run("calendar", case, "--at", DWELL, "--clinic", str(file), "--json").stdout)
    assert ["E130"] == [each["code"] for each in found["errors"]]
