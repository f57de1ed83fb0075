"""The way of an order, from the signature to the fill, and every way it ends early."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import override_settings

from hepatica.core.decision import Alert
from hepatica.core.schedule.open_order import RULE
from hepatica.server.orders.models import OrderStep, StepOfOrder, VisitStep
from hepatica.server.orders.visit import may_fill_fudr
from hepatica.server.people.models import Account, Competency
from hepatica.server.people.roles import SiteRole
from hepatica.server.plans import sheet_of
from tests.server.conftest import Database
from tests.server.site import FIRST_DOSE, SECRET, Site, site_at

PRESCRIBER, PHARMACIST, NURSE = SiteRole.PRESCRIBER, SiteRole.PHARMACIST, SiteRole.NURSE
TECHNICIAN = SiteRole.TECHNICIAN
# The inputs of the first dose, worked by hand in the example: 70.4 kg, label 1.3 mL/day.
LOTS = {
    f"{what}-{drug}": value
    for drug in ("floxuridine", "dexamethasone", "heparin")
    for what, value in (("lot", "SYN-1"), ("expiry", "2027-06-30"))
}


@pytest.fixture
def site(store: Database) -> Iterator[Site]:
    """The morning of the first FUDR."""
    with site_at(FIRST_DOSE) as found:
        yield found


def signed(site: Site) -> Any:
    """The prescriber signs."""
    assert 302 == site.send(PRESCRIBER, "order/sign/").status_code
    return site.chart.orders.get()


def verified(site: Site, weight: str = "70.4", flow: str = "1.3") -> Any:
    """The pharmacist enters what the primary records say."""
    order = signed(site)
    sent = site.send(PHARMACIST, "order/verify/", weight=weight, flow=flow)
    assert 302 == sent.status_code, sent.content.decode()[-3000:]
    return order


def released(site: Site) -> Any:
    """Prepared and checked by two people."""
    order = verified(site)
    assert 302 == site.send(TECHNICIAN, "order/prepare/", **LOTS).status_code
    assert 302 == site.send(PHARMACIST, "order/check/").status_code
    return order


def visiting(site: Site) -> Any:
    """Two nurses at the bedside."""
    sent = site.send(NURSE, "visit/", serial="SYN-0101")
    assert 302 == sent.status_code, sent.content.decode()[-3000:]
    site.send(NURSE, "visit/second/", form="visit/", staff_id=site.person(NURSE, 2), secret=SECRET)
    return site.chart.visits.get()


# 30 mL of saline two weeks ago. 13.5 mL left is a slow reading that is not within 5 % of the one
# before, so the flow that sets the concentration stays 1.3 mL/day; with 12.1 mL left both are, and
# it becomes 1.27952... mL/day (behaviour F2).
FLOW_STAYS, FLOW_CHANGES = "13.5", "12.1"


def fill(site: Site, content: str, **sent: str) -> Any:
    """What went in."""
    figures = {"prepared": "30", "injected": "30", **sent}
    return site.send(NURSE, "visit/fill/", form="visit/", content=content, **figures)


def test_an_order_is_signed_verified_prepared_checked_and_given(site: Site) -> None:
    """Five people, each step once, and the chart says what went in."""
    order = released(site)
    visit = visiting(site)
    site.wait(minutes=5)
    site.send(NURSE, "visit/empty/", form="visit/", withdrawn=FLOW_STAYS)
    assert VisitStep.EMPTIED is visit.state
    site.wait(minutes=10)
    assert 302 == fill(site, "fudr", **LOTS).status_code
    assert (OrderStep.FILLED, VisitStep.FILLED) == (order.state, visit.state)
    kinds = list(site.chart.lines.order_by("-number").values_list("kind", flat=True)[:4])
    assert ["pump_filled", "pump_accessed", "inputs_re_entered", "order_signed"] == kinds


def test_a_flow_measured_at_the_bedside_revokes_the_order(site: Site) -> None:
    """The pump runs at another flow than the order was made for: FUDR stays out, saline goes in."""
    order = released(site)
    visit = visiting(site)
    site.send(NURSE, "visit/empty/", form="visit/", withdrawn=FLOW_CHANGES)
    assert OrderStep.REVOKED is order.state
    page = site.browser(NURSE).get(site.url("visit/")).content.decode()
    assert "The order is revoked. No FUDR." in page
    assert 'value="fudr"' not in page
    assert 422 == fill(site, "fudr").status_code
    assert [VisitStep.EMPTIED, 302] == [visit.state, fill(site, "heparinised-saline").status_code]
    assert "filled" == visit.state.value


def test_after_emptying_a_new_order_may_be_made_and_given(site: Site) -> None:
    """The whole path again, on the measured flow; the needle is still in."""
    visiting(site)
    site.send(NURSE, "visit/empty/", form="visit/", withdrawn=FLOW_CHANGES)
    order = verified(site, flow="1.2795")
    site.send(TECHNICIAN, "order/prepare/", **LOTS)
    site.send(PHARMACIST, "order/check/")
    assert 302 == fill(site, "fudr", **LOTS).status_code
    assert OrderStep.FILLED is order.state


@pytest.mark.parametrize(
    ("weight", "flow", "stands"),
    [
        ("70.4", "1.3", True),
        ("70.5", "1.3", True),  # 195.2 mg: the same 195 mg by rounding
        ("70.9", "1.3", False),  # 196.3 mg
        ("155.2", "1.3", False),  # pounds
        ("70.4", "1.31", False),
    ],
)
def test_other_figures_of_the_second_person_revoke_the_order(
    site: Site, weight: str, flow: str, *, stands: bool
) -> None:
    """What the pharmacist reads leads to another dose: FUDR is refused, the order is over."""
    order = verified(site, weight, flow)
    assert ("verified" if stands else "revoked") == order.state.value


def test_an_implausible_figure_is_asked_for_again(site: Site) -> None:
    """A tenfold flow: nothing is written, the order waits."""
    order = signed(site)
    sent = site.send(PHARMACIST, "order/verify/", weight="70.4", flow="13")
    assert (422, "E201" in sent.content.decode()) == (sent.status_code, True)
    assert "add below it" not in sent.content.decode()  # that is for files
    assert OrderStep.SIGNED is order.state


def test_nobody_verifies_their_own_order(site: Site) -> None:
    """Somebody who is prescriber and pharmacist is still one person."""
    name = site.person(PRESCRIBER)
    site.grant(name, PHARMACIST)
    order = signed(site)
    sent = site.send(PRESCRIBER, "order/verify/", weight="70.4", flow="1.3")
    assert (422, "E521" in sent.content.decode()) == (sent.status_code, True)
    assert OrderStep.SIGNED is order.state
    assert "order_signed" == site.chart.lines.order_by("-number")[0].kind


def test_nobody_checks_their_own_preparation(site: Site) -> None:
    """The pharmacist who prepared does not release."""
    order = verified(site)
    site.send(PHARMACIST, "order/prepare/", **LOTS)
    assert 422 == site.send(PHARMACIST, "order/check/").status_code
    assert OrderStep.PREPARED is order.state


def test_the_database_itself_refuses_one_person_for_both_steps(site: Site) -> None:
    """Whoever goes round the rules of the site meets those of the table."""
    order = signed(site)
    first = order.steps.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        StepOfOrder.objects.create(
            order=order, kind="verified", pair="order", by=first.by, role="", at=first.at
        )


@pytest.mark.parametrize("statement", ["UPDATE {} SET kind = 'filled'", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["orders_stepoforder", "access_access"])
def test_what_was_done_is_never_changed(site: Site, table: str, statement: str) -> None:
    """Steps and the access log only grow."""
    signed(site)
    said = statement.format(table).replace("kind = 'filled'", "id = id + 1000")
    with pytest.raises(DatabaseError, match="never"), transaction.atomic():
        connection.cursor().execute(said)


def test_a_second_person_is_another_person(site: Site) -> None:
    """The nurse who opened the visit cannot second it, whatever is typed."""
    visit = visiting_alone(site)
    name = site.person(NURSE)
    for staff_id, secret, code in ((name, SECRET, "E521"), ("nurse-2", "wrong", "E525")):
        sent = site.send(NURSE, "visit/second/", form="visit/", staff_id=staff_id, secret=secret)
        assert (422, True) == (sent.status_code, code in sent.content.decode())
    sent = site.send(NURSE, "visit/empty/", form="visit/", withdrawn="12.1")
    assert (422, VisitStep.OPENED) == (sent.status_code, visit.state)


def visiting_alone(site: Site) -> Any:
    """One nurse at the bedside."""
    site.person(NURSE, 2)
    site.send(NURSE, "visit/", serial="syn 0101")
    return site.chart.visits.get()


def test_a_pump_with_another_serial_stops_everything(site: Site) -> None:
    """Another patient, or another chart: no visit begins."""
    sent = site.send(NURSE, "visit/", serial="SYN-0102")
    assert (422, "E527" in sent.content.decode()) == (sent.status_code, True)
    assert not site.chart.visits.exists()


def test_a_second_click_writes_nothing_twice(site: Site) -> None:
    """The same form, sent again after its answer was lost."""
    visiting(site)
    shown = site.browser(NURSE).get(site.url("visit/")).content.decode()
    hidden = dict(re.findall(r'name="(key|head)" value="([^"]*)"', shown))
    sent = {**hidden, "withdrawn": FLOW_CHANGES}
    before = site.chart.lines.count()
    found = [site.browser(NURSE).post(site.url("visit/empty/"), sent).status_code for _ in "ab"]
    assert ([302, 302], 1) == (found, site.chart.lines.count() - before)


def test_a_released_order_goes_in_only_while_the_plan_says_the_same(site: Site) -> None:
    """Time alone may change a plan; nothing was charted, so nothing has revoked the order yet."""
    order, visit = released(site), visiting(site)
    site.send(NURSE, "visit/empty/", form="visit/", withdrawn=FLOW_STAYS)
    nurse = Account.objects.get(username=site.person(NURSE))
    sheet = sheet_of(site.chart, datetime.now().astimezone())
    changed = Alert("the signed order no longer stands", RULE, (order.entry,))
    other = replace(sheet, plan=replace(sheet.plan, alerts=(*sheet.plan.alerts, changed)))
    assert [order, None] == [may_fill_fudr(visit, nurse, each) for each in (sheet, other)]


def test_what_was_made_up_is_said_and_not_assumed(site: Site) -> None:
    """A saline fill without its volume is refused; the chart holds what was typed."""
    visiting(site)
    site.send(NURSE, "visit/empty/", form="visit/", withdrawn=FLOW_CHANGES)
    assert 422 == fill(site, "heparinised-saline", prepared="").status_code
    assert 302 == fill(site, "heparinised-saline", prepared="25", injected="25").status_code
    assert '"prepared":"25 mL"' in site.chart.lines.order_by("-number")[0].stored


def test_an_entry_of_somebody_else_in_between_is_shown_first(site: Site) -> None:
    """The form was filled in on an older head: nothing is written, and what is new is named."""
    shown = site.browser(PRESCRIBER).get(site.url("order/sign/")).content.decode()
    hidden = dict(re.findall(r'name="(key|head)" value="([^"]*)"', shown))
    assert 302 == site.send(NURSE, "record/weight/", weight="70.4 kg").status_code
    sent = site.browser(PRESCRIBER).post(site.url("order/sign/"), {**hidden, "secret": SECRET})
    assert (422, True) == (sent.status_code, "E513" in sent.content.decode())
    assert not site.chart.orders.exists()


@pytest.mark.parametrize("until", [signed, verified, released])
def test_a_late_entry_revokes_the_order_at_every_step(site: Site, until: Any) -> None:
    """A weight of today that is 3 kg lower: 187 mg instead of 195 mg."""
    order = until(site)
    site.wait(minutes=1)
    assert 302 == site.send(NURSE, "record/weight/", weight="67.4 kg").status_code
    revoked = order.steps.get(kind="revoked")
    assert (
        "dosing weight 70.4 is now 67.4 kg" in revoked.said["why"]
        or "not given" in (revoked.said["why"])
    )
    assert 404 == site.send(PHARMACIST, "order/check/").status_code


def test_an_entry_that_changes_nothing_leaves_the_order_alone(site: Site) -> None:
    """The same weight once more."""
    order = released(site)
    site.send(NURSE, "record/weight/", weight="70.4 kg")
    assert OrderStep.CHECKED is order.state


def test_an_order_is_withheld_for_a_coded_reason(site: Site) -> None:
    """Without a reason it stays; "other" needs words."""
    order = released(site)
    assert 422 == site.send(NURSE, "order/withhold/").status_code
    assert 422 == site.send(NURSE, "order/withhold/", reason="other").status_code
    assert 302 == site.send(NURSE, "order/withhold/", reason="patient-unwell").status_code
    assert OrderStep.WITHHELD is order.state


def test_an_access_that_failed_ends_visit_and_order(site: Site) -> None:
    """The needle does not find the port: the pump is as it was, the order is over."""
    order = released(site)
    visit = visiting(site)
    sent = site.send(NURSE, "visit/fail/", form="visit/", words="port not found")
    assert (302, VisitStep.FAILED, OrderStep.FAILED) == (
        sent.status_code,
        visit.state,
        order.state,
    )


def test_no_draft_is_signed(site: Site) -> None:
    """A site that approved no value signs nothing."""
    with override_settings(APPROVALS=""):
        assert 422 == site.send(PRESCRIBER, "order/sign/").status_code
    assert not site.chart.orders.exists()


def test_a_competency_that_ran_out_yesterday_gives_no_fudr(site: Site) -> None:
    """On its last day it holds; the day after the nurse may not even open the visit."""
    name = site.person(NURSE)
    day = datetime.now().astimezone().date()
    mine = Competency.objects.filter(account__username=name)
    mine.update(valid_until=day)
    assert 200 == site.browser(NURSE).get(site.url("visit/")).status_code
    assert "Begin the access" in site.browser(NURSE).get(site.url("visit/")).content.decode()
    mine.update(valid_until=day - timedelta(days=1))
    assert 403 == site.browser(NURSE).post(site.url("visit/")).status_code


def test_a_rescue_is_one_person_without_fudr_and_is_checked_by_another(site: Site) -> None:
    """Under break-glass; released FUDR does not go in; it stands on Today until it is checked."""
    released(site)
    site.browser(NURSE).post(site.url("break-glass/"), {"reason": "pump dry, nobody else"})
    site.send(NURSE, "visit/rescue/", serial="SYN-0101", reason="pump dry")
    site.send(NURSE, "visit/empty/", form="visit/", withdrawn=FLOW_STAYS)
    assert 422 == fill(site, "fudr").status_code
    assert 302 == fill(site, "heparinised-saline").status_code
    visit = site.chart.visits.get()
    today = site.browser(NURSE).get("/").content.decode()
    assert "Rescue fills to be checked" in today
    assert "LATE" not in today.partition("Orders on their way")[0]
    site.wait(hours=24, seconds=1)
    site.browsers.clear()
    late = site.browser(NURSE).get("/").content.decode().partition("Orders on their way")[0]
    assert "LATE" in late
    assert 422 == site.send(NURSE, "visit/check-after/", form="visit/").status_code
    name = site.person(NURSE, 2)
    other = site.browser(NURSE, 2)
    assert name
    assert 302 == other.post(site.url("visit/check-after/"), {}).status_code
    assert "checked-after" == visit.state.value
