"""Supply: levels that never lie, a shortage seen before its day, and who got a lot."""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from threading import Barrier
from typing import Any, cast
from unittest.mock import patch

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.test import RequestFactory
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from hepatica.library.errors import InputErrors
from hepatica.server.access.doors import Visitor
from hepatica.server.access.models import Access
from hepatica.server.acts import Asked
from hepatica.server.people.models import Account
from hepatica.server.people.roles import SiteRole
from hepatica.server.store.deeds import Asker, append, head_of
from hepatica.server.supply import forecast
from hepatica.server.supply.forecast import (
    Batch,
    LookAhead,
    Need,
    look_ahead,
    run_through,
    shortages,
)
from hepatica.server.supply.models import Lot, Movement, Product
from hepatica.server.supply.prepared import unbooked
from hepatica.server.supply.stock import Moved, level_of, move
from hepatica.server.supply.tracing import who_got
from hepatica.server.worklist.outlooks import refresh
from tests.server.conftest import Database
from tests.server.site import FIRST_DOSE, SECRET, Site, site_at
from tests.server.test_order_path import FLOW_STAYS, LOTS, fill, released, verified, visiting
from tools.demo_site import DemoChart

PHARMACIST, TECHNICIAN, NURSE = SiteRole.PHARMACIST, SiteRole.TECHNICIAN, SiteRole.NURSE
MID_DWELL = DemoChart("mid", "adjuvant-six-cycles", "2026-02-11T12:00+01:00", "")
TODAY, TOMORROW = date(2026, 2, 4), date(2026, 2, 5)


@pytest.fixture
def site(store: Database) -> Iterator[Site]:
    """The morning of the first FUDR, 2026-02-04: 0.12 × 70.4 × 30 ÷ 1.3 = 194.95, so 195 mg."""
    with site_at(FIRST_DOSE) as found:
        yield found


@pytest.fixture
def mid(store: Database) -> Iterator[Site]:
    """2026-02-11, FUDR in the pump; emptied on 02-18, the next FUDR on 2026-03-04.

    The flow measured on 02-04 is (30 − 12.1) mL ÷ 13.99 days = 1.2795 mL/day, so it will take
    0.12 × 70.4 × 30 ÷ 1.2795 = 198.07, that is 198 mg.
    """
    with site_at(MID_DWELL) as found:
        yield found


def deliver(site: Site, count: int = 1, who: SiteRole = TECHNICIAN, **sent: str) -> Any:
    """A delivery of FUDR in vials of 500 mg, if nothing else is said."""
    form = {
        "key": str(uuid.uuid4()),
        "product": "floxuridine",
        "lot": "F-1",
        "expiry": "2027-06-30",
        "per_container": "500",
        "count": str(count),
    }
    return site.browser(who).post("/supply/receive/", {**form, **sent})


def become(
    site: Site, lot: Lot, kind: str, count: int, who: SiteRole = TECHNICIAN, **s: str
) -> Any:
    """Write down what became of some of a lot."""
    form = {"key": str(uuid.uuid4()), "id": str(lot.pk), "kind": kind, "count": str(count)}
    return site.browser(who).post("/supply/lot/", {**form, **s})


def fudr() -> Lot:
    """The one lot of FUDR."""
    return Lot.objects.get(product="floxuridine")


def looked_ahead() -> LookAhead:
    """The next four weeks by every chart as it is now."""
    now = timezone.localtime()
    refresh(now)
    return look_ahead(now)


def short() -> list[tuple[str, date, Decimal]]:
    """What falls short: product, first day, missing in all."""
    now = timezone.localtime()
    refresh(now)
    found = shortages(now)
    return [(each.product.value, each.day, each.missing) for each in found]


def said(answer: Any, code: str) -> tuple[int, bool]:
    """The status, and whether the page gives this code."""
    return answer.status_code, code in answer.content.decode()


# --------------------------------------------------------------------------------- levels


