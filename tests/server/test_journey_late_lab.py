"""A result that comes while people act on the one before: the plan changes under their hands."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from hepatica.server.orders.models import Order, OrderStep, Visit, VisitStep
from hepatica.server.people.roles import SiteRole
from hepatica.server.store.models import Chart
from tests.server.clinic import MOMENT, Clinic
from tests.server.journeys import (
    answers,
    at_bedside,
    begin,
    clinic_with,
    demo,
    empty,
    fill_with,
    kinds_of,
    opened,
    released_unseen,
    report,
)

pytestmark = pytest.mark.browser

clinic = clinic_with(demo("syn-first"), demo("syn-mid"))

JAUNDICE = "AST 88 U/L (0-40)\nALP 171 U/L (0-120)\nBilirubin 3.4 mg/dL (0-1.2)"
DRAWN = f"{MOMENT:%Y-%m-%d}T14:00"
REVOKED = re.compile("The order is revoked. No FUDR.")


def late_lab(clinic: Clinic) -> None:
    """The prescriber records it in another window."""
    report(clinic.page(SiteRole.PRESCRIBER), "syn-first", JAUNDICE, DRAWN)


def fills() -> int:
    """How many fills the chart holds."""
    return Chart.objects.get(case="syn-first").lines.filter(kind="pump_filled").count()


def test_bilirubin_of_three_in_mid_dwell_takes_the_fudr_out(clinic: Clinic) -> None:
    """The nurse pastes the report: stop, and the pump is emptied within 24 hours."""
    page = clinic.page(SiteRole.NURSE)
    report(page, "syn-mid", JAUNDICE, DRAWN)
    answers(page, "STOP PENDING REVIEW", "EVACUATE NOW; at the latest 2026-12-03 14:4")
    answers(page, "FUDR out, then fill with heparinised saline")
    page.goto("/")
    urgent = page.get_by_role("region", name=re.compile("^Urgent"))
    expect(urgent.get_by_role("link", name="syn-mid")).to_be_visible()
    assert ["laboratory_panel"] == kinds_of("syn-mid", 1)


def test_the_same_report_takes_a_released_order_back(clinic: Clinic) -> None:
    """The pharmacist finds it revoked, and on no list any more."""
    order = released_unseen("syn-first", weight="70.4", flow="1.3")
    report(clinic.page(SiteRole.NURSE), "syn-first", JAUNDICE, DRAWN)
    assert OrderStep.REVOKED is order.state
    page = clinic.page(SiteRole.PHARMACIST)
    page.goto("/")
    waiting = page.get_by_role("region", name=re.compile("^Orders on their way"))
    expect(waiting.get_by_role("link", name="syn-first")).to_have_count(0)
    page.goto("/charts/syn-first/order/")
    expect(page.get_by_role("heading", name=re.compile("revoked"))).to_be_visible()
    answers(page, "STOP PENDING REVIEW")


def before_begin(page: Page) -> Callable[[], None]:
    """The page of the access stands open; nobody has begun."""
    expect(page.get_by_text("A FUDR order is released: 195 mg")).to_be_visible()
    return lambda: begin(page, "SYN-0101")


def after_begin(page: Page) -> Callable[[], None]:
    """The first nurse has begun, the second has not signed."""
    begin(page, "SYN-0101")

    def second() -> None:
        page.get_by_label("Staff id of the second person").fill("nurse-2")
        page.get_by_label(re.compile("Their password")).fill("synthetic-only")
        page.get_by_role("button", name="I am the second person").click()

    return second


def before_emptying(page: Page) -> Callable[[], None]:
    """Both are there, the needle is not in."""
    expect(page.get_by_text("The order is still current: 195 mg")).to_be_visible()

    def emptied() -> None:
        page.get_by_label("Withdrawn, mL").fill("13.5")
        page.get_by_role("button", name="Emptied").click()

    return emptied


def before_commit(page: Page) -> Callable[[], None]:
    """The pump is empty, FUDR is chosen and signed for; the button is not pressed."""
    empty(page, "13.5")
    return lambda: fill_with(page, "FUDR")


@pytest.mark.parametrize("step", [before_begin, after_begin, before_emptying, before_commit])
def test_a_late_result_revokes_the_order_at_each_step_of_the_visit(
    clinic: Clinic, step: Callable[[Page], Callable[[], None]]
) -> None:
    """Whatever the nurse does next, the page says so, and FUDR is not to be had."""
    order = released_unseen("syn-first", weight="70.4", flow="1.3")
    before = fills()
    is_early = step in (before_begin, after_begin)
    page = (at_bedside if is_early else opened)(clinic, "syn-first")
    go_on = step(page)
    late_lab(clinic)
    go_on()
    expect(page.get_by_role("heading", name=REVOKED)).to_be_visible()
    answers(page, "STOP PENDING REVIEW")
    expect(page.locator("input[name=content][value=fudr]")).to_have_count(0)
    assert (OrderStep.REVOKED, before) == (order.state, fills())


def test_after_a_late_result_the_standby_goes_in(clinic: Clinic) -> None:
    """Between emptied and filled: what was signed for is refused, saline is the way out."""
    released_unseen("syn-first", weight="70.4", flow="1.3")
    page = opened(clinic, "syn-first")
    empty(page, "13.5")
    late_lab(clinic)
    fill_with(page, "FUDR")
    expect(page.get_by_role("heading", name="Nothing was written")).to_be_visible()
    expect(page.get_by_role("radio", name="heparinised-saline")).to_be_checked()
    fill_with(page, "heparinised-saline")
    answers(page, "heparinised saline since", "STOP PENDING REVIEW")
    expect(page.get_by_role("heading", name=REVOKED)).to_have_count(0)
    assert [VisitStep.FILLED, OrderStep.REVOKED] == [
        Visit.objects.get().state,
        Order.objects.get().state,
    ]
    assert ["pump_filled", "laboratory_panel", "pump_accessed"] == kinds_of("syn-first", 3)
