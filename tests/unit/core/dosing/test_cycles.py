"""The cycles of a course, for drawing: percent, and where the steps of the liver table begin."""

from datetime import datetime
from decimal import Decimal

from hepatica.casefile.load import load_case
from hepatica.core.chart.fold import fold_course
from hepatica.core.chart.laboratory import LaboratoryPanel, LabValue
from hepatica.core.chart.words import LabTest
from hepatica.core.dosing.cycles import Cycle, StepLimits, cycles_of
from hepatica.core.dosing.liver import table_percent
from hepatica.core.pump.ledger import keep_ledger
from hepatica.library.loader import load_rulebook
from tests.unit.reports.charts import CLOCK, GIVE, GIVE_FIRST, LEAVE, SECOND_FILL

PROTOCOL = load_rulebook().protocols["fudr-28d/2026.1"]
AT = datetime.fromisoformat(SECOND_FILL)


def cycles(text: str) -> tuple[Cycle, ...]:
    """The cycles of a small chart."""
    course = fold_course(load_case(text, now=CLOCK), at=AT, known_by=AT)
    return cycles_of(course, PROTOCOL, keep_ledger(course))


def test_a_cycle_lasts_from_its_fill_to_the_moment_of_the_course() -> None:
    """One FUDR fill of 0.12 mg/kg/day, the whole starting dose."""
    (cycle,) = cycles(GIVE)
    assert (datetime.fromisoformat("2026-01-26T10:10+00:00"), AT, Decimal(100)) == (
        cycle.since,
        cycle.until,
        cycle.percent,
    )


def test_the_steps_begin_at_multiples_of_the_reference() -> None:
    """By hand: AST 35, ALP 90 and bilirubin 0.8, each in the row of a low reference."""
    (cycle,) = cycles(GIVE)
    assert cycle.limits == (
        StepLimits(LabTest.AST, Decimal(35), Decimal(105), Decimal(140), Decimal(175)),
        StepLimits(LabTest.ALP, Decimal(90), None, Decimal(135), Decimal(180)),
        StepLimits(LabTest.BILIRUBIN, Decimal("0.8"), None, Decimal("1.2"), Decimal("1.6")),
    )


def test_a_value_on_the_line_has_reached_the_step() -> None:
    """What is drawn is what decides: at 180 U/L the table holds, at 179 it does not."""
    (cycle,) = cycles(GIVE)
    panel = load_case(GIVE, now=CLOCK).entries[9].payload
    assert isinstance(panel, LaboratoryPanel)
    reference = panel.get(LabTest.ALP)
    assert reference is not None
    alp = next(each for each in cycle.limits if each.test is LabTest.ALP)
    answers = [
        table_percent(
            PROTOCOL.liver,
            LabTest.ALP,
            reference=reference,
            now=LabValue(value, value, reference.reported_unit),
        )
        for value in (alp.hold, alp.hold - 1)
    ]
    assert [Decimal(0), Decimal(50)] == answers


def test_without_a_reference_there_are_no_lines() -> None:
    """A fill without an order and without a sample of its day."""
    text = LEAVE.replace(", order: e11}", ", ordered_dose: 0.06 mg/kg/day}")
    text = text.replace(
        "e10, kind: laboratory_panel, at: 2026-01-26", "e10, kind: laboratory_panel, at: 2026-01-20"
    )
    (cycle,) = cycles(text)
    assert ((), Decimal(50)) == (cycle.limits, cycle.percent)


def test_before_the_first_fudr_there_is_no_cycle() -> None:
    """A pump with saline only."""
    assert () == cycles(GIVE_FIRST)
