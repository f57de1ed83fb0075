"""Which pumps a recall speaks of, with the records as they ship."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from hepatica.core.chart.entries import PumpImplanted
from hepatica.core.chart.words import Vessel
from hepatica.core.pump.recall import Match, Verdict, match_recall
from hepatica.library.loader import load_rulebook

IMPLANTED = date(2026, 1, 12)
PUMP = PumpImplanted("intera-3000", "SYN-1", Decimal("1.3"), Decimal(30), Vessel.GASTRODUODENAL)
LEAKING = replace(PUMP, udi_di="00850014110147", catalogue="AP-0300H", lot="20175")
FAST, LEAK, BATTERY = (
    "intera-3000-fast-flow-2022",
    "intera-3000-leak-2026",
    "synchromed-ii-battery-2011",
)


def held(pump: PumpImplanted, recall: str, implanted: date = IMPLANTED) -> Match:
    """The verdict of one shipped recall."""
    book = load_rulebook()
    found = next(each for each in book.recalls if each.id == recall)
    return match_recall(pump, implanted, found, book.devices)


@pytest.mark.parametrize(
    ("distributed", "verdict"),
    [
        (date(2021, 8, 11), Verdict.NO_MATCH),
        (date(2021, 8, 12), Verdict.MATCH),
        (date(2022, 5, 17), Verdict.MATCH),
        (date(2022, 5, 18), Verdict.NO_MATCH),
        (None, Verdict.CANNOT_TELL),
    ],
)
def test_the_period_of_the_fast_pumps_includes_both_ends(
    distributed: date | None, verdict: Verdict
) -> None:
    """Distributed 12 August 2021 to 17 May 2022, as the notice says."""
    assert verdict is held(replace(PUMP, distributed=distributed), FAST).verdict


def test_what_is_missing_is_named() -> None:
    """A day of distribution that nobody charted is asked for."""
    assert ("distributed",) == held(PUMP, FAST).missing


def test_a_pump_implanted_before_the_period_was_distributed_before_it() -> None:
    """On the first day itself it may still have been meant."""
    first = date(2021, 8, 12)
    assert Verdict.NO_MATCH is held(PUMP, FAST, first - timedelta(days=1)).verdict
    assert Verdict.CANNOT_TELL is held(PUMP, FAST, first).verdict


def test_a_pump_distributed_after_it_was_implanted_rules_nothing_out() -> None:
    """One of the dates is wrong; 2022-06-01 alone would be outside the period."""
    odd = replace(PUMP, distributed=date(2022, 6, 1))
    assert Verdict.CANNOT_TELL is held(odd, FAST, date(2022, 3, 1)).verdict


@pytest.mark.parametrize(
    ("pump", "verdict"),
    [
        (LEAKING, Verdict.MATCH),
        (replace(LEAKING, catalogue="ap 0300h"), Verdict.MATCH),
        (replace(LEAKING, lot="20176"), Verdict.NO_MATCH),
        (replace(LEAKING, lot=None), Verdict.CANNOT_TELL),
        (replace(LEAKING, udi_di=None), Verdict.CANNOT_TELL),
        (replace(LEAKING, catalogue=None), Verdict.CANNOT_TELL),
        (replace(LEAKING, catalogue="AP-0300L"), Verdict.CANNOT_TELL),
        (replace(LEAKING, udi_di=None, catalogue="AP-0300L"), Verdict.NO_MATCH),
    ],
)
def test_the_leak_is_of_one_catalogue_number_and_lot(pump: PumpImplanted, verdict: Verdict) -> None:
    """AP-0300H, UDI-DI 00850014110147, lot 20175; identifiers at odds rule nothing out."""
    assert verdict is held(pump, LEAK).verdict


@pytest.mark.parametrize(
    ("model", "verdict"),
    [
        ("Intera 3000", Verdict.MATCH),
        ("Codman 3000", Verdict.MATCH),
        ("synchromed-ii", Verdict.NO_MATCH),
        ("some-other-pump", Verdict.CANNOT_TELL),
    ],
)
def test_a_model_nobody_knows_is_not_a_different_one(model: str, verdict: Verdict) -> None:
    """Names of the family count; a model outside the library is "no match" only when known.

    SynchroMed II is known from its own recall.
    """
    pump = replace(PUMP, model=model, distributed=date(2022, 1, 1))
    found = held(pump, FAST)
    if model == "synchromed-ii":
        assert Verdict.CANNOT_TELL is held(pump, BATTERY).verdict
        assert found.verdict is not Verdict.MATCH
    else:
        assert verdict is found.verdict
