"""Each role opens its page of work, and finds there what waits for it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from hepatica.server.access.models import Access
from hepatica.server.audit.models import RefusedPassage
from hepatica.server.people.roles import SiteRole
from tests.server.clinic import Clinic
from tests.server.journeys import answers, clinic_with, demo, press, signed

pytestmark = pytest.mark.browser

clinic = clinic_with(demo("syn-first"), demo("syn-stop"))


def heading(page: Page, said: str) -> None:
    """What the page is called."""
    expect(page.get_by_role("heading", level=1, name=re.compile(said))).to_be_visible()


def test_the_coordinator_sees_who_is_late_and_whom_a_recall_names(clinic: Clinic) -> None:
    """From Today to the patient who cannot wait; then the pumps of a recall."""
    page = clinic.page(SiteRole.COORDINATOR)
    heading(page, "Today")
    urgent = page.get_by_role("region", name=re.compile("^Urgent"))
    urgent.get_by_role("link", name="syn-stop").click()
    answers(page, "STOP PENDING REVIEW", "EVACUATE NOW")
    page.goto("/supply/pumps/")
    expect(page.get_by_text("SYN-0505").first).to_be_visible()
    assert Access.objects.filter(account__username="coordinator-1", was_refused=False).exists()


def test_the_pharmacist_finds_the_order_that_waits_and_the_stock(clinic: Clinic) -> None:
    """Its figures are not shown before they are verified."""
    signed(clinic, "syn-first")
    page = clinic.page(SiteRole.PHARMACIST)
    page.goto("/")
    row = page.get_by_role("row", name=re.compile("syn-first.*signed by the prescriber"))
    expect(row).to_contain_text("shown after you verified")
    expect(row).to_contain_text("me")
    expect(row).not_to_contain_text("195 mg")
    page.get_by_role("link", name="Supply").click()
    heading(page, "Supply")
    page.goto("/supply/receive/")
    expect(page.get_by_role("button", name="Into stock")).to_be_visible()


def test_the_auditor_reads_who_looked_at_what(clinic: Clinic) -> None:
    """A look of the nurse stands in the log; the chains verify."""
    nurse = clinic.page(SiteRole.NURSE)
    nurse.goto("/charts/syn-stop/")
    page = clinic.page(SiteRole.AUDITOR)
    page.get_by_role("link", name="Audit", exact=True).click()
    heading(page, "Audit")
    expect(page.get_by_role("row", name=re.compile("nurse-1.*syn-stop")).first).to_be_visible()
    page.goto("/audit/verify/")
    press(page, "Verify")
    expect(page.get_by_role("heading", name="Everything is as it was written")).to_be_visible()


def test_whoever_opens_no_charts_begins_where_they_work(clinic: Clinic) -> None:
    """The administrator at the people, on call at the emergency page: nobody at a refusal."""
    for role, title in ((SiteRole.ADMINISTRATOR, "People"), (SiteRole.ON_CALL, "Emergency")):
        page = clinic.page(role)
        heading(page, title)
        page.get_by_role("link", name="Hepatica").click()
        heading(page, title)
    assert not RefusedPassage.objects.exists()


def test_on_call_at_night_reaches_the_emergency_page_of_a_chart(clinic: Clinic) -> None:
    """The chart is closed; the refusal leads to the glass, and the glass to what is in the pump."""
    page = clinic.page(SiteRole.ON_CALL)
    page.get_by_role("link", name="Charts").first.click()
    page.get_by_role("link", name="syn-stop").click()
    heading(page, "Your roles do not allow this")
    page.get_by_role("link", name="Break the glass: syn-stop").click()
    page.get_by_label(re.compile("^Why")).fill("jaundice, called by the patient")
    press(page, "Open the chart")
    heading(page, "Emergency: syn-stop")
    expect(page.get_by_text(re.compile("mg left"))).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("rescue", re.IGNORECASE))).to_have_count(0)
    seen = Access.objects.filter(account__username="on-1", is_under_glass=True, was_refused=False)
    assert seen.filter(door="emergency").exists()


def test_the_data_manager_takes_the_sealed_chart_along(clinic: Clinic) -> None:
    """Byte for byte as it is stored; the export is written down."""
    page = clinic.page(SiteRole.DATA_MANAGER)
    page.goto("/charts/syn-first/entries/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Export the sealed chart").click()
    assert "syn-first.jsonl" == download.value.suggested_filename
    assert Access.objects.filter(account__username="data-1", door="export").exists()
