"""A chart is begun at the site: once, by who may, with nothing in it that names anybody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import override_settings

from hepatica.server.access.models import Access
from hepatica.server.people.roles import SiteRole
from hepatica.server.store.audit import audit
from hepatica.server.store.models import Act, Chart
from hepatica.server.worklist.models import Outlook
from tests.server.conftest import Database
from tests.server.site import FIRST_DOSE, Site, site_at

COORDINATOR, PRESCRIBER, NURSE = SiteRole.COORDINATOR, SiteRole.PRESCRIBER, SiteRole.NURSE
SENT = {
    "key": "k-1",
    "case": "haip-42",
    "diagnosis": "colorectal-liver-metastases",
    "setting": "unresectable",
    "sex": "F",
    "year_of_birth": "1979",
    "height": "164 cm",
}


@pytest.fixture
def site(store: Database) -> Iterator[Site]:
    """One chart besides."""
    with site_at(FIRST_DOSE) as found:
        yield found


def begun(site: Site, role: SiteRole = COORDINATOR, **changed: str) -> tuple[int, str]:
    """The answer to the form: its status, and where it leads."""
    answer = site.browser(role).post("/charts/begin/", SENT | changed)
    return answer.status_code, answer.headers.get("Location", "")


def test_the_coordinator_begins_it_and_says_next_who_it_is(site: Site) -> None:
    """It is sealed, stands in the lists at once, and says what a first dose still needs."""
    assert (302, "/charts/haip-42/identity/") == begun(site)
    chart = Chart.objects.get(case="haip-42")
    assert (False, ()) == (chart.is_synthetic, audit().faults)
    assert Outlook.objects.filter(chart=chart).exists()
    assert Access.objects.filter(chart=chart, is_write=True).exists()
    answer = site.browser(COORDINATOR).get("/charts/haip-42/")
    assert (200, True) == (answer.status_code, "CANNOT DECIDE" in answer.content.decode().upper())


def test_a_free_text_can_be_written_and_taken_out_later(site: Site) -> None:
    """An enrolment holds no free text; the salt of a later one is drawn with it."""
    begun(site)
    site.chart = Chart.objects.get(case="haip-42")
    assert 302 == site.send(NURSE, "record/note/", text="seen").status_code
    assert () == audit().faults


def test_a_second_click_begins_no_second_chart(site: Site) -> None:
    """Both are led on; there is one chart and one act."""
    assert begun(site) == begun(site)
    assert 1 == Act.objects.filter(key="k-1").count()


@pytest.mark.parametrize(
    "wrong",
    [{"case": "begin"}, {"case": "First Last"}, {"case": "first"}, {"height": "164"}, {"sex": ""}],
)
def test_what_cannot_be_a_chart_is_refused_and_nothing_is_begun(
    site: Site, wrong: dict[str, str]
) -> None:
    """Also a case that the store has already."""
    before = Chart.objects.count()
    assert (422, before) == (begun(site, COORDINATOR, **wrong)[0], Chart.objects.count())


def test_a_nurse_begins_none_and_the_demo_none_of_a_patient(site: Site) -> None:
    """On the demo every chart is synthetic, whatever is sent."""
    assert 403 == begun(site, NURSE)[0]
    with override_settings(IS_DEMO=True):
        assert (302, "/charts/haip-42/") == begun(site, PRESCRIBER)
    assert Chart.objects.get(case="haip-42").is_synthetic
