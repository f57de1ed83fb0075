"""What is in stock: lots received, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, InternalError, transaction
from django.db.models import OuterRef, QuerySet, Subquery

from hepatica.core.frozen import frozen
from hepatica.core.protocol.words import Status
from hepatica.core.pump.recall import plain
from hepatica.library.errors import ErrorCode, refused
from hepatica.library.scalars import NotReadable, read_date, read_number
from hepatica.reports.figures import exact
from hepatica.server.acts import Asked
from hepatica.server.orders.models import Order
from hepatica.server.plans import site_rulebook
from hepatica.server.supply.models import UNIT, Kind, Lot, LotRecall, Movement, Product

_MOST = 10_000


@frozen
class Delivery:
    """A delivery as it was typed. `is_confirmed`: the mass in a vial was looked at again."""

    product: str
    lot: str
    expiry: str
    count: str
    model: str = ""
    per_container: str = ""
    is_confirmed: bool = False


@frozen
class Moved:
    """What became of some containers of a lot, as it was typed; `on` empty means today.

    For a correction `count` is what was counted; else it is what was used or discarded.
    """

    kind: str
    count: str
    on: str = ""
    reason: str = ""
    order: Order | None = None


def level_of(lot: Lot) -> int:
    """How many containers of a lot are in stock."""
    last = lot.movements.values_list("level_after", flat=True).first()
    return 0 if last is None else last


def lots_in_stock(product: str = "", lot_key: str = "") -> list[tuple[Lot, int]]:
    """The lots of which anything is left, with their levels; what expires first comes first."""
    lots = Lot.objects.all()
    lots = lots.filter(product=product) if product else lots
    lots = lots.filter(lot_key=lot_key) if lot_key else lots
    return [(lot, level) for lot, level in with_levels(lots) if level > 0]


def with_levels(lots: QuerySet[Lot]) -> list[tuple[Lot, int]]:
    """Each of these lots with its level, in the order asked for."""
    last = Movement.objects.filter(lot=OuterRef("pk")).order_by("-number")
    levels = dict(
        lots.annotate(level=Subquery(last.values("level_after")[:1])).values_list("pk", "level")
    )
    return [(lot, levels.get(lot.pk) or 0) for lot in lots]


def recalled_keys() -> frozenset[tuple[str, str]]:
    """Product and lot key of every lot that is recalled now."""
    newest: dict[tuple[str, str], bool] = {}
    for recall in LotRecall.objects.order_by("pk"):
        newest[recall.product, recall.lot_key] = not recall.is_lifted
    return frozenset(each for each, is_recalled in newest.items() if is_recalled)


def receive(delivery: Delivery, asked: Asked) -> Movement:
    """Take a delivery into stock.

    Raises:
        InputErrors: E535, something typed cannot be read, or the lot has expired; E536, a vial
            of FUDR holds another mass than the protocols name, and nobody confirmed it; E533,
            the lot is on record with another expiry or mass; E514, the key was used for
            something else; E537, somebody else wrote in the same moment.
    """
    product = _product(delivery.product)
    count, expiry = _count(delivery.count, least=1), _day(delivery.expiry, "expiry")
    today = asked.now.date()
    if expiry < today:
        raise _unreadable("expiry", f"{expiry}", f"{today} or later: an expired lot is sent back")
    per_container = _per_container(product, delivery)
    with _one_writer(delivery.lot), transaction.atomic():
        lot = _lot(product, delivery, expiry, per_container)
        return _add(lot, Kind.RECEIVED, count, today, asked)


def move(lot: Lot, moved: Moved, asked: Asked) -> Movement:
    """Write down that containers were used or discarded, or what was counted.

    Raises:
        InputErrors: E535, something typed cannot be read, or the reason is missing; E532, more
            than there are; E534, the lot had expired or is recalled, and may not be used; E514
            and E537, as `receive`.
    """
    if moved.kind not in (Kind.USED, Kind.DISCARDED, Kind.CORRECTED):
        raise _unreadable("kind", moved.kind, "used, discarded or corrected")
    kind = Kind(moved.kind)
    count = _count(moved.count, least=0 if kind is Kind.CORRECTED else 1)
    on = _day(moved.on, "day") if moved.on.strip() else asked.now.date()
    if on > asked.now.date():
        raise _unreadable("day", f"{on}", "today or an earlier day")
    if kind is not Kind.USED and not moved.reason.strip():
        raise _unreadable("reason", "", "why, in words")
    if kind is Kind.USED:
        refuse_unusable(lot, on)
    with _one_writer(lot.lot), transaction.atomic():
        lot = Lot.objects.select_for_update().get(pk=lot.pk)
        change = count - level_of(lot) if kind is Kind.CORRECTED else -count
        return _add(lot, kind, change, on, asked, moved)


def refuse_unusable(lot: Lot, on: date) -> None:
    """Refuse to use a lot after its last day, or while it is recalled.

    Raises:
        InputErrors: E534.
    """
    if on > lot.expiry:
        expected = f"a lot that had not expired on {on}; this one was good until {lot.expiry}"
        raise refused(ErrorCode.E534, lot.lot, expected=expected, remedy="Discard it.")
    if (lot.product, lot.lot_key) in recalled_keys():
        raise refused(
            ErrorCode.E534,
            lot.lot,
            expected="a lot that is not recalled",
            remedy="Set it apart. If it went into a pump, tell the prescriber now.",
        )


def _add(
    lot: Lot, kind: Kind, change: int, on: date, asked: Asked, moved: Moved | None = None
) -> Movement:
    """The next movement of a lot; the same form a second time is the first one's movement."""
    reason = "" if moved is None else moved.reason.strip()
    order = None if moved is None else moved.order
    last = lot.movements.first()
    number, level = (0, 0) if last is None else (last.number, last.level_after)
    sent = Movement.objects.filter(key=asked.key).first()
    if sent is not None:
        counted = sent.level_after == level + change  # a second correction changes nothing
        is_same = counted if kind is Kind.CORRECTED else sent.change == change
        if not is_same or (sent.lot_id, sent.kind, sent.by) != (lot.pk, kind, asked.visitor.user):
            raise refused(
                ErrorCode.E514,
                "form",
                came=asked.key,
                expected="a form of its own for each movement",
                remedy="Nothing was written. Open the page again.",
            )
        return sent
    if level + change < 0:
        raise refused(
            ErrorCode.E532,
            lot.lot,
            came=str(-change),
            expected=f"at most {level}, which is what is in stock",
            remedy="Count the shelf, and correct the level if the count is another.",
        )
    return Movement.objects.create(
        lot=lot,
        number=number + 1,
        kind=kind,
        change=change,
        level_after=level + change,
        on=on,
        at=asked.now,
        by=asked.visitor.user,
        reason=reason,
        order=order,
        key=asked.key,
    )