def test_a_level_is_the_sum_of_its_movements(site: Site) -> None:
    """By hand: 10 came, 3 used, 1 broken: 6. Counted 5: one is gone. 2 more came: 7."""
    deliver(site, 10)
    become(site, fudr(), "used", 3)
    become(site, fudr(), "discarded", 1, reason="broken")
    become(site, fudr(), "corrected", 5, reason="counted by two")
    deliver(site, 2)
    rows = list(Movement.objects.order_by("number").values_list("change", "level_after"))
    assert [(10, 10), (-3, 7), (-1, 6), (-1, 5), (2, 7)] == rows
    assert 7 == level_of(fudr()) == sum(change for change, _ in rows)
    assert 1 == Lot.objects.count()


@pytest.mark.parametrize(("count", "status"), [(2, 302), (3, 422)])
def test_no_more_is_used_than_there_is(site: Site, count: int, status: int) -> None:
    """Of two vials two may be used, and three may not."""
    deliver(site, 2)
    answer = become(site, fudr(), "used", count)
    assert (status, status == 422) == said(answer, "E532")
    assert (0 if status == 302 else 2) == level_of(fudr())


def test_of_two_who_use_the_last_vial_at_once_one_is_refused(site: Site) -> None:
    """Twenty at once, one vial: one takes it, the level is zero, and nobody goes below."""
    deliver(site, 1)
    lot, account = fudr(), Account.objects.get(username=site.person(TECHNICIAN))
    gate, now = Barrier(20), timezone.localtime()
    visitor = cast(Visitor, RequestFactory().post("/supply/lot/"))
    visitor.user = account

    def one(number: int) -> str:
        gate.wait()
        try:
            move(lot, Moved("used", "1"), Asked(visitor, f"k{number}", "", now))
        except InputErrors as refusal:
            return refusal.errors[0].code.name
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        found = Counter(pool.map(one, range(20)))
    assert (1, 19) == (found["done"], found["E532"] + found["E537"])
    assert 0 == level_of(lot)


_COLUMNS = 'lot_id, number, kind, change, level_after, "on", at, by_id, reason, key'


@pytest.mark.parametrize(
    "values",
    [
        "number + 1, 'used', -2, -1",  # below zero
        "number + 1, 'used', -1, 1",  # a level that is not the one before and the change
        "number + 2, 'used', -1, 0",  # a gap
        "number, 'used', -1, 0",  # in the place of another
        "1, 'received', 5, 5",  # a second beginning
        "number + 1, 'used', 1, 2",  # used, and more than before
        "number + 1, 'discarded', -1, 0",  # without a reason
    ],
)
def test_the_database_refuses_a_level_that_lies(site: Site, values: str) -> None:
    """With nothing of ours in between."""
    deliver(site, 1)
    select = f"SELECT lot_id, {values}, \"on\", at, by_id, '', 'k2' FROM supply_movement"
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(f"INSERT INTO supply_movement ({_COLUMNS}) {select}")
    assert 1 == level_of(fudr())


def test_the_database_takes_the_movement_that_follows(site: Site) -> None:
    """The twin of the above: the same statement with the right place, change and level."""
    deliver(site, 1)
    select = "SELECT lot_id, number + 1, 'used', -1, 0, \"on\", at, by_id, '', 'k2'"
    statement = f"INSERT INTO supply_movement ({_COLUMNS}) {select} FROM supply_movement"
    connection.cursor().execute(statement)
    assert 0 == level_of(fudr())


@pytest.mark.parametrize("table", ["supply_lot", "supply_movement", "supply_lotrecall"])
def test_nothing_of_the_stock_is_changed_or_deleted(site: Site, table: str) -> None:
    """Lots, movements and recalls only grow."""
    deliver(site)
    recall_it(site)
    for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(statement)


