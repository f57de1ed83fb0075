"""Who the patient is stands apart: read by some, written by one role, printed, erased."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from hepatica.server.access.models import Access
from hepatica.server.identity.models import IdentityChange, Patient, What
from hepatica.server.people.roles import SiteRole
from hepatica.server.store.models import Chart
from hepatica.server.store.sealed import chart_text
from tests.server.conftest import Database
from tests.server.site import FIRST_DOSE, SECRET, Site, site_at

COORDINATOR = SiteRole.COORDINATOR
# Nobody is called so.
TYPED = {"name": "Synthetic Example", "born": "1961-04-30", "record_number": "SYN-77"}


@pytest.fixture
def site(store: Database) -> Iterator[Site]:
    """One chart."""
    with site_at(FIRST_DOSE) as found:
        yield found


def kept(site: Site, **changed: str) -> int:
    """The status after the coordinator sent an identity."""
    page = site.browser(COORDINATOR)
    return page.post(site.url("identity/"), TYPED | changed).status_code


def shown(site: Site, role: SiteRole, page: str) -> bool:
    """Whether the name stands on a page that somebody opened."""
    return TYPED["name"] in site.browser(role).get(site.url(page)).content.decode()


def test_it_is_joined_on_screen_and_in_print_for_those_who_may_read_it(site: Site) -> None:
    """The nurse sees and prints it, the data manager does not; the chart holds none of it."""
    assert 302 == kept(site)
    for page in ("", "worksheet/"):
        assert shown(site, SiteRole.NURSE, page), page
        assert not shown(site, SiteRole.DATA_MANAGER, page), page
    assert not any(word in chart_text(site.chart) for word in TYPED.values())
    assert 403 == site.browser(SiteRole.DATA_MANAGER).get(site.url("identity/")).status_code


def test_it_is_written_by_the_coordinator_and_each_time_noted(site: Site) -> None:
    """A nurse may not; the record says who and when, and nothing of what was typed."""
    assert 403 == site.browser(SiteRole.NURSE).post(site.url("identity/"), TYPED).status_code
    assert [302, 302] == [kept(site), kept(site, born="1961-04-03")]
    assert date(1961, 4, 3) == Patient.objects.get().born
    changes = IdentityChange.objects.all()
    assert [What.CHANGED, What.ENTERED] == [each.what for each in changes]
    assert Access.objects.filter(door="identity", is_write=True, was_refused=False).count() == 2
    with pytest.raises(DatabaseError), transaction.atomic():
        changes.update(why="another")


@pytest.mark.parametrize(
    "wrong",
    [{"name": " "}, {"record_number": ""}, {"born": "30.4.61"}, {"born": "1861-04-30"}],
)
def test_what_cannot_be_true_is_refused_and_typed_again(site: Site, wrong: dict[str, str]) -> None:
    """Nothing is kept."""
    assert 422 == kept(site, **wrong)
    assert not Patient.objects.exists()
    assert not IdentityChange.objects.exists()


def test_a_birthday_lies_not_in_the_future(site: Site) -> None:
    """Today is the last day it may be."""
    today = timezone.localdate()
    assert 302 == kept(site, born=today.isoformat())
    assert 422 == kept(site, born=today.replace(year=today.year + 1).isoformat())


def test_one_record_number_is_of_one_chart(site: Site) -> None:
    """The second chart is refused, and told nothing of the first but that there is one."""
    other = Chart.objects.create(case="other", is_synthetic=True)
    Patient.objects.create(
        chart=other, name="Another", born=date(1950, 1, 1), record_number="SYN-77"
    )
    answer = site.browser(COORDINATOR).post(site.url("identity/"), TYPED)
    assert (422, 1) == (answer.status_code, Patient.objects.count())
    assert "Another" not in answer.content.decode()


def test_it_is_erased_with_a_reason_and_a_signature(site: Site) -> None:
    """The chart stays whole; that it was erased stands in the record."""
    kept(site)
    before = chart_text(site.chart)
    page, asked = site.browser(COORDINATOR), {"erase": "yes", "why": "asked for"}
    wrong = page.post(site.url("identity/"), asked | {"secret": "wrong"})
    without = page.post(site.url("identity/"), asked | {"why": "", "secret": SECRET})
    assert [422, 422, 1] == [wrong.status_code, without.status_code, Patient.objects.count()]
    assert 302 == page.post(site.url("identity/"), asked | {"secret": SECRET}).status_code
    assert (0, before) == (Patient.objects.count(), chart_text(site.chart))
    assert (What.ERASED, "asked for") == IdentityChange.objects.values_list("what", "why")[0]
