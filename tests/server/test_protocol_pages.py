"""Protocols: every value is shown, two are compared, and two people approve a value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import override_settings
from django.utils import timezone

from hepatica.core.rulebook import Rulebook
from hepatica.library.loader import load_rulebook
from hepatica.server import plans
from hepatica.server.approvals.models import SignedValue
from hepatica.server.approvals.signed import site_approvals
from hepatica.server.orders.path import why_not_signable
from hepatica.server.pages.protocol_tables import Cell, Part, parts_of
from hepatica.server.people.models import Account
from hepatica.server.people.roles import SiteRole
from hepatica.server.plans import sheet_of, site_rulebook
from tests.server.conftest import Database
from tests.server.site import FIRST_DOSE, SECRET, Site, site_at

pytestmark = pytest.mark.pages

PRESCRIBER, PHARMACIST = SiteRole.PRESCRIBER, SiteRole.PHARMACIST
PROTOCOL, PUMP = "fudr-28d/2026.1", "intera-3000"
# A value of the shipped table that nobody read in its source: a weight holds for 7 days.
VALID_DAYS = f"{PROTOCOL}/dose/weight_valid_days"
ROW = {
    "path": VALID_DAYS,
    "value": "7",
    "source_read": "ward policy 12",
    "reason": "as practised",
    "on": "2026-02-04",
}


@pytest.fixture
def site(store: Database) -> Iterator[Site]:
    """The morning of the first FUDR, at a site that has approved nothing yet."""
    with override_settings(APPROVALS=""), site_at(FIRST_DOSE) as found:
        yield found


def page_of(site: Site, role: SiteRole, page: str, number: int = 1, **asked: str) -> str:
    """A page as somebody sees it."""
    return str(site.browser(role, number).get(f"/protocols/{page}", asked).content.decode())


def post(site: Site, who: SiteRole, of: str, table: str, number: int = 1, **sent: str) -> Any:
    """Fill in the page of a table and send it."""
    page = page_of(site, who, "approve/", number, of=of, table=table)
    seen = re.search(r'name="seen" value="([^"]*)"', page)
    form = {
        "of": of,
        "table": table,
        "role": who.value,
        "seen": "" if seen is None else seen[1],
        "source_read": "the 2006 paper",
        "reason": "read cell by cell",
        "secret": SECRET,
    }
    return site.browser(who, number).post("/protocols/approve/", {**form, **sent})


def sign_one(site: Site, who: SiteRole, number: int = 1, **sent: str) -> Any:
    """Sign how long a weight holds, stated as it was read."""
    one = {"what": "one", "path": VALID_DAYS, "stated": "7"}
    return post(site, who, PROTOCOL, "dose", number, **{**one, **sent})


def write(site: Site, who: SiteRole, **other: Any) -> None:
    """A signature as a row, past the page and its rules."""
    account = Account.objects.get(username=site.person(who))
    row = {**ROW, "account": account, "role": who.value, "at": timezone.now(), **other}
    SignedValue.objects.create(**row)


def sign_tables(site: Site, role: SiteRole) -> None:
    """Sign every waiting value of the protocol and of the pump, table by table."""
    for of in (PROTOCOL, PUMP):
        page = page_of(site, role, "approve/", of=of)
        for table in re.findall(r'table=([\w-]+)">', page):
            shown = page_of(site, role, "approve/", of=of, table=table)
            count = re.search(r"\((\d+) wait\)", shown)
            if count is not None:
                sent = post(site, role, of, table, what="all", count=count[1])
                assert 302 == sent.status_code, sent.content.decode()


def is_open(path: str = VALID_DAYS) -> bool:
    """Whether the plan of the chart still lacks an approval of this value."""
    from hepatica.server.store.models import Chart

    chart = Chart.objects.get()
    return path in {value.path for value in sheet_of(chart, timezone.localtime()).plan.unapproved}


# ------------------------------------------------------------------------------ the tables


def cells_of(part: Part) -> list[Cell]:
    """Every cell of a part."""
    singles = [cell for _, cells in part.singles for cell in cells]
    return singles + [cell for grid in part.grids for row in grid.rows for cell in row]


@pytest.mark.parametrize("document", list(load_rulebook().values))
def test_every_value_of_a_document_is_shown_once_with_its_note(document: str) -> None:
    """None is hidden from whoever approves: protocols, pump families, complications."""
    book = load_rulebook()
    parts = parts_of(book, document)
    shown = [cell for part in parts for cell in cells_of(part) if cell.path]
    assert sorted(value.path for value in book.values[document]) == sorted(c.path for c in shown)
    waiting = {v.path for v in book.values[document] if v.confidence.value != "SEEN"}
    assert waiting == {cell.path for cell in shown if cell.is_open}
    for part in parts:
        letters = {note.letter for note in part.notes}
        assert {cell.letter for cell in cells_of(part) if cell.path} == letters


def test_the_liver_table_is_printed_as_it_is_published(site: Site) -> None:
    """Golden, clinical facts 2.1: AST at most 50: 80 % from 3, 50 % from 4, hold from 5 times."""
    (liver,) = (p for p in parts_of(site_rulebook(), PROTOCOL) if p.name == "liver")
    said = [cell.said for cell in liver.grids[0].rows[0]]
    steps = ["< 3 ×", "3 to < 4 ×", "4 to < 5 ×", "≥ 5 ×", "< 4 ×", "50 %"]
    assert ["ast_u_per_l", "at most 50", *steps] == said
    assert "≥ 5 ×" in page_of(site, SiteRole.NURSE, "tables/", of=PROTOCOL)


def test_the_list_marks_what_is_historic(site: Site) -> None:
    """All twelve protocols with their diagnoses; seven are for replay only."""
    page = page_of(site, SiteRole.NURSE, "")
    rows = re.findall(r'<th scope="row"><a href="/protocols/tables/\?of=([^"]*)">', page)
    assert 12 == len([row for row in rows if row.endswith("2026.1")])
    historic = [p for p in load_rulebook().protocols.values() if p.heading.status == "historic"]
    assert 7 == page.count("HISTORIC") == len(historic)
    assert "intrahepatic-cholangiocarcinoma" in page
    assert "HISTORIC: for replay" in page_of(site, SiteRole.NURSE, "tables/", of="n9945/2026.1")
    assert 404 == site.browser(SiteRole.NURSE).get("/protocols/tables/?of=none/1").status_code


def test_two_protocols_are_compared_value_by_value(site: Site) -> None:
    """28 and 35 days differ in the cycle; one compared with itself does not differ."""
    second = "fudr-35d/2026.1"
    page = page_of(site, SiteRole.NURSE, "compare/", first=PROTOCOL, second=second)
    row = re.search(
        r"<th scope=\"row\">cycle days</th><td>(\d+)<br>.*?<td>(\d+)<br>", page, re.DOTALL
    )
    assert row is not None
    assert ("28", "35") == row.groups()
    same = page_of(site, SiteRole.NURSE, "compare/", first=PROTOCOL, second=PROTOCOL)
    assert "No difference" in same


# ------------------------------------------------------------------------------- approving


def test_a_value_is_approved_when_two_people_of_two_roles_have_signed_it(site: Site) -> None:
    """One signature approves nothing; the second one does, and the note is of both."""
    assert is_open()
    assert 302 == sign_one(site, PRESCRIBER).status_code
    assert is_open()
    assert "only mine is missing" in page_of(site, PHARMACIST, "")
    assert 302 == sign_one(site, PHARMACIST, source_read="ward policy 12").status_code
    assert not is_open()
    (approval,) = site_approvals()
    assert ("the 2006 paper; ward policy 12", "7") == (approval.source_read, approval.value)
    assert "only mine is missing" not in page_of(site, PHARMACIST, "")


def test_a_draft_becomes_an_order_when_all_its_values_are_approved(site: Site) -> None:
    """Before, nothing can be signed; after two people signed table by table, it can."""
    assert 422 == site.send(PRESCRIBER, "order/sign/").status_code
    sign_tables(site, PRESCRIBER)
    sheet = sheet_of(site.chart, timezone.localtime())
    assert "not approved by this site: DRAFT" in why_not_signable(site.chart, sheet)
    assert 422 == site.send(PRESCRIBER, "order/sign/").status_code
    sign_tables(site, PHARMACIST)
    assert () == sheet_of(site.chart, timezone.localtime()).plan.unapproved
    assert 302 == site.send(PRESCRIBER, "order/sign/").status_code
    assert 195 == int(site.chart.orders.get().figures["FUDR"].removesuffix(" mg"))


def test_one_value_less_and_it_stays_a_draft(site: Site) -> None:
    """The twin: everything is approved by both but one value by one."""
    sign_tables(site, PRESCRIBER)
    for_one = list(SignedValue.objects.exclude(path=VALID_DAYS))
    pharmacist = Account.objects.get(username=site.person(PHARMACIST))
    for row in for_one:
        row.pk, row.account, row.role = None, pharmacist, "pharmacist"
    SignedValue.objects.bulk_create(for_one)
    unapproved = sheet_of(site.chart, timezone.localtime()).plan.unapproved
    assert [VALID_DAYS] == [value.path for value in unapproved]
    assert 422 == site.send(PRESCRIBER, "order/sign/").status_code
    assert 302 == sign_one(site, PHARMACIST).status_code
    assert 302 == site.send(PRESCRIBER, "order/sign/").status_code


def test_a_value_that_changes_voids_its_approval(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """7 days were approved; the next release says 6: DRAFT again, and the page says why."""
    sign_tables(site, PRESCRIBER)
    sign_tables(site, PHARMACIST)
    assert not is_open()

    def changed(path: Path | None) -> Rulebook:
        book = load_rulebook(path)
        values = tuple(
            replace(value, text="6") if value.path == VALID_DAYS else value
            for value in book.values[PROTOCOL]
        )
        return replace(book, values={**book.values, PROTOCOL: values})

    monkeypatch.setattr(plans, "load_rulebook", changed)
    for cache in (plans._rulebook, plans._signed_rulebook):
        cache.cache_clear()
    try:
        assert is_open()
        assert "7 was approved" in page_of(site, PHARMACIST, "tables/", of=PROTOCOL)
        assert 422 == site.send(PRESCRIBER, "order/sign/").status_code
    finally:
        for cache in (plans._rulebook, plans._signed_rulebook):
            cache.cache_clear()


def test_what_was_taken_back_approves_nothing(site: Site) -> None:
    """Two signatures that are rolled back were never there, however often they were asked for."""
    assert is_open()
    with transaction.atomic():
        write(site, PRESCRIBER)
        write(site, PHARMACIST)
        assert not is_open()
        transaction.set_rollback(True)
    # As many rows as before, and others: what was seen in between must not be remembered.
    other = f"{PROTOCOL}/dose/weight_change_alert_percent"
    for role in (PRESCRIBER, PHARMACIST):
        write(site, role, path=other, value="10")
    assert (True, False) == (is_open(), is_open(other))


def test_a_half_in_the_file_and_a_half_in_the_store_make_no_approval(
    site: Site, tmp_path: Path
) -> None:
    """Who stands behind the initials in a file is not known: it may be the same person."""
    line = '{path: "%s", value: "7", role: prescriber, by: "AB", on: 2026-02-01, %s}'
    said = 'source_read: "policy", reason: "practised"'
    file = tmp_path / "approvals.yaml"
    file.write_text(f"signatures:\n  - {line % (VALID_DAYS, said)}\n", encoding="utf-8")
    with override_settings(APPROVALS=str(file)):
        assert 302 == sign_one(site, PHARMACIST).status_code
        assert is_open()


# ---------------------------------------------------------------------------------- attacks


def test_one_person_does_not_sign_in_both_roles(site: Site) -> None:
    """Neither on the page, nor in the database by whatever way."""
    site.grant(site.person(PHARMACIST), PRESCRIBER)
    assert 302 == sign_one(site, PHARMACIST).status_code
    sent = sign_one(site, PHARMACIST, role="prescriber")
    assert (422, True) == (sent.status_code, "E371" in sent.content.decode())
    with pytest.raises(IntegrityError), transaction.atomic():
        write(site, PHARMACIST, role="prescriber")
    assert [("pharmacist", "7")] == list(SignedValue.objects.values_list("role", "value"))
    assert is_open()


def test_nobody_signs_in_a_role_that_is_not_theirs(site: Site) -> None:
    """A pharmacist who says prescriber, and a second pharmacist beside the first."""
    sent = sign_one(site, PHARMACIST, role="prescriber")
    assert (422, True) == (sent.status_code, "E526" in sent.content.decode())
    assert 302 == sign_one(site, PHARMACIST).status_code
    second = sign_one(site, PHARMACIST, number=2)
    assert (422, True) == (second.status_code, "E375" in second.content.decode())
    assert 1 == SignedValue.objects.count()


@pytest.mark.parametrize(
    "role", [SiteRole.NURSE, SiteRole.TECHNICIAN, SiteRole.AUDITOR, SiteRole.ADMINISTRATOR]
)
def test_whoever_may_not_approve_does_not(site: Site, role: SiteRole) -> None:
    """Neither look at the form, nor send it."""
    assert 403 == site.browser(role).get("/protocols/approve/", {"of": PROTOCOL}).status_code
    form = {"of": PROTOCOL, "table": "dose", "role": "pharmacist", "secret": SECRET}
    assert 403 == site.browser(role).post("/protocols/approve/", form).status_code
    assert 0 == SignedValue.objects.count()


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"stated": "8"}, "E373"),  # not what the table says
        ({"secret": "another"}, "E525"),
        ({"secret": ""}, "E525"),
        ({"source_read": " "}, "E308"),
        ({"reason": ""}, "E308"),
        ({"seen": "0" * 64}, "E530"),  # the table was another when it was shown
        ({"path": f"{PROTOCOL}/liver/freshness_hours", "stated": "72"}, "E372"),  # another table
        ({"path": f"{PROTOCOL}/dose/starting_mg_per_kg_day", "stated": "0.12"}, "E375"),  # SEEN
    ],
)
def test_a_signature_is_refused_with_its_reason(
    site: Site, sent: dict[str, Any], code: str
) -> None:
    """Nothing is written, and the page says why."""
    refused = sign_one(site, PRESCRIBER, **sent)
    assert (422, True) == (refused.status_code, code in refused.content.decode())
    assert 0 == SignedValue.objects.count()


@pytest.mark.parametrize(("off", "signed"), [(-1, 0), (0, 6), (1, 0)])
def test_a_whole_table_is_signed_by_its_number(site: Site, off: int, signed: int) -> None:
    """The dose table has 6 values that nobody saw in a source; 5 and 7 sign nothing."""
    sent = post(site, PRESCRIBER, PROTOCOL, "dose", what="all", count=str(6 + off))
    assert (302 if signed else 422) == sent.status_code
    assert signed == SignedValue.objects.count()


def test_a_historic_protocol_is_not_approved(site: Site) -> None:
    """No order is made from it; the form leads back, and a sent one is refused."""
    n9945 = {"of": "n9945/2026.1", "table": "dose"}
    assert 302 == site.browser(PRESCRIBER).get("/protocols/approve/", n9945).status_code
    form = {**n9945, "role": "prescriber", "what": "all", "count": "1", "secret": SECRET}
    said = {"source_read": "x", "reason": "y"}
    sent = site.browser(PRESCRIBER).post("/protocols/approve/", form | said)
    assert (422, True) == (sent.status_code, "E531" in sent.content.decode())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE approvals_signedvalue SET value = '8'",
        "DELETE FROM approvals_signedvalue",
        "UPDATE approvals_signedvalue SET account_id = account_id",
    ],
)
def test_a_signature_is_never_changed(site: Site, statement: str) -> None:
    """Whoever asks the database."""
    sign_one(site, PRESCRIBER)
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(statement)


def test_a_signature_is_never_replaced(site: Site) -> None:
    """SQLite's INSERT OR REPLACE deletes without asking; PostgreSQL's upsert is an update."""
    sign_one(site, PRESCRIBER)
    columns = "path, value, role, account_id, on, at, source_read, reason".replace("on,", '"on",')
    select = (
        f"SELECT {columns.replace('reason', chr(39) + 'x' + chr(39))} FROM approvals_signedvalue"
    )
    statement = f"INSERT OR REPLACE INTO approvals_signedvalue ({columns}) {select}"
    if connection.vendor == "postgresql":
        into = f"INSERT INTO approvals_signedvalue ({columns}) {select}"
        statement = f"{into} ON CONFLICT (path, value, role) DO UPDATE SET reason = 'x'"
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(statement)
    assert ["read cell by cell"] == list(SignedValue.objects.values_list("reason", flat=True))
