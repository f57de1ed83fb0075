"""From the first visit to the first order: what is missing is said, nothing is offered early."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from hepatica.server.orders.models import Order, OrderStep
from hepatica.server.people.roles import SiteRole
from tests.server.clinic import Clinic
from tests.server.journeys import answers, clinic_with, kinds_of, press, signed
from tools.demo_site import DemoChart

pytestmark = pytest.mark.browser

UNSCANNED = DemoChart("syn-unscanned", "adjuvant-six-cycles", "2026-01-12T08:40+01:00", "no scan")
STOMACH = DemoChart("syn-stomach", "extrahepatic-perfusion", "2026-03-18T08:40-06:00", "scan C")
clinic = clinic_with(UNSCANNED, STOMACH)


def offers_no_order(page: Page, case: str) -> None:
    """Neither on the page of the order nor at the address of the signature."""
    page.goto(f"/charts/{case}/order/")
    expect(page.get_by_text("Nothing can be signed:")).to_be_visible()
    expect(page.get_by_role("link", name="Sign this order")).to_have_count(0)
    page.goto(f"/charts/{case}/order/sign/")
    expect(page.get_by_role("button", name="Sign the order")).to_have_count(0)


def test_a_first_visit_says_what_is_missing_and_offers_no_order(clinic: Clinic) -> None:
    """The prescriber, five days after the operation: no scan, no tests, no wound, no weight."""
    page = clinic.page(SiteRole.PRESCRIBER)
    page.goto("/charts/syn-unscanned/")
    answers(page, "NOT DUE until", "LEAVE AS IS until")
    reasons = page.get_by_role("region", name="Reasons")
    for missing in ("no perfusion scan", "AST, ALP, bilirubin", "wound not charted", "a weight"):
        expect(reasons).to_contain_text(missing)
    offers_no_order(page, "syn-unscanned")
    page.goto("/charts/syn-unscanned/scan/")
    expect(page.get_by_role("heading", name="The perfusion gate is closed")).to_be_visible()
    expect(page.get_by_role("link", name="Record a scan")).to_have_count(0)
    assert not Order.objects.exists()


def test_perfusion_of_the_stomach_closes_the_gate_until_a_new_scan(clinic: Clinic) -> None:
    """Scan C: the radiologist embolises, the nuclear physician scans again, the order is signed."""
    case = "syn-stomach"
    page = clinic.page(SiteRole.PRESCRIBER)
    offers_no_order(page, case)
    answers(page, "REFUSED: the newest scan is C", "FILL WITHOUT FUDR")

    page = clinic.page(SiteRole.RADIOLOGIST)
    page.goto(f"/charts/{case}/record/procedure/")
    page.locator("#procedure").select_option("embolisation")
    press(page, "Record")
    page.goto(f"/charts/{case}/scan/")
    expect(page.get_by_role("heading", name="The perfusion gate is closed")).to_be_visible()

    page = clinic.page(SiteRole.NUCLEAR_PHYSICIAN)
    page.goto(f"/charts/{case}/scan/")
    page.get_by_role("link", name="Record a scan").click()
    page.locator("#code").select_option("A")
    press(page, "Record")
    answers(page, "GIVE 100 % of the starting dose", "245 mg in 30 mL")
    page.goto(f"/charts/{case}/scan/")
    expect(page.get_by_role("heading", name="The perfusion gate is open")).to_be_visible()

    page = signed(clinic, case)
    expect(page.get_by_role("heading", name=re.compile("signed by the prescriber"))).to_be_visible()
    assert ["order_signed", "perfusion_scan", "procedure"] == kinds_of(case, 3)
    order = Order.objects.get()
    assert (OrderStep.SIGNED, "245 mg") == (order.state, order.figures["FUDR"])