def test_a_form_sent_twice_counts_once(site: Site) -> None:
    """A second click changes nothing; the same key for another count is refused."""
    assert [302, 302] == [deliver(site, 5, key="a").status_code for _ in range(2)]
    assert (5, 1) == (level_of(fudr()), Movement.objects.count())
    assert [302, 302] == [
        become(site, fudr(), "corrected", 4, key="b", reason="counted").status_code
        for _ in range(2)
    ]
    assert (422, True) == said(become(site, fudr(), "used", 1, key="b"), "E514")
    assert (422, True) == said(deliver(site, 6, key="a"), "E514")
    assert (4, 2) == (level_of(fudr()), Movement.objects.count())


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"product": "morphine"}, "E535"),
        ({"lot": " - "}, "E535"),
        ({"count": "0"}, "E535"),
        ({"count": "1.5"}, "E535"),
        ({"count": "-1"}, "E535"),
        ({"expiry": "2026-02-03"}, "E535"),  # yesterday
        ({"expiry": "06/2027"}, "E535"),
        ({"per_container": ""}, "E535"),
        ({"per_container": "0"}, "E535"),
        ({"per_container": "5000"}, "E536"),  # a tenfold slip would hide a shortage
        ({"product": "pump", "model": "another-pump"}, "E535"),
    ],
)
def test_a_delivery_is_refused_with_its_reason(site: Site, sent: dict[str, Any], code: str) -> None:
    """Nothing is written."""
    assert (422, True) == said(deliver(site, **sent), code)
    assert 0 == Lot.objects.count()


def test_another_mass_in_a_vial_is_confirmed(site: Site) -> None:
    """Asked once more, and then believed."""
    refused = deliver(site, per_container="250")
    assert 'name="is_confirmed"' in refused.content.decode()
    assert 302 == deliver(site, per_container="250", is_confirmed="on").status_code
    assert Decimal(250) == fudr().per_container


def test_one_lot_has_one_expiry_and_one_mass(site: Site) -> None:
    """The same lot, written another way, with another label."""
    deliver(site)
    assert (422, True) == said(deliver(site, lot="f 1", expiry="2027-07-31"), "E533")
    assert 302 == deliver(site, lot="f 1", model="typed in the wrong box").status_code
    assert (1, 2) == (Lot.objects.count(), level_of(fudr()))


@pytest.mark.parametrize("kind", ["discarded", "corrected"])
def test_what_is_not_used_says_why(site: Site, kind: str) -> None:
    """A vial thrown away, or a count that differs, without a reason."""
    deliver(site)
    assert (422, True) == said(become(site, fudr(), kind, 1, reason=" "), "E535")


def test_the_two_needles_are_two_products(site: Site) -> None:
    """A bolus-path needle is no refill needle: a shortage of one is not met by the other."""
    needle: dict[str, Any] = {"per_container": "", "model": "22 G Huber"}
    deliver(site, 9, product="bolus-path-needle", lot="N-1", **needle)
    deliver(site, 1, product="refill-needle", lot="N-1", **needle)
    become(site, Lot.objects.get(product="refill-needle"), "used", 1)
    assert [("refill-needle", TODAY, Decimal(1))] == short()


# -------------------------------------------------------------------------------- forecast


@pytest.mark.parametrize(
    ("mg", "expected"), [("195", []), ("194", [("floxuridine", TODAY, Decimal(1))])]
)
def test_exactly_enough_is_enough_and_one_mg_less_is_not(
    site: Site, mg: str, expected: list[tuple[str, date, Decimal]]
) -> None:
    """Today's fill takes 195 mg: from one vial of 195 mg, and from one of 194 mg."""
    deliver(site, per_container=mg, is_confirmed="on")
    assert expected == short()


