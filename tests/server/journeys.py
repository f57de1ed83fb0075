"""What people do again and again on their way through the site, in a browser or unseen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from hepatica.server.orders.models import Order
from hepatica.server.people.roles import SiteRole
from hepatica.server.store.models import Chart
from tests.server.clinic import Clinic, clinic_of
from tests.server.conftest import Database
from tests.server.site import Site
from tools.demo_site import CHARTS, WORD_OF_ALL, DemoChart

TABLET: ViewportSize = {"width": 820, "height": 1180}
_LOTS = {
    f"{what}-{drug}": value
    for drug in ("floxuridine", "dexamethasone", "heparin")
    for what, value in (("lot", "SYN-1"), ("expiry", "2031-06-30"))
}


def demo(case: str) -> DemoChart:
    """A chart of the demo."""
    return next(chart for chart in CHARTS if chart.case == case)


def clinic_with(*charts: DemoChart) -> Any:
    """The fixture `clinic` of a file of tests: these charts, or all of the demo; two per role."""

    @pytest.fixture
    def clinic(store: Database, browser: Browser) -> Iterator[Clinic]:
        with clinic_of(browser, *charts) as found:
            yield found
            assert [] == found.refused

    return clinic


def press(page: Page, button: str) -> None:
    """Press a button and wait for the page that follows."""
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


def sign(page: Page, button: str) -> None:
    """Type one's own password and press the button."""
    page.get_by_label(re.compile("Your password")).fill(WORD_OF_ALL)
    press(page, button)


def kinds_of(case: str, count: int) -> list[str]:
    """The kinds of the last entries in the store, the newest first."""
    lines = Chart.objects.get(case=case).lines.order_by("-number")
    return [line.kind for line in lines[:count]]


def answers(page: Page, *said: str) -> None:
    """What stands above every page of the chart: the pump, FUDR, the reservoir."""
    for words in said:
        expect(page.locator(".answers")).to_contain_text(words)


def signed(clinic: Clinic, case: str) -> Page:
    """The prescriber signs what the plan proposes."""
    page = clinic.page(SiteRole.PRESCRIBER)
    page.goto(f"/charts/{case}/order/")
    page.get_by_role("link", name="Sign this order").click()
    sign(page, "Sign the order")
    return page


def released(clinic: Clinic, case: str, weight: str, flow: str) -> None:
    """Signed, verified, prepared and checked by four people."""
    signed(clinic, case)
    page = clinic.page(SiteRole.PHARMACIST)
    page.goto(f"/charts/{case}/order/verify/")
    page.get_by_label(re.compile("Dosing weight")).fill(weight)
    page.get_by_label(re.compile("Flow that sets")).fill(flow)
    sign(page, "Verify")
    page = clinic.page(SiteRole.TECHNICIAN)
    page.goto(f"/charts/{case}/order/prepare/")
    for box in page.get_by_label(re.compile("^Lot of")).all():
        box.fill("SYN-1")
    for box in page.get_by_label(re.compile("^Expiry of")).all():
        box.fill("2031-06-30")
    press(page, "Prepared")
    page = clinic.page(SiteRole.PHARMACIST)
    page.goto(f"/charts/{case}/order/check/")
    sign(page, "Release")
    expect(page.get_by_role("heading", name=re.compile("released"))).to_be_visible()


def steps_of_release(**inputs: str) -> list[tuple[SiteRole, str, dict[str, str]]]:
    """Who takes the four steps of an order, on which page, and what they type there."""
    return [
        (SiteRole.PRESCRIBER, "order/sign/", {}),
        (SiteRole.PHARMACIST, "order/verify/", inputs),
        (SiteRole.TECHNICIAN, "order/prepare/", _LOTS),
        (SiteRole.PHARMACIST, "order/check/", {}),
    ]


def released_unseen(case: str, *, is_signed: bool = False, **inputs: str) -> Order:
    """The same four people, without a browser: where the release is not what is told.

    `is_signed`: the signature is there already.
    """
    site = Site(Chart.objects.get(case=case), clock=None)
    for role, page, sent in steps_of_release(**inputs)[int(is_signed) :]:
        answer = site.send(role, page, **sent)
        assert 302 == answer.status_code, (page, answer.content.decode()[-2000:])
    return site.chart.orders.get()


def at_bedside(clinic: Clinic, case: str) -> Page:
    """A nurse with a tablet, the page of the access open."""
    page = clinic.page(SiteRole.NURSE, viewport=TABLET)
    page.goto(f"/charts/{case}/visit/")
    return page


def begin(page: Page, serial: str) -> None:
    """The nurse ticks what was checked, and reads the serial."""
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_label(re.compile("Serial of the pump")).fill(serial)
    page.get_by_role("button", name="Begin the access").click()
    expect(page.get_by_role("heading", name="Second person")).to_be_visible()


def second(page: Page) -> None:
    """Another nurse identifies herself on the same tablet."""
    page.get_by_label("Staff id of the second person").fill("nurse-2")
    page.get_by_label(re.compile("Their password")).fill(WORD_OF_ALL)
    page.get_by_role("button", name="I am the second person").click()
    expect(page.get_by_role("heading", name="Empty", exact=True)).to_be_visible()


def opened(clinic: Clinic, case: str, serial: str = "SYN-0101") -> Page:
    """Two nurses at the bedside, the pump not emptied yet."""
    page = at_bedside(clinic, case)
    begin(page, serial)
    second(page)
    return page


def empty(page: Page, withdrawn: str) -> None:
    """What came out."""
    page.get_by_label("Withdrawn, mL").fill(withdrawn)
    page.get_by_role("button", name="Emptied").click()
    expect(page.get_by_role("heading", name="Fill", exact=True)).to_be_visible()


def fill_with(page: Page, content: str, volume: str = "30") -> None:
    """What went in, signed."""
    page.get_by_role("radio", name=re.compile(f"^{content}", re.IGNORECASE)).check()
    page.get_by_label(re.compile("^Made up")).fill(volume)
    page.get_by_label("Injected, mL").fill(volume)
    page.get_by_label(re.compile("Your password")).fill(WORD_OF_ALL)
    page.get_by_role("button", name="Filled", exact=True).click()


def report(page: Page, case: str, text: str, drawn: str) -> None:
    """Somebody pastes a laboratory report, looks at it, and records it."""
    page.goto(f"/charts/{case}/labs/")
    page.get_by_label(re.compile("^Lines such as")).fill(text)
    press(page, "Read it")
    page.get_by_label("When the blood was drawn").fill(drawn)
    page.get_by_label("Laboratory", exact=True).fill("central laboratory")
    press(page, "Record")
