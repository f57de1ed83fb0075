"""The pictures of docs/how-to/pages-of-the-site.md: every page of the site, on a tablet.

    PYTHONPATH=. .venv/bin/python tools/site_pictures.py [NAME...]

Needs Chromium. The charts are those of the demo, at one moment, so that a picture changes only
when a page does. The pictures are committed, so that a reader sees them without starting anything.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.server.clinic import Clinic

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "images" / "site"
_PATIENCE = 180_000  # milliseconds: this is no test, and the machine may be busy
COLOURS = 48  # two greys, three signal colours and the edges of letters
CASE = "syn-restart"


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: of which page, and in whose window. Without a role nobody is signed in."""

    name: str
    role: str
    address: str


SHOTS = (
    Shot("sign-in", "", "/sign-in/"),
    Shot("today", "nurse", "/"),
    Shot("charts", "coordinator", "/charts/"),
    Shot("begin-chart", "coordinator", "/charts/begin/"),
    Shot("plan", "prescriber", f"/charts/{CASE}/"),
    Shot("entries", "prescriber", f"/charts/{CASE}/entries/"),
    Shot("labs", "nurse", "/charts/syn-labs/labs/"),
    Shot("scan", "radiologist", "/charts/syn-block/scan/"),
    Shot("record", "nurse", "/charts/syn-mid/record/"),
    Shot("record-weight", "nurse", "/charts/syn-saline/record/weight/"),
    Shot("correct", "nurse", "/charts/syn-first/correct/c1-weight/"),
    Shot("identity", "coordinator", "/charts/syn-gate/identity/"),
    Shot("worksheet", "nurse", f"/charts/{CASE}/worksheet/"),
    Shot("emergencies", "nurse", "/emergency/"),
    Shot("emergency", "nurse", "/charts/syn-stop/emergency/"),
    Shot("break-glass", "on-call", "/charts/syn-stop/break-glass/"),
    Shot("calendar", "coordinator", "/calendar/"),
    Shot("supply", "pharmacist", "/supply/"),
    Shot("supply-receive", "pharmacist", "/supply/receive/"),
    Shot("supply-lot", "pharmacist", "/supply/lot/?id=1"),
    Shot("supply-trace", "pharmacist", "/supply/trace/?lot=SYN-F-1"),
    Shot("supply-recall", "pharmacist", "/supply/recall/?product=floxuridine&lot=SYN-F-1"),
    Shot("supply-pumps", "coordinator", "/supply/pumps/"),
    Shot("protocols", "pharmacist", "/protocols/"),
    Shot("protocol", "pharmacist", "/protocols/tables/?of=fudr-28d/2026.1"),
    Shot(
        "protocol-compare",
        "pharmacist",
        "/protocols/compare/?first=fudr-28d/2026.1&second=fudr-35d/2026.1",
    ),
    Shot("protocol-approve", "pharmacist", "/protocols/approve/?of=fudr-28d/2026.1"),
    Shot("audit", "auditor", "/audit/"),
    Shot("audit-refused", "auditor", "/audit/refused/"),
    Shot("audit-acts", "auditor", "/audit/acts/"),
    Shot("audit-verify", "auditor", "/audit/verify/"),
    Shot("audit-looks", "auditor", "/audit/looks/"),
    Shot("site", "coordinator", "/site/"),
    Shot("broken-glass", "coordinator", "/broken-glass/"),
    Shot("people", "administrator", "/people/"),
    Shot("person", "administrator", "/people/person/?staff_id=nurse-1"),
    Shot("account", "nurse", "/account/"),
)
# What has been delivered: product, what one vial holds, how many.
STOCK = (
    ("floxuridine", "500", "4"),
    ("heparin", "30000", "40"),
    ("dexamethasone", "100", "20"),
    ("refill-needle", "", "30"),
)
# The way of one order, and the visit in which it is given: each picture is of the next step.
STEPS = (
    Shot("order-sign", "prescriber", "order/sign/"),
    Shot("order-verify", "pharmacist", "order/verify/"),
    Shot("order-prepare", "technician", "order/prepare/"),
    Shot("order-check", "pharmacist", "order/check/"),
    Shot("order", "prescriber", "order/"),
    Shot("order-withhold", "nurse", "order/withhold/"),
    Shot("visit-begin", "nurse", "visit/"),
    Shot("visit-second", "nurse", "visit/"),
    Shot("visit-empty", "nurse", "visit/"),
    Shot("visit-fill", "nurse", "visit/"),
)


