"""At the pump on other days than most: a hold, a failed access, a rescue, a restart."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from hepatica.server.orders.models import OrderStep, Visit, VisitStep
from hepatica.server.people.roles import SiteRole
from hepatica.server.store.models import Chart
from tests.server.clinic import Clinic
from tests.server.journeys import (
    answers,
    at_bedside,
    clinic_with,
    demo,
    empty,
    fill_with,
    kinds_of,
    opened,
    press,
    released_unseen,
    signed,
)

pytestmark = pytest.mark.browser

clinic = clinic_with(*map(demo, ("syn-hold", "syn-first", "syn-late", "syn-restart")))


def newest(case: str) -> str:
    """The last entry as the store holds it."""
    line = Chart.objects.get(case=case).lines.order_by("-number").first()
    assert line is not None
    return str(line.stored)


def test_a_hold_is_a_rest_fill_and_no_order(clinic: Clinic) -> None:
    """The prescriber reads when it ends; two nurses give what the plan said before it was empty."""
    page = clinic.page(SiteRole.PRESCRIBER)
    page.goto("/charts/syn-hold/order/")
    answers(page, "HOLD: AST, ALP at hold level; restart when AST < 176 U/L; ALP < 110.4 U/L")
    expect(page.get_by_text("Nothing can be signed: the plan gives no FUDR")).to_be_visible()

    page = opened(clinic, "syn-hold", "SYN-0202")
    expect(page.get_by_text("No FUDR in this access.")).to_be_visible()
    empty(page, "10.4")
    expect(page.get_by_text("When this access began the plan said:")).to_contain_text(
        "dexamethasone rest fill"
    )
    expect(page.locator("input[name=content][value=fudr]")).to_have_count(0)
    expect(page.locator("input[name=content]:checked")).to_have_count(0)
    page.get_by_label("Lot of dexamethasone").fill("SYN-DEX-2")
    fill_with(page, "dexamethasone-rest")
    answers(page, "dexamethasone rest fill since", "HOLD")
    assert ["pump_filled", "pump_accessed"] == kinds_of("syn-hold", 2)
    assert '"content":"dexamethasone-rest"' in newest("syn-hold")
    assert '"lot":"SYN-DEX-2"' in newest("syn-hold")


def test_an_access_that_fails_ends_visit_and_order_and_says_what_is_next(clinic: Clinic) -> None:
    """The port is not found: the pump is as it was, the order is over, a new one can be signed."""
    order = released_unseen("syn-first", weight="70.4", flow="1.3")
    page = opened(clinic, "syn-first")
    page.get_by_label("What happened (no names)").fill("port not found")
    page.get_by_role("button", name="Access failed, not filled").click()
    expect(page.get_by_role("heading", name="The last access failed")).to_be_visible()
    expect(page.get_by_text("What was in the pump is still in it.")).to_be_visible()
    expect(page.get_by_role("button", name="Begin the access")).to_be_visible()
    answers(page, "heparinised saline since")
    assert (OrderStep.FAILED, VisitStep.FAILED) == (order.state, Visit.objects.get().state)
    assert ["note", "pump_accessed"] == kinds_of("syn-first", 2)
    page = clinic.page(SiteRole.PRESCRIBER)
    page.goto("/charts/syn-first/order/")
    expect(page.get_by_role("heading", name=re.compile("access failed"))).to_be_visible()
    expect(page.get_by_role("link", name="Sign this order")).to_be_visible()


def test_a_pump_emptied_and_not_filled_is_said_to_be_empty(clinic: Clinic) -> None:
    """The needle slips after emptying: nothing on the page is calm about it."""
    page = opened(clinic, "syn-first")
    empty(page, "13.5")
    page.get_by_role("button", name="Access failed, not filled").click()
    expect(page.get_by_text("The pump is EMPTY. It cannot stay so")).to_be_visible()
    answers(page, "not refilled", "A PERSON MUST CHOOSE, URGENT")


def test_a_rescue_is_done_by_one_and_checked_by_another(clinic: Clinic) -> None:
    """A nurse alone with an overdue pump: emergency, glass, saline; a colleague checks it."""
    page = clinic.page(SiteRole.NURSE)
    page.goto("/emergency/")
    page.get_by_role("link", name="syn-late").click()
    page.get_by_role("link", name="Break the glass for a rescue fill").click()
    page.get_by_label(re.compile("^Why")).fill("pump overdue, nobody else in the house")
    press(page, "Open the chart")
    page.get_by_role("link", name="Rescue fill without FUDR").click()
    page.get_by_label("Why it cannot wait").fill("safe refill date is past")
    page.get_by_label(re.compile("Serial of the pump")).fill("SYN-0404")
    page.get_by_role("button", name="Begin the rescue").click()
    empty(page, "3.5")
    expect(page.locator("input[name=content][value=fudr]")).to_have_count(0)
    fill_with(page, "heparinised-saline")
    answers(page, "heparinised saline since")
    visit = Visit.objects.get()
    assert (True, VisitStep.FILLED) == (visit.is_rescue, visit.state)

    page = clinic.page(SiteRole.NURSE, 2)
    page.goto("/")
    waiting = page.get_by_role("region", name="Rescue fills to be checked by a second person")
    waiting.get_by_role("link", name="syn-late").click()
    page.get_by_role("button", name="Checked").click()
    expect(page.get_by_role("button", name="Checked")).to_have_count(0)
    assert VisitStep.CHECKED_AFTER is visit.state
    page = clinic.page(SiteRole.COORDINATOR)
    page.goto("/broken-glass/")
    expect(page.get_by_text("pump overdue, nobody else in the house")).to_be_visible()


def test_a_restart_after_a_hold_is_a_quarter_of_the_last_dose(clinic: Clinic) -> None:
    """The prescriber sees both doses and signs the reduced one; that is what goes in."""
    page = clinic.page(SiteRole.PRESCRIBER)
    page.goto("/charts/syn-restart/order/")
    answers(page, "GIVE 25 % of the last dose: 0.03 mg/kg/day = 51 mg in 30 mL")
    row = page.get_by_role("row", name=re.compile("^dose"))
    expect(row).to_contain_text("0.12 mg/kg/day")
    expect(row).to_contain_text("0.03 mg/kg/day")
    signed(clinic, "syn-restart")
    order = released_unseen(
        "syn-restart", is_signed=True, weight="80.4", flow="1.4153", last_percent="100"
    )

    page = at_bedside(clinic, "syn-restart")
    expect(page.get_by_text("A FUDR order is released: 51 mg, 30 mL")).to_be_visible()
    page = opened(clinic, "syn-restart", "SYN-0202")
    expect(page.get_by_text("The order is still current: 51 mg")).to_be_visible()
    empty(page, "10.2")
    fill_with(page, "FUDR")
    answers(page, "FUDR since", "NOT DUE until")
    assert OrderStep.FILLED is order.state
    assert '"fudr":"51 mg"' in newest("syn-restart")