def _lot(product: Product, delivery: Delivery, expiry: date, per_container: Decimal | None) -> Lot:
    key, model = plain(delivery.lot), "" if product in UNIT else delivery.model.strip()
    if not key:
        raise _unreadable("lot", delivery.lot, "the lot as it is printed")
    if product is Product.PUMP and model not in site_rulebook().devices:
        raise _unreadable("model", model, "a pump family of the library")
    lot, is_new = Lot.objects.select_for_update().get_or_create(
        product=product,
        lot_key=key,
        model=model,
        defaults={
            "lot": delivery.lot.strip(),
            "expiry": expiry,
            "per_container": per_container,
        },
    )
    if not is_new and (lot.expiry, lot.per_container) != (expiry, per_container):
        said = f"expiry {lot.expiry}{_holding(lot)}"
        raise refused(
            ErrorCode.E533,
            lot.lot,
            expected=f"the particulars of this lot on record: {said}",
            remedy="Read the label again. Two labels that differ are two lots: ask the supplier.",
        )
    return lot


def _holding(lot: Lot) -> str:
    if lot.per_container is None:
        return ""
    return f", {exact(lot.per_container)} {UNIT[Product(lot.product)]} in one"


def _per_container(product: Product, delivery: Delivery) -> Decimal | None:
    """What one vial holds, in mg (heparin: units); a tenfold slip would hide a shortage."""
    if product not in UNIT:
        return None
    text = delivery.per_container.strip()
    try:
        amount = read_number(text)
    except NotReadable as error:
        raise _unreadable(f"{UNIT[product]} in one", text, error.expected) from None
    if amount <= 0:
        raise _unreadable(f"{UNIT[product]} in one", text, "more than nothing")
    usual = _vial_masses()
    if product is Product.FLOXURIDINE and amount not in usual and not delivery.is_confirmed:
        raise refused(
            ErrorCode.E536,
            "mg in one vial",
            came=text,
            expected=" or ".join(f"{exact(mass)} mg" for mass in sorted(usual)),
            remedy="Read the label again. If it does say so, confirm it.",
        )
    return amount


def _vial_masses() -> set[Decimal]:
    """What a vial of FUDR holds by the protocols that are ordered from; mg."""
    protocols = site_rulebook().protocols.values()
    return {p.fills.vial_mg for p in protocols if p.heading.status is not Status.HISTORIC}


def _product(text: str) -> Product:
    if text not in Product.values:
        raise _unreadable("product", text, f"one of {', '.join(Product.values)}")
    return Product(text)


def _count(text: str, *, least: int) -> int:
    text = text.strip()
    if not (text.isascii() and text.isdigit()) or not least <= int(text) <= _MOST:
        raise _unreadable("how many", text, f"a whole number from {least} to {_MOST}")
    return int(text)


def _day(text: str, where: str) -> date:
    try:
        return read_date(text.strip())
    except NotReadable as error:
        raise _unreadable(where, text, error.expected) from None


def _unreadable(where: str, came: str, expected: str) -> Exception:
    return refused(ErrorCode.E535, where, came=came, expected=expected)


@contextmanager
def _one_writer(lot: str) -> Iterator[None]:
    """What the database refuses because somebody was faster is said as such."""
    try:
        yield
    except (IntegrityError, InternalError):  # by a constraint, or by a trigger of PostgreSQL
        raise refused(
            ErrorCode.E537,
            lot,
            expected="a lot on which nobody else writes in this moment",
            remedy="Nothing was written. Look at the level, and send it again.",
        ) from None
