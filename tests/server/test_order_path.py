"""The way of an order, from the signature to the fill, and every way it ends early."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from hepatica.server.orders.models import OrderStep, VisitStep
from hepatica.server.people.roles import SiteRole
from tests.server.conftest import Database
from tests.server.site import FIRST_DOSE, SECRET, Site, site_at

PRESCRIBER, PHARMACIST, NURSE = SiteRole.PRESCRIBER, SiteRole.PHARMACIST, SiteRole.NURSE
TECHNICIAN = SiteRole.TECHNICIAN
# The inputs of the first dose, worked by hand in the example: 70.4 kg, label 1.3 mL/day.
LOTS = {
    f"{what}-{drug}": value
    for drug in ("floxuridine", "dexamethasone", "heparin")
    for what, value in (("lot", "SYN-1"), ("expiry", "2027-06-30"))
}


@pytest.fixture
def site(store: Database) -> Iterator[Site]:
    """The morning of the first FUDR."""
    with site_at(FIRST_DOSE) as found:
        yield found


def signed(site: Site) -> Any:
    """The prescriber signs."""
    assert 302 == site.send(PRESCRIBER, "order/sign/").status_code
    return site.chart.orders.get()


def verified(site: Site, weight: str = "70.4", flow: str = "1.3") -> Any:
    """The pharmacist enters what the primary records say."""
    order = signed(site)
    sent = site.send(PHARMACIST, "order/verify/", weight=weight, flow=flow)
    assert 302 == sent.status_code, sent.content.decode()[-3000:]
    return order


def released(site: Site) -> Any:
    """Prepared and checked by two people."""
    order = verified(site)
    assert 302 == site.send(TECHNICIAN, "order/prepare/", **LOTS).status_code
    assert 302 == site.send(PHARMACIST, "order/check/").status_code
    return order


def visiting(site: Site) -> Any:
    """Two nurses at the bedside."""
    sent = site.send(NURSE, "visit/", serial="SYN-0101")
    assert 302 == sent.status_code, sent.content.decode()[-3000:]
    site.send(NURSE, "visit/second/", form="visit/", staff_id=site.person(NURSE, 2), secret=SECRET)
    return site.chart.visits.get()


# 30 mL of saline two weeks ago. 13.5 mL left is a slow reading that is not within 5 % of the one
# before, so the flow that sets the concentration stays 1.3 mL/day; with 12.1 mL left both are, and
# it becomes 1.27952... mL/day (behaviour F2).
FLOW_STAYS, FLOW_CHANGES = "13.5", "12.1"


def fill(site: Site, content: str, **sent: str) -> Any:
    """What went in."""
    return site.send(NURSE, "visit/fill/", form="visit/", content=content, injected="30", **sent)


def test_an_order_is_signed_verified_prepared_checked_and_given(site: Site) -> None:
    """Five people, each step once, and the chart says what went in."""
    order = released(site)
    visit = visiting(site)
    site.wait(minutes=5)
    site.send(NURSE, "visit/empty/", form="visit/", withdrawn=FLOW_STAYS)
    assert VisitStep.EMPTIED is visit.state
    site.wait(minutes=10)
    assert 302 == fill(site, "fudr", **LOTS).status_code
    assert (OrderStep.FILLED, VisitStep.FILLED) == (order.state, visit.state)
    kinds = list(site.chart.lines.order_by("-number").values_list("kind", flat=True)[:4])
    assert ["pump_filled", "pump_accessed", "inputs_re_entered", "order_signed"] == kinds


def test_a_flow_measured_at_the_bedside_revokes_the_order(site: Site) -> None:
    """The pump runs at another flow than the order was made for: FUDR stays out, saline goes in."""
    order = released(site)
    visit = visiting(site)
    site.send(NURSE, "visit/empty/", form="visit/", withdrawn=FLOW_CHANGES)
    assert OrderStep.REVOKED is order.state
    page = site.browser(NURSE).get(site.url("visit/")).content.decode()
    assert "The order is revoked. No FUDR." in page
    assert 'value="fudr"' not in page
    assert 422 == fill(site, "fudr").status_code
    assert [VisitStep.EMPTIED, 302] == [visit.state, fill(site, "heparinised-saline").status_code]
    assert "filled" == visit.state.value


def test_after_emptying_a_new_order_may_be_made_and_given(site: Site) -> None:
    """The whole path again, on the measured flow; the needle is still in."""
    visiting(site)
    site.send(NURSE, "visit/empty/", form="visit/", withdrawn=FLOW_CHANGES)
    order = verified(site, flow="1.2795")
    site.send(TECHNICIAN, "order/prepare/", **LOTS)
    site.send(PHARMACIST, "order/check/")
    assert 302 == fill(site, "fudr", **LOTS).status_code
    assert OrderStep.FILLED is order.state
