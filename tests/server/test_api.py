"""The API: tokens, the same permissions and refusals as the pages, nothing undocumented."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import status_code_conformance

from hepatica.server.api.models import Token, draw_token
from hepatica.server.people.models import Account
from hepatica.server.people.permissions import HOLDERS, Permission
from hepatica.server.people.roles import SiteRole
from hepatica.server.store.deeds import head_of
from tests.server.conftest import Database
from tests.server.site import FIRST_DOSE, SECRET, Site, site_at
from tests.server.test_order_path import FLOW_STAYS
from tests.unit.cli.calls import run
from tools.reference_permissions import endpoints

LOTS = {
    drug: {"lot": "SYN-1", "expiry": "2027-06-30"}
    for drug in ("floxuridine", "dexamethasone", "heparin")
}


@pytest.fixture
def site(store: Database) -> Iterator[Site]:
    """The morning of the first FUDR."""
    with site_at(FIRST_DOSE) as found:
        yield found


def bearer(site: Site, role: SiteRole, number: int = 1) -> dict[str, str]:
    """The header of a program that acts for somebody with a role."""
    account = Account.objects.get(username=site.person(role, number))
    return {"Authorization": f"Bearer {draw_token(account, 'test', timezone.now() + timedelta(1))}"}


def post(site: Site, role: SiteRole, page: str, **sent: Any) -> Any:
    """Do one act through the API."""
    body = {"key": str(uuid.uuid4()), "head": head_of(site.chart), **sent}
    return Client().post(
        f"/api/charts/first/{page}",
        json.dumps(body),
        content_type="application/json",
        headers=bearer(site, role),
    )


def test_the_whole_path_of_an_order(site: Site) -> None:
    """Signed, verified, prepared, checked, two at the bedside, emptied, filled."""
    roles = SiteRole
    site.person(roles.NURSE, 2)
    bedside = {"staff_id": site.person(roles.NURSE, 2), "secret": SECRET}
    found = [
        post(site, roles.PRESCRIBER, "order/sign", secret=SECRET),
        post(
            site,
            roles.PHARMACIST,
            "order/verify",
            secret=SECRET,
            weight="70.4 kg",
            flow="1.3 mL/day",
        ),
        post(site, roles.TECHNICIAN, "order/prepare", lots=LOTS),
        post(site, roles.PHARMACIST, "order/check", secret=SECRET),
        post(site, roles.NURSE, "visit/begin", serial="SYN-0101"),
        post(site, roles.NURSE, "visit/second", **bedside),
        post(site, roles.NURSE, "visit/empty", withdrawn=f"{FLOW_STAYS} mL"),
        post(
            site,
            roles.NURSE,
            "visit/fill",
            secret=SECRET,
            content="fudr",
            injected="30 mL",
            lots=LOTS,
        ),
    ]
    assert [200] * 8 == [answer.status_code for answer in found]
    assert "pump_filled" == site.chart.lines.order_by("-number")[0].kind


def test_refusals_are_those_of_the_pages(site: Site) -> None:
    """An old head, a wrong password, a role that may not, an order through the back door."""
    weight = {"id": "w-9", "kind": "weight", "at": "2026-02-04T08:30+01:00", "weight": "70.4 kg"}
    order = {"id": "o-9", "kind": "order_signed", "at": "2026-02-04T08:30+01:00"}
    found = [
        post(site, SiteRole.NURSE, "entries", head="0" * 64, entries=[weight]),
        post(site, SiteRole.PRESCRIBER, "order/sign", secret=SECRET.upper()),
        post(site, SiteRole.NURSE, "order/sign", secret=SECRET),
        post(site, SiteRole.PRESCRIBER, "entries", entries=[order]),
        post(site, SiteRole.NURSE, "entries", entries=[weight]),
    ]
    codes = [[each["code"] for each in answer.json().get("refusals", [])] for answer in found]
    assert [422, 422, 403, 422, 200] == [answer.status_code for answer in found]
    assert [["E513"], ["E525"], [], ["E526"], []] == codes


def test_nobody_signs_for_another_through_the_back_door(site: Site) -> None:
    """A decision in the roles of others, and an order put right: both are refused."""
    at = "2026-02-04T08:30+01:00"
    decision = {"id": "d-9", "kind": "decision_signed", "at": at, "rule": "R-low-counts"}
    signed = decision | {"roles": ["prescriber", "surgeon"], "reason": "seen"}
    rewritten = {"id": "c-9", "kind": "correction", "at": at, "corrects": "d-9", "reason": "no"}
    found = [post(site, SiteRole.PRESCRIBER, "entries", entries=[e]) for e in (signed, rewritten)]
    assert [422, 422] == [answer.status_code for answer in found]
    codes = [answer.json()["refusals"][0]["code"] for answer in found]
    assert ["E526", "E150"] == codes


def test_a_key_sent_twice_is_done_once(site: Site) -> None:
    """The second answer says so."""
    weight = {"id": "w-9", "kind": "weight", "at": "2026-02-04T08:30+01:00", "weight": "70.4 kg"}
    sent = {"key": "a" * 12, "head": head_of(site.chart), "entries": [weight]}
    found = [post(site, SiteRole.NURSE, "entries", **sent).json() for _ in "ab"]
    assert [False, True] == [each["is_repeated"] for each in found]


def test_every_act_on_the_chart_is_done_once(site: Site) -> None:
    """Signed and verified twice with the same keys: the same answers, two entries."""
    before = site.chart.lines.count()
    signed = {"key": "s" * 12, "head": head_of(site.chart), "secret": SECRET}
    found = [post(site, SiteRole.PRESCRIBER, "order/sign", **signed) for _ in "ab"]
    inputs = {"weight": "70.4 kg", "flow": "1.3 mL/day", "secret": SECRET}
    verified = {"key": "v" * 12, "head": head_of(site.chart), **inputs}
    found += [post(site, SiteRole.PHARMACIST, "order/verify", **verified) for _ in "ab"]
    assert [200] * 4 == [answer.status_code for answer in found]
    assert [False, True] == [answer.json()["is_repeated"] for answer in found[2:]]
    assert 2 == site.chart.lines.count() - before


def test_a_token_ends(site: Site) -> None:
    """By its day, by hand, or with its account; none and a wrong one open nothing."""
    headers = bearer(site, SiteRole.NURSE)
    statuses = [Client().get("/api/today", headers=headers).status_code]
    Token.objects.update(ended_at=timezone.now())
    statuses.append(Client().get("/api/today", headers=headers).status_code)
    Token.objects.update(ended_at=None, until=timezone.now())
    statuses.append(Client().get("/api/today", headers=headers).status_code)
    Token.objects.update(until=timezone.now() + timedelta(1))
    Account.objects.update(is_active=False)
    statuses.append(Client().get("/api/today", headers=headers).status_code)
    statuses.append(Client().get("/api/today").status_code)
    assert [200, 401, 401, 401, 401] == statuses


def test_a_token_is_drawn_by_a_command(site: Site) -> None:
    """For an active account only; shown once, kept as a hash."""
    name = site.person(SiteRole.NURSE)
    drawn = run("store", "token", name, "--label", "feed").stdout.strip()
    headers = {"Authorization": f"Bearer {drawn}"}
    assert 200 == Client().get("/api/today", headers=headers).status_code
    assert drawn not in str(list(Token.objects.values_list()))
    assert 1 == run("store", "token", "nobody-9", "--label", "feed").exit_code


def test_every_endpoint_asks_for_a_token(site: Site) -> None:
    """Without one: 401, whatever is sent."""
    schema = Client().get("/api/openapi.json").json()
    for path, methods in schema["paths"].items():
        for method in methods:
            call = getattr(Client(), method)
            address = path.replace("{case}", "first")
            assert 401 == call(address, content_type="application/json").status_code, path


def test_nothing_sent_brings_a_fault_or_an_undocumented_answer(site: Site) -> None:
    """Generated requests to every endpoint, by somebody with many roles."""
    from hepatica.server.wsgi import application

    for role in (SiteRole.PRESCRIBER, SiteRole.PHARMACIST, SiteRole.DATA_MANAGER):
        site.grant(site.person(SiteRole.NURSE), role)
    headers = bearer(site, SiteRole.NURSE)
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)

    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()

        @given(case=operation.as_strategy())
        @settings(
            max_examples=8,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
            database=None,
        )
        def judge(case: Any) -> None:
            if "case" in case.path_parameters:
                case.path_parameters["case"] = "first"
            answer = case.call(headers=headers)
            case.validate_response(answer, checks=(not_a_server_error, status_code_conformance))

        judge()


ACT = {"key": "k" * 12, "head": "0" * 64}
SIGNED = ACT | {"secret": "wrong"}
# A well-formed body of each endpoint that takes one: an endpoint that is not here fails.
BODIES: dict[str, dict[str, Any]] = {
    # A kind that it records for nobody: whoever passes the door is told so.
    "entries": ACT | {"entries": [{"id": "o-9", "kind": "order_signed"}]},
    "order/sign": SIGNED,
    "order/verify": SIGNED | {"weight": "70.4 kg", "flow": "1.3 mL/day"},
    "order/prepare": ACT | {"lots": LOTS},
    "order/check": SIGNED,
    "order/withhold": ACT | {"reason": "labs"},
    "visit/begin": ACT | {"serial": "SYN-0101"},
    "visit/second": ACT | {"staff_id": "nurse-2", "secret": "wrong"},
    "visit/empty": ACT | {"withdrawn": "13.5 mL"},
    "visit/fill": SIGNED | {"content": "fudr", "injected": "30 mL"},
    "visit/fail": ACT,
    "visit/end": ACT,
}


@pytest.mark.parametrize("role", SiteRole)
def test_every_endpoint_asks_for_the_permission_it_names(site: Site, role: SiteRole) -> None:
    """Refused with 403 to every role without it, and to no other; one without a rule fails."""
    headers = bearer(site, role)
    for name, asked in endpoints().items():
        assert asked, f"{name} has no rule"
        method, _, path = name.partition(" ")
        address = "/api" + path.replace("{case}", "first")
        if method == "GET":
            answer = Client().get(address, headers=headers)
        else:
            body = json.dumps(BODIES[path.partition("{case}/")[2]])
            answer = Client().post(address, body, content_type="application/json", headers=headers)
        # A rescue needs a broken glass besides, and a reason: without it, an access like others.
        needed = [each for each in asked if each is not Permission.RESCUE_FILL]
        assert any(role in HOLDERS[each] for each in needed) is (403 != answer.status_code), name
