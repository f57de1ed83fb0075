"""Every address × every role: who passes, who does not, and what is written down of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from hepatica.casefile.seal import seal
from hepatica.server.access.models import Access
from hepatica.server.people.permissions import HOLDERS, UNDER_GLASS, Permission
from hepatica.server.people.roles import SiteRole
from hepatica.server.store.deeds import Asker, begin
from tests.server.conftest import Database
from tests.server.site import FIRST_DOSE, Site, site_at
from tools.demo_site import DemoChart, moved_chart

pytestmark = pytest.mark.pages

# What the parts of an address stand for in the chart of these tests.
_PARTS = {"case": "first", "kind": "weight", "entry": "baseline"}
# Addresses that ask for more than the door does: the kind of entry has its own permission.
_ASKS_MORE = {"record"}


def views() -> dict[str, Any]:
    """Every named view of the site."""
    return dict(_named(get_resolver().url_patterns))


def _named(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver) and pattern.namespace == "api":
            continue  # tests/server/test_api.py
        if isinstance(pattern, URLResolver):
            within = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _named(pattern.url_patterns, within)
        else:
            yield f"{prefix}{pattern.name}", pattern.callback


@cache
def guarded() -> dict[str, Any]:
    """The views behind which somebody must be signed in."""
    return {name: view for name, view in views().items() if view.permission is not None}


def address(name: str) -> str:
    """The address of a view in the chart of these tests."""
    parts = {key: value for key, value in _PARTS.items() if f"{{{key}}}" in _route(name)}
    return reverse(name, kwargs=parts)


def _route(name: str) -> str:
    possibilities = get_resolver().reverse_dict.getlist(name)
    return "".join(f"{{{each}}}" for each in possibilities[0][0][0][1])


@pytest.fixture
def site(store: Database) -> Iterator[Site]:
    """One chart, the morning of the first FUDR."""
    with site_at(FIRST_DOSE) as found:
        yield found


def test_every_view_has_a_door_and_a_name() -> None:
    """A view that nobody gave a rule is not reachable unseen: this test fails."""
    without = [name for name, view in views().items() if not hasattr(view, "permission")]
    assert [] == without
    assert not any(name.endswith("None") for name in views())


def test_whoever_is_not_signed_in_is_asked_who_they_are(site: Site) -> None:
    """Every guarded address leads to the sign-in page, for looking and for changing."""
    from django.test import Client

    for name in guarded():
        for method in ("get", "post"):
            answer = getattr(Client(), method)(address(name))
            assert (302, True) == (answer.status_code, "/sign-in/" in answer["Location"]), name


@pytest.mark.parametrize("role", SiteRole)
def test_a_role_passes_no_door_that_is_not_its_own(site: Site, role: SiteRole) -> None:
    """Looking and changing, at every address: refused, and of a chart written down as refused."""
    browser = site.browser(role)
    for name, view in guarded().items():
        for method, needed in (("get", view.permission), ("post", view.changing)):
            if role in HOLDERS[needed] and needed is not Permission.RESCUE_FILL:
                continue
            before = Access.objects.filter(was_refused=True).count()
            assert 403 == getattr(browser, method)(address(name)).status_code, (name, method)
            written = Access.objects.filter(was_refused=True).count() - before
            assert int(view.on_chart) == written, (name, method)


def test_every_page_opens_for_somebody(site: Site) -> None:
    """Whoever holds its permission sees each page; no page fails, and each look is written down."""
    for name, view in guarded().items():
        holders = HOLDERS[view.permission]
        if view.permission is Permission.RESCUE_FILL or name in _ASKS_MORE:
            holders = frozenset({SiteRole.NURSE})
        role = next(role for role in SiteRole if role in holders)
        answer = site.browser(role).get(address(name))
        expected = (403,) if view.permission is Permission.RESCUE_FILL else (200, 302, 404)
        assert answer.status_code in expected, (name, role, answer.status_code)


def test_the_kind_of_entry_has_its_own_permission(site: Site) -> None:
    """A nurse records a weight, no scan and no protocol; an auditor records nothing."""
    nurse, auditor = site.browser(SiteRole.NURSE), site.browser(SiteRole.AUDITOR)
    found = [
        nurse.get(site.url(f"record/{kind}/")).status_code
        for kind in ("weight", "perfusion_scan", "protocol_assigned", "order_signed")
    ]
    assert [200, 403, 403, 404] == found
    assert 403 == auditor.get(site.url("record/weight/")).status_code


def test_a_glass_is_broken_with_a_reason_and_for_some_hours(site: Site) -> None:
    """On call: the chart is closed, opens with a reason, and closes again by itself."""
    browser = site.browser(SiteRole.ON_CALL)
    assert 403 == browser.get(site.url("emergency/")).status_code
    assert 422 == browser.post(site.url("break-glass/"), {"reason": " "}).status_code
    assert 302 == browser.post(site.url("break-glass/"), {"reason": "fever at night"}).status_code
    assert 200 == browser.get(site.url("emergency/")).status_code
    assert Access.objects.filter(is_under_glass=True, was_refused=False).exists()
    assert 403 == browser.get(site.url("export/")).status_code
    site.wait(hours=4)
    site.browsers.clear()  # the session is over too
    assert 403 == site.browser(SiteRole.ON_CALL).get(site.url("emergency/")).status_code


def test_a_broken_glass_opens_one_chart_and_no_other(site: Site) -> None:
    """On call, at every address of a chart: one's own opens, the other stays closed."""
    now = timezone.localtime()
    other = DemoChart("second", FIRST_DOSE.example, FIRST_DOSE.until, "")
    begin(
        seal(moved_chart(other, now), now=now, name="second"), Asker("t", "begin second"), now=now
    )
    browser = site.browser(SiteRole.ON_CALL)
    browser.post(site.url("break-glass/"), {"reason": "fever at night"})
    for name, view in guarded().items():
        if view.on_chart and view.permission is not Permission.BREAK_GLASS:
            opens = view.permission in UNDER_GLASS
            own, others = address(name), address(name).replace("/first/", "/second/")
            assert opens is (403 != browser.get(own).status_code), name
            assert 403 == browser.get(others).status_code, name
