"""The example charts: they load, add up, and what was ordered and given is what the plan said."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache

import pytest

from hepatica.casefile.load import load_case
from hepatica.casefile.seal import seal, verify
from hepatica.core.chart.entries import (
    Entry,
    InputsReEntered,
    OrderSigned,
    PumpFilled,
    PumpImplanted,
)
from hepatica.core.chart.fold import Chart, fold_course
from hepatica.core.chart.systemic_entries import SystemicGiven
from hepatica.core.decision import FudrWord
from hepatica.core.plan import Plan
from hepatica.core.planning import plan
from hepatica.core.pump.ledger import keep_ledger
from hepatica.core.quantities import twelve_digits
from hepatica.core.rulebook import Rulebook
from hepatica.core.schedule.reservoir import ReservoirAction
from hepatica.library.loader import load_rulebook
from tools.examples import (
    APPROVALS,
    FOLDER,
    WRITTEN_ON,
    Moment,
    case_files,
    load_charts,
    plan_at,
    read_moments,
)

CASES = [file.stem for file in case_files()]


@cache
def charts() -> dict[str, Chart]:
    """The example charts, read once."""
    return load_charts()


@cache
def rulebook() -> Rulebook:
    """The shipped rulebook, read once."""
    return load_rulebook()


def signed_orders() -> list[tuple[str, Entry[OrderSigned]]]:
    """Every signed order of every example, with its case."""
    return [
        (case, Entry(entry.id, entry.at, entry.recorded_at, entry.payload))
        for case, chart in charts().items()
        for entry in chart.entries
        if isinstance(entry.payload, OrderSigned)
    ]


def visits_given() -> list[tuple[str, Entry[SystemicGiven]]]:
    """Every systemic visit of every example, with its case."""
    return [
        (case, Entry(entry.id, entry.at, entry.recorded_at, entry.payload))
        for case, chart in charts().items()
        for entry in chart.entries
        if isinstance(entry.payload, SystemicGiven)
    ]


def words_of(moment: Moment) -> tuple[str, ...]:
    """The words of a moment as the head of its chart lists them."""
    words = (moment.word, moment.action, moment.systemic)
    return tuple(word.value for word in words if word is not None)


def id_of(value: object) -> str | None:
    """A readable test id."""
    return value.id if isinstance(value, Entry) else None


def ordered(decimals: tuple[Decimal, ...]) -> tuple[str, ...]:
    """Figures as they stand on an order."""
    return tuple(twelve_digits(value) for value in decimals)


def plan_of_order(case: str, entry: Entry[OrderSigned], *, at: datetime | None = None) -> Plan:
    """What the plan said when an order was signed, or later the same day."""
    at = at or entry.at.earliest
    known_by = max(at, entry.payload.known_by)
    return plan(fold_course(charts()[case], at=at, known_by=known_by), rulebook())


@pytest.mark.parametrize(("case", "entry"), signed_orders(), ids=id_of)
def test_a_signed_order_is_what_the_plan_proposed(case: str, entry: Entry[OrderSigned]) -> None:
    """Dose, weight, flow, volume and mg, worked out apart from core, are those of the plan."""
    order, made = entry.payload, plan_of_order(case, entry)
    assert FudrWord.GIVE == made.decision.word, made.decision.findings
    assert made.fill is not None
    figures = (
        order.dose_mg_per_kg_day,
        order.dosing_weight_kg,
        order.flow_ml_per_day,
        order.volume_ml,
        order.fudr_mg,
    )
    proposed = (
        made.fill.dose_mg_per_kg_day,
        made.fill.dosing_weight_kg,
        made.fill.flow_ml_per_day,
        made.fill.volume_ml,
        made.fill.fudr_mg,
    )
    assert ordered(figures) == ordered(proposed)


@pytest.mark.parametrize(("case", "entry"), signed_orders(), ids=id_of)
def test_the_second_person_comes_to_the_same_order(case: str, entry: Entry[OrderSigned]) -> None:
    """With the pharmacist's own weight, flow and last percent the plan still says give."""
    later = [
        each.at.earliest
        for each in charts()[case].entries
        if isinstance(each.payload, InputsReEntered) and each.at.earliest > entry.at.earliest
    ]
    made = plan_of_order(case, entry, at=later[0])
    assert (FudrWord.GIVE, later[0].date()) == (made.decision.word, entry.at.day)


@pytest.mark.parametrize(("case", "entry"), signed_orders(), ids=id_of)
def test_nothing_speaks_against_a_fill_at_the_needle(case: str, entry: Entry[OrderSigned]) -> None:
    """With the pump emptied and the order checked, the plan still proposes what goes in."""
    filled = next(
        each.at.earliest
        for each in charts()[case].entries
        if isinstance(each.payload, PumpFilled) and each.payload.order == entry.id
    )
    made = plan_of_order(case, entry, at=filled - timedelta(minutes=1))
    assert made.fill is not None, made.decision.findings
    assert (FudrWord.GIVE, entry.payload.fudr_mg) == (made.decision.word, made.fill.fudr_mg)


