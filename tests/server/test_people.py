"""Who works here, as what and until when: what an administrator may change, and what nobody may."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from hepatica.library.errors import InputErrors
from hepatica.server.people import changes
from hepatica.server.people.models import Account, BrokenGlass, Change, Competency, Grant
from hepatica.server.people.roles import SiteRole, Skill
from hepatica.server.store.models import Chart
from tests.server.conftest import Database
from tests.server.staff import SECRET, browser_of, said, send_password, somebody, staff_at_work

NURSE, ADMINISTRATOR, AUDITOR = SiteRole.NURSE, SiteRole.ADMINISTRATOR, SiteRole.AUDITOR
TODAY = date(2026, 3, 2)
DAY = timedelta(days=1)


@pytest.fixture
def clock(store: Database) -> Iterator[Any]:
    """A morning at a site whose people sign by password."""
    with staff_at_work(second_factor=False) as moved:
        yield moved


@pytest.fixture
def boss(clock: Any) -> Account:
    """The only administrator."""
    return somebody("A-1", ADMINISTRATOR, device="")


@pytest.fixture
def nurse(clock: Any) -> Account:
    """Somebody whose account is changed."""
    return somebody("N-104", NURSE, device="")


def change(by: Account, whom: Account, act: str, **sent: Any) -> Any:
    """Send the form of somebody's page."""
    address = f"/people/person/?staff_id={whom.username}"
    return browser_of(by).post(address, {"act": act, "secret": SECRET, **sent})


def roles(account: Account) -> set[SiteRole]:
    """The roles held now."""
    return set(Account.objects.get(pk=account.pk).roles)


def recorded() -> list[tuple[str, str, str]]:
    """Who did what to whom, the newest first."""
    rows = Change.objects.select_related("whom")
    return [(each.by, each.whom.username, each.what) for each in rows]


def test_somebody_is_added_with_a_password_shown_once(boss: Account) -> None:
    """It opens the page on which it is changed, and nothing else; another look shows it no more."""
    browser = browser_of(boss)
    answer = browser.post("/people/", {"staff_id": "N-105", "secret": SECRET})
    password = re.findall(r"<code>([a-z0-9-]{19})</code>", answer.content.decode())[0]
    assert (200, True) == (answer.status_code, "no-store" in answer["Cache-Control"])
    assert password not in browser.get("/people/").content.decode()
    assert [("A-1", "N-105", "added")] == recorded()
    new = Client()
    send_password(new, "N-105", password)
    assert "/account/password/" == new.get("/charts/")["Location"]


@pytest.mark.parametrize(
    "staff_id", ["Otter", "anna maria", "", "N-104", "n-104", "N" * 17, "A\x001"]
)
def test_a_name_and_a_staff_id_that_is_taken_are_refused(
    boss: Account, nurse: Account, staff_id: str
) -> None:
    """N-104 and n-104 are one person, in the database too."""
    answer = browser_of(boss).post("/people/", {"staff_id": staff_id, "secret": SECRET})
    assert (422, 2) == (answer.status_code, Account.objects.count())
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create_user("n-104")


def test_every_change_is_signed(boss: Account, nurse: Account) -> None:
    """A tablet that an administrator left gives nobody a role."""
    for secret in ("", "wrong"):
        answer = change(boss, nurse, "grant", role="prescriber", secret=secret)
        assert (422, {NURSE}, []) == (answer.status_code, roles(nurse), recorded())


def test_only_administrators_see_and_change_people(boss: Account, nurse: Account) -> None:
    """Whoever else asks is refused."""
    for address in ("/people/", "/people/person/?staff_id=A-1"):
        assert 403 == browser_of(nurse).get(address).status_code
        assert 403 == browser_of(nurse).post(address, {"act": "deactivate"}).status_code
    assert 404 == browser_of(boss).get("/people/person/?staff_id=N-999").status_code
    assert ("Admin" in said(browser_of(boss).get("/charts/"))) is True
    assert ("Admin" in said(browser_of(nurse).get("/charts/"))) is False


