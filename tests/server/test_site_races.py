"""Twenty people press the same button in the same moment: one signs, one fills, nothing is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from hepatica.server.orders.models import OrderStep, StepOfOrder, StepOfVisit, VisitStep
from hepatica.server.people.roles import SiteRole
from hepatica.server.store.audit import audit
from hepatica.server.store.deeds import head_of
from tests.server.conftest import Database
from tests.server.crowd import AT_ONCE, all_at_once
from tests.server.site import FIRST_DOSE, SECRET, Site, site_at
from tests.server.test_order_path import FLOW_STAYS, LOTS, released, visiting


@pytest.fixture
def site(store: Database) -> Iterator[Site]:
    """The morning of the first FUDR."""
    with site_at(FIRST_DOSE) as found:
        yield found


def pressed(site: Site, role: SiteRole, page: str, **sent: Any) -> Counter[int]:
    """The statuses that twenty people with one role get, who saw the same chart."""
    browsers = [site.browser(role, number) for number in range(1, AT_ONCE + 1)]
    sent |= {"head": head_of(site.chart), "secret": SECRET}

    def one(number: int) -> int:
        answer = browsers[number].post(site.url(page), sent | {"key": f"{page}-{number}"})
        return int(answer.status_code)

    return all_at_once(one)


def test_of_twenty_prescribers_one_signs(site: Site) -> None:
    """The others are told, and there is one order."""
    assert Counter({302: 1, 422: AT_ONCE - 1}) == pressed(site, SiteRole.PRESCRIBER, "order/sign/")
    steps = StepOfOrder.objects.filter(kind=OrderStep.SIGNED).count()
    assert (1, 1, ()) == (site.chart.orders.count(), steps, audit().faults)


def test_of_twenty_nurses_one_fills(site: Site) -> None:
    """The pump is filled once in the chart, and the record of the visit says by whom."""
    released(site)
    visiting(site)
    site.send(SiteRole.NURSE, "visit/empty/", form="visit/", withdrawn=FLOW_STAYS)
    before = site.chart.lines.filter(kind="pump_filled").count()
    fill = {"content": "fudr", "prepared": "30", "injected": "30", **LOTS}
    found = pressed(site, SiteRole.NURSE, "visit/fill/", **fill)
    assert (1, AT_ONCE) == (found[302], found[302] + found[422])
    filled = site.chart.lines.filter(kind="pump_filled").count() - before
    steps = StepOfVisit.objects.filter(kind=VisitStep.FILLED).count()
    assert (1, 1, ()) == (filled, steps, audit().faults)


def test_of_twenty_who_record_on_what_they_saw_one_writes(site: Site) -> None:
    """The others get their form again, with what they typed and what is new."""
    found = pressed(site, SiteRole.NURSE, "record/weight/", weight="70.1 kg")
    assert Counter({302: 1, 422: AT_ONCE - 1}) == found
    assert () == audit().faults