@pytest.mark.parametrize(("case", "entry"), signed_orders(), ids=id_of)
def test_the_syringe_holds_what_was_ordered(case: str, entry: Entry[OrderSigned]) -> None:
    """The FUDR fill that names an order holds its mg, and each order is filled once."""
    filled = [
        each.payload.fudr_mg
        for each in charts()[case].entries
        if isinstance(each.payload, PumpFilled) and each.payload.order == entry.id
    ]
    assert [entry.payload.fudr_mg] == filled


@pytest.mark.parametrize(("case", "entry"), visits_given(), ids=id_of)
def test_the_drugs_given_are_those_the_plan_proposed(
    case: str, entry: Entry[SystemicGiven]
) -> None:
    """Day and mg, worked out apart from core, are those of the plan a minute before."""
    at, visit = entry.at.earliest - timedelta(minutes=1), entry.payload
    proposal = plan(fold_course(charts()[case], at=at, known_by=at), rulebook()).systemic
    assert proposal is not None
    proposed = [
        (drug.row.drug, drug.row.form, twelve_digits(drug.amount_mg))
        for drug in proposal.drugs
        if drug.amount_mg is not None
    ]
    given = [(drug.drug, drug.form, twelve_digits(drug.dose_mg)) for drug in visit.drugs]
    assert (visit.day, given) == (proposal.day, proposed)


@pytest.mark.parametrize("moment", read_moments(), ids=lambda moment: moment.name)
def test_the_plan_at_a_moment_says_what_the_example_promises(moment: Moment) -> None:
    """The FUDR decision, the reservoir order and the systemic visit of every interesting moment."""
    made = plan_at(moment, charts(), rulebook())
    assert made.reservoir is not None
    systemic = None if made.systemic is None else made.systemic.word
    said = (made.decision.word, made.reservoir.action, systemic)
    assert (moment.word, moment.action, moment.systemic) == said


@pytest.mark.parametrize(
    "moment", [m for m in read_moments() if m.safe_refill_date], ids=lambda moment: moment.name
)
def test_the_safe_refill_date_is_the_one_worked_out_by_hand(moment: Moment) -> None:
    """Usable volume over the fast bound, whole days after the fill."""
    made = plan_at(moment, charts(), rulebook())
    assert made.refill is not None
    assert moment.safe_refill_date == made.refill.date


@pytest.mark.parametrize("case", CASES)
def test_the_header_lists_the_moments(case: str) -> None:
    """The comment at the top of an example and moments.yaml say the same."""
    text = (FOLDER / f"{case}.yaml").read_text(encoding="utf-8")
    header = re.findall(r"^#   (\S+)  (\S+ / \S+(?: / \S+)?)", text, flags=re.MULTILINE)
    listed = [
        (m.at.isoformat(timespec="minutes"), " / ".join(words_of(m)))
        for m in read_moments()
        if m.case == case
    ]
    assert listed == header


@pytest.mark.parametrize("case", CASES)
def test_an_example_says_that_it_is_synthetic(case: str) -> None:
    """No example can be taken for a patient: the chart, its first line and its serials say so."""
    chart = charts()[case]
    first = (FOLDER / f"{case}.yaml").read_text(encoding="utf-8").splitlines()[0]
    serials = {e.payload.serial for e in chart.entries if isinstance(e.payload, PumpImplanted)}
    assert chart.is_synthetic
    assert "SYNTHETIC" in first
    assert all(serial.startswith("SYN-") for serial in serials)


@pytest.mark.parametrize("case", CASES)
def test_the_volumes_of_an_example_add_up(case: str) -> None:
    """No contradiction stands in the reservoir of an example."""
    course = fold_course(charts()[case], at=WRITTEN_ON, known_by=WRITTEN_ON)
    assert () == keep_ledger(course).contradictions


@pytest.mark.parametrize("case", CASES)
def test_an_example_can_be_sealed(case: str) -> None:
    """The entries stand in the order they were recorded, and the sealed chart verifies."""
    found = verify(seal(FOLDER / f"{case}.yaml", now=WRITTEN_ON))
    assert (True, len(charts()[case].entries)) == (found.is_intact, found.entries)


@pytest.mark.parametrize("case", CASES)
def test_with_approvals_and_a_seal_a_plan_is_no_draft(case: str) -> None:
    """The synthetic approvals cover every value an example's plan uses."""
    sealed = load_case(seal(FOLDER / f"{case}.yaml", now=WRITTEN_ON), now=WRITTEN_ON)
    made = plan(fold_course(sealed, at=WRITTEN_ON, known_by=WRITTEN_ON), load_rulebook(APPROVALS))
    assert ((), False) == (made.unapproved, made.is_draft)


def test_the_dates_lie_in_the_announced_period() -> None:
    """June 2025 to October 2026: nothing in the future of the day they were written."""
    days = [entry.at.day for chart in charts().values() for entry in chart.entries]
    assert date(2025, 6, 1) <= min(days)
    assert max(days) <= date(2026, 10, 31)


def test_the_examples_show_every_decision() -> None:
    """Among the moments stands every FUDR decision there is."""
    assert set(FudrWord) == {moment.word for moment in read_moments()}


def test_the_examples_show_every_kind_of_order() -> None:
    """Among the moments stands every action on the reservoir."""
    assert set(ReservoirAction) == {moment.action for moment in read_moments()}
