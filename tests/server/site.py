"""The site for tests: its people, one chart at a moment of an example, and their browsers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import time_machine
from django.test import Client, override_settings

from hepatica.casefile.seal import seal
from hepatica.server.people.models import Account, Competency, Grant
from hepatica.server.people.roles import SiteRole, Skill
from hepatica.server.store.deeds import Asker, begin
from hepatica.server.store.models import Chart
from tools.demo_site import DemoChart, moved_chart

SECRET = "synthetic-only"
FIRST_DOSE = DemoChart("first", "adjuvant-six-cycles", "2026-02-04T08:40+01:00", "")
HALF_DOSE = DemoChart("half", "adjuvant-six-cycles", "2026-04-29T08:40+02:00", "")


@dataclass
class Site:
    """One chart, and people to act on it; the clock stands still until it is moved."""

    chart: Chart
    clock: Any
    browsers: dict[str, Client] = field(default_factory=dict)

    def grant(self, name: str, role: SiteRole) -> None:
        """Give somebody one more role."""
        account = Account.objects.get(username=name)
        today = datetime.now().astimezone().date()
        Grant.objects.create(account=account, role=role, given_by="test", since=today)

    def person(self, role: SiteRole, number: int = 1, *, skills: bool = True) -> str:
        """The staff id of somebody with a role; made when first asked for."""
        name = f"{role.value[:13]}-{number}"
        if not Account.objects.filter(username=name).exists():
            account = Account.objects.create_user(name, password=SECRET)
            today = datetime.now().astimezone().date()
            self.grant(name, role)
            for skill in Skill if skills else ():
                Competency.objects.create(
                    account=account,
                    skill=skill,
                    valid_until=today + timedelta(days=30),
                    recorded_by="test",
                )
        return name

    def browser(self, role: SiteRole, number: int = 1) -> Client:
        """The browser of somebody with a role, signed in."""
        name = self.person(role, number)
        if name not in self.browsers:
            self.browsers[name] = Client()
            self.browsers[name].force_login(Account.objects.get(username=name))
        return self.browsers[name]

    def url(self, page: str) -> str:
        """The address of a page of the chart."""
        return f"/charts/{self.chart.case}/{page}"

    def send(self, role: SiteRole, page: str, *, form: str = "", **sent: Any) -> Any:
        """Fill in the form of a page and send it; `form` is the page it stands on, if another."""
        browser = self.browser(role)
        shown = browser.get(self.url(form or page)).content.decode()
        hidden = dict(re.findall(r'name="(key|head)" value="([^"]*)"', shown))
        return browser.post(self.url(page), {**hidden, "secret": SECRET, **sent})

    def wait(self, **time: float) -> None:
        """Let time pass."""
        self.clock.shift(timedelta(**time))


@contextmanager
def site_at(demo: DemoChart) -> Iterator[Site]:
    """The site at the moment of an example."""
    # No clock stands at a whole second.
    now = datetime.fromisoformat(demo.until) + timedelta(microseconds=134_743)
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Signing in with a second factor has its own tests; here everybody is in already.
    settings = override_settings(PASSWORD_HASHERS=hashers, SECOND_FACTOR=False)
    with time_machine.travel(now, tick=False) as clock, settings:
        sealed = seal(moved_chart(demo, now), now=now, name=demo.case)
        begin(sealed, Asker("test", f"begin {demo.case}"), now=now, name=demo.case)
        yield Site(Chart.objects.get(case=demo.case), clock)
