"""A full disk, a lost database: people are told, nothing is lost, no old dose is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from hepatica.server.people.roles import SiteRole
from hepatica.server.store.audit import audit
from hepatica.server.store.models import Chart
from tests.server.conftest import Database, on_server, use
from tests.server.site import FIRST_DOSE, Site, site_at
from tests.server.test_full import close_to_writing

NURSE = SiteRole.NURSE


@pytest.fixture
def site(store: Database) -> Iterator[Site]:
    """One chart."""
    with site_at(FIRST_DOSE) as found:
        yield found


@pytest.fixture
def browser(site: Site) -> Client:
    """A nurse, who is shown the page of a fault as on a real site."""
    found = site.browser(NURSE)
    found.raise_request_exception = False
    return found


def filled_in(browser: Client, address: str, **typed: str) -> dict[str, str]:
    """A form with what it carries unseen."""
    shown = browser.get(address).content.decode()
    return dict(re.findall(r'name="(key|head)" value="([^"]*)"', shown)) | typed


def lose(store: Database) -> None:
    """Nobody reaches the database any more: its file is gone, or the server takes no one in."""
    if connection.vendor == "sqlite":
        connections.close_all()
        Path(store.name).rename(f"{store.name}.away")
        Path(store.name).mkdir()
        return
    on_server(f"ALTER DATABASE {store.name} ALLOW_CONNECTIONS false")
    on_server(
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{store.name}'"
    )
    use(store.name)


def bring_back(store: Database) -> None:
    """It is there again, with what was in it."""
    if connection.vendor == "sqlite":
        connections.close_all()
        Path(store.name).rmdir()
        Path(f"{store.name}.away").rename(store.name)
        return
    on_server(f"ALTER DATABASE {store.name} ALLOW_CONNECTIONS true")
    use(store.name)


def said(answer: Any) -> tuple[int, str]:
    """What somebody sees."""
    return answer.status_code, answer.content.decode()


def test_a_full_disk_is_said_and_the_same_form_goes_through_later(
    site: Site, browser: Client
) -> None:
    """503 and nothing half written; with room again it is written once."""
    address = site.url("record/note/")
    form = filled_in(browser, address, text="seen " * 4000)
    before = site.chart.lines.count()
    close_to_writing()
    status, text = said(browser.post(address, form))
    assert (503, True) == (status, "Nothing was half written" in text)
    connections.close_all()
    assert (before, ()) == (site.chart.lines.count(), audit().faults)
    found = [browser.post(address, form).status_code for _ in "ab"]
    assert ([302, 302], before + 1) == (found, site.chart.lines.count())
    assert () == audit().faults


def test_a_lost_database_shows_no_dose_and_loses_no_act(
    site: Site, browser: Client, store: Database
) -> None:
    """On no page is there a plan; the form that was sent meanwhile goes through once, later."""
    address = site.url("record/weight/")
    form = filled_in(browser, address, weight="70.1 kg")
    before = site.chart.lines.count()
    lose(store)
    found = [said(browser.get(page)) for page in ("/", site.url(""), site.url("visit/"))]
    found.append(said(browser.post(address, form)))
    bring_back(store)
    assert [503] * 4 == [status for status, _text in found]
    assert not any(re.search(r"\d mg|mL/day", text) for _status, text in found)
    assert before == Chart.objects.get().lines.count()
    again = [browser.post(address, form).status_code for _ in "ab"]
    assert ([302, 302], before + 1) == (again, site.chart.lines.count())


def test_a_machine_that_watches_is_told(site: Site, store: Database) -> None:
    """It lives, and is not ready; afterwards it is."""
    browser = Client()
    lose(store)
    while_lost = [browser.get(f"/health/{each}/").status_code for each in ("live", "ready")]
    bring_back(store)
    assert ([200, 503], 200) == (while_lost, browser.get("/health/ready/").status_code)