@pytest.mark.parametrize("days", [0, 1])
def test_a_lot_is_good_on_its_last_day_and_not_after_it(site: Site, days: int) -> None:
    """It expires today; a day later the late fill has nothing to be made of, nor may it be used."""
    deliver(site, 2, expiry="2026-02-04")
    site.wait(days=days)
    site.browsers.clear()  # whoever left the site yesterday signs in anew
    assert ([("floxuridine", TOMORROW, Decimal(195))] if days else []) == short()
    used = said(become(site, fudr(), "used", 1), "E534")
    assert ((422, True) if days else (302, False)) == used
    if days:  # written down a day late, it was used while it was good
        assert 302 == become(site, fudr(), "used", 1, on="2026-02-04").status_code


@pytest.mark.parametrize(
    ("expiry", "expected"),
    [
        ("2026-03-04", []),
        ("2026-03-03", [("floxuridine", date(2026, 3, 4), Decimal(198))]),
    ],
)
def test_a_shortage_is_seen_three_weeks_before_the_dose_day(
    mid: Site, expiry: str, expected: list[tuple[str, date, Decimal]]
) -> None:
    """On 02-11 a lot is in stock that expires on the dose day, or the day before it."""
    deliver(mid, 3, expiry=expiry)
    assert expected == short()
    page = mid.browser(NURSE).get("/supply/").content.decode()
    assert bool(expected) == ("SHORT from 2026-03-04" in page)


@pytest.mark.parametrize(("days", "needed"), [(20, 0), (21, 198)])
def test_the_forecast_ends_with_its_last_day(
    mid: Site, monkeypatch: pytest.MonkeyPatch, days: int, needed: int
) -> None:
    """The dose day 21 days ahead is within 21 days, and not within 20."""
    monkeypatch.setattr(forecast, "HORIZON_DAYS", days)
    (product,) = (
        e for e in looked_ahead().products if e.unit == "mg" and e.product is Product.FLOXURIDINE
    )
    assert Decimal(needed) == product.needed


def test_a_halved_dose_is_reckoned_with_its_half(store: Database) -> None:
    """By hand, on 2026-05-06: 0.06 × 70.2 × 30 ÷ 1.2795 = 98.76, so 99 mg on 2026-05-27."""
    with site_at(DemoChart("half", "adjuvant-six-cycles", "2026-05-06T12:00+02:00", "")) as site:
        deliver(site, per_container="98", is_confirmed="on")
        assert [("floxuridine", date(2026, 5, 27), Decimal(1))] == short()
        deliver(site, lot="F-2", per_container="99", is_confirmed="on")
        assert [] == short()


def test_fudr_that_cannot_be_reckoned_is_named(store: Database) -> None:
    """No weight is charted two weeks after the operation; the saline of that day is counted."""
    with site_at(DemoChart("gate", "adjuvant-six-cycles", "2026-01-21T08:40+01:00", "")) as site:
        ahead = looked_ahead()
        assert (("gate", "a weight, and the enrolment"),) == ahead.unknown
        needed = {each.product.value: int(each.needed) for each in ahead.products}
        assert (0, 30000, 1) == tuple(
            needed[product] for product in ("floxuridine", "heparin", "refill-needle")
        )
        page = site.browser(NURSE).get("/supply/").content.decode()
        assert "Not counted, because something is missing:" in page


@pytest.mark.parametrize(
    ("example", "until"),
    [
        ("hold-and-restart", "2026-04-08T08:40-04:00"),
        ("bilirubin-stop", "2026-05-28T12:00+02:00"),
        ("adjuvant-six-cycles", "2026-07-22T08:40+02:00"),
    ],
    ids=["held", "stopped", "six cycles done"],
)
def test_fudr_that_is_not_planned_takes_nothing(store: Database, example: str, until: str) -> None:
    """A hold, a permanent stop and a finished course need no FUDR; their next fill is counted."""
    with site_at(DemoChart("chart", example, until, "")):
        ahead = looked_ahead()
        needed = {each.product: int(each.needed) for each in ahead.products}
        assert (0, 1) == (needed[Product.FLOXURIDINE], needed[Product.REFILL_NEEDLE])


