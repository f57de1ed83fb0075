"""Signing in: password, code of a device, recovery codes; what is refused, and what is not open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client, override_settings
from django.urls import NoReverseMatch, get_resolver, reverse

from hepatica.server.pages.signing_in import OF_ALLAUTH
from hepatica.server.people.changes import add_account, deactivate
from hepatica.server.people.codes import code_of, periods_of, take_code
from hepatica.server.people.models import Account, Change
from hepatica.server.people.roles import SiteRole
from tests.server.conftest import Database
from tests.server.staff import (
    DEVICE,
    MORNING,
    SECRET,
    browser_of,
    code,
    is_in,
    next_code,
    said,
    send_code,
    send_password,
    somebody,
    staff_at_work,
)

pytestmark = pytest.mark.pages

NURSE, ADMINISTRATOR = SiteRole.NURSE, SiteRole.ADMINISTRATOR


@pytest.fixture
def clock(store: Database) -> Iterator[Any]:
    """A morning at a site that asks for a second factor."""
    with staff_at_work() as moved:
        yield moved


# RFC 6238, appendix B, SHA-1: the last six of the eight digits it gives.
@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_the_standard(seconds: int, expected: str) -> None:
    """The examples of RFC 6238."""
    assert expected == code_of(DEVICE, seconds // 30)


@pytest.mark.parametrize(("away", "is_taken"), [(-2, 0), (-1, 1), (0, 1), (1, 1), (2, 0)])
def test_a_code_is_taken_one_period_before_and_after(away: int, is_taken: int) -> None:
    """Clocks differ by less than half a minute; an older code is no code."""
    period = int(MORNING.timestamp()) // 30 + away
    assert is_taken == len(list(periods_of(DEVICE, code_of(DEVICE, period), MORNING)))


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12345a", "١٢٣٤٥٦", "-12345", "+12345"])
def test_what_is_not_six_digits_is_no_code(typed: str) -> None:
    """Digits of other alphabets too."""
    assert [] == list(periods_of(DEVICE, typed, MORNING))


def test_a_code_may_be_typed_with_a_blank(clock: Any) -> None:
    """As the device shows it."""
    shown = code()
    assert take_code(somebody("N-104"), f" {shown[:3]} {shown[3:]} ")


def test_somebody_signs_in_by_password_and_code(clock: Any) -> None:
    """The password alone opens nothing."""
    somebody("N-104", NURSE)
    browser = Client()
    assert "/sign-in/code/" == send_password(browser, "N-104")["Location"]
    assert not is_in(browser)
    assert (302, "/") == (
        (answer := send_code(browser, code())).status_code,
        answer["Location"],
    )
    assert is_in(browser)


def test_the_staff_id_may_be_typed_in_small_letters(clock: Any) -> None:
    """A tablet writes capital letters where it likes."""
    somebody("N-104", NURSE)
    assert "/sign-in/code/" == send_password(Client(), " n-104 ")["Location"]


@pytest.mark.parametrize(("staff_id", "password"), [("N-104", "wrong"), ("N-105", SECRET)])
def test_a_wrong_password_and_an_unknown_staff_id_look_the_same(
    clock: Any, staff_id: str, password: str
) -> None:
    """Nobody learns who works here."""
    somebody("N-104", NURSE)
    browser = Client()
    answer = send_password(browser, staff_id, password)
    assert "Staff id and password do not belong together." in said(answer)
    assert not is_in(browser)


def test_a_code_signs_in_once(clock: Any) -> None:
    """Whoever looked over a shoulder has nothing from it."""
    somebody("N-104", NURSE)
    first, second, shown = Client(), Client(), code()
    for browser in (first, second):
        send_password(browser, "N-104")
        answer = send_code(browser, shown)
    assert (True, False) == (is_in(first), is_in(second))
    assert "was used before" in said(answer)


def test_no_earlier_code_is_taken_after_a_later_one(clock: Any) -> None:
    """The code of a device whose clock is fast ends those before it."""
    account = somebody("N-104", NURSE)
    assert [True, False, False] == [take_code(account, code(away)) for away in (1, 0, 1)]
    assert take_code(account, next_code(clock)) is False
    assert take_code(account, next_code(clock))


def test_a_password_is_no_code_and_a_code_no_password(clock: Any) -> None:
    """Two factors are two."""
    somebody("N-104", NURSE)
    assert 200 == send_password(Client(), "N-104", code()).status_code
    browser = Client()
    send_password(browser, "N-104")
    assert 200 == send_code(browser, SECRET).status_code


def test_the_second_step_is_not_reached_without_the_first(clock: Any) -> None:
    """Nobody types a code for nobody."""
    somebody("N-104", NURSE)
    browser = Client()
    assert "/sign-in/" == send_code(browser, code())["Location"]
    assert not is_in(browser)


def test_whoever_opens_the_sign_in_page_begins_anew(clock: Any) -> None:
    """Another person at the same tablet is not asked for the code of the one before."""
    somebody("N-104", NURSE)
    browser = Client()
    send_password(browser, "N-104")
    assert "Password" in said(browser.get("/sign-in/"))
    assert "/sign-in/" == send_code(browser, code())["Location"]


def test_a_device_is_set_up_before_anything_else(clock: Any) -> None:
    """Every page leads there; afterwards there are recovery codes, shown once."""
    somebody("N-104", NURSE, device="")
    browser = Client()
    assert "/" == send_password(browser, "N-104")["Location"]
    assert "/account/device/" == browser.get("/emergency/")["Location"]
    again = browser.get("/account/device/")["Location"]
    shown = browser.post(again, {"password": SECRET}, follow=True)
    secret = re.findall(r"<code>([A-Z2-7]{32})</code>", shown.content.decode())[0]
    done = browser.post("/account/device/", {"code": code(secret=secret)}, follow=True)
    assert 10 == len(re.findall(r"<code>\d{8}</code>", done.content.decode()))
    assert 0 == browser.get("/account/codes/").content.decode().count("<code>")
    assert is_in(browser)
    kinds = set(Change.objects.values_list("what", flat=True))
    assert {"factor-set-up", "codes-made"} == kinds


def test_the_code_that_set_a_device_up_is_used(clock: Any) -> None:
    """It signs nothing any more."""
    account = somebody("N-104", NURSE, device="")
    browser = browser_of(account)
    shown = browser.post("/account/again/?next=/account/device/", {"password": SECRET}, follow=True)
    secret = re.findall(r"<code>([A-Z2-7]{32})</code>", shown.content.decode())[0]
    browser.post("/account/device/", {"code": code(secret=secret)})
    assert not take_code(account, code(secret=secret))


def test_a_left_tablet_gives_nobody_a_device(clock: Any) -> None:
    """Whoever sets one up says again who they are."""
    with override_settings(SECOND_FACTOR=False):
        browser = browser_of(somebody("N-104", NURSE, device=""))
        assert "/account/again/" in browser.get("/account/device/")["Location"]
        assert "/account/again/" in browser.post("/account/device/", {"code": "1"})["Location"]


def test_a_recovery_code_signs_in_once(clock: Any) -> None:
    """In place of the device."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    recovery = RecoveryCodes.activate(somebody("N-104", NURSE))
    typed = recovery.get_unused_codes()[0]
    first, second = Client(), Client()
    for browser in (first, second):
        send_password(browser, "N-104")
        send_code(browser, typed)
    assert (True, False) == (is_in(first), is_in(second))


