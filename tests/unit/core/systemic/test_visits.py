"""Which day is due, and when: by what was given last, or by the FUDR fill."""

from datetime import date

import pytest

from hepatica.core.chart.systemic_entries import SystemicAssigned
from hepatica.core.systemic.visits import given_of, next_visit
from tests.golden.systemic_charts import Facts, course_of
from tests.unit.core.systemic.patients import regimen

PARTNER_28, PARTNER_35 = "kemeny-2005-a", "kemeny-2009-adjuvant"


def due(
    name: str, *lines: str, filled: str = "", first_day: str | None = "2025-03-03"
) -> tuple[int, str, int]:
    """Day of the cycle, date and number of the cycle of the next visit."""
    started = None if first_day is None else date.fromisoformat(first_day)
    course = course_of(name, Facts(date(2025, 12, 31), lines, {}, started))
    assigned = course.latest(SystemicAssigned)
    assert assigned is not None
    visit = next_visit(
        course, regimen(name), assigned, date.fromisoformat(filled) if filled else None
    )
    return visit.day, visit.on.isoformat(), visit.cycle


def given(*visits: tuple[str, int]) -> list[str]:
    """Lines of visits that were given, by date and day of the cycle."""
    return [f"{on} given {day}: oxaliplatin 100" for on, day in visits]


def test_the_first_visit_is_on_the_first_day() -> None:
    """Or, if none was named, on the day of the assignment; day 22 is 21 days later."""
    assert (1, "2025-03-03", 1) == due("mfolfox6")
    assert (1, "2025-02-20", 1) == due("mfolfox6", first_day=None)
    assert (22, "2025-03-24", 1) == due("n9945-capox")


@pytest.mark.parametrize(
    ("name", "visits", "expected"),
    [
        ("gemcis", [("2025-03-03", 1)], (8, "2025-03-10", 1)),
        ("gemcis", [("2025-03-03", 1), ("2025-03-10", 8)], (1, "2025-03-24", 2)),
        ("gemcis", [("2025-03-03", 1), ("2025-03-12", 8)], (1, "2025-03-26", 2)),
        ("gemcis", [("2025-03-10", 8)], (1, "2025-03-24", 1)),
        ("mfolfox6", [("2025-03-03", 1), ("2025-03-20", 1)], (1, "2025-04-03", 3)),
        (PARTNER_35, [("2025-03-17", 15)], (29, "2025-03-31", 1)),
        (PARTNER_35, [("2025-03-17", 15), ("2025-03-31", 29)], (15, "2025-04-21", 2)),
        ("n9945-capox", [("2025-03-24", 22)], (22, "2025-05-05", 2)),
    ],
)
def test_its_own_rhythm(
    name: str, visits: list[tuple[str, int]], expected: tuple[int, str, int]
) -> None:
    """Each day counts from the one before as it was given; the next cycle from that day 1."""
    assert expected == due(name, *given(*visits))


@pytest.mark.parametrize(
    ("name", "visits", "filled", "expected"),
    [
        (PARTNER_28, [], "2025-03-05", (1, "2025-03-05", 1)),
        (PARTNER_35, [], "2025-03-05", (15, "2025-03-19", 1)),
        ("n9945-capox", [], "2025-03-05", (22, "2025-03-26", 1)),
        (PARTNER_28, [("2025-03-05", 1)], "2025-03-05", (15, "2025-03-19", 1)),
        (PARTNER_35, [("2025-03-17", 15)], "2025-03-03", (29, "2025-03-31", 1)),
        (PARTNER_35, [("2025-03-20", 15)], "2025-03-03", (29, "2025-04-03", 1)),
        (PARTNER_35, [("2025-03-17", 15), ("2025-03-31", 29)], "2025-04-07", (15, "2025-04-21", 2)),
        (PARTNER_35, [("2025-03-17", 15), ("2025-03-31", 29)], "2025-04-10", (15, "2025-04-24", 2)),
        # a regimen that is no partner does not count from the pump
        ("mfolfox6", [], "2025-03-10", (1, "2025-03-03", 1)),
    ],
)
def test_a_partner_counts_from_the_fill(
    name: str, visits: list[tuple[str, int]], filled: str, expected: tuple[int, str, int]
) -> None:
    """A fill after the last visit begins its cycle again."""
    assert expected == due(name, *given(*visits), filled=filled)


@pytest.mark.parametrize(
    ("visit", "expected"),
    [
        ("2025-03-15", (29, "2025-03-29", 1)),
        # three days early is not of this cycle: never within two weeks of it
        ("2025-03-14", (15, "2025-03-28", 2)),
    ],
)
def test_a_visit_given_early_is_of_the_cycle_of_its_fill(
    visit: str, expected: tuple[int, str, int]
) -> None:
    """As early as the regimen allows, two days before day 15."""
    assert expected == due(PARTNER_35, *given((visit, 15)), filled="2025-03-03")


@pytest.mark.parametrize(
    ("filled", "expected"),
    [
        ("2025-03-31", (15, "2025-04-14", 2)),
        ("2025-04-02", (15, "2025-04-14", 2)),
        ("2025-04-03", (1, "2025-04-14", 3)),
        ("2025-04-13", (1, "2025-04-14", 3)),
        ("2025-04-20", (1, "2025-04-20", 3)),
    ],
)
def test_a_fill_after_day_1_was_given(filled: str, expected: tuple[int, str, int]) -> None:
    """Day 1 was on 31 March; no fill brings the next dose within two weeks of it."""
    visits = given(("2025-03-03", 1), ("2025-03-17", 15), ("2025-03-31", 1))
    assert expected == due(PARTNER_28, *visits, filled=filled)


@pytest.mark.parametrize(
    ("visit", "expected"),
    [
        ("2025-05-05", (1, "2025-06-02", 2)),
        ("2025-05-19", (1, "2025-06-02", 2)),
        ("2025-05-30", (1, "2025-06-13", 2)),  # never sooner than two weeks after a visit
        ("2025-05-31", (1, "2025-06-14", 2)),
        ("2025-06-03", (1, "2025-06-17", 2)),
    ],
)
def test_a_first_day_named_after_a_pause_begins_anew(
    visit: str, expected: tuple[int, str, int]
) -> None:
    """Until a visit was given from it on, or at most two days before."""
    assert expected == due("mfolfox6", *given((visit, 1)), first_day="2025-06-02")


def test_only_visits_of_the_regimen_count() -> None:
    """In any of its versions."""
    course = course_of("mfolfox6", Facts(date(2025, 12, 31), tuple(given(("2025-03-03", 1))), {}))
    assert 1 == len(given_of(course, "mfolfox6"))
    assert () == given_of(course, "folfiri")
