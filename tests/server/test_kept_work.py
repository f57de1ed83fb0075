"""What was typed when the session had run out: kept, shown to the same person, never sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client, override_settings

from hepatica.server.orders.models import OrderStep
from hepatica.server.people.models import Account
from hepatica.server.people.roles import SiteRole
from tests.server.conftest import Database
from tests.server.site import FIRST_DOSE, SECRET, Site, site_at
from tests.server.staff import said, send_password

NURSE, PHARMACIST, PRESCRIBER = SiteRole.NURSE, SiteRole.PHARMACIST, SiteRole.PRESCRIBER
TYPED = {"weight": "70.9", "flow": "1.3", "secret": SECRET, "key": "old"}
NOTICE = "was not sent. It stands here this once"
KEPT = "What you typed is kept, and was not sent"


@pytest.fixture
def site(store: Database) -> Iterator[Site]:
    """The morning of the first FUDR."""
    with site_at(FIRST_DOSE) as found:
        yield found


def left_lying(site: Site) -> Client:
    """The pharmacist's browser: the session ran out, and the form was sent all the same."""
    assert 302 == site.send(PRESCRIBER, "order/sign/").status_code
    browser, page = site.browser(PHARMACIST), site.url("order/verify/")
    head = head_on(browser.get(page))
    site.wait(minutes=31)
    answer = browser.post(page, {**TYPED, "head": head})
    assert f"/sign-in/?next={page}" == answer["Location"]
    return browser


def head_on(page: Any) -> str:
    """The head of the chart that the form of a page was filled in on."""
    return str(page.content.decode().partition('name="head" value="')[2].partition('"')[0])


def signed_in(site: Site, browser: Client, page: str, role: SiteRole = PHARMACIST) -> Any:
    """Somebody signs in at this browser, and is led back to the page."""
    next_page = send_password(browser, site.person(role), next=site.url(page))["Location"]
    assert site.url(page) == next_page
    return browser.get(next_page)


def test_what_was_typed_stands_in_the_boxes_again_and_was_not_sent(site: Site) -> None:
    """From the session that ran out to the form that is sent by hand."""
    browser = left_lying(site)
    sign_in = said(browser.get("/sign-in/"))
    assert KEPT in sign_in
    assert "for pharmacist-1 only" in sign_in
    page = signed_in(site, browser, "order/verify/")
    text = page.content.decode()
    assert ('value="70.9"' in text, 'value="1.3"' in text) == (True, True)
    assert (True, False) == (NOTICE in said(page), "GONE ON" in said(page))
    assert "You typed: weight: 70.9; flow: 1.3." in said(page)
    assert OrderStep.SIGNED is site.chart.orders.get().state
    sent = site.send(PHARMACIST, "order/verify/", weight="70.4", flow="1.3")
    assert (302, OrderStep.VERIFIED) == (sent.status_code, site.chart.orders.get().state)


def test_it_is_shown_once(site: Site) -> None:
    """Figures of before do not come back into a form that is opened later."""
    browser = left_lying(site)
    signed_in(site, browser, "order/verify/")
    again = browser.get(site.url("order/verify/"))
    assert (False, False) == (NOTICE in said(again), "70.9" in again.content.decode())


def test_no_password_and_no_key_is_kept(site: Site) -> None:
    """Neither in the session, which lies in the database, nor on the page."""
    browser = left_lying(site)
    held = [each.get_decoded() for each in Session.objects.all()]
    kept = next(each["kept work"] for each in held if each.get("kept work"))
    assert "weight=70.9&flow=1.3" == kept[0]["typed"]
    assert SECRET not in signed_in(site, browser, "order/verify/").content.decode()


def test_another_person_does_not_see_it(site: Site) -> None:
    """Nobody signs figures that somebody else typed; the page says that they are gone."""
    browser = left_lying(site)
    page = signed_in(site, browser, "order/", PRESCRIBER)
    assert "What somebody else had typed here is not shown to you" in said(page)
    page = browser.get(site.url("order/verify/"))
    assert "70.9" not in page.content.decode()
    browser.post("/sign-out/")
    assert "70.9" not in signed_in(site, browser, "order/verify/").content.decode()


def test_after_signing_out_it_is_kept_for_whoever_signs_in(site: Site) -> None:
    """Nobody is known then; a form in another tab is not lost."""
    browser = site.browser(NURSE)
    browser.post("/sign-out/")
    browser.post(site.url("record/weight/"), {"weight": "70.4 kg"})
    page = signed_in(site, browser, "record/weight/", NURSE)
    assert (True, True) == (NOTICE in said(page), 'value="70.4 kg"' in page.content.decode())