def test_a_role_is_granted_from_a_day_until_a_last_day(boss: Account, nurse: Account) -> None:
    """Not before, not after; the row stays."""
    first, last = TODAY + DAY, TODAY + 2 * DAY
    assert (
        302 == change(boss, nurse, "grant", role="prescriber", since=first, until=last).status_code
    )
    held = Grant.objects.get(role="prescriber")
    assert (first, last, "A-1") == (held.since, held.until, held.given_by)
    assert ("A-1", "N-104", "role-granted") == recorded()[0]
    assert "prescriber since 2026-03-03 until 2026-03-04" == Change.objects.all()[0].said
    assert {NURSE} == roles(nurse)


@pytest.mark.parametrize(("days", "is_held"), [(0, False), (1, True), (2, True), (3, False)])
def test_a_role_is_held_on_its_first_and_last_day(
    boss: Account, nurse: Account, clock: Any, days: int, is_held: bool
) -> None:
    """Both sides of both boundaries."""
    changes.grant_role(boss, nurse, SiteRole.PRESCRIBER, since=TODAY + DAY, until=TODAY + 2 * DAY)
    clock.shift(timedelta(days=days))
    assert is_held == (SiteRole.PRESCRIBER in roles(nurse))


@pytest.mark.parametrize(
    "sent",
    [
        {"role": "prescriber", "since": "2026-03-01"},
        {"role": "prescriber", "until": "2026-03-01"},
        {"role": "prescriber", "since": "1 March"},
        {"role": "nurse"},
        {"role": "chief"},
        {"role": ""},
        {},
    ],
)
def test_a_grant_that_is_not_one_is_refused(
    boss: Account, nurse: Account, sent: dict[str, str]
) -> None:
    """In the past, ending before it begins, a second time, of no role."""
    assert 422 == change(boss, nurse, "grant", **sent).status_code
    assert ({NURSE}, []) == (roles(nurse), recorded())


def test_nobody_gives_anything_to_themselves(boss: Account) -> None:
    """No role, no competency, no password, no access; and nobody tries without being refused."""
    somebody("A-2", ADMINISTRATOR, device="")
    sent = {"role": "prescriber", "skill": "fudr-fill", "valid_until": "2027-03-02"}
    for act in ("grant", "competency", "password", "second-factor", "sign-on", "lock"):
        assert 422 == change(boss, boss, act, **sent).status_code, act
    with pytest.raises(InputErrors, match="themselves"):
        changes.reactivate(boss, boss)
    assert (recorded(), roles(boss)) == ([], {ADMINISTRATOR})


def test_a_role_is_withdrawn_at_once_or_with_a_last_day(boss: Account, nurse: Account) -> None:
    """Nothing is deleted."""
    given = nurse.grants.get()
    change(boss, nurse, "withdraw", grant=given.pk, last_day=TODAY)
    assert ({NURSE}, TODAY) == (roles(nurse), Grant.objects.get(pk=given.pk).until)
    change(boss, nurse, "withdraw", grant=given.pk)
    assert (set(), TODAY - DAY) == (roles(nurse), Grant.objects.get(pk=given.pk).until)
    assert 422 == change(boss, nurse, "withdraw", grant=given.pk).status_code
    assert ["role-withdrawn"] * 2 == [what for _by, _whom, what in recorded()]


@pytest.mark.parametrize("last_day", [TODAY - DAY, TODAY + 9 * DAY])
def test_a_last_day_is_one_to_come_and_never_a_longer_time(
    boss: Account, nurse: Account, last_day: date
) -> None:
    """To withdraw is not to prolong."""
    nurse.grants.update(until=TODAY + 8 * DAY)
    given = nurse.grants.get()
    assert 422 == change(boss, nurse, "withdraw", grant=given.pk, last_day=last_day).status_code


def test_only_roles_of_this_person_are_withdrawn(boss: Account, nurse: Account) -> None:
    """The number of another one's is refused."""
    for number in (boss.grants.get().pk, "x", "", 10**30):
        assert 422 == change(boss, nurse, "withdraw", grant=number).status_code
    assert {ADMINISTRATOR} == roles(boss)


