"""What went in, what came out, and what does not add up."""

from decimal import Decimal

import pytest

from hepatica.core.chart.entries import Entry, ProcedureDone, PumpAccessed, PumpFilled
from hepatica.core.chart.explant import PumpExplanted
from hepatica.core.chart.words import AccessResult, Content, Procedure
from hepatica.core.pump.ledger import Dwell, keep_ledger
from hepatica.core.pump.tenure import Contradiction
from tests.unit.core.pump.pump_chart import course_of, emptied, entry, explanted, saline
from tests.unit.core.pump.test_recall import PUMP

IMPLANT = entry("implant", "2026-01-12T10:00", PUMP)
FILL = entry("fill", "2026-01-12T10:30", saline())
FUDR = PumpFilled(Content.FUDR, Decimal(30), Decimal(30), fudr_mg=Decimal(180))


@pytest.mark.parametrize(
    ("at", "contradictions"),
    [
        ("2026-01-12T10:00", ()),
        ("2026-01-12T09:59", (Contradiction("before the pump was implanted", ("fill",)),)),
    ],
)
def test_a_pump_may_be_filled_at_the_instant_of_its_implantation(
    at: str, contradictions: tuple[Contradiction, ...]
) -> None:
    """A minute before it there was no pump to fill, and nothing is in it."""
    ledger = keep_ledger(course_of(IMPLANT, entry("fill", at, saline())))
    assert contradictions == ledger.contradictions
    assert bool(contradictions) is (ledger.current is None)


@pytest.mark.parametrize(
    ("said", "access"),
    [
        (
            explanted("SYN-1", "23.5"),
            PumpAccessed(AccessResult.EMPTIED, Decimal("23.5"), pump_serial="SYN-1"),
        ),
        (explanted("SYN-1"), PumpAccessed(AccessResult.EMPTIED, pump_serial="SYN-1")),
        (ProcedureDone(Procedure.PUMP_EXPLANT), PumpAccessed(AccessResult.EMPTIED)),
    ],
)
def test_an_explant_ends_the_dwell_as_an_access_does(
    said: PumpExplanted | ProcedureDone, access: PumpAccessed
) -> None:
    """Emptied when the pump was taken out, and learned when the explant was charted."""
    out: Entry[PumpExplanted | ProcedureDone] = entry("out", "2026-01-17T11:00", said)
    here = keep_ledger(course_of(IMPLANT, FILL, out))
    (ledger,) = here.earlier
    assert (out, out) == (ledger.explant, here.last_explant)
    (dwell,) = ledger.dwells
    assert Entry("out", out.at, out.recorded_at, access) == dwell.access
    assert access.withdrawn_ml == dwell.residual_ml


def test_a_dwell_holds_the_entries_of_its_fill_and_its_access() -> None:
    """As they were charted."""
    out = entry("out", "2026-01-26T10:30", emptied("11.8", serial="SYN-1"))
    ledger = keep_ledger(course_of(IMPLANT, FILL, out))
    assert ((Dwell(FILL, access=out),), ()) == (ledger.dwells, ledger.contradictions)


def test_the_serial_of_another_pump_read_at_an_access_is_a_contradiction() -> None:
    """It names the pump in place and the access."""
    out = entry("out", "2026-01-26T10:30", emptied("11.8", serial="SYN-9"))
    ledger = keep_ledger(course_of(IMPLANT, FILL, out))
    contradiction = Contradiction("the serial read is not this pump's", ("implant", "out"))
    assert (contradiction,) == ledger.contradictions


def test_nothing_comes_out_of_a_pump_that_was_never_filled() -> None:
    """The access alone is named: no fill and no earlier access is charted."""
    ledger = keep_ledger(course_of(IMPLANT, entry("out", "2026-01-26T10:30", emptied("1"))))
    contradiction = Contradiction("more out than in: no fill is recorded", ("out",))
    assert (contradiction,) == ledger.contradictions


def test_a_failed_attempt_takes_nothing_out_whatever_stands_beside_it() -> None:
    """The fill stays in, until an access succeeds."""
    failed = entry("failed", "2026-01-20T09:00", PumpAccessed(AccessResult.FAILED, Decimal(12)))
    ledger = keep_ledger(course_of(IMPLANT, FILL, failed))
    assert ledger.current is not None
    assert ((), FILL) == (ledger.contradictions, ledger.current.fill)
    out = entry("out", "2026-01-20T09:10", emptied("12"))
    assert keep_ledger(course_of(IMPLANT, FILL, failed, out)).current is None


@pytest.mark.parametrize(
    ("withdrawn", "contradictions"),
    [
        ("0.5", ()),
        (
            "0.6",
            (Contradiction("more out than in: no fill is recorded", ("out-1", "out-2")),),
        ),
    ],
)
def test_no_more_than_the_remainder_comes_out_of_an_emptied_pump(
    withdrawn: str, contradictions: tuple[Contradiction, ...]
) -> None:
    """0.5 mL could not be withdrawn; all of it may come out at the next access."""
    first = entry("out-1", "2026-01-20T09:00", emptied("19", remainder="0.5"))
    second = entry("out-2", "2026-01-21T09:00", emptied(withdrawn))
    ledger = keep_ledger(course_of(IMPLANT, FILL, first, second))
    assert contradictions == ledger.contradictions


@pytest.mark.parametrize(("ml", "is_in"), [("0", False), ("0.1", True), ("1", True)])
def test_any_volume_that_went_in_is_a_fill(ml: str, is_in: bool) -> None:
    """A fill with net volume 0 was not given (behaviour E-e); 0.1 mL was."""
    ledger = keep_ledger(course_of(IMPLANT, entry("fill", "2026-01-12T10:30", saline(ml))))
    assert ((), is_in) == (ledger.contradictions, ledger.current is not None)


@pytest.mark.parametrize(("remainder", "mg"), [("0", 0), ("0.5", 3)])
def test_fudr_that_could_not_be_withdrawn_is_in_the_fill_on_top_of_it(
    remainder: str, mg: int
) -> None:
    """By hand: 180 mg in 30 mL are 6 mg/mL; 0.5 mL of it are 3 mg, in 30.5 mL then."""
    ledger = keep_ledger(
        course_of(
            IMPLANT,
            entry("fudr", "2026-01-26T10:00", FUDR),
            entry("out", "2026-02-09T10:00", emptied("11", remainder=remainder)),
            entry("saline", "2026-02-09T10:10", saline()),
        )
    )
    assert ledger.current is not None
    assert mg / (30 + Decimal(remainder)) == ledger.current.concentration_mg_per_ml
    assert (False, mg > 0) == (ledger.has_fudr_in, ledger.holds_any_fudr)
