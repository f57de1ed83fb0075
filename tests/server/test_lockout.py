"""Five failures in a quarter of an hour, wherever the password or the code was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from axes.models import AccessAttempt
from django.test import Client, RequestFactory

from hepatica.library.errors import InputErrors
from hepatica.server.people.lockout import locked_until
from hepatica.server.people.models import Account
from hepatica.server.people.roles import SiteRole
from hepatica.server.people.signing import confirm_person, second_person
from tests.server.conftest import Database
from tests.server.staff import (
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

NURSE = SiteRole.NURSE


@pytest.fixture
def clock(store: Database) -> Iterator[Any]:
    """A morning at a site that asks for a second factor."""
    with staff_at_work() as moved:
        yield moved


def signs(account: Account, secret: str) -> bool:
    """Whether a signature is taken."""
    request = RequestFactory().post("/charts/syn/order/sign/", {"weight": "70.4"})
    try:
        confirm_person(request, account, secret)
    except InputErrors:
        return False
    return True


def why_not_second(staff_id: str, secret: str) -> str:
    """Why somebody is refused as a second person; empty when they are not."""
    try:
        second_person(RequestFactory().post("/"), staff_id, secret)
    except InputErrors as refused:
        return str(refused)
    return ""


def fail(account: Account, times: int) -> None:
    """Sign with a wrong password."""
    for _time in range(times):
        assert not signs(account, "wrong")


def test_the_fourth_failure_does_not_lock_and_the_fifth_does(clock: Any) -> None:
    """Then even the right password is refused, and the page says so plainly."""
    account = somebody("N-104", NURSE)
    fail(account, 4)
    assert signs(account, SECRET)
    fail(account, 5)
    assert not signs(account, SECRET)
    answer = send_password(Client(), "N-104")
    expected = "locked after 5 wrong passwords or codes, until 08:15 (15 minutes after the last)"
    assert (200, True) == (answer.status_code, expected in said(answer))


def test_the_fifth_failure_says_that_it_locked(clock: Any) -> None:
    """Not only the sixth."""
    somebody("N-104", NURSE)
    answers = [said(send_password(Client(), "N-104", "wrong")) for _time in range(5)]
    assert [False] * 4 + [True] == ["locked after" in each for each in answers]


@pytest.mark.parametrize(("seconds", "is_open"), [(15 * 60 - 1, False), (15 * 60 + 1, True)])
def test_a_lock_ends_after_a_quarter_of_an_hour(clock: Any, seconds: int, is_open: bool) -> None:
    """One second before, and one after."""
    account = somebody("N-104", NURSE)
    fail(account, 5)
    clock.shift(timedelta(seconds=seconds))
    assert is_open == signs(account, SECRET)


def test_whoever_goes_on_trying_keeps_nobody_out_for_longer(clock: Any) -> None:
    """Failures while it is locked are not counted."""
    account = somebody("N-104", NURSE)
    fail(account, 5)
    before = locked_until("N-104")
    clock.shift(timedelta(minutes=14))
    fail(account, 3)
    assert before == locked_until("N-104")
    clock.shift(timedelta(minutes=1, seconds=1))
    assert signs(account, SECRET)


def test_sign_in_code_and_signature_are_counted_together(clock: Any) -> None:
    """Two wrong passwords, two wrong codes and one wrong second person are five."""
    account = somebody("N-104", NURSE)
    browser = Client()
    for _time in range(2):
        send_password(browser, "N-104", "wrong")
    send_password(browser, "N-104")
    for _time in range(2):
        send_code(browser, "000000")
    assert locked_until("N-104") is None
    assert "E525" in why_not_second("N-104", "wrong")
    assert locked_until("N-104") is not None
    assert "locked after" in said(send_code(browser, next_code(clock)))
    assert (False, False) == (is_in(browser), signs(account, next_code(clock)))


@pytest.mark.parametrize("page", ["/account/again/", "/account/again/code/", "/account/password/"])
def test_the_pages_of_the_own_account_are_counted_too(clock: Any, page: str) -> None:
    """A tablet left lying is no place to guess."""
    browser = browser_of(somebody("N-104", NURSE))
    sent = {"password": "wrong", "code": "000000", "oldpassword": "wrong"}
    sent |= {"password1": "grey-otter-sings", "password2": "grey-otter-sings"}
    for _time in range(5):
        assert 200 == browser.post(page, sent).status_code
    assert locked_until("N-104") is not None


def test_capital_letters_are_no_way_round(clock: Any) -> None:
    """One person, however the staff id is written."""
    somebody("n-104", NURSE)
    for written in ("n-104", "N-104", " N-104", "n-104 ", "N-104"):
        send_password(Client(), written, "wrong")
    assert "locked after" in said(send_password(Client(), "n-104"))


def test_another_browser_and_another_address_are_no_way_round(clock: Any) -> None:
    """The count is of the person."""
    somebody("N-104", NURSE)
    for number in range(5):
        browser = Client(headers={"user-agent": f"b{number}"}, REMOTE_ADDR=f"10.0.0.{number}")
        send_password(browser, "N-104", "wrong")
    assert "locked after" in said(send_password(Client(), "N-104"))


def test_one_who_is_locked_locks_nobody_else(clock: Any) -> None:
    """Nor does a staff id that nobody has."""
    fail(somebody("N-104", NURSE), 5)
    for _time in range(6):
        send_password(Client(), "N-999", "wrong")
    assert signs(somebody("N-105", NURSE), SECRET)


def test_nothing_else_that_was_typed_is_kept_with_a_failure(clock: Any) -> None:
    """A form at the bedside holds a patient's data; the address names a chart."""
    account = somebody("N-104", NURSE)
    fail(account, 2)
    row = AccessAttempt.objects.get()
    assert ("N-104", 2) == (row.username, row.failures_since_start)
    assert "70.4" not in str(vars(row))
    assert "syn" not in str(vars(row))
    assert "wrong" not in str(vars(row))


