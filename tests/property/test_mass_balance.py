"""The drug in the ledger, by volumes and by concentration x flow x time, over several fills."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hepatica.core.chart.fold import fold_course
from hepatica.core.pump.flow import observe_dwells
from hepatica.core.pump.ledger import Ledger, keep_ledger
from hepatica.core.quantities import clinical_arithmetic
from tests.golden.charts import base_entries, chart_of
from tests.golden.rules import DEVICE, PROTOCOL
from tests.golden.runner import shipped_rulebook
from tests.property.courses import decimals, examples

RULES = shipped_rulebook()
NEARLY = Fraction(1, 10**18)
IMPLANTED = datetime(2026, 1, 12, 10, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Dwell:
    """One fill of FUDR and how it was emptied; mL and mg, `used` a share of what was there."""

    mg: Decimal
    injected: Decimal
    returned: Decimal
    dead: Decimal
    used: Decimal
    left_behind: Decimal
    days: int


dwells = st.lists(
    st.builds(
        Dwell,
        mg=decimals("20", "590", 0),
        injected=decimals("10", "30", 1),
        returned=decimals("0", "2", 1),
        dead=decimals("0", "0.5", 1),
        used=st.sampled_from([Decimal(0), Decimal("0.25"), Decimal("0.5"), Decimal("0.75")]),
        left_behind=decimals("0", "1.5", 1),
        days=st.integers(2, 20),
    ),
    min_size=1,
    max_size=5,
)


def entries_of(story: list[Dwell]) -> list[Mapping[str, Any]]:
    """The fills and accesses as chart entries."""
    entries = [entry for entry in base_entries("first") if entry["id"] != "saline-0"]
    moment, carried = IMPLANTED + timedelta(hours=1), Decimal(0)
    for number, each in enumerate(story):
        entries.append(fill_entry(f"fudr-{number}", moment, each))
        moment += timedelta(days=each.days)
        there = each.injected - each.returned - each.dead + carried
        residual = there * (1 - each.used)
        carried = min(each.left_behind, residual)
        entries.append(access_entry(f"access-{number}", moment, residual - carried, carried))
        moment += timedelta(minutes=30)
    return entries


def fill_entry(name: str, moment: datetime, each: Dwell) -> dict[str, Any]:
    """A fill of FUDR."""
    return {
        "id": name,
        "kind": "pump_filled",
        "at": moment.isoformat(),
        "content": "fudr",
        "fudr": f"{each.mg} mg",
        "prepared": "30 mL",
        "injected": f"{each.injected} mL",
        "returned": f"{each.returned} mL",
        "line_dead_space": f"{each.dead} mL",
    }


def access_entry(
    name: str, moment: datetime, withdrawn: Decimal, remainder: Decimal
) -> dict[str, Any]:
    """An access that emptied the pump but for a remainder."""
    return {
        "id": name,
        "kind": "pump_accessed",
        "at": moment.isoformat(),
        "result": "emptied",
        "withdrawn": f"{format(withdrawn, 'f')} mL",
        "remainder": f"{format(remainder, 'f')} mL",
    }


def ledger_of(story: list[Dwell]) -> tuple[Ledger, list[Decimal]]:
    """The ledger, and the flow measured over each dwell."""
    moment = IMPLANTED + timedelta(days=200)
    course = fold_course(chart_of(entries_of(story)), at=moment, known_by=moment)
    with clinical_arithmetic():
        ledger = keep_ledger(course)
        reserve = RULES.devices[DEVICE].reserve_ml
        read = observe_dwells(ledger, RULES.protocols[PROTOCOL].flow, reserve_ml=reserve)
        return ledger, [each.reading.flow_ml_per_day for each in read]


@examples(150)
@given(dwells)
def test_no_drug_appears_or_vanishes(story: list[Dwell]) -> None:
    """What went in = what was given + what was withdrawn + what was left behind."""
    with clinical_arithmetic():
        ledger, _ = ledger_of(story)
    carried = Fraction(0)
    for dwell, each in zip(ledger.dwells, story, strict=True):
        share = (each.injected - each.returned - each.dead) / 30
        put_in = Fraction(each.mg) * Fraction(share) + carried
        with clinical_arithmetic():
            given_mg, access = dwell.delivered_mg, dwell.access
            concentration = Fraction(dwell.concentration_mg_per_ml)
        assert given_mg is not None
        assert access is not None
        assert access.payload.withdrawn_ml is not None
        carried = concentration * Fraction(access.payload.remainder_ml)
        withdrawn = concentration * Fraction(access.payload.withdrawn_ml)
        assert abs(put_in - Fraction(given_mg) - withdrawn - carried) < NEARLY


@examples(150)
@given(dwells)
def test_flow_and_volumes_agree(story: list[Dwell]) -> None:
    """Concentration x measured flow x time is the mass by volumes; a stopped pump gave nothing."""
    with clinical_arithmetic():
        ledger, flows = ledger_of(story)
        for dwell, flow, each in zip(ledger.dwells, flows, story, strict=True):
            by_volume = dwell.delivered_mg
            assert by_volume is not None
            by_flow = dwell.concentration_mg_per_ml * flow * each.days
            assert abs(Fraction(by_flow) - Fraction(by_volume)) < NEARLY
            assert each.used > 0 or by_volume == 0