def test_what_was_never_recorded_is_unknown_and_not_nothing(site: Site) -> None:
    """No alarm, and the page says that it does not know."""
    assert [] == short()
    assert "not known: no lot was ever recorded" in (
        site.browser(NURSE).get("/supply/").content.decode()
    )


def test_a_vial_is_opened_for_one_fill(store: Database) -> None:
    """By hand, a vial of 500 mg: of two fills of 250 mg the second has none; 501 mg needs two."""
    monday, friday = date(2026, 3, 2), date(2026, 3, 6)
    vial = Batch(date(2026, 12, 31), Decimal(500), 1)
    halves = [Need(friday, "b", Decimal(250)), Need(monday, "a", Decimal(250))]
    (unmet,) = run_through([vial], halves)
    assert ("b", friday, Decimal(250)) == (unmet.need.case, unmet.need.day, unmet.missing)
    assert () == run_through([vial], [Need(monday, "a", Decimal(500))])
    (unmet,) = run_through([vial], [Need(monday, "a", Decimal(501))])
    assert Decimal(1) == unmet.missing


def test_what_expires_first_is_used_first(store: Database) -> None:
    """By hand: the old vial serves Monday, the new one Friday; used the other way, one lacks."""
    monday, friday = date(2026, 3, 2), date(2026, 3, 6)
    stock = [Batch(date(2026, 12, 31), Decimal(500), 1), Batch(monday, Decimal(500), 1)]
    needs = [Need(monday, "a", Decimal(200)), Need(friday, "b", Decimal(200))]
    assert () == run_through(stock, needs)
    assert (1, 1) == (stock[0].count, stock[1].count)


def test_a_fill_that_cannot_be_made_takes_nothing(store: Database) -> None:
    """By hand: 600 mg cannot be made of one vial of 500 mg; the 400 mg after it still can."""
    monday, friday = date(2026, 3, 2), date(2026, 3, 6)
    vial = Batch(friday, Decimal(500), 1)
    needs = [Need(monday, "a", Decimal(600)), Need(friday, "b", Decimal(400))]
    assert ["a"] == [each.need.case for each in run_through([vial], needs)]


def test_heparin_and_dexamethasone_are_forecast_too(site: Site) -> None:
    """The fill takes 30,000 units and 25 mg: three ampoules of 10,000 and two of 12.5 mg."""
    deliver(site, 2, product="heparin", lot="H-1", per_container="10000")
    deliver(site, 2, product="dexamethasone", lot="D-1", per_container="12.5")
    assert [("heparin", TODAY, Decimal(10000))] == short()
    deliver(site, 1, product="heparin", lot="H-1", per_container="10000")
    assert [] == short()


# -------------------------------------------------------------------- prepared, and traced


def test_a_prepared_vial_is_gone_though_nobody_took_it_out(site: Site) -> None:
    """One vial, prepared and given: the next FUDR, four weeks on, has none; the book says one."""
    deliver(site, 1, lot="SYN-1")
    verified(site)
    assert [] == short()
    site.send(TECHNICIAN, "order/prepare/", **LOTS)
    assert [] == short()
    (waits,) = unbooked()
    assert (fudr(), 1) == (waits.lot, waits.vials)
    site.send(PHARMACIST, "order/check/")
    visiting(site)
    site.send(NURSE, "visit/empty/", form="visit/", withdrawn=FLOW_STAYS)
    assert 302 == fill(site, "fudr", **LOTS).status_code
    assert [("floxuridine", date(2026, 3, 4), Decimal(195))] == short()
    assert 1 == level_of(fudr())


def test_taking_the_prepared_vials_out_closes_the_book(site: Site) -> None:
    """With the order named; a second time there is nothing to take out."""
    deliver(site, 2, lot="syn 1")
    order = released(site)
    sent = become(site, fudr(), "used", 1, order=str(order.pk))
    assert (302, 1, []) == (sent.status_code, level_of(fudr()), unbooked())
    assert order == Movement.objects.get(kind="used").order
    again = become(site, fudr(), "used", 1, order=str(order.pk))
    assert ((422, True), 1) == (said(again, "E535"), level_of(fudr()))