@pytest.mark.parametrize(("minutes", "is_there"), [(29, True), (30, False)])
def test_it_is_forgotten_after_half_an_hour(site: Site, minutes: int, is_there: bool) -> None:
    """On the sign-in page as on the page itself."""
    browser = left_lying(site)
    site.wait(minutes=minutes)
    assert is_there == (KEPT in said(browser.get("/sign-in/")))
    page = signed_in(site, browser, "order/verify/").content.decode()
    assert is_there == ("70.9" in page)


def test_it_is_kept_for_half_an_hour_where_sessions_are_shorter(site: Site) -> None:
    """And the session of whoever signs in then is as short as any other."""
    with override_settings(SESSION_COOKIE_AGE=300):
        browser = left_lying(site)
        site.wait(minutes=29)
        assert "70.9" in signed_in(site, browser, "order/verify/").content.decode()
        site.wait(minutes=6)
        assert "/sign-in/" in browser.get("/charts/")["Location"]


def test_a_step_without_a_page_of_its_own_is_shown_where_its_form_stands(site: Site) -> None:
    """The form of a visit's step stands on the page of the visit, which it leads to."""
    site.person(NURSE, 2)
    site.send(NURSE, "visit/", serial="SYN-0101")
    site.send(NURSE, "visit/second/", form="visit/", staff_id="nurse-2", secret=SECRET)
    browser = site.browser(NURSE)
    site.wait(minutes=31)
    browser.post(site.url("visit/empty/"), {"withdrawn": "13.5", "head": site.chart.case})
    page = signed_in(site, browser, "visit/empty/", NURSE)
    assert site.url("visit/") == page["Location"]
    page = browser.get(page["Location"])
    assert 'value="13.5"' in page.content.decode()
    assert "emptied" != site.chart.visits.get().state.value
    assert "13.5" not in browser.get(site.url("visit/")).content.decode()


def test_a_chart_that_has_gone_on_is_named(site: Site) -> None:
    """The form is filled in on the chart as it is now, and the page says that this is another."""
    head = head_on(site.browser(PHARMACIST).get(site.url("record/weight/")))
    site.wait(minutes=31)
    browser = site.browsers[site.person(PHARMACIST)]
    browser.post(site.url("record/weight/"), {"weight": "70.4 kg", "head": head})
    site.browsers.pop(site.person(NURSE), None)
    assert 302 == site.send(NURSE, "record/weight/", weight="68.0 kg").status_code
    page = signed_in(site, browser, "record/weight/")
    assert "THE CHART HAS GONE ON SINCE THEN" in said(page)


def test_it_is_still_there_after_an_account_was_set_up(site: Site) -> None:
    """Whoever is sent to another page first finds it on their way back."""
    browser = left_lying(site)
    mine = Account.objects.filter(username=site.person(PHARMACIST))
    mine.update(must_change_password=True)
    assert "/account/password/" == signed_in(site, browser, "order/verify/")["Location"]
    browser.get("/account/password/")
    mine.update(must_change_password=False)
    assert "70.9" in browser.get(site.url("order/verify/")).content.decode()


def test_a_form_too_long_is_not_kept_and_that_is_said(site: Site) -> None:
    """Nobody fills the database without signing in."""
    browser = Client()
    browser.post(site.url("labs/"), {"report": "A" * 100_001})
    page = said(browser.get("/sign-in/"))
    assert ("too long to be kept" in page, KEPT in page) == (True, False)


def test_only_the_last_forms_are_kept(site: Site) -> None:
    """Five of one browser."""
    browser = Client()
    for kind in ("weight", "height", "symptoms", "labs", "note", "a", "b"):
        browser.post(site.url(f"record/{kind}/"), {"value": kind})
    page = browser.get("/sign-in/").content.decode()
    assert 5 == page.count("<code>/charts/")


def test_an_empty_form_keeps_nothing(site: Site) -> None:
    """A button without boxes."""
    browser = Client()
    browser.post(site.url("visit/end/"), {"key": "k", "head": "h"})
    assert KEPT not in said(browser.get("/sign-in/"))


def test_another_site_plants_nothing(site: Site) -> None:
    """Without the token of a form of this site nothing is kept."""
    browser = Client(enforce_csrf_checks=True)
    assert 403 == browser.post(site.url("record/weight/"), {"weight": "1 kg"}).status_code
    assert KEPT not in said(browser.get("/sign-in/"))


def test_who_was_here_is_read_from_the_session_that_ran_out_only(site: Site) -> None:
    """A browser that names no session, or one that never was, is anybody's."""
    browser = Client()
    browser.cookies["sessionid"] = "x" * 32
    browser.post(site.url("record/weight/"), {"weight": "70.4 kg"})
    page = said(browser.get("/sign-in/"))
    assert (KEPT in page, " only;" in page) == (True, False)