def test_an_initial_password_is_changed_first(clock: Any) -> None:
    """Short, equal or the same passwords are refused; until then every page leads there."""
    _account, password = add_account(None, "N-104")
    browser = Client()
    send_password(browser, "N-104", password)
    assert "/account/password/" == browser.get("/charts/")["Location"]
    for new, again in (("short", "short"), (password, password), ("a" * 12, "b" * 12)):
        sent = {"oldpassword": password, "password1": new, "password2": again}
        assert 200 == browser.post("/account/password/", sent).status_code, new
    sent = {"oldpassword": password, "password1": "grey-otter-sings", "password2": ""}
    sent["password2"] = sent["password1"]
    assert 302 == browser.post("/account/password/", sent).status_code
    assert "/account/device/" == browser.get("/charts/")["Location"]
    assert not Account.objects.get().must_change_password
    assert "password-changed" == Change.objects.values_list("what", flat=True)[0]


def test_whoever_is_not_set_up_may_still_leave(clock: Any) -> None:
    """The gate does not lock anybody in."""
    browser = browser_of(somebody("N-104", NURSE, device=""))
    assert "/sign-in/" == browser.post("/sign-out/")["Location"]


def test_a_deactivated_account_is_out_at_once(clock: Any) -> None:
    """In the middle of a session too; the right password says nothing."""
    boss, nurse = somebody("A-1", ADMINISTRATOR), somebody("N-104", NURSE)
    browser = browser_of(nurse)
    assert is_in(browser)
    deactivate(boss, nurse)
    assert not is_in(browser)
    assert "do not belong together" in said(send_password(Client(), "N-104"))


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/charts/", "/charts/"),
        ("https://example.org/", "/"),
        ("//example.org/", "/"),
        ("/\\example.org", "/"),
        ("http:///example.org", "/"),
        ("javascript:alert(1)", "/"),
        ("http://testserver/charts/", "/"),
    ],
)
def test_signing_in_leads_to_no_other_site(store: Database, asked: str, led: str) -> None:
    """`next` is an address within this one."""
    with staff_at_work(second_factor=False):
        somebody("N-104", NURSE, device="")
        assert led == send_password(Client(), "N-104", next=asked)["Location"]


def test_a_link_neither_signs_in_nor_out(clock: Any) -> None:
    """GET changes nothing."""
    somebody("N-104", NURSE, device="")
    browser = Client()
    assert 200 == browser.get("/sign-in/", {"login": "N-104", "password": SECRET}).status_code
    assert not is_in(browser)
    assert 405 == browser.get("/sign-out/").status_code


