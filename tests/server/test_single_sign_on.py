"""Single sign-on, with a provider that runs as a process of its own."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, RequestFactory, override_settings

from hepatica.library.errors import InputErrors
from hepatica.server.people.changes import disconnect_sign_on
from hepatica.server.people.models import Account, Change
from hepatica.server.people.roles import SiteRole
from hepatica.server.people.sign_on import sign_on_provider
from hepatica.server.people.signing import confirm_person
from tests.server.conftest import Database
from tests.server.staff import HASHERS, code, is_in, said, send_code, somebody

pytestmark = pytest.mark.pages

BEGIN = "/sign-in/with/single-sign-on/"
NURSE = SiteRole.NURSE
WORD = "of-tests"  # between the site and the provider


@dataclass(frozen=True)
class Provider:
    """The provider of a hospital; anybody signs on there by saying who they are."""

    address: str

    def knows(self, subject: str, **claims: Any) -> None:
        """Somebody with an account at the provider."""
        said = requests.put(f"{self.address}/users/{subject}", json=claims, timeout=10)
        said.raise_for_status()

    def sign_on(self, subject: str, browser: Client | None = None, **asked: str) -> Any:
        """The way of a browser: to the provider, in there, and back; the last answer."""
        browser = browser or Client()
        there = browser.post(BEGIN, asked)["Location"]
        assert there.startswith(self.address)
        back = requests.post(there, data={"sub": subject}, allow_redirects=False, timeout=10)
        return browser.get(back.headers["Location"])


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    """The process, on a port it chose."""
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        lines = iter(process.stderr.readline, "")
        found = next(filter(None, (re.search(r"http://[\d.]+:\d+", line) for line in lines)))
        yield Provider(found[0])
        process.terminate()
        process.communicate()


@pytest.fixture
def hospital(provider: Provider, store: Database) -> Iterator[Provider]:
    """The site with the provider in its settings; the clock is the real one, as there."""
    settings = {
        "PASSWORD_HASHERS": HASHERS,
        "SECOND_FACTOR": False,
        "OIDC_NAME": "Hospital",
        "OIDC_SERVER": provider.address,
        "SOCIALACCOUNT_PROVIDERS": sign_on_provider(
            "Hospital", provider.address, client="hepatica", secret=WORD, is_secure=False
        ),
    }
    with override_settings(**settings):
        yield provider


def without_password(staff_id: str, device: str = "") -> Account:
    """Somebody who only ever signs on elsewhere."""
    account = somebody(staff_id, NURSE, device=device)
    account.set_unusable_password()
    account.save()
    return account


def test_somebody_signs_on_who_has_an_account_here(hospital: Provider) -> None:
    """By the claim that is their staff id; nothing else that the provider says is kept."""
    account = without_password("N-104")
    hospital.knows("s-1", preferred_username="N-104", name="Synthetic", email="a@example.org")
    browser = Client()
    assert "Sign in with Hospital" in said(browser.get("/sign-in/"))
    answer = hospital.sign_on("s-1", browser, next="/charts/")
    assert (302, "/charts/", True) == (answer.status_code, answer["Location"], is_in(browser))
    connected = SocialAccount.objects.get()
    assert (account, "s-1", {}) == (connected.user, connected.uid, connected.extra_data)
    account.refresh_from_db()
    assert ("", "", "") == (account.first_name, account.last_name, account.email)
    assert ["sign-on-connected"] == list(Change.objects.values_list("what", flat=True))


def test_later_the_subject_says_who_it_is(hospital: Provider) -> None:
    """Whoever changes their name at the provider is still the same person here."""
    account = without_password("N-104")
    somebody("N-105", NURSE)
    hospital.knows("s-2", preferred_username="N-104")
    hospital.sign_on("s-2")
    hospital.knows("s-2", preferred_username="N-105")
    browser = Client()
    hospital.sign_on("s-2", browser)
    assert str(account.pk) == browser.session["_auth_user_id"]


@pytest.mark.parametrize("claimed", ["N-999", "", None, 104, ["N-104"], "N-104" + "0" * 20])
def test_whoever_is_not_known_here_is_not_let_in(hospital: Provider, claimed: object) -> None:
    """No account is made, and nobody is told who has one."""
    without_password("N-104")
    hospital.knows("s-3", preferred_username=claimed, email="N-104@example.org")
    browser = Client()
    answer = hospital.sign_on("s-3", browser)
    assert (403, True) == (answer.status_code, "Nobody here has the staff id" in said(answer))
    assert (False, 1, 0) == (is_in(browser), Account.objects.count(), SocialAccount.objects.count())


def test_another_subject_with_the_same_claim_is_not_let_in(hospital: Provider) -> None:
    """At many providers people choose their own name."""
    account = without_password("N-104")
    hospital.knows("s-4", preferred_username="N-104")
    hospital.knows("s-5", preferred_username="N-104")
    hospital.sign_on("s-4")
    browser = Client()
    answer = hospital.sign_on("s-5", browser)
    assert (403, False) == (answer.status_code, is_in(browser))
    assert "connected to another sign-on" in said(answer)
    disconnect_sign_on(somebody("A-1", SiteRole.ADMINISTRATOR), account)
    assert 302 == hospital.sign_on("s-5", browser).status_code


@pytest.mark.parametrize("is_connected", [False, True])
def test_a_deactivated_account_is_not_let_in(hospital: Provider, is_connected: bool) -> None:
    """Connected before or not."""
    account = without_password("N-104")
    hospital.knows("s-6", preferred_username="N-104")
    if is_connected:
        hospital.sign_on("s-6")
    Account.objects.filter(pk=account.pk).update(is_active=False)
    browser = Client()
    answer = hospital.sign_on("s-6", browser)
    assert (403, "deactivated" in said(answer), False) == (answer.status_code, True, is_in(browser))
    assert int(is_connected) == SocialAccount.objects.count()


def test_the_second_factor_is_asked_for_after_the_provider(hospital: Provider) -> None:
    """Whoever stole the sign-on of the hospital does not have the device."""
    account = without_password("N-104", device="GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
    hospital.knows("s-7", preferred_username="N-104")
    browser = Client()
    assert "/sign-in/code/" == hospital.sign_on("s-7", browser)["Location"]
    assert not is_in(browser)
    send_code(browser, code())
    assert is_in(browser)
    request = RequestFactory().post("/")
    confirm_person(request, account, code(1))
    for secret in (code(1), "", "synthetic-only"):
        with pytest.raises(InputErrors):
            confirm_person(request, account, secret)


def test_a_first_device_is_set_up_right_after_signing_on(hospital: Provider) -> None:
    """There is no password to ask for; later, the sign-on is asked for again."""
    without_password("N-104")
    hospital.knows("s-8", preferred_username="N-104")
    browser = Client()
    with override_settings(SECOND_FACTOR=True):
        hospital.sign_on("s-8", browser)
        assert "/account/device/" == browser.get("/charts/")["Location"]
        page = browser.get("/account/device/").content.decode()
        secret = re.findall(r"<code>([A-Z2-7]{32})</code>", page)[0]
        session = browser.session
        session["account_authentication_methods"][-1]["at"] -= 601
        session.save()
        answer = browser.post("/account/device/", {"code": code(secret=secret)}, follow=True)
        assert "Sign in again to set up your second factor." in said(answer)
        assert (False, 0) == (is_in(browser), Authenticator.objects.count())
        hospital.sign_on("s-8", browser)
        page = browser.get("/account/device/").content.decode()
        secret = re.findall(r"<code>([A-Z2-7]{32})</code>", page)[0]
        assert 302 == browser.post("/account/device/", {"code": code(secret=secret)}).status_code
    assert 404 == browser.get("/account/password/").status_code


def test_whoever_leaves_the_provider_is_told_so(hospital: Provider) -> None:
    """And is not signed in."""
    browser = Client()
    there = browser.post(BEGIN)["Location"]
    back = requests.post(there, data={"action": "deny"}, allow_redirects=False, timeout=10)
    # This provider leaves the state out, which the standard asks for.
    state = parse_qs(urlsplit(there).query)["state"][0]
    answer = browser.get(f"{back.headers['Location']}&state={state}", follow=True)
    assert (200, "was left" in said(answer)) == (answer.status_code, True)


def test_an_answer_nobody_asked_for_signs_nobody_in(hospital: Provider) -> None:
    """The way back of somebody else, an invented one, and the same one twice."""
    without_password("N-104")
    hospital.knows("s-9", preferred_username="N-104")
    browser, other = Client(), Client()
    there = browser.post(BEGIN)["Location"]
    back = requests.post(there, data={"sub": "s-9"}, allow_redirects=False, timeout=10)
    assert 401 == other.get(back.headers["Location"]).status_code
    assert 401 == other.get(f"{BEGIN}back/?code=x&state=y").status_code
    assert 302 == browser.get(back.headers["Location"]).status_code
    browser.post("/sign-out/")
    assert 401 == browser.get(back.headers["Location"]).status_code
    assert (False, False) == (is_in(browser), is_in(other))


def test_signing_on_begins_by_the_button_alone(hospital: Provider) -> None:
    """A link does not begin it, and nothing but the page to come back to is passed on."""
    for answer in (
        Client().get(BEGIN),
        Client().post(BEGIN, {"process": "connect"}),
        Client().post(f"{BEGIN}?process=connect"),
        Client().post(f"{BEGIN}?scope=admin"),
    ):
        assert (302, "/sign-in/") == (answer.status_code, answer["Location"])
    assert 403 == Client(enforce_csrf_checks=True).post(BEGIN).status_code
    asked = Client().post(BEGIN)["Location"]
    assert "code_challenge_method=S256" in asked
    assert 404 == Client().post("/sign-in/with/another/").status_code


def test_a_sign_on_leads_to_no_other_site(hospital: Provider) -> None:
    """`next` goes round by the provider and is an address within this site."""
    without_password("N-104")
    hospital.knows("s-10", preferred_username="N-104")
    assert "/" == hospital.sign_on("s-10", next="https://example.org/")["Location"]


def test_only_the_sign_in_page_may_lead_to_the_provider(hospital: Provider) -> None:
    """The policy for the browser names it there, and nowhere else."""
    policy = Client().get("/sign-in/").headers["Content-Security-Policy"]
    assert f"form-action 'self' {hospital.address}" in policy
    other = Client().get("/sign-in/cancelled/").headers["Content-Security-Policy"]
    assert hospital.address not in other


def test_a_provider_that_does_not_answer_is_named(store: Database) -> None:
    """Local accounts still sign in."""
    nowhere = "http://127.0.0.1:9"
    described = sign_on_provider("Hospital", nowhere, client="c", secret=WORD, is_secure=False)
    with override_settings(SOCIALACCOUNT_PROVIDERS=described, OIDC_SERVER=nowhere):
        answer = Client().post(BEGIN)
    assert (503, True) == (answer.status_code, "does not answer" in said(answer))


def test_settings_of_half_a_provider_are_refused() -> None:
    """All four or none, and HTTPS where the site has it."""
    assert {} == sign_on_provider("", "", client="", secret="", is_secure=True)
    with pytest.raises(ImproperlyConfigured, match="all of"):
        sign_on_provider("Hospital", "https://example.org", client="c", secret="", is_secure=True)
    with pytest.raises(ImproperlyConfigured, match="https"):
        sign_on_provider("Hospital", "http://example.org", client="c", secret=WORD, is_secure=True)
