"""Laboratory panels wait on Today until a prescriber has read them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import timezone

from hepatica.server.people.roles import SiteRole
from hepatica.server.worklist.models import PanelRead
from hepatica.server.worklist.panels import unread_panel
from tests.server.conftest import Database
from tests.server.site import FIRST_DOSE, Site, site_at

NURSE, PRESCRIBER = SiteRole.NURSE, SiteRole.PRESCRIBER
NEW = {"laboratory": "hospital laboratory", "ast": "24", "ast_limit": "35"}


@pytest.fixture
def site(store: Database) -> Iterator[Site]:
    """One chart."""
    with site_at(FIRST_DOSE) as found:
        yield found


def waiting(site: Site) -> str | None:
    """The panel of the chart that nobody has read."""
    found = unread_panel(site.chart, timezone.now())
    return None if found is None else found.entry


def recorded(site: Site) -> str:
    """The nurse records another panel."""
    site.wait(minutes=1)
    assert 302 == site.send(NURSE, "record/laboratory_panel/", **NEW).status_code
    return site.chart.lines.order_by("-number")[0].entry


def test_the_newest_waits_until_a_prescriber_has_read_it(site: Site) -> None:
    """On Today and on the labs; a second click changes nothing, and a new one waits again."""
    entry = recorded(site)
    assert entry == waiting(site)
    assert entry in site.browser(PRESCRIBER).get("/").content.decode()
    page = site.url("labs/read/")
    assert 403 == site.browser(NURSE).post(page, {"panel": entry}).status_code
    for _ in "ab":
        assert 302 == site.browser(PRESCRIBER).post(page, {"panel": entry}).status_code
    assert (None, 1) == (waiting(site), PanelRead.objects.count())
    assert entry not in site.browser(PRESCRIBER).get("/").content.decode()
    assert recorded(site) == waiting(site)


def test_an_earlier_one_that_was_read_leaves_the_newest_waiting(site: Site) -> None:
    """Two came; whoever read the first has not read the second."""
    first, second = recorded(site), recorded(site)
    site.browser(PRESCRIBER).post(site.url("labs/read/"), {"panel": first})
    assert second == waiting(site)


@pytest.mark.parametrize(("days", "waits"), [(13, True), (15, False)])
def test_after_two_weeks_it_is_history(site: Site, days: int, waits: bool) -> None:
    """It stays in the chart, and leaves the list."""
    recorded(site)
    site.wait(days=days)
    assert waits is (waiting(site) is not None)


def test_what_is_no_panel_cannot_be_read(site: Site) -> None:
    """Nor a panel of another chart."""
    site.browser(PRESCRIBER).post(site.url("labs/read/"), {"panel": "implant"})
    assert not PanelRead.objects.exists()
