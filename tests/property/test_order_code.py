"""Whatever order is printed, the scanned code is that order."""

from datetime import datetime, timedelta, timezone
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from hepatica.core.quantities import clinical_arithmetic, twelve_digits
from hepatica.reports.paper.order_code import OrderCode, encode, parse

# What a square of QR letters holds: denser than bytes, so that it can be small.
LETTERS = set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


def twelve(value: Decimal) -> Decimal:
    """A figure as a code holds it."""
    return Decimal(twelve_digits(value))


def figures(low: str, high: str) -> st.SearchStrategy[Decimal]:
    """Figures between two bounds, of up to twelve digits."""
    return st.decimals(low, high, places=6).map(twelve)


@st.composite
def order_codes(draw: st.DrawFn) -> OrderCode:
    """Any order that a plan could make."""
    mg, ml = draw(figures("0.5", "600")), draw(figures("1", "60"))
    minutes = draw(st.integers(-14 * 60, 14 * 60))
    at = draw(st.datetimes(datetime(2020, 1, 1), datetime(2099, 1, 1)))  # noqa: DTZ001 - next line
    with clinical_arithmetic():
        concentration = twelve(mg / ml)
    return OrderCode(
        protocol=draw(st.from_regex(r"[a-z][a-z0-9-]{0,20}/20[0-9]{2}\.[0-9]", fullmatch=True)),
        fudr_mg=mg,
        volume_ml=ml,
        concentration_mg_per_ml=concentration,
        dose_mg_per_kg_day=draw(figures("0.001", "0.3")),
        dosing_weight_kg=draw(figures("20", "250")),
        flow_ml_per_day=draw(figures("0.1", "5")),
        at=at.replace(second=0, microsecond=0, tzinfo=timezone(timedelta(minutes=minutes))),
        head=draw(st.text("0123456789abcdef", min_size=12, max_size=12)),
        is_draft=draw(st.booleans()),
    )


@given(order_codes())
def test_a_code_reads_back_to_the_same_order(code: OrderCode) -> None:
    """Parsing undoes encoding, to the last digit."""
    assert code == parse(encode(code))


@given(order_codes(), order_codes())
def test_two_orders_have_two_codes(one: OrderCode, other: OrderCode) -> None:
    """Nothing of an order is lost in its code."""
    assert (one == other) == (encode(one) == encode(other))


@given(order_codes())
def test_a_code_is_made_of_dense_letters(code: OrderCode) -> None:
    """A lower-case letter would make the square a third larger."""
    assert set(encode(code)) <= LETTERS
