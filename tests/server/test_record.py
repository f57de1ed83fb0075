"""Record, correct, withdraw, and confirm what is hard to believe."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from hepatica.server.acts import clock
from hepatica.server.people.roles import SiteRole
from tests.server.conftest import Database
from tests.server.site import FIRST_DOSE, HALF_DOSE, SECRET, Site, site_at

NURSE = SiteRole.NURSE
CORRECTING = (SiteRole.PRESCRIBER, SiteRole.DATA_MANAGER)


@pytest.fixture
def site(store: Database) -> Iterator[Site]:
    """One chart."""
    with site_at(FIRST_DOSE) as found:
        yield found


def newest(site: Site) -> str:
    """The id of the last entry."""
    return site.chart.lines.order_by("-number")[0].entry


def entries(site: Site) -> str:
    """The page of entries."""
    return site.browser(NURSE).get(site.url("entries/")).content.decode()


def test_an_entry_is_corrected_and_withdrawn_and_stays_readable(site: Site) -> None:
    """The newest content counts; each step says by which entry."""
    assert 302 == site.send(NURSE, "record/weight/", weight="73.4 kg").status_code
    weight = newest(site)
    site.wait(seconds=30)
    sent = site.send(NURSE, f"correct/{weight}/", weight="71.4 kg", why="digit read wrongly")
    assert (302, True) == (sent.status_code, f"CORRECTED by {newest(site)}" in entries(site))
    site.wait(seconds=30)
    sent = site.send(NURSE, f"correct/{weight}/", void="yes", why="another patient's")
    assert (302, True) == (sent.status_code, f"WITHDRAWN by {newest(site)}" in entries(site))
    assert "73.4 kg" in entries(site)


def test_an_entry_without_a_time_is_of_the_moment_it_was_sent(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock may come to the next second while the form is read: that is no future entry."""
    sent_at = clock() - timedelta(seconds=1)
    monkeypatch.setattr("hepatica.server.pages.sent.clock", lambda: sent_at)
    assert 302 == site.send(NURSE, "record/weight/", weight="71.4 kg").status_code
    assert f'"at":"{sent_at.isoformat()}"' in site.chart.lines.order_by("-number")[0].stored


def test_a_value_hard_to_believe_is_asked_about_and_kept_with_a_reason(site: Site) -> None:
    """Half the weight of yesterday: refused, and recorded when somebody looked again."""
    first = site.send(NURSE, "record/weight/", weight="35 kg")
    assert (422, True) == (first.status_code, "Looked at again" in first.content.decode())
    sent = site.send(NURSE, "record/weight/", weight="35 kg", confirm_reason="read twice")
    assert (302, "confirmation") == (
        sent.status_code,
        site.chart.lines.order_by("-number")[0].kind,
    )


def test_a_decision_is_signed_in_the_roles_of_those_who_sign(site: Site) -> None:
    """Prescriber and surgeon, each by their own word; nobody signs in a role they do not hold."""
    surgeon = site.person(SiteRole.SURGEON)
    page, signed = "record/decision_signed/", {"rule": "R-low-counts", "reason": "seen"}
    beside = {"second_staff_id": surgeon, "second_secret": SECRET}
    sent = [
        site.send(SiteRole.PRESCRIBER, page, own_role=role, **signed, **beside)
        for role in ("nurse", "", "prescriber")
    ]
    assert [422, 422, 302] == [each.status_code for each in sent]
    said = site.chart.lines.order_by("-number")[0].stored
    assert '"roles":["prescriber","surgeon"]' in said


def decided(site: Site) -> str:
    """A decision of prescriber and surgeon; its entry."""
    beside = {"second_staff_id": site.person(SiteRole.SURGEON), "second_secret": SECRET}
    signed = {"rule": "R-low-counts", "reason": "seen", "own_role": "prescriber"}
    site.send(SiteRole.PRESCRIBER, "record/decision_signed/", **signed, **beside)
    site.wait(seconds=30)
    return newest(site)


def test_a_signed_decision_is_withdrawn_and_never_rewritten(site: Site) -> None:
    """Not by the data manager; and whatever is sent, no role is signed for by a correction."""
    entry = decided(site)
    page, why = f"correct/{entry}/", {"why": "of another patient"}
    assert 403 == site.send(SiteRole.DATA_MANAGER, page, void="yes", **why).status_code
    sent = site.send(SiteRole.PRESCRIBER, page, roles="radiologist", rule="R-low-counts", **why)
    last = site.chart.lines.order_by("-number")[0]
    assert (302, "void") == (sent.status_code, last.kind)
    assert "radiologist" not in last.stored


def test_what_a_board_decided_is_said_by_two(site: Site) -> None:
    """One alone is refused; with the surgeon beside, it stands with all three roles."""
    page, board = "record/decision_signed/", {"board": "yes", "own_role": "prescriber"}
    signed = board | {"rule": "R-low-counts", "reason": "seen"}
    beside = {"second_staff_id": site.person(SiteRole.SURGEON), "second_secret": SECRET}
    alone = site.send(SiteRole.PRESCRIBER, page, **signed)
    both = site.send(SiteRole.PRESCRIBER, page, **signed, **beside)
    assert [422, 302] == [alone.status_code, both.status_code]
    said = site.chart.lines.order_by("-number")[0].stored
    assert '"roles":["prescriber","surgeon","board"]' in said


def test_an_order_is_revoked_and_not_corrected(store: Database) -> None:
    """There is no page for it, whoever asks."""
    with site_at(HALF_DOSE) as site:
        order = site.chart.lines.filter(kind="order_signed").order_by("-number")[0].entry
        found = [site.browser(role).get(site.url(f"correct/{order}/")) for role in CORRECTING]
        assert [404, 404] == [each.status_code for each in found]