def test_a_count_of_the_shelf_settles_what_was_not_taken_out(site: Site) -> None:
    """The vial was not there any more when the lot was counted."""
    deliver(site, 2, lot="SYN-1")
    released(site)
    site.wait(minutes=1)
    become(site, fudr(), "corrected", 1, reason="counted")
    assert ([], 1) == (unbooked(), level_of(fudr()))


def test_a_lot_is_traced_through_preparation_and_chart(site: Site) -> None:
    """Prepared from SYN-1: FUDR, dexamethasone, heparin; the chart holds the two additives."""
    released(site)
    visiting(site)
    site.wait(minutes=5)
    site.send(NURSE, "visit/empty/", form="visit/", withdrawn=FLOW_STAYS)
    fill(site, "fudr", **LOTS)
    found = [(got.product, got.how.partition(" ")[0], bool(got.entry)) for got in who_got("syn 1")]
    drugs = ("floxuridine", "dexamethasone", "heparin")
    expected = [(drug, "prepared", False) for drug in drugs]
    expected += [(drug, "pump", True) for drug in drugs[1:]]
    assert sorted(expected) == sorted(found)
    (got,) = who_got("SYN-1", "floxuridine")
    assert ("first", "filled, 2026-02-04") == (got.chart.case, got.state)


def test_a_search_lists_the_charts_and_is_written_down(site: Site) -> None:
    """The saline of the implant was made from SYN-HEP-1, however it is typed."""
    before = Access.objects.filter(door="supply-trace").count()
    page = site.browser(NURSE).get("/supply/trace/", {"lot": "synhep1"}).content.decode()
    assert "implant-saline" in page
    assert 1 == Access.objects.filter(door="supply-trace").count() - before
    near = site.browser(NURSE).get("/supply/trace/", {"lot": "SYN-HEP-7"}).content.decode()
    assert "No chart and no preparation names this lot." in near
    assert 'href="?lot=SYN-HEP-1"' in near
    assert 422 == site.browser(NURSE).get("/supply/trace/", {"lot": "--"}).status_code


def test_a_voided_fill_is_still_found(site: Site) -> None:
    """In a recall a patient too many is called, and none too few."""
    void: dict[str, Any] = {
        "id": "void-1",
        "kind": "void",
        "at": "2026-02-04T08:30+01:00",
        "voids": "implant-saline",
        "reason": "typed twice",
    }
    now = timezone.localtime()
    append("first", [void], Asker("test", "void"), head=head_of(site.chart), now=now)
    states = {got.entry: got.state for got in who_got("SYN-HEP-1")}
    assert ("voided since (void-1)", "") == (states["implant-saline"], states["w2-saline"])


def recall_it(site: Site, lot: str = "F-1", who: SiteRole = PHARMACIST, **sent: str) -> Any:
    """Recall a lot of FUDR."""
    form = {"product": "floxuridine", "lot": lot, "reason": "notice of the maker"}
    return site.browser(who).post("/supply/recall/", {**form, **sent})


def test_a_recalled_lot_is_no_stock_and_names_its_charts(site: Site) -> None:
    """It may not be used and does not count, until the recall has ended; the charts are listed."""
    deliver(site, 2, lot="SYN-1")
    released(site)
    become(site, fudr(), "corrected", 1, reason="counted")
    answer = recall_it(site, "syn1")
    assert 302 == answer.status_code
    page = site.browser(PHARMACIST).get(answer["Location"]).content.decode()
    assert "RECALLED" in page
    assert re.search(r'charts/first/">first</a></th><td class="day">2026-02-04', page)
    assert (422, True) == said(become(site, fudr(), "used", 1), "E534")
    assert (422, True) == said(recall_it(site, "SYN-1"), "E538")
    assert 302 == recall_it(site, "SYN-1", lift="yes").status_code
    assert 302 == become(site, fudr(), "used", 1).status_code


