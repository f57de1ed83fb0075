"""The days of the clinic: set, closed, opened again, and said on Today beside a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.utils import timezone

from hepatica.server.clinic.days import Clinic, clinic_days
from hepatica.server.clinic.models import Closure
from hepatica.server.pages.templatetags.pages import clinic_note
from hepatica.server.people.roles import SiteRole
from hepatica.server.plans import sheet_of
from hepatica.server.worklist.models import Outlook
from tests.server.conftest import Database
from tests.server.site import FIRST_DOSE, Site, site_at

pytestmark = pytest.mark.pages

COORDINATOR, NURSE = SiteRole.COORDINATOR, SiteRole.NURSE
# A Wednesday, and a clinic of Mondays and Wednesdays.
WEDNESDAY = date(2026, 2, 4)
MONDAYS_AND_WEDNESDAYS = Clinic(frozenset({0, 2}), frozenset({WEDNESDAY + timedelta(days=5)}))


@pytest.fixture
def site(store: Database) -> Iterator[Site]:
    """One chart."""
    with site_at(FIRST_DOSE) as found:
        yield found


@pytest.mark.parametrize(
    ("days", "before"), [(0, 0), (1, 0), (6, 0), (5, 0), (7, 7), (12, 12), (13, 12)]
)
def test_the_last_clinic_day_up_to_a_day(days: int, before: int) -> None:
    """Worked by hand: the Monday five days on is closed, the one twelve days on is not."""
    found = MONDAYS_AND_WEDNESDAYS.last_open(WEDNESDAY + timedelta(days=days), since=WEDNESDAY)
    assert WEDNESDAY + timedelta(days=before) == found


def test_there_may_be_no_clinic_day_left() -> None:
    """From Thursday to the Tuesday after, with the Monday closed."""
    thursday = WEDNESDAY + timedelta(days=1)
    assert MONDAYS_AND_WEDNESDAYS.last_open(WEDNESDAY + timedelta(days=6), since=thursday) is None


def test_nothing_is_said_where_no_clinic_day_was_ever_set(site: Site) -> None:
    """An empty week is not a clinic that is always closed."""
    assert clinic_days().is_open(WEDNESDAY)


def test_a_closure_counts_also_where_no_weekday_was_ever_set() -> None:
    """The day that is closed is no clinic day; the day before it is."""
    clinic = Clinic(frozenset(), frozenset({WEDNESDAY}))
    tuesday = WEDNESDAY - timedelta(days=1)
    assert (False, tuesday) == (
        clinic.is_open(WEDNESDAY),
        clinic.last_open(WEDNESDAY, since=tuesday),
    )


def test_a_closed_day_is_said_beside_the_day_of_a_pump(site: Site) -> None:
    """The clinic closes on the day by which the pump must be accessed; the plan stays the same."""
    page = site.browser(NURSE)
    page.get("/")
    before, day = sheet_of(site.chart, timezone.localtime()).plan, Outlook.objects.get().act_by
    assert day is not None
    admin = site.browser(COORDINATOR)
    admin.post("/site/", {"weekday": [day.weekday()]})
    assert "closed that day" not in page.get("/").content.decode()
    admin.post("/site/", {"close": "yes", "day": day.isoformat(), "why": "public holiday"})
    assert "closed on every day until then" in page.get("/").content.decode()
    assert before == sheet_of(site.chart, timezone.localtime()).plan
    admin.post("/site/", {"reopen": "yes", "day": day.isoformat()})
    assert not Closure.objects.exists()


def test_a_later_day_is_told_the_clinic_day_before_it(site: Site) -> None:
    """Tuesday is none: the Wednesday before is named."""
    today = timezone.localdate()
    said = clinic_note(WEDNESDAY + timedelta(days=6), MONDAYS_AND_WEDNESDAYS, today)
    assert "Wed 2026-02-04" in said
    assert not clinic_note(WEDNESDAY - timedelta(days=1), MONDAYS_AND_WEDNESDAYS, today)


@pytest.mark.parametrize(
    "sent", [{"day": "4.3.", "why": "x"}, {"day": "2026-02-03", "why": "x"}, {"day": "2026-03-04"}]
)
def test_a_closure_is_a_day_to_come_with_a_reason(site: Site, sent: dict[str, str]) -> None:
    """A day that is past, or cannot be read, or for no reason, is refused."""
    answer = site.browser(COORDINATOR).post("/site/", {"close": "yes", **sent})
    assert (422, 0) == (answer.status_code, Closure.objects.count())


def test_a_nurse_does_not_set_them(site: Site) -> None:
    """The coordinator and the administrator do."""
    assert 403 == site.browser(NURSE).post("/site/", {"weekday": [1]}).status_code
