"""A clinic's own file of weekdays and closures."""

from datetime import date
from pathlib import Path

import pytest

from hepatica.core.calendar.clinic import ClinicDays, Closure
from hepatica.library.clinic_days import clinic_from_text, load_clinic
from hepatica.library.errors import ErrorCode, InputError, InputErrors

TEXT = """\
weekdays: [mon, wed, sun]
closed:
  - {from: 2026-12-24, to: 2026-12-26, why: Christmas}
  - {from: 2027-01-01, to: 2027-01-01, why: New Year}
"""


def refusals(text: str) -> tuple[InputError, ...]:
    """The errors that come of a text."""
    with pytest.raises(InputErrors) as refused:
        clinic_from_text(text, name="clinic.yaml")
    return tuple(refused.value.errors)


def test_a_file_says_weekdays_and_closures() -> None:
    """Monday is 0, Sunday 6; both ends of a closure are closed."""
    assert ClinicDays(
        frozenset({0, 2, 6}),
        (
            Closure(date(2026, 12, 24), date(2026, 12, 26), "Christmas"),
            Closure(date(2027, 1, 1), date(2027, 1, 1), "New Year"),
        ),
    ) == clinic_from_text(TEXT, name="clinic.yaml")


def test_without_weekdays_monday_to_friday() -> None:
    """And without closures none."""
    found = clinic_from_text("closed: []", name="clinic.yaml")
    assert (frozenset(range(5)), ()) == (found.weekdays, found.closures)


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("weekdays:", "days:", ErrorCode.E112, 1),
        ("wed", "wednesday", ErrorCode.E130, 1),
        ("wed", "mon", ErrorCode.E117, 1),
        ("[mon, wed, sun]", "mon", ErrorCode.E111, 1),
        ("[mon, wed, sun]", "[]", ErrorCode.E111, 1),
        ("from: 2026-12-24", "from: 2026-13-24", ErrorCode.E140, 3),
        ("to: 2026-12-26", "to: 2026-12-23", ErrorCode.E146, 3),
        ("to: 2026-12-26, ", "", ErrorCode.E113, 3),
        ("why: Christmas", "why: ''", ErrorCode.E118, 3),
        ("why: Christmas", "reason: Christmas", ErrorCode.E112, 3),
        ("- {from: 2026-12-24, to: 2026-12-26, why: Christmas}", "- 2026-12-24", ErrorCode.E111, 3),
        ("weekdays: [mon, wed, sun]", "weekdays: [mon]\nweekdays: [tue]", ErrorCode.E107, 2),
    ],
)
def test_what_cannot_be_meant_is_refused(old: str, new: str, code: ErrorCode, line: int) -> None:
    """With the code, the file, the line and the field."""
    assert old in TEXT
    error = refusals(TEXT.replace(old, new))[0]
    assert code is error.code
    assert f"clinic.yaml line {line}" in error.where


@pytest.mark.parametrize("text", ["- mon", "closed: 2026-12-24"])
def test_another_shape_is_refused(text: str) -> None:
    """A table, and a list of closures in it."""
    assert ErrorCode.E111 is refusals(text)[0].code


def test_the_day_itself_may_be_a_closure() -> None:
    """From and to may be one day; the day before is refused above."""
    text = TEXT.replace("to: 2026-12-26", "to: 2026-12-24")
    assert date(2026, 12, 24) == clinic_from_text(text, name="clinic.yaml").closures[0].until


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """E119."""
    with pytest.raises(InputErrors) as refused:
        load_clinic(tmp_path / "clinic.yaml")
    assert ErrorCode.E119 is refused.value.errors[0].code
