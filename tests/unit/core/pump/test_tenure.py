"""Which pump was in the patient when, where one is replaced, taken out, or charted twice."""

from dataclasses import replace

import pytest

from hepatica.core.chart.entries import ProcedureDone
from hepatica.core.chart.words import Procedure
from hepatica.core.pump.tenure import Contradiction, Tenure, find_tenures
from tests.unit.core.pump.pump_chart import course_of, emptied, entry, explanted, saline
from tests.unit.core.pump.test_recall import PUMP

OLD = entry("old", "2026-01-12T10:00", PUMP)
NEW = entry("new", "2026-03-12T10:00", replace(PUMP, serial="SYN-2"))
TWO_AT_ONCE = Contradiction("two pumps, none explanted", ("old", "new"))


def test_a_pump_holds_what_was_done_from_the_instant_of_its_implantation_on() -> None:
    """A minute before it cannot have been accessed or filled."""
    (pump,) = find_tenures(course_of(OLD)).pumps
    at_once = entry("fill", "2026-01-12T10:00", saline())
    too_early = entry("fill", "2026-01-12T09:59", saline())
    assert (True, False) == (pump.may_hold(at_once), pump.may_hold(too_early))
    assert (False, True) == (pump.begins_after(at_once), pump.begins_after(too_early))


def test_a_pump_holds_what_was_done_up_to_the_instant_it_was_taken_out() -> None:
    """A minute later it is out of the patient."""
    out = entry("out", "2026-03-12T09:00", explanted("SYN-1"))
    (pump,) = find_tenures(course_of(OLD, out)).pumps
    assert pump.may_hold(entry("access", "2026-03-12T09:00", emptied("1")))
    assert not pump.may_hold(entry("access", "2026-03-12T09:01", emptied("1")))


def test_a_pump_with_another_charted_after_it_is_no_longer_in_place() -> None:
    """Nobody charted its explant; what is done from then on is done to the new pump."""
    found = find_tenures(course_of(OLD, NEW))
    assert (Tenure(OLD, superseded_by=NEW), Tenure(NEW)) == found.pumps
    assert (TWO_AT_ONCE,) == found.contradictions
    assert [False, True] == [each.is_in_place for each in found.pumps]
    assert found.pumps[1] == found.holder(entry("access", "2026-03-13T09:00", emptied("1")))
    assert found.pumps[0] == found.holder(entry("access", "2026-03-11T09:00", emptied("1")))


def test_every_explant_without_a_pump_is_a_contradiction_of_its_own() -> None:
    """Two of them are two."""
    first = entry("out-1", "2026-01-10T09:00", explanted("SYN-1"))
    second = entry("out-2", "2026-01-11T09:00", ProcedureDone(Procedure.PUMP_EXPLANT))
    found = find_tenures(course_of(first, second))
    reason = "a pump explanted, none in place"
    assert ((), None) == (found.pumps, found.in_place)
    assert (
        Contradiction(reason, ("out-1",)),
        Contradiction(reason, ("out-2",)),
    ) == found.contradictions


def test_the_explant_of_a_replacement_may_be_charted_after_the_new_pump() -> None:
    """On the day of the operation the serial says that it is the old pump's."""
    out = entry("out", "2026-03-12T11:00", explanted("SYN-1"))
    found = find_tenures(course_of(OLD, NEW, out))
    assert (Tenure(OLD, out), Tenure(NEW)) == found.pumps
    assert () == found.contradictions


def test_an_explant_of_the_old_serial_on_a_later_day_ends_no_pump() -> None:
    """A day after the replacement two pumps had been in; the one in place may still be."""
    out = entry("out", "2026-03-13T11:00", explanted("SYN-1"))
    found = find_tenures(course_of(OLD, NEW, out))
    doubt = Contradiction("a pump explanted that is not the one in place", ("out",))
    assert (Tenure(OLD, superseded_by=NEW), Tenure(NEW)) == found.pumps
    assert (TWO_AT_ONCE, doubt) == found.contradictions


def test_an_explant_of_a_misread_serial_ends_the_old_pump_once_a_new_one_is_in() -> None:
    """Nobody takes out one pump and leaves it beside another."""
    out = entry("out", "2026-03-12T09:00", explanted("SYN-9"))
    found = find_tenures(course_of(OLD, out, NEW))
    assert (Tenure(OLD, out), Tenure(NEW)) == found.pumps
    assert () == found.contradictions


@pytest.mark.parametrize(("serial", "holder"), [("SYN-1", "old"), ("SYN-2", "new"), (None, "old")])
def test_on_the_day_of_a_replacement_the_serial_says_which_pump_was_accessed(
    serial: str | None, holder: str
) -> None:
    """Without one it was the old pump: it was emptied before it came out."""
    out = entry("out", "2026-03-12", explanted("SYN-1"))
    new = replace(NEW, at=out.at)
    access = entry("access", "2026-03-12T12:00", emptied("1", serial=serial))
    found = find_tenures(course_of(OLD, out, new)).holder(access)
    assert found is not None
    assert holder == found.pump.id


def test_a_new_pump_taken_out_again_that_day_leaves_the_old_one_charted_as_in() -> None:
    """The serial is the new pump's; nobody has said that the old one came out."""
    out = entry("out", "2026-03-12T11:00", explanted("SYN-2"))
    found = find_tenures(course_of(OLD, NEW, out))
    assert (Tenure(OLD, superseded_by=NEW), Tenure(NEW, out)) == found.pumps
    assert (TWO_AT_ONCE,) == found.contradictions
    assert found.in_place is None


def test_each_pump_ends_by_its_own_explant() -> None:
    """The second explant leaves the first where it is."""
    first = entry("out-1", "2026-03-12T09:00", explanted("SYN-1"))
    second = entry("out-2", "2026-05-12T09:00", explanted("SYN-2"))
    found = find_tenures(course_of(OLD, first, NEW, second))
    assert (Tenure(OLD, first), Tenure(NEW, second)) == found.pumps
    assert ((), None) == (found.contradictions, found.in_place)


def test_a_pump_is_taken_out_once() -> None:
    """The second explant of the same serial finds no pump; the first one stands."""
    first = entry("out-1", "2026-03-12T09:00", explanted("SYN-1"))
    second = entry("out-2", "2026-03-12T11:00", explanted("SYN-1"))
    found = find_tenures(course_of(OLD, first, second))
    assert (Tenure(OLD, first),) == found.pumps
    assert (Contradiction("a pump explanted, none in place", ("out-2",)),) == found.contradictions


def test_what_was_done_before_any_pump_belongs_to_the_next_one() -> None:
    """The next pump will contradict it; after the last explant there is none."""
    out = entry("out", "2026-03-12T09:00", explanted("SYN-1"))
    found = find_tenures(course_of(OLD, out))
    assert found.pumps[0] == found.holder(entry("fill", "2026-01-12T09:59", saline()))
    assert found.holder(entry("fill", "2026-03-12T09:01", saline())) is None
