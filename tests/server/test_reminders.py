"""Reminders are made each once, survive a crash, end when somebody acted; the feed names nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client, override_settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from icalendar import Calendar

from hepatica.server.identity.models import Patient
from hepatica.server.people.models import Account
from hepatica.server.people.roles import SiteRole
from hepatica.server.reminders.models import Feed, Reminder
from hepatica.server.reminders.remind import remind
from hepatica.server.reminders.tasks import plan_next
from hepatica.server.worklist.models import Outlook
from tests.server.conftest import Database
from tests.server.site import FIRST_DOSE, Site, site_at
from tools.demo_site import DemoChart

DAY_15 = DemoChart("day15", "adjuvant-six-cycles", "2026-02-18T08:40+01:00", "")
IN_MEMORY = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def site(store: Database) -> Iterator[Site]:
    """The morning of the first FUDR: the access is due today."""
    with site_at(FIRST_DOSE) as found:
        yield found


def test_a_thing_is_reminded_of_once(site: Site) -> None:
    """The job runs twice in one morning: one reminder, one mail."""
    with override_settings(REMINDERS_TO=["pump@site.invalid"], EMAIL_BACKEND=IN_MEMORY):
        mail.outbox = []
        made = [remind(timezone.localtime()) for _ in "ab"]
    reminders = list(Reminder.objects.values_list("kind", "by"))
    assert ([1, 0], [("access", date(2026, 2, 4))]) == (made, reminders)
    assert ["Hepatica: first by 2026-02-04"] == [each.subject for each in mail.outbox]


def test_a_mail_that_was_lost_in_a_crash_is_not_sent_twice(site: Site) -> None:
    """It was claimed before the crash: the screen still shows it, no second mail goes out."""
    remind(timezone.localtime())
    Reminder.objects.update(mailed_at=timezone.now())
    with override_settings(REMINDERS_TO=["pump@site.invalid"], EMAIL_BACKEND=IN_MEMORY):
        mail.outbox = []
        remind(timezone.localtime())
    assert [] == mail.outbox
    assert "FUDR" in site.browser(SiteRole.NURSE).get("/calendar/").content.decode()


def test_a_reminder_ends_when_its_reason_is_gone(store: Database) -> None:
    """Day 15: FUDR is emptied and saline filled, so nothing is due within three days."""
    with site_at(DAY_15) as site:
        remind(timezone.localtime())
        assert "access" == Reminder.objects.get(done_at=None).kind
        _emptied_and_filled(site)
        remind(timezone.localtime())
    assert not Reminder.objects.filter(done_at=None).exists()


def _emptied_and_filled(site: Site) -> None:
    site.send(
        SiteRole.NURSE,
        "record/pump_accessed/",
        result="emptied",
        withdrawn="12.1 mL",
        pump_serial="SYN-0101",
    )
    site.wait(minutes=1)
    sent = site.send(
        SiteRole.NURSE,
        "record/pump_filled/",
        content="heparinised-saline",
        prepared="30 mL",
        injected="30 mL",
    )
    assert 302 == sent.status_code, sent.content.decode()[-2000:]


def test_the_jobs_of_a_day_run_once_and_plan_the_next(site: Site) -> None:
    """Asked for twice, each waits once; done, tomorrow's stand at midnight and at six o'clock."""
    plan_next()
    plan_next()
    assert 2 == DBTaskResult.objects.count()
    site.wait(days=1)
    call_command("db_worker", batch=True, verbosity=0)
    waiting = DBTaskResult.objects.filter(status="READY").order_by("run_after")
    assert {0, 6} == {timezone.localtime(each.run_after).hour for each in waiting}
    assert all(each.run_after - timezone.now() <= timedelta(days=1) for each in waiting)
    assert 1 == Reminder.objects.filter(kind="access").count()


def test_the_lists_of_a_day_are_made_as_it_begins(site: Site) -> None:
    """Whoever opens Today first finds them made."""
    plan_next()
    site.wait(days=1)
    call_command("db_worker", batch=True, verbosity=0)
    assert {timezone.localdate()} == set(Outlook.objects.values_list("planned_on", flat=True))


def test_the_feed_holds_cases_and_days_and_nobody(site: Site) -> None:
    """Readable by calendars; ends with a new address, and with the right to read charts."""
    Patient.objects.create(
        chart=site.chart, name="Example Patient", born=date(1960, 1, 1), record_number="R-1"
    )
    browser = site.browser(SiteRole.COORDINATOR)
    browser.post("/calendar/")
    browser.get("/")  # makes the outlook
    token = Feed.objects.get().token
    answer = Client().get(f"/calendar/{token}.ics")
    events = [str(each["summary"]) for each in Calendar.from_ical(answer.content).walk("vevent")]
    assert ["first"] == sorted({event.partition(":")[0] for event in events})
    assert b"Example" not in answer.content
    browser.post("/calendar/")
    assert 404 == Client().get(f"/calendar/{token}.ics").status_code
    Account.objects.update(is_active=False)
    assert 404 == Client().get(f"/calendar/{Feed.objects.get().token}.ics").status_code
