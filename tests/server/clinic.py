"""The site served to a real browser: charts in every state, moved to today, and their people."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import time_machine
from django.db import connections
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, Page

from hepatica.server.people.roles import SiteRole
from tools.demo_site import CHARTS, WORD_OF_ALL, DemoChart, fill, staff_id

# Playwright keeps an event loop in this thread, in which Django would refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# The clock of the clinic begins here: all that is of one morning in the examples is of this day,
# and how long a pump has run does not depend on when the tests do.
MOMENT = datetime(2026, 12, 2, 14, 45, tzinfo=UTC)
HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        """Say nothing: the tests say what went wrong."""


@dataclass
class Clinic:
    """A running site, and one browser window for each person."""

    address: str
    browser: Browser
    windows: dict[str, BrowserContext] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    def page(self, role: SiteRole, number: int = 1, **context: Any) -> Page:
        """A page in the window of somebody with a role, signed in."""
        name = staff_id(role.value)[:-1] + str(number)
        if name not in self.windows:
            self.windows[name] = self.browser.new_context(base_url=self.address, **context)
            page = self._watched(self.windows[name])
            page.goto("/sign-in/")
            page.get_by_label("Staff id").fill(name)
            page.get_by_label("Password").fill(WORD_OF_ALL)
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url("**/")
            return page
        return self._watched(self.windows[name])

    def _watched(self, window: BrowserContext) -> Page:
        """A page whose refusals by the content policy, and whose faults, are noted."""
        page = window.new_page()
        page.on("console", lambda said: self._note(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.refused.append(str(error)))
        return page

    def _note(self, text: str) -> None:
        if "Content Security Policy" in text:
            self.refused.append(text)


@contextmanager
def clinic_of(browser: Browser, *charts: DemoChart) -> Iterator[Clinic]:
    """The site on the store that is open now, with some charts or all of the demo."""
    from hepatica.server.wsgi import application

    site = override_settings(
        PASSWORD_HASHERS=HASHERS,
        ALLOWED_HOSTS=["127.0.0.1", "testserver"],
        IS_DEMO=True,
        SECOND_FACTOR=False,
    )
    with time_machine.travel(MOMENT, tick=True), site:
        fill(MOMENT, charts or CHARTS)
        server = make_server("127.0.0.1", 0, application, _Server, _Quiet)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        found = Clinic(f"http://127.0.0.1:{server.server_port}", browser)
        try:
            yield found
        finally:
            for window in found.windows.values():
                window.close()
            server.shutdown()
            server.server_close()
            thread.join()
            connections.close_all()