def test_the_last_administrator_stays(boss: Account, nurse: Account) -> None:
    """Neither deactivated nor without the role, now or later; with another one, both."""
    held = boss.grants.get()
    for sent in ({"act": "deactivate"}, {"act": "withdraw", "grant": held.pk}):
        assert 422 == change(boss, boss, **sent).status_code
    later = TODAY + 9 * DAY
    assert 422 == change(boss, boss, "withdraw", grant=held.pk, last_day=later).status_code
    changes.grant_role(boss, nurse, ADMINISTRATOR, until=later)
    assert 422 == change(boss, boss, "withdraw", grant=held.pk).status_code
    other = somebody("A-2", ADMINISTRATOR, device="")
    assert 302 == change(boss, boss, "withdraw", grant=held.pk).status_code
    assert 422 == change(other, other, "deactivate").status_code


def test_an_administrator_who_is_deactivated_does_not_count(boss: Account) -> None:
    """The role of somebody who cannot sign in keeps nobody in."""
    other = somebody("A-2", ADMINISTRATOR, device="")
    changes.deactivate(boss, other)
    with pytest.raises(InputErrors, match="another administrator"):
        changes.deactivate(other, boss)


def test_somebody_is_deactivated_and_let_in_again(boss: Account, nurse: Account) -> None:
    """With the roles they had."""
    assert 302 == change(boss, nurse, "deactivate").status_code
    assert 422 == change(boss, nurse, "deactivate").status_code
    assert "deactivated" in said(browser_of(boss).get("/people/"))
    assert 302 == change(boss, nurse, "reactivate").status_code
    assert 422 == change(boss, nurse, "reactivate").status_code
    assert {NURSE} == roles(nurse)
    assert ["reactivated", "deactivated"] == [what for _by, _whom, what in recorded()]


@pytest.mark.parametrize(
    ("days", "word", "is_valid"),
    [
        (-1, "RAN OUT 1 day ago", False),
        (0, "RUNS OUT TODAY", True),
        (1, "runs out in 1 day", True),
        (30, "runs out in 30 days", True),
        (31, "", True),
    ],
)
def test_a_competency_is_valid_to_its_last_day_and_marked_before(
    boss: Account, nurse: Account, days: int, word: str, is_valid: bool
) -> None:
    """In words, on the list of people."""
    until = TODAY + timedelta(days=days)
    assert (
        302 == change(boss, nurse, "competency", skill="fudr-fill", valid_until=until).status_code
    )
    shown = said(browser_of(boss).get("/people/"))
    row = shown.partition("fudr fill")[2].partition("Add somebody")[0].lower()
    assert (word.lower() in row, "out" in row) == (True, bool(word))
    assert is_valid == (Skill.FUDR_FILL in Account.objects.get(pk=nurse.pk).skills)


def test_the_last_record_of_a_skill_counts(boss: Account, nurse: Account) -> None:
    """A date recorded wrongly is put right, and an examination that failed ends it."""
    changes.record_competency(boss, nurse, Skill.PUMP_ACCESS, TODAY + 365 * DAY)
    changes.record_competency(boss, nurse, Skill.PUMP_ACCESS, TODAY - DAY)
    assert frozenset() == Account.objects.get(pk=nurse.pk).skills
    changes.record_competency(boss, nurse, Skill.PUMP_ACCESS, date(2031, 3, 6))
    assert {Skill.PUMP_ACCESS} == Account.objects.get(pk=nurse.pk).skills
    assert 3 == Competency.objects.count()


@pytest.mark.parametrize("valid_until", ["", "2031-03-07", "9999-12-31", "soon"])
def test_a_competency_of_no_day_or_for_ever_is_refused(
    boss: Account, nurse: Account, valid_until: str
) -> None:
    """Nobody is examined for more than five years."""
    sent = {"skill": "pump-access", "valid_until": valid_until}
    assert 422 == change(boss, nurse, "competency", **sent).status_code
    assert not Competency.objects.exists()


def test_a_lost_device_is_forgotten(boss: Account) -> None:
    """And nothing when there was none."""
    other = somebody("N-106", NURSE)
    assert 302 == change(boss, other, "second-factor").status_code
    assert 422 == change(boss, other, "second-factor").status_code
    assert [("A-1", "N-106", "factor-reset")] == recorded()


