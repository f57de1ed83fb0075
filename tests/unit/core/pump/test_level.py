"""What should be in the pump at a moment."""

from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

from hepatica.casefile.load import load_case
from hepatica.core import planning
from hepatica.core.chart.fold import fold_course
from hepatica.core.plan import Plan
from hepatica.core.pump.level import Level, predict_level
from hepatica.core.pump.next_visit import EmptyingWindow, emptying_window, refill_after_filling
from hepatica.core.quantities import Unknown, twelve_digits
from hepatica.library.loader import load_rulebook
from tests.unit.reports.charts import CLOCK, DWELL, FIRST_FILL, GIVE_FIRST, LEAVE, plan_of

BOOK = load_rulebook()
PROTOCOL = BOOK.protocols["fudr-28d/2026.1"]
DEVICE = BOOK.devices["intera-3000"]
FEVER = "  - {id: f1, kind: exposure, at: 2026-01-31, exposure: fever, since: 2026-01-31}\n"


def level_of(plan: Plan) -> Level | Unknown:
    """The level of the fill in the pump."""
    assert plan.in_pump is not None
    assert plan.flow is not None
    assert plan.refill is not None
    return predict_level(plan.course, plan.in_pump, plan.flow, plan.refill, PROTOCOL.flow)


def plan_at(text: str, at: datetime) -> Plan:
    """The plan of a chart at an instant."""
    course = fold_course(load_case(text, now=CLOCK), at=at, known_by=at)
    return planning.plan(course, BOOK)


def rounded(level: Level) -> Level:
    """The level with its figures to twelve digits."""
    return Level(
        _digits(level.expected_ml),
        Decimal(twelve_digits(level.least_ml)),
        _digits(level.fudr_mg_per_ml),
        _digits(level.fudr_left_mg),
        _digits(level.fudr_given_mg),
        level.why_not_expected,
    )