def test_a_code_signs_once_in_place_of_the_password(clock: Any) -> None:
    """The same code a second time is a failure; the next one signs."""
    account = somebody("N-104", NURSE)
    shown = code()
    assert [True, False] == [signs(account, shown), signs(account, shown)]
    assert signs(account, next_code(clock))


def test_the_code_of_another_persons_device_signs_nothing(clock: Any) -> None:
    """Nor does their password."""
    account = somebody("N-104", NURSE, device="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    somebody("N-105", NURSE)
    assert [False, False] == [signs(account, code()), signs(account, "")]


def test_a_recovery_code_signs_nothing(clock: Any) -> None:
    """It is for the day the device is lost, and needs the password beside it."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    account = somebody("N-104", NURSE)
    assert not signs(account, RecoveryCodes.activate(account).get_unused_codes()[0])


def test_whoever_signs_on_elsewhere_signs_by_code_alone(clock: Any) -> None:
    """There is no password, and the empty one is none."""
    account = somebody("N-104", NURSE)
    account.set_unusable_password()
    account.save()
    SocialAccount.objects.create(user=account, provider="single-sign-on", uid="s-1")
    assert [False, False, True] == [signs(account, each) for each in ("", SECRET, code())]


def test_a_second_person_is_set_up_and_active(clock: Any) -> None:
    """Somebody else knows an initial password, so it seconds nothing."""
    account = somebody("N-104", NURSE)
    assert "" == why_not_second("n-104", SECRET)
    account.must_change_password = True
    account.save()
    assert "set up their account" in why_not_second("N-104", SECRET)
    somebody("N-105", NURSE, device="")
    assert "set up their account" in why_not_second("N-105", SECRET)
    Account.objects.filter(username="N-104").update(is_active=False)
    assert "E525" in why_not_second("N-104", SECRET)


@pytest.mark.parametrize("staff_id", ["", "N-999", "N\x00104", "N" * 5000, "ı-1", "%", "_-104"])
def test_odd_staff_ids_are_nobody(clock: Any, staff_id: str) -> None:
    """Refused, and no fault of the site."""
    somebody("N-104", NURSE)
    assert "E525" in why_not_second(staff_id, SECRET)