def take(page: Page, name: str) -> None:
    """One picture of what stands on the screen, in few colours."""
    with Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide"))) as picture:
        small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        small.save(FOLDER / f"{name}.png", optimize=True)


def page_of(clinic: Clinic, role: str) -> Page:
    """A page in the window of somebody; without a role, of nobody."""
    from hepatica.server.people.roles import SiteRole
    from tests.server.journeys import TABLET

    if not role:
        return clinic.browser.new_page(base_url=clinic.address, viewport=TABLET)
    return clinic.page(SiteRole(role), viewport=TABLET)


def shoot(clinic: Clinic, shot: Shot, address: str) -> Page:
    """Open a page and take its picture."""
    page = page_of(clinic, shot.role)
    page.set_default_timeout(_PATIENCE)
    answer = page.goto(address)
    if answer is None or answer.status != 200:
        raise SystemExit(f"{shot.name}: {address} was answered {answer and answer.status}")
    page.wait_for_load_state("networkidle")
    take(page, shot.name)
    return page


def shoot_steps(clinic: Clinic) -> None:
    """The steps of one order and one visit; between two pictures the step is taken."""
    from hepatica.server.people.roles import SiteRole
    from hepatica.server.store.models import Chart
    from tests.server import journeys
    from tests.server.site import Site

    site = Site(Chart.objects.get(case=CASE), clock=None)
    ways = journeys.steps_of_release(weight="80.4", flow="1.4153", last_percent="100")
    for shot, (role, page, sent) in zip(STEPS[:4], ways, strict=True):
        shoot(clinic, shot, f"/charts/{CASE}/{shot.address}").close()
        site.send(role, page, **sent)
    for shot in STEPS[4:]:
        shoot(clinic, shot, f"/charts/{CASE}/{shot.address}").close()
        if shot.name == "visit-begin":
            site.send(SiteRole.NURSE, "visit/", serial="SYN-0202")
        elif shot.name == "visit-second":
            site.send(SiteRole.NURSE, "visit/second/", form="visit/", staff_id="nurse-2")
        elif shot.name == "visit-empty":
            site.send(SiteRole.NURSE, "visit/empty/", form="visit/", withdrawn="10.2")


def stock_up() -> None:
    """Some deliveries: the first is of FUDR."""
    from django.test import Client

    from hepatica.server.people.models import Account

    window = Client()
    window.force_login(Account.objects.get(username="pharmacist-1"))
    for number, (product, holds, count) in enumerate(STOCK):
        sent = {"product": product, "lot": f"SYN-{product[:1].upper()}-1", "count": count}
        more = {"per_container": holds, "expiry": "2027-06-30", "key": f"delivery-{number}"}
        window.post("/supply/receive/", sent | more)


def break_a_glass() -> None:
    """Somebody on call has opened a chart, so that there is something to look at."""
    from hepatica.server.people.roles import SiteRole
    from hepatica.server.store.models import Chart
    from tests.server.site import Site

    site = Site(Chart.objects.get(case="syn-fast"), clock=None)
    window = site.browser(SiteRole.ON_CALL)
    window.get("/charts/syn-fast/")
    window.post("/charts/syn-fast/break-glass/", {"reason": "fever of 39 °C at night"})
    window.get("/charts/syn-fast/emergency/")


@contextmanager
def store_in(folder: str) -> Iterator[None]:
    """An empty store of its own, with the values that are approved for synthetic charts."""
    os.environ["HEPATICA_DATABASE"] = f"sqlite:///{folder}/store.sqlite3"
    os.environ["HEPATICA_APPROVALS"] = str(ROOT / "examples" / "approvals-synthetic.yaml")
    os.environ["HEPATICA_HTTPS"] = "no"
    os.environ["HEPATICA_PHONES"] = "synthetic ward: 000 000,synthetic surgeon on call: 000 001"
    from hepatica.server.start import start

    start()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    yield


def main(names: list[str]) -> None:
    """Take them all, or those that are named."""
    from playwright.sync_api import sync_playwright

    FOLDER.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with tempfile.TemporaryDirectory() as folder, store_in(folder), sync_playwright() as play:
        from django.utils import timezone

        from hepatica.server.reminders.remind import remind
        from tests.server.clinic import clinic_of

        browser: Browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        with clinic_of(browser) as clinic:
            remind(timezone.now())
            stock_up()
            break_a_glass()
            for shot in SHOTS:
                if not names or shot.name in names:
                    shoot(clinic, shot, shot.address).close()
            if not names or {shot.name for shot in STEPS} & set(names):
                shoot_steps(clinic)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
