"""Audit: who passed and who did not, who signed what, whether the charts are whole, who looked."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import override_settings
from django.utils import timezone

from hepatica.server.access.models import Access
from hepatica.server.approvals.models import SignedValue
from hepatica.server.audit.models import AuditLook, RefusedPassage
from hepatica.server.audit.search import CSV_COLUMNS
from hepatica.server.people.models import Account, BrokenGlass
from hepatica.server.people.roles import SiteRole
from hepatica.server.store.models import Line
from hepatica.server.store.triggers import _REPLACED_BY, _RULES, _not_replaced
from hepatica.server.supply.models import Lot, Movement
from tests.server.charts import begun
from tests.server.conftest import Database
from tests.server.site import FIRST_DOSE, SECRET, Site, site_at
from tests.server.test_order_path import LOTS, released, verified

AUDITOR, NURSE, ON_CALL = SiteRole.AUDITOR, SiteRole.NURSE, SiteRole.ON_CALL
PRESCRIBER, PHARMACIST = SiteRole.PRESCRIBER, SiteRole.PHARMACIST


@pytest.fixture
def site(store: Database) -> Iterator[Site]:
    """The morning of the first FUDR."""
    with site_at(FIRST_DOSE) as found:
        yield found


def page_of(site: Site, at: str = "", **asked: str) -> str:
    """A page as the auditor sees it."""
    answer = site.browser(AUDITOR).get(f"/audit/{at}", asked)
    assert 200 == answer.status_code, (at, answer.status_code)
    return str(answer.content.decode())


def rows_of(page: str) -> list[str]:
    """The rows of the table of a page."""
    body = page[page.rindex("<tbody>") : page.rindex("</tbody>")]
    return [row for row in re.findall(r"<tr.*?</tr>", body, re.DOTALL) if "None." not in row]


def opened(site: Site) -> None:
    """A nurse looks twice and writes once; on call is refused, breaks the glass, and looks."""
    for page in ("", "entries/"):
        site.browser(NURSE).get(site.url(page))
    site.browser(NURSE).post(site.url("break-glass/"), {"reason": ""})
    site.browser(ON_CALL).get(site.url("emergency/"))
    site.browser(ON_CALL).post(site.url("break-glass/"), {"reason": "=fever at night"})
    site.browser(ON_CALL).get(site.url("emergency/"))


# ---------------------------------------------------------------------------------- search


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 6),
        ({"account": "nurse-1"}, 3),
        ({"account": "NURSE-1"}, 3),
        ({"account": "nurse"}, 0),
        ({"chart": "first"}, 6),
        ({"chart": "another"}, 0),
        ({"door": "emergency"}, 2),
        ({"door": "break-glass", "is_write": "on"}, 2),
        ({"was_refused": "on"}, 1),
        ({"is_under_glass": "on"}, 1),
        ({"account": "on-call-1", "was_refused": "on", "is_under_glass": "on"}, 0),
        ({"since": "2026-02-04", "until": "2026-02-04"}, 6),
        ({"since": "2026-02-05"}, 0),
        ({"until": "2026-02-03"}, 0),
    ],
)
def test_the_log_is_searched(site: Site, asked: dict[str, str], count: int) -> None:
    """By each criterion alone and together; counted by hand from what was opened."""
    opened(site)
    page = page_of(site, **asked)
    assert (count, f'Found <span class="count">{count}</span>' in page) == (
        len(rows_of(page)),
        True,
    )


def test_a_refusal_and_a_broken_glass_are_said_in_words(site: Site) -> None:
    """Not by colour alone, and the glass with its reason."""
    opened(site)
    (refused,) = rows_of(page_of(site, was_refused="on"))
    assert "REFUSED" in refused
    (glass,) = rows_of(page_of(site, is_under_glass="on"))
    assert "under break-glass</strong>: =fever at night" in glass


@pytest.mark.parametrize(("lines", "on_page", "on_next"), [(50, 50, None), (51, 50, 1)])
def test_a_page_holds_fifty_lines(
    site: Site, lines: int, on_page: int, on_next: int | None
) -> None:
    """The fifty-first is on the next page."""
    write_lines(site, [timezone.now()] * lines)
    first = page_of(site, account="nurse-1")
    assert (on_page, on_next is not None) == (len(rows_of(first)), "Older" in first)
    if on_next is not None:
        assert on_next == len(rows_of(page_of(site, account="nurse-1", page="2")))


def write_lines(site: Site, moments: list[datetime]) -> None:
    """Looks of the nurse at the chart."""
    nurse = Account.objects.get(username=site.person(NURSE))
    same: dict[str, Any] = {"is_write": False, "is_under_glass": False, "was_refused": False}
    Access.objects.bulk_create(
        Access(at=at, account=nurse, chart=site.chart, door="chart", **same) for at in moments
    )


@pytest.mark.parametrize(
    ("asked", "count"), [({"since": "2026-02-04"}, 1), ({"until": "2026-02-03"}, 1)]
)
def test_a_day_is_a_day_of_the_site(site: Site, asked: dict[str, str], count: int) -> None:
    """A minute before midnight and midnight of Berlin; in UTC both are of 3 February."""
    moments = [
        datetime(2026, 2, 3, hour, minute, tzinfo=UTC) for hour, minute in ((22, 59), (23, 0))
    ]
    write_lines(site, moments)
    with override_settings(TIME_ZONE="Europe/Berlin"):
        (row,) = rows_of(page_of(site, account="nurse-1", **asked))
    expected = "2026-02-04 00:00" if "since" in asked else "2026-02-03 23:59"
    assert (count, True) == (1, expected in row)


@pytest.mark.parametrize(
    "asked",
    [
        {"since": "yesterday"},
        {"until": "2026-02-30"},
        {"since": "2026-02-04", "until": "2026-02-03"},
    ],
)
def test_a_day_that_is_none_is_refused(site: Site, asked: dict[str, str]) -> None:
    """On the page and for the file; never answered with everything."""
    opened(site)
    for page in ("", "log.csv"):
        answer = site.browser(AUDITOR).get(f"/audit/{page}", asked)
        assert (422, True) == (answer.status_code, "E539" in answer.content.decode())
    assert not AuditLook.objects.exists()


# ---------------------------------------------------------------------------------- export


def test_the_file_holds_what_was_found_and_is_written_down(site: Site) -> None:
    """The same lines as the search, no cell a formula, and one look more."""
    opened(site)
    answer = site.browser(AUDITOR).get("/audit/log.csv", {"account": "on-call-1"})
    rows = list(csv.reader(io.StringIO(answer.content.decode())))
    assert list(CSV_COLUMNS) == rows[0]
    at = "2026-02-04T07:40:00+00:00"
    assert [
        [at, "on-call-1", "first", "emergency", "no", "no", "yes", "'=fever at night", ""],
        [at, "on-call-1", "first", "break-glass", "yes", "no", "no", "'=fever at night", ""],
        [at, "on-call-1", "first", "emergency", "no", "yes", "no", "'=fever at night", ""],
    ] == rows[1:]
    look = AuditLook.objects.get()
    assert ("export", {"account": "on-call-1"}, 3) == (look.what, look.asked, look.rows)
    assert "access log exported" in page_of(site, "looks/")


def test_every_look_at_the_log_is_written_down(site: Site) -> None:
    """Search, list, verification, and the look at the looks."""
    page_of(site, chart="first")
    page_of(site, "refused/")
    page_of(site, "acts/", account="nurse-1")
    site.browser(AUDITOR).post("/audit/verify/", {"chart": "first"})
    page_of(site, "looks/")
    found = list(AuditLook.objects.order_by("pk").values_list("what", "asked"))
    expected: list[tuple[str, dict[str, str]]] = [
        ("search", {"chart": "first"}),
        ("refused", {}),
        ("acts", {"account": "nurse-1"}),
        ("verify", {"chart": "first"}),
        ("looks", {}),
    ]
    assert expected == found


# ------------------------------------------------------------------------ refused, and deeds


def test_every_refused_passage_is_visible_once(site: Site) -> None:
    """At the door of a chart, behind it, and at doors of no chart: for looking and changing."""
    nurse, auditor = site.browser(NURSE), site.browser(AUDITOR)
    nurse.get(site.url("export/"))
    nurse.get(site.url("record/perfusion_scan/"))  # the door lets her in, the page does not
    nurse.get("/protocols/approve/")
    nurse.post("/supply/receive/", {})
    nurse.get("/audit/")
    auditor.post(site.url("labs/"), {})
    rows = rows_of(page_of(site, "refused/"))
    doors = ["labs", "audit", "supply-receive", "protocol-approve", "record", "export"]
    assert len(doors) == len(rows)
    for door in doors:
        assert 1 == sum(bool(re.search(f"<td>{door}[;<]", row)) for row in rows), door
    assert 2 == sum("refused to change" in row for row in rows)
    assert [4, 2] == [
        RefusedPassage.objects.count(),
        Access.objects.filter(was_refused=True).count(),
    ]
    assert 3 == len(rows_of(page_of(site, "refused/", chart="first")))
    assert 1 == len(rows_of(page_of(site, "refused/", account=site.person(AUDITOR))))


def test_acts_and_signatures_are_listed_by_person_and_by_chart(site: Site) -> None:
    """By hand: the prescriber wrote the order and signed it; the pharmacist three times."""
    released(site)
    prescriber = rows_of(page_of(site, "acts/", account=site.person(PRESCRIBER)))
    assert ["signed by the prescriber", "wrote"] == sorted(map(_what, prescriber))
    pharmacist = [
        _what(r) for r in rows_of(page_of(site, "acts/", account=site.person(PHARMACIST)))
    ]
    checked, entered = (
        "preparation checked, released",
        "verified by a pharmacist from the primary records",
    )
    assert sorted([checked, entered, "wrote"]) == sorted(pharmacist)
    of_chart = rows_of(page_of(site, "acts/", chart="first"))
    assert 7 == len(of_chart)  # begun, and the six steps and acts above with the preparation
    assert [] == rows_of(page_of(site, "acts/", chart="another"))


def _what(row: str) -> str:
    return str(re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)[3])


def test_approvals_and_stock_are_among_the_deeds(site: Site) -> None:
    """With their grounds; neither is of a chart."""
    account = Account.objects.get(username=site.person(PHARMACIST))
    now = timezone.now()
    SignedValue.objects.create(
        path="fudr-28d/2026.1/dose/weight_valid_days",
        value="7",
        role="pharmacist",
        account=account,
        on=now.date(),
        at=now,
        source_read="ward policy 12",
        reason="as practised",
    )
    form = {"product": "refill-needle", "lot": "N-1", "expiry": "2027-01-31", "count": "3"}
    assert 302 == site.browser(PHARMACIST).post("/supply/receive/", form).status_code
    rows = rows_of(page_of(site, "acts/", account=site.person(PHARMACIST)))
    assert {"approved as pharmacist", "stock received"} == set(map(_what, rows))
    assert any("weight_valid_days = 7; read: ward policy 12; why: as practised" in r for r in rows)
    assert any("refill-needle lot N-1: +3, then 3" in row for row in rows)
    assert 1 == len(rows_of(page_of(site, "acts/", chart="first")))


def test_deeds_come_fifty_to_a_page_from_every_table(site: Site) -> None:
    """Fifty movements and one act: the act, older than all, is on the second page."""
    account = Account.objects.get(username=site.person(PHARMACIST))
    lot = Lot.objects.create(product="pump", model="x", lot="1", lot_key="1", expiry="2027-01-01")
    site.wait(minutes=1)
    for number in range(1, 51):
        Movement.objects.create(
            lot=lot,
            number=number,
            kind="received",
            change=1,
            level_after=number,
            on="2026-02-04",
            at=timezone.now(),
            by=account,
            key=f"k{number}",
        )
    first, second = (rows_of(page_of(site, "acts/", page=page)) for page in ("1", "2"))
    assert ([50, 1], "wrote") == ([len(first), len(second)], _what(second[0]))


# ---------------------------------------------------------------------------------- chains


def tamper() -> None:
    """As the owner of the database, who has dropped every trigger."""
    with connection.cursor() as cursor:
        for table, _, name, _, _ in (*_RULES, *_not_replaced(_REPLACED_BY)):
            if connection.vendor != "postgresql":
                cursor.execute(f"DROP TRIGGER {name}")
            elif (table, name) in {(rule[0], rule[2]) for rule in _RULES}:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
        of_first = "chart_id = (SELECT id FROM store_chart WHERE \"case\" = 'first')"
        changed = "replace(stored, '70.4', '71.4')"
        cursor.execute(f"UPDATE store_line SET stored = {changed} WHERE {of_first}")


@pytest.mark.parametrize("chart", ["", "first"])
def test_the_chains_are_verified_on_demand(site: Site, chart: str) -> None:
    """Whole before; a changed weight is found, and its chart and line are named."""
    assert "Everything is as it was written" not in page_of(site, "verify/")
    sent = site.browser(AUDITOR).post("/audit/verify/", {"chart": chart}).content.decode()
    assert "Everything is as it was written" in sent
    assert f"1 charts, {Line.objects.count()} lines, 1 acts, 0 faults" in sent
    tamper()
    found = site.browser(AUDITOR).post("/audit/verify/", {"chart": chart}).content.decode()
    assert "Not as it was written" in found
    assert re.search(r"<strong>first</strong>: line \d+", found)


def test_one_chart_is_verified_alone(site: Site) -> None:
    """Another chart's fault is not told of it; a chart that is not there is refused."""
    lines = begun("fast-pump").lines
    tamper()
    other = site.browser(AUDITOR).post("/audit/verify/", {"chart": "fast-pump"}).content.decode()
    assert f"1 charts, {lines} lines, 1 acts, 0 faults" in other
    every = site.browser(AUDITOR).post("/audit/verify/", {"chart": ""}).content.decode()
    assert re.search(r"2 charts, \d+ lines, 2 acts, 1 faults", every)
    assert 422 == site.browser(AUDITOR).post("/audit/verify/", {"chart": "none"}).status_code