def _digits(value: Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(twelve_digits(value))


def test_the_level_falls_with_the_flow_that_sets_concentrations() -> None:
    """14 days less half an hour at 1.3 mL/day leave 30 - 1.3 x 13.979166... mL (by hand)."""
    found = level_of(plan_of(GIVE_FIRST, FIRST_FILL))
    assert isinstance(found, Level)
    assert found.expected_ml is not None
    assert "11.8270833333" == twelve_digits(found.expected_ml)


def test_the_least_level_reaches_the_reserve_when_the_safe_refill_date_says() -> None:
    """Both speak of the same fast bound and the same exposures."""
    for text in (LEAVE, LEAVE + FEVER):
        refill = plan_of(text, DWELL).refill
        assert refill is not None
        assert refill.instant is not None
        found = level_of(plan_at(text, refill.instant))
        assert isinstance(found, Level)
        assert abs(found.least_ml - DEVICE.reserve_ml) < Decimal("0.000001")


def test_nothing_is_expected_of_a_pump_whose_rate_was_set_anew() -> None:
    """Part of the dwell ran at another rate; the least level counts the higher one throughout."""
    text = Path("examples/programmable-pump.yaml").read_text(encoding="utf-8")
    before = level_of(plan_at(text, datetime.fromisoformat("2026-02-02T09:00+01:00")))
    after = level_of(plan_at(text, datetime.fromisoformat("2026-02-02T12:00+01:00")))
    assert isinstance(before, Level)
    assert isinstance(after, Level)
    assert ("26.1666666667", None) == (
        before.expected_ml and twelve_digits(before.expected_ml),
        after.expected_ml,
    )
    # By hand: 40 - 3 x 1.145 mL/day x 7 days and one hour; 149 mg in 40 mL.
    assert Level(
        None,
        Decimal("15.811875"),
        Decimal("3.725"),
        why_not_expected="the rate was set anew since",
    ) == rounded(after)


def test_fever_lowers_the_least_level_and_nothing_else() -> None:
    """A fast pump may be nearly dry; the concentration knows nothing of it."""
    well, ill = level_of(plan_of(LEAVE, DWELL)), level_of(plan_of(LEAVE + FEVER, DWELL))
    assert isinstance(well, Level)
    assert isinstance(ill, Level)
    assert ill.least_ml < well.least_ml
    assert ill.expected_ml == well.expected_ml


def test_what_is_left_and_what_was_given_is_what_went_in() -> None:
    """No FUDR is lost between the two figures."""
    found = level_of(plan_of(LEAVE, DWELL))
    assert isinstance(found, Level)
    assert found.fudr_left_mg is not None
    assert found.fudr_given_mg is not None
    assert "194" == twelve_digits(found.fudr_left_mg + found.fudr_given_mg)


def test_every_figure_of_a_level_by_hand() -> None:
    """Six days less ten minutes of 30 mL with 194 mg (by hand).

    The flow measured is 18.2 mL in 14 days less half an hour, 1.3019 mL/day; the fast bound is
    1.3 x 1.15 mL/day.
    """
    found = level_of(plan_of(LEAVE, DWELL))
    assert isinstance(found, Level)
    assert found.expected_ml is not None
    assert found.fudr_mg_per_ml is not None
    assert found.fudr_left_mg is not None
    assert "22.1974" == f"{found.expected_ml:.4f}"
    assert "21.0404" == f"{found.least_ml:.4f}"
    assert "6.4667" == f"{found.fudr_mg_per_ml:.4f}"
    assert "143.5433" == f"{found.fudr_left_mg:.4f}"


def test_a_fill_without_its_hour_has_only_a_least_level() -> None:
    """A day without a time is no ground for an expected volume (behaviour F4)."""
    text = LEAVE.replace(
        "at: 2026-01-26T10:10+00:00, content",
        "at: 2026-01-26, recorded_at: 2026-01-26T10:10+00:00, content",
    )
    found = level_of(plan_of(text, DWELL))
    assert isinstance(found, Level)
    # By hand: 30 - 1.3 x 1.15 mL/day x 6 days and ten hours, from midnight on; 194 mg in 30 mL.
    assert Level(
        None,
        Decimal("20.4070833333"),
        Decimal("6.46666666667"),
        why_not_expected="the hour of the fill is not known",
    ) == rounded(found)


def test_a_level_without_fudr_has_no_figures_of_it() -> None:
    """14 days less half an hour of saline: 30 - 1.3 x 13.979166... and 30 - 1.495 x as many."""
    found = level_of(plan_of(GIVE_FIRST, FIRST_FILL))
    assert isinstance(found, Level)
    assert Level(Decimal("11.8270833333"), Decimal("9.10114583333")) == rounded(found)


def test_exposed_days_are_civil_days_where_the_level_is_asked() -> None:
    """31 January begins thirteen hours earlier there, at 11:00 UTC of the 30th.

    By hand: 4 days and 50 minutes at 1.3 x 1.15 mL/day, then 47 hours at 1.15 times that.
    """
    there = datetime.fromisoformat(DWELL).astimezone(timezone(timedelta(hours=13)))
    found = level_of(plan_at(LEAVE + FEVER, there))
    assert isinstance(found, Level)
    assert Decimal("20.6012256944") == rounded(found).least_ml


def test_a_flight_to_come_lowers_no_level_yet() -> None:
    """It counts from its day on: six days less ten minutes at 1.3 x 1.15 mL/day, by hand."""
    flight = FEVER.replace("fever, since: 2026-01-31", "flight, since: 2026-02-02")
    found = level_of(plan_of(LEAVE + flight, DWELL))
    assert isinstance(found, Level)
    assert Decimal("21.0403819444") == rounded(found).least_ml


def test_a_suspected_pocket_fill_has_no_level() -> None:
    """The volume that stayed in the reservoir is not known (behaviour F5)."""
    text = LEAVE.replace("order: e11}", "order: e11, pocket_fill_suspected: yes}")
    found = level_of(plan_of(text, DWELL))
    assert isinstance(found, Unknown)
    assert "pocket fill" in found.needs


def test_the_fill_ordered_has_a_safe_refill_date() -> None:
    """28 mL at the fast bound of 1.3 x 1.15 mL/day last 18 whole days."""
    plan = plan_of(GIVE_FIRST, FIRST_FILL)
    assert plan.refill is not None
    after = refill_after_filling(plan.course, Decimal(30), DEVICE, plan.refill, PROTOCOL.flow)
    assert after == plan.refill_after_fill
    assert after is not None
    assert "2026-02-13" == str(after.date)


def test_the_emptying_window_never_passes_the_safe_refill_date() -> None:
    """Day 15 and four days to either side, cut at the last safe day."""
    filled, calendar = plan_of(GIVE_FIRST, FIRST_FILL).course.today, PROTOCOL.calendar
    wide = emptying_window(filled, calendar, filled.replace(month=3))
    narrow = emptying_window(filled, calendar, filled.replace(month=2, day=8))
    assert "2026-02-09" == str(wide.planned)
    assert wide.latest - wide.planned == wide.planned - wide.earliest
    last = filled.replace(month=2, day=8)
    assert EmptyingWindow(last, wide.earliest, last) == narrow
