"""The site is watched, logged without patients, and says plainly when its database is lost."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from unittest.mock import patch

import pytest
from click.testing import CliRunner
from django.db import OperationalError
from django.test import Client, override_settings

from hepatica.cli.main import hepatica
from hepatica.server.people.roles import SiteRole
from hepatica.server.running.logs import WithoutPatients
from hepatica.server.store.models import Chart
from tests.server.conftest import Database
from tests.server.site import FIRST_DOSE, Site, site_at


@pytest.fixture
def site(store: Database) -> Iterator[Site]:
    """One chart."""
    with site_at(FIRST_DOSE) as found:
        yield found


def test_it_says_that_it_is_alive_and_ready(site: Site) -> None:
    """For the machines that watch it."""
    assert [200, 200] == [
        Client().get(f"/health/{each}/").status_code for each in ("live", "ready")
    ]


def test_a_store_without_tables_is_not_ready(empty: Database) -> None:
    """It is alive, and answers 503."""
    found = [Client().get(f"/health/{each}/").status_code for each in ("live", "ready")]
    assert [200, 503] == found


def test_metrics_open_to_their_token_and_name_no_chart(site: Site) -> None:
    """Views are counted by name, never by address."""
    site.browser(SiteRole.NURSE).get(site.url(""))
    with override_settings(METRICS_TOKEN="t" * 20):
        assert 403 == Client().get("/metrics/").status_code
        answer = Client().get("/metrics/", headers={"Authorization": "Bearer " + "t" * 20})
    assert 'hepatica_answers_total{status="200",view="chart"}' in answer.content.decode()
    assert "first" not in answer.content.decode()


def test_a_lost_database_is_said_and_no_plan_is_shown(site: Site) -> None:
    """503, with what to do, and when to try again."""
    browser = site.browser(SiteRole.NURSE)
    browser.raise_request_exception = False
    with patch(
        "hepatica.server.pages.chart.sheet_of", side_effect=OperationalError("server closed")
    ):
        answer = browser.get(site.url(""))
    text = answer.content.decode()
    assert (503, "10") == (answer.status_code, answer["Retry-After"])
    assert "Nothing was half written" in text
    assert "mg" not in text


def test_a_fault_is_logged_by_its_kind_and_place_alone() -> None:
    """No address, no message: both may hold a case, or what somebody typed."""
    out = StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(WithoutPatients("%(levelname)s %(message)s"))
    logger = logging.getLogger("django.request.test")
    logger.addHandler(handler)
    try:
        raise ValueError("typed by somebody")
    except ValueError:
        logger.exception("Internal Server Error: /charts/first/")
    said = json.loads(out.getvalue())
    assert ("ValueError", True) == (said["error"], "test_running.py" in said["at"][0])
    assert "first" not in out.getvalue()
    assert "typed" not in out.getvalue()


def test_it_is_not_served_with_a_key_everybody_knows(store: Database) -> None:
    """Whoever has the key can be anybody."""
    found = CliRunner().invoke(hepatica, ["serve"])
    assert (1, True) == (found.exit_code, "E516" in found.stderr)


def test_the_demo_is_not_served_on_the_chart_of_a_patient(store: Database) -> None:
    """It asks for no second factor and no HTTPS."""
    Chart.objects.create(case="of-a-patient", is_synthetic=False)
    with override_settings(IS_DEMO=True):
        found = CliRunner().invoke(hepatica, ["serve"])
    assert (1, True) == (found.exit_code, "E517" in found.stderr)


def test_a_chart_that_cannot_be_read_is_seen_and_stops_no_list(site: Site) -> None:
    """The clock of the machine went back a day: entries lie in the future, and no plan is made."""
    site.clock.shift(timedelta(days=-1))
    browser = site.browser(SiteRole.NURSE)
    today, chart = browser.get("/"), browser.get(site.url(""))
    assert (200, 422) == (today.status_code, chart.status_code)
    assert "NO PLAN: E14" in today.content.decode()
    assert "This chart cannot be planned" in chart.content.decode()
    assert "mg in" not in chart.content.decode()


def test_it_is_not_served_on_a_store_of_an_earlier_version(empty: Database) -> None:
    """The tables are brought up to date first, by a person."""
    with override_settings(SECRET_KEY="k" * 50):
        found = CliRunner().invoke(hepatica, ["serve"])
    assert (1, True) == (found.exit_code, "hepatica store init" in found.stderr)