@pytest.mark.parametrize("is_recalled", [False, True])
def test_a_recall_brings_the_shortage_forward(mid: Site, *, is_recalled: bool) -> None:
    """Three vials, all of one lot."""
    deliver(mid, 3)
    if is_recalled:
        recall_it(mid)
    expected = [("floxuridine", date(2026, 3, 4), Decimal(198))] if is_recalled else []
    assert expected == short()


def test_a_recall_of_pumps_finds_patients_and_stock(site: Site) -> None:
    """Lot 20175 of the leak recall; another lot is ruled out of it, and not of the other recall."""
    pump: dict[str, Any] = {"product": "pump", "model": "intera-3000", "per_container": ""}
    deliver(site, lot="20175", **pump)
    deliver(site, lot="20176", **pump)
    page = site.browser(NURSE).get("/supply/pumps/").content.decode()
    assert "SYN-0101" in page
    assert "CANNOT TELL" in page
    of_stock = page[page.index('id="in-stock"') : page.index('id="recalls"')]
    rows = re.findall(r"<li>.*?</li>", of_stock, re.DOTALL)
    assert [True, False] == ["intera-3000-leak-2026" in row for row in rows]
    assert all("intera-3000-fast-flow-2022" in row for row in rows)


# ---------------------------------------------------------------------------------- who may


@pytest.mark.parametrize(
    ("role", "looks"),
    [(NURSE, 200), (SiteRole.PRESCRIBER, 200), (SiteRole.AUDITOR, 403), (SiteRole.ON_CALL, 403)],
)
def test_whoever_does_not_keep_the_stock_does_not_change_it(
    site: Site, role: SiteRole, looks: int
) -> None:
    """A nurse and a prescriber look; an auditor does neither."""
    deliver(site, 3)
    assert looks == site.browser(role).get("/supply/").status_code
    statuses = [
        deliver(site, who=role).status_code,
        become(site, fudr(), "used", 1, who=role).status_code,
        recall_it(site, who=role).status_code,
    ]
    assert ([403, 403, 403], 3) == (statuses, level_of(fudr()))


def test_no_password_is_asked_for_a_movement_but_the_account_is_kept(site: Site) -> None:
    """Who it was stands beside each movement."""
    assert SECRET not in deliver(site).content.decode()
    movement = Movement.objects.select_related("by").get()
    assert site.person(TECHNICIAN) == movement.by.username


@given(
    stock=st.lists(st.tuples(st.integers(0, 9), st.integers(1, 5), st.integers(0, 60)), max_size=4),
    needs=st.lists(st.tuples(st.integers(0, 9), st.integers(1, 12)), max_size=8),
)
def test_plenty_is_seen_without_a_run_through(
    stock: list[tuple[int, int, int]], needs: list[tuple[int, int]]
) -> None:
    """Where the short way says that the stock suffices, the long way says so too."""
    monday = date(2026, 3, 2)
    batches = [Batch(monday + timedelta(e), Decimal(h), c) for e, h, c in stock]
    asked = [Need(monday + timedelta(day), "a", Decimal(amount)) for day, amount in needs]
    short = run_through(batches, asked)
    with patch.object(forecast, "_is_ample", return_value=False):
        assert run_through(batches, asked) == short


def test_plenty_by_hand() -> None:
    """Two fills of 5 from containers of 5: 2 + 2 × 2 are plenty; fewer are counted one by one."""
    monday = date(2026, 3, 2)
    needs = [Need(monday, "a", Decimal(5)), Need(monday, "b", Decimal(5))]
    for count, expiry, expected in ((6, 0, True), (5, 0, False), (6, -1, False)):
        batch = Batch(monday + timedelta(expiry), Decimal(5), count)
        assert expected == forecast._is_ample([batch], needs)
    assert not forecast._is_ample([], needs)
