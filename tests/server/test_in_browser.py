"""The site as its people meet it: in a real browser, by keyboard, on a tablet, offline."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route, expect

from hepatica.server.people.permissions import HOLDERS, Permission
from hepatica.server.people.roles import SiteRole
from hepatica.server.store.models import Chart
from tests.e2e.axe import serious
from tests.server.clinic import Clinic
from tests.server.journeys import TABLET, clinic_with, empty, fill_with, opened, press, released
from tests.server.test_doors import address, guarded

pytestmark = pytest.mark.browser

# Pages that are no HTML, or that need something the demo does not hold.
_NOT_PAGES = {"picture", "export", "audit-csv", "metrics"}


clinic = clinic_with()


def looks() -> list[tuple[str, SiteRole]]:
    """Every page, and somebody who may see it."""
    return [
        (name, next(role for role in SiteRole if role in HOLDERS[view.permission]))
        for name, view in guarded().items()
        if name not in _NOT_PAGES and view.permission is not Permission.RESCUE_FILL
    ]


def test_every_page_passes_axe_and_fits_a_tablet(clinic: Clinic) -> None:
    """No serious finding, and nothing wider than the screen, in light and in dark."""
    wrong = []
    for name, role in looks():
        page = clinic.page(role, viewport=TABLET)
        answer = page.goto(address(name).replace("/first/", "/syn-first/"))
        if answer is not None and answer.status == 200:
            wrong += [f"{name}: {found}" for found in serious(page)]
            page.emulate_media(color_scheme="dark")
            wrong += [f"{name}, dark: {found}" for found in serious(page, colours_only=True)]
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"):
                wrong.append(f"{name}: wider than the screen")
        page.close()
    assert [] == wrong


def test_a_first_dose_from_the_signature_to_the_fill(clinic: Clinic) -> None:
    """Six people, six windows, one chart."""
    released(clinic, "syn-first", "70.4", "1.3")
    page = opened(clinic, "syn-first")
    empty(page, "13.5")
    fill_with(page, "FUDR")
    expect(page.get_by_text("fudr since").first).to_be_visible()
    last = Chart.objects.get(case="syn-first").lines.order_by("-number").first()
    assert last is not None
    assert "pump_filled" == last.kind


def test_a_lost_connection_loses_nothing_and_doubles_nothing(clinic: Clinic) -> None:
    """The answer to "Emptied" is lost twice; the form is kept, sent again, and written once."""
    page = opened(clinic, "syn-first")
    before = Chart.objects.get(case="syn-first").lines.count()
    lost = []

    def drop(route: Route) -> None:
        lost.append(route.request.url)
        if len(lost) == 1:
            route.abort()  # it never arrives
        elif len(lost) == 2:
            route.fetch()  # it arrives, and the answer is lost
            route.abort()
        else:
            route.continue_()

    page.route("**/visit/empty/", drop)
    page.get_by_label("Withdrawn, mL").fill("12.1")
    page.get_by_role("button", name="Emptied").click()
    expect(page.get_by_text("No connection.")).to_be_visible()
    expect(page.get_by_role("heading", name="Fill", exact=True)).to_be_visible(timeout=20_000)
    expect(page.get_by_text("No connection.")).to_be_hidden()
    assert (3, 1) == (len(lost), Chart.objects.get(case="syn-first").lines.count() - before)


def test_emergency_is_two_clicks_from_anywhere(clinic: Clinic) -> None:
    """The red button, then the patient."""
    page = clinic.page(SiteRole.NURSE)
    page.goto("/charts/syn-mid/labs/")
    page.get_by_role("banner").get_by_role("link", name="Emergency").click()
    page.get_by_role("link", name="syn-stop").click()
    expect(page.get_by_role("heading", name="In the pump now")).to_be_visible()
    expect(page.get_by_text(re.compile("mg left"))).to_be_visible()


def test_the_way_to_a_plan_needs_no_mouse(clinic: Clinic) -> None:
    """From Today to a chart and its first reason, by keyboard alone."""
    page = clinic.page(SiteRole.PRESCRIBER)
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "syn-stop":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="syn-stop")).to_be_visible()


def test_a_weight_that_was_mistyped_is_corrected(clinic: Clinic) -> None:
    """The nurse corrects it; the old figure stays readable, the plan is another."""
    page = clinic.page(SiteRole.NURSE)
    page.goto("/charts/syn-first/record/weight/")
    page.get_by_label("weight").fill("73.4 kg")
    press(page, "Record")
    page.goto("/charts/syn-first/entries/")
    page.get_by_role("link", name=re.compile("Correct weight-")).first.click()
    page.get_by_label("weight").fill("70.4 kg")
    page.get_by_label("Why").fill("digit read wrongly")
    press(page, "Correct the entry")
    page.goto("/charts/syn-first/entries/")
    expect(page.get_by_text(re.compile("CORRECTED by correction-"))).to_be_visible()
