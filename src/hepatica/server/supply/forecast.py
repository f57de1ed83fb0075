"""Does the stock last for the fills of the next four weeks? If not: from which day on.

Today calls `shortages(now)`: one row for each product that falls short, empty when none does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from hepatica.core.frozen import frozen
from hepatica.server.supply.expected import Fill, fills_of
from hepatica.server.supply.models import UNIT, Expectation, Lot, Product
from hepatica.server.supply.prepared import cases_prepared, unbooked, whole_containers
from hepatica.server.supply.stock import recalled_keys, with_levels

HORIZON_DAYS = 28
# What the plans of charts tell beforehand; pumps and bolus-path needles are not among it.
FORECAST = (
    Product.FLOXURIDINE,
    Product.HEPARIN,
    Product.DEXAMETHASONE,
    Product.REFILL_NEEDLE,
)
_ONE = Decimal(1)
_NOTHING = Decimal(0)


@frozen
class Need:
    """What one fill takes of one product, on its day; mg, units or needles."""

    day: date
    case: str
    amount: Decimal


@dataclass(slots=True)
class Batch:
    """Containers of one lot that may be used up to `expiry`; each holds mg, units, or is one."""

    expiry: date
    holds: Decimal
    count: int


@frozen
class Unmet:
    """A fill for which the stock does not suffice, and by how much."""

    need: Need
    missing: Decimal


@frozen
class Shortage:
    """A product that falls short: on which day first, for which charts, by how much in all."""

    product: Product
    unit: str
    day: date
    missing: Decimal
    unmet: tuple[Unmet, ...]


@frozen
class Forecast:
    """One product over the next four weeks.

    `is_kept` is whether the stock ever had a lot of it: what was never recorded is unknown, and
    not nothing. `good_today` is what `containers` hold that may be used today; `needed` is all
    that the fills take.
    """

    product: Product
    unit: str
    is_kept: bool
    containers: int
    good_today: Decimal
    needed: Decimal
    needs: tuple[Need, ...]
    shortage: Shortage | None


@frozen
class LookAhead:
    """The forecast of every product, and the charts whose next FUDR cannot be reckoned."""

    products: tuple[Forecast, ...]
    unknown: tuple[tuple[str, str], ...]


@frozen
class _Barred:
    """What does not count as stock: recalled lots, and vials prepared and not taken out."""

    recalled: frozenset[tuple[str, str]]
    prepared: Counter[int]


def shortages(now: datetime) -> tuple[Shortage, ...]:
    """What falls short within four weeks, the earliest day first; for the list of today.

    As `look_ahead`, it rests on what was kept: `hepatica.server.worklist.outlooks.refresh` first.
    """
    found = [each.shortage for each in look_ahead(now).products if each.shortage is not None]
    return tuple(sorted(found, key=lambda each: each.day))


def look_ahead(now: datetime) -> LookAhead:
    """The next four weeks of every product that plans tell beforehand.

    A FUDR fill whose order is prepared needs nothing more: its vials are out of the cupboard.
    """
    prepared = cases_prepared()
    last = now.date() + timedelta(days=HORIZON_DAYS)
    needs: dict[Product, list[Need]] = {product: [] for product in FORECAST}
    unknown = []
    for case, rows, why in _expected():
        if why:
            unknown.append((case, why))
        for fill in fills_of(rows):
            if fill.day <= last:
                _take_down(needs, case, fill, is_prepared=fill.is_fudr and case in prepared)
    barred = _Barred(recalled_keys(), _prepared_vials())
    lots = with_levels(Lot.objects.filter(product__in=FORECAST))
    products = tuple(
        _forecast(each, [lot for lot in lots if lot[0].product == each], needs[each], now, barred)
        for each in FORECAST
    )
    return LookAhead(products, tuple(unknown))


def _expected() -> QuerySet[Expectation, tuple[str, list[dict[str, Any]], str]]:
    """Case, fills and what is unknown; the many charts that are over have neither."""
    rows = Expectation.objects.exclude(fills=[], unknown="").order_by("chart__case")
    return rows.values_list("chart__case", "fills", "unknown")


def _take_down(
    needs: dict[Product, list[Need]], case: str, fill: Fill, *, is_prepared: bool
) -> None:
    for product, amount in fill.amounts:
        if product is Product.REFILL_NEEDLE or not is_prepared:
            needs[product].append(Need(fill.day, case, amount))


def _forecast(
    product: Product,
    lots: Sequence[tuple[Lot, int]],
    needs: Sequence[Need],
    now: datetime,
    barred: _Barred,
) -> Forecast:
    batches = list(_usable(lots, now.date(), barred))
    unmet = run_through(batches, needs) if lots else ()
    unit = UNIT.get(product, "")
    shortage = None
    if unmet:
        missing = sum((each.missing for each in unmet), _NOTHING)
        shortage = Shortage(product, unit, unmet[0].need.day, missing, unmet)
    return Forecast(
        product=product,
        unit=unit,
        is_kept=bool(lots),
        containers=sum(batch.count for batch in batches),
        good_today=sum((batch.holds * batch.count for batch in batches), _NOTHING),
        needed=sum((need.amount for need in needs), _NOTHING),
        needs=tuple(sorted(needs, key=lambda need: (need.day, need.case))),
        shortage=shortage,
    )


def _usable(lots: Iterable[tuple[Lot, int]], today: date, barred: _Barred) -> Iterator[Batch]:
    """What may be used from today on: neither expired nor recalled, nor prepared and unbooked."""
    for lot, level in lots:
        count = level - barred.prepared[lot.pk]
        is_recalled = (lot.product, lot.lot_key) in barred.recalled
        if lot.expiry >= today and not is_recalled and count > 0:
            yield Batch(lot.expiry, lot.per_container or _ONE, count)


def _prepared_vials() -> Counter[int]:
    """The vials that prepared fills took, and nobody took out of stock, by lot."""
    gone = Counter[int]()
    for each in unbooked():
        if each.lot is not None:
            gone[each.lot.pk] += each.vials
    return gone


def run_through(stock: Iterable[Batch], needs: Iterable[Need]) -> tuple[Unmet, ...]:
    """The fills that the stock does not suffice for, in the order of their days.

    What expires first is used first, only up to its last day, and in whole containers for one
    fill. A fill that cannot be made takes nothing, so that a later, smaller one may be made.
    """
    left = sorted((Batch(b.expiry, b.holds, b.count) for b in stock), key=lambda b: b.expiry)
    asked = sorted(needs, key=lambda each: (each.day, each.case))
    if not asked or _is_ample(left, asked):
        return ()
    unmet = []
    for need in asked:
        missing, taken = _take(left, need)
        if missing > 0:
            unmet.append(Unmet(need, missing))
            continue
        for batch, count in taken:
            batch.count -= count
    return tuple(unmet)


def _is_ample(stock: Sequence[Batch], needs: Sequence[Need]) -> bool:
    """Whether what outlasts the last fill surely suffices for all of them; most days it does.

    A fill opens at most one container more than its amount fills, and one more for each lot.
    """
    lasting = [batch for batch in stock if batch.expiry >= needs[-1].day]
    if not lasting:
        return False
    amount = sum((need.amount for need in needs), _NOTHING)
    most = amount / min(batch.holds for batch in stock) + len(needs) * (1 + len(stock))
    return sum(batch.count for batch in lasting) >= most


def _take(stock: Iterable[Batch], need: Need) -> tuple[Decimal, list[tuple[Batch, int]]]:
    missing, taken = need.amount, []
    for batch in stock:
        if missing <= 0:
            break
        if batch.expiry >= need.day:
            count = min(batch.count, whole_containers(missing, batch.holds))
            missing -= count * batch.holds
            taken.append((batch, count))
    return missing, taken