def test_a_forgotten_password_is_given_anew(boss: Account, nurse: Account) -> None:
    """The old one and every session end; the new one is shown once and must be changed."""
    mine = browser_of(nurse)
    answer = change(boss, nurse, "password")
    password = re.findall(r"<code>([a-z0-9-]{19})</code>", answer.content.decode())[0]
    assert "/sign-in/" in mine.get("/charts/")["Location"]
    assert 200 == send_password(Client(), "N-104").status_code
    new = Client()
    send_password(new, "N-104", password)
    assert "/account/password/" == new.get("/charts/")["Location"]


def test_a_lock_is_released(boss: Account, nurse: Account) -> None:
    """By an administrator, who sees it."""
    for _time in range(5):
        send_password(Client(), "N-104", "wrong")
    assert "locked after 5" in said(browser_of(boss).get("/people/"))
    assert 302 == change(boss, nurse, "lock").status_code
    assert 302 == send_password(Client(), "N-104").status_code
    assert ("A-1", "N-104", "lock-released") == recorded()[0]


@pytest.mark.parametrize(
    "statement", ["UPDATE people_change SET by = 'x'", "DELETE FROM people_change"]
)
def test_the_record_only_grows(boss: Account, nurse: Account, statement: str) -> None:
    """The database refuses anything else."""
    changes.deactivate(boss, nurse)
    with pytest.raises(DatabaseError, match="never"), transaction.atomic():
        connection.cursor().execute(statement)


def test_a_change_without_its_row_is_not_made(boss: Account, nurse: Account) -> None:
    """Both or neither: a record that cannot be written stops the change."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE people_change RENAME TO away")
    with pytest.raises(DatabaseError):
        changes.deactivate(boss, nurse)
    assert Account.objects.get(pk=nurse.pk).is_active


def test_a_site_begins_with_one_administrator(clock: Any) -> None:
    """From the command line, once."""
    password = changes.first_administrator("A-1")
    assert ("command line", "A-1", "role-granted") == recorded()[0]
    assert Account.objects.get().check_password(password)
    with pytest.raises(InputErrors, match="without an administrator"):
        changes.first_administrator("A-2")


def test_broken_glass_waits_until_somebody_else_has_seen_it(boss: Account, nurse: Account) -> None:
    """It stands in the navigation of those who look, who mark it once; nobody marks their own."""
    chart = Chart.objects.create(case="syn-1", is_synthetic=True)
    now = timezone.now()
    later = now + timedelta(hours=4)
    glass = BrokenGlass.objects.create(
        account=nurse, chart=chart, reason="fever at night", at=now, until=later
    )
    auditor = browser_of(somebody("D-1", AUDITOR, device=""))
    page = auditor.get("/broken-glass/")
    assert "Broken glass (1)" in said(page)
    assert "N-104 syn-1 fever at night open until" in said(page)
    own = Account.objects.get(pk=nurse.pk)
    Grant.objects.create(account=own, role=SiteRole.COORDINATOR, given_by="test")
    assert 302 == browser_of(own).post("/broken-glass/", {"number": glass.pk}).status_code
    assert BrokenGlass.objects.get().seen_by is None
    for number in ("", "x", "0", 10**30):
        assert 302 == auditor.post("/broken-glass/", {"number": number}).status_code
    auditor.post("/broken-glass/", {"number": glass.pk})
    browser_of(boss).post("/broken-glass/", {"number": glass.pk})
    found = BrokenGlass.objects.get()
    assert ("D-1", now) == (found.seen_by.username, found.seen_at)
    assert "Broken glass (1)" not in said(auditor.get("/broken-glass/"))
    assert 403 == browser_of(nurse_without_more(nurse)).get("/broken-glass/").status_code


def nurse_without_more(nurse: Account) -> Account:
    """The nurse, without the role of a coordinator."""
    nurse.grants.filter(role=SiteRole.COORDINATOR).update(until=TODAY - DAY)
    return Account.objects.get(pk=nurse.pk)
