"""A rescue fill by those who may do one, and what the page of the access says meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from hepatica.server.access.models import Access
from hepatica.server.orders.models import Order, OrderStep, VisitStep
from hepatica.server.people.models import Competency
from hepatica.server.people.roles import SiteRole
from tests.server.conftest import Database
from tests.server.site import FIRST_DOSE, Site, site_at
from tests.server.test_order_path import (
    FLOW_CHANGES,
    FLOW_STAYS,
    LOTS,
    fill,
    released,
    visiting,
)

NURSE, SURGEON = SiteRole.NURSE, SiteRole.SURGEON


@pytest.fixture
def site(store: Database) -> Iterator[Site]:
    """The morning of the first FUDR."""
    with site_at(FIRST_DOSE) as found:
        yield found


def rescue(site: Site, role: SiteRole) -> list[int]:
    """Break the glass, begin, empty, fill with saline: how each step is answered."""
    site.browser(role).post(site.url("break-glass/"), {"reason": "pump dry, nobody else"})
    figures = {"content": "heparinised-saline", "prepared": "30", "injected": "30"}
    return [
        site.send(role, "visit/rescue/", serial="SYN-0101", reason="pump dry").status_code,
        site.send(role, "visit/empty/", form="visit/", withdrawn=FLOW_STAYS).status_code,
        site.send(role, "visit/fill/", form="visit/", **figures).status_code,
    ]


def page(site: Site) -> str:
    """The page of the access, as the nurse sees it."""
    return site.browser(NURSE).get(site.url("visit/")).content.decode()


def test_whoever_may_do_a_rescue_may_finish_it(site: Site) -> None:
    """A surgeon at night: no step of it asks for a competency in pump access."""
    assert [302, 302, 302] == rescue(site, SURGEON)
    assert VisitStep.FILLED is site.chart.visits.get().state


def test_a_competency_that_ran_out_does_not_stop_a_rescue(site: Site) -> None:
    """It blocks FUDR, and is said at a rescue (behaviour B3)."""
    yesterday = datetime.now().astimezone().date() - timedelta(days=1)
    mine = Competency.objects.filter(account__username=site.person(NURSE))
    mine.update(valid_until=yesterday)
    assert "You have no valid competency" in page(site)
    assert [302, 302, 302] == rescue(site, NURSE)


def test_a_broken_glass_does_not_take_over_the_access_of_others(site: Site) -> None:
    """Two nurses are at it with an order: the surgeon under the glass empties nothing."""
    released(site)
    visit = visiting(site)
    site.browser(SURGEON).post(site.url("break-glass/"), {"reason": "want to help"})
    sent = site.send(SURGEON, "visit/empty/", form="visit/", withdrawn=FLOW_STAYS)
    assert (403, VisitStep.SECONDED) == (sent.status_code, visit.state)


def test_without_the_glass_a_surgeon_is_refused_and_that_is_written_down(site: Site) -> None:
    """The door is the same for both."""
    sent = site.browser(SURGEON).post(site.url("visit/empty/"), {})
    assert (403, 1) == (sent.status_code, Access.objects.filter(was_refused=True).count())


def test_a_content_the_protocol_does_not_make_up_can_go_in(site: Site) -> None:
    """Glycerin: the pump is empty, and the page must take what went in."""
    visit = visiting(site)
    site.send(NURSE, "visit/empty/", form="visit/", withdrawn=FLOW_STAYS)
    assert (302, VisitStep.FILLED) == (fill(site, "glycerin").status_code, visit.state)


def test_a_new_order_after_a_revoked_one_is_the_one_that_counts(site: Site) -> None:
    """The page says that the old one is revoked until a new one is there, and until the fill."""
    released(site)
    visiting(site)
    site.send(NURSE, "visit/empty/", form="visit/", withdrawn=FLOW_CHANGES)
    assert "The order is revoked. No FUDR." in page(site)
    order = released_again(site)
    assert "The order is revoked" not in page(site)
    assert 302 == fill(site, "fudr", **LOTS).status_code
    assert (OrderStep.FILLED, False) == (order.state, "The order is revoked" in page(site))


def order_page(site: Site) -> str:
    """The page of the order, as the prescriber sees it."""
    return site.browser(SiteRole.PRESCRIBER).get(site.url("order/")).content.decode()


def test_nobody_enters_inputs_that_nothing_asks_for(site: Site) -> None:
    """The plan gives FUDR and no order waits."""
    sent = site.send(SiteRole.PHARMACIST, "order/verify/", weight="70.4", flow="1.3")
    assert sent.status_code in (404, 422)


def released_again(site: Site) -> Order:
    """A second order on the flow that was measured, as far as its release."""
    site.wait(minutes=5)
    assert "A pharmacist enters weight and flow again first" in order_page(site)
    inputs = {"weight": "70.4", "flow": "1.2795"}
    for role, step, sent in (
        (SiteRole.PHARMACIST, "order/verify/", inputs),
        (SiteRole.PRESCRIBER, "order/sign/", {}),
        (SiteRole.PHARMACIST, "order/verify/", inputs),
    ):
        assert 302 == site.send(role, step, **sent).status_code, step
    site.send(SiteRole.TECHNICIAN, "order/prepare/", **LOTS)
    site.send(SiteRole.PHARMACIST, "order/check/")
    found = site.chart.orders.first()
    assert found is not None
    return found


def test_a_heparin_barred_patient_is_not_offered_heparin_first(site: Site) -> None:
    """The standby is the fill without heparin, and no content is chosen beforehand."""
    released(site)
    visiting(site)
    site.send(NURSE, "visit/empty/", form="visit/", withdrawn=FLOW_STAYS)
    sent = site.send(
        NURSE,
        "record/patient_fact/",
        fact="heparin-induced-thrombocytopenia",
        state="present",
    )
    assert 302 == sent.status_code, sent.content.decode()[-2000:]
    shown = page(site)
    assert "NO HEPARIN for this patient" in shown
    assert 'value="heparinised-saline" required checked' not in shown