def test_without_the_token_of_the_form_nobody_signs_in(clock: Any) -> None:
    """Another site cannot sign somebody in as somebody else."""
    somebody("N-104", NURSE)
    assert 403 == send_password(Client(enforce_csrf_checks=True), "N-104").status_code


def test_nobody_signs_up(clock: Any) -> None:
    """There is no such page under any name, and no page that mails a password."""
    for name in ("account_signup", "socialaccount_signup", "account_reset_password"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_the_table_of_open_pages_is_whole() -> None:
    """Each page of allauth that is reachable stands in it, with a reason and an open door."""
    ours = {"sign-in", "sign-out", "account_login", "account_logout"}
    listed = {each.name for each in OF_ALLAUTH}
    theirs = ("account_", "mfa_", "socialaccount_", "openid_")
    patterns: list[Any] = get_resolver().url_patterns
    named = [each for each in patterns if getattr(each, "name", None)]
    reachable = {each.name: each.callback for each in named if each.name.startswith(theirs)}
    assert listed == set(reachable) - ours
    assert all(view.permission is None for view in reachable.values())
    assert all(each.reason for each in OF_ALLAUTH)


def test_the_pages_of_allauth_hold_no_style_and_no_script_of_their_own(clock: Any) -> None:
    """The policy for the browser stays strict, and each page looks like ours."""
    browser = browser_of(somebody("N-104", NURSE))
    with_factor = ["/account/", "/account/password/", "/account/again/", "/account/again/code/"]
    pages = [browser.get(address) for address in with_factor]
    browser.post("/account/again/", {"password": SECRET})
    pages += [browser.get(f"/account/{each}/") for each in ("device/remove", "codes/new")]
    waiting = Client()
    send_password(waiting, "N-104")
    pages.append(waiting.get("/sign-in/code/"))
    pages += [Client().get(f"/sign-in/{each}") for each in ("", "deactivated/", "cancelled/")]
    for page in pages:
        text = page.content.decode()
        assert (200, True) == (page.status_code, "pages/site.css" in text)
        assert [] == re.findall(r"<style|style=| on\w+=|<script(?! src)", text), text
        assert "script-src 'self'" in page.headers["Content-Security-Policy"]
        assert "unsafe" not in page.headers["Content-Security-Policy"]


def test_the_picture_of_a_secret_is_no_script(clock: Any) -> None:
    """The set-up page shows it as an image, on white so that a camera reads it."""
    browser = browser_of(somebody("N-104", NURSE, device=""))
    page = browser.post("/account/again/?next=/account/device/", {"password": SECRET}, follow=True)
    text = page.content.decode()
    assert (200, 1) == (page.status_code, text.count("data:image/svg+xml;base64,"))
    assert [] == re.findall(r"<style|style=|<svg|<script(?! src)", text)
    assert "no-store" in page.headers["Cache-Control"]


def test_secrets_of_devices_are_not_readable_in_the_database(clock: Any) -> None:
    """And under another key of the site they are no secrets: refused, not a fault."""
    account = somebody("N-104", NURSE)
    assert DEVICE not in str(Authenticator.objects.get().data)
    key, another = settings.SECRET_KEY, "another"
    with override_settings(SECRET_KEY=another):
        assert not take_code(account, code())
    with override_settings(SECRET_KEY=another, SECRET_KEY_FALLBACKS=[key]):
        assert take_code(account, code())


def test_a_device_is_removed_only_by_its_owner(clock: Any) -> None:
    """They say again who they are; then the gate asks for another device."""
    browser = browser_of(somebody("N-104", NURSE))
    assert "/account/again/" in browser.post("/account/device/remove/")["Location"]
    browser.post("/account/again/code/", {"code": next_code(clock)})
    assert 302 == browser.post("/account/device/remove/").status_code
    assert "/account/device/" == browser.get("/charts/")["Location"]
    assert "factor-removed" == Change.objects.values_list("what", flat=True)[0]


def test_a_session_is_written_down_once_a_minute(clock: Any) -> None:
    """A page in between leaves it as it is; it may end a minute early, never late."""
    browser = browser_of(somebody("N-104", NURSE))
    assert is_in(browser)
    begun = Session.objects.get().expire_date
    for seconds, later in ((59, 0), (1, 60), (30, 60), (30, 120)):
        clock.shift(timedelta(seconds=seconds))
        assert is_in(browser)
        assert begun + timedelta(seconds=later) == Session.objects.get().expire_date


def test_the_session_ends_when_nobody_touches_it(clock: Any) -> None:
    """After the idle minutes, counted from the last page."""
    browser = browser_of(somebody("N-104", NURSE))
    for minutes, expected in ((29, True), (29, True), (31, False)):
        clock.shift(timedelta(minutes=minutes))
        assert expected == is_in(browser)