# --------------------------------------------------------------------------------- attacks


def test_an_auditor_changes_nothing(site: Site) -> None:
    """Whatever is sent, to whichever page: refused, and nothing is written."""
    verified(site)
    browser = site.browser(AUDITOR)
    before = (Line.objects.count(), Movement.objects.count(), SignedValue.objects.count())
    for page in ("record/weight/", "order/sign/", "order/prepare/", "visit/", "break-glass/"):
        sent = {**LOTS, "weight": "70 kg", "secret": SECRET, "reason": "why"}
        assert 403 == browser.post(site.url(page), sent).status_code, page
    for page in ("supply/receive/", "supply/lot/", "supply/recall/", "protocols/approve/"):
        assert 403 == browser.post(f"/{page}", {}).status_code, page
    after = (Line.objects.count(), Movement.objects.count(), SignedValue.objects.count())
    assert (before, 0) == (after, BrokenGlass.objects.count())


@pytest.mark.parametrize("role", [NURSE, PRESCRIBER, SiteRole.COORDINATOR, SiteRole.DATA_MANAGER])
def test_nobody_else_reads_the_audit(site: Site, role: SiteRole) -> None:
    """Those who treat and those who coordinate do not read who looked at what."""
    for page in ("", "log.csv", "refused/", "acts/", "verify/", "looks/"):
        assert 403 == site.browser(role).get(f"/audit/{page}").status_code, page
    assert not AuditLook.objects.exists()


@pytest.mark.parametrize("table", ["audit_auditlook", "audit_refusedpassage", "access_access"])
def test_a_log_is_never_changed(site: Site, table: str) -> None:
    """Nor emptied."""
    opened(site)
    site.browser(NURSE).get("/audit/")
    page_of(site)
    for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(statement)
