"""Words for the liver table's answers: steps, restart conditions, and what would change them."""

from __future__ import annotations

from decimal import Decimal

from hepatica.core.chart.words import LabTest
from hepatica.core.decision import Change, Step
from hepatica.core.dosing.liver import (
    EIGHTY,
    FIFTY,
    FULL,
    HOLD,
    TestResult,
    comparable,
    lowest_percent,
)
from hepatica.core.quantities import twelve_digits

SHORT_NAMES = {
    LabTest.AST: "AST",
    LabTest.ALT: "ALT",
    LabTest.ALP: "ALP",
    LabTest.BILIRUBIN: "bilirubin",
    LabTest.PLATELETS: "platelets",
    LabTest.WHITE_CELLS: "white cells",
    LabTest.NEUTROPHILS: "neutrophils",
    LabTest.LYMPHOCYTES: "lymphocytes",
    LabTest.HAEMOGLOBIN: "haemoglobin",
    LabTest.CREATININE: "creatinine",
    LabTest.GGT: "GGT",
    LabTest.LDH: "LDH",
    LabTest.LIPASE: "lipase",
    LabTest.AMYLASE: "amylase",
    LabTest.CPK: "CPK",
    LabTest.ALBUMIN: "albumin",
    LabTest.SODIUM: "sodium",
    LabTest.POTASSIUM: "potassium",
    LabTest.CALCIUM: "calcium",
    LabTest.MAGNESIUM: "magnesium",
    LabTest.GLUCOSE: "glucose",
    LabTest.INR: "INR",
    LabTest.APTT: "aPTT",
    LabTest.FIBRINOGEN: "fibrinogen",
}


def percent_word(percent: Decimal) -> str:
    """A percent as a clinician says it: 0 is a hold."""
    return "hold" if percent == HOLD else f"{twelve_digits(percent)} %"


def table_step(result: TestResult, rule: str, *, entries: tuple[str, ...] = ()) -> Step:
    """One test's way through the table."""
    now, reference = comparable(result.now, result.reference)
    side = "at most" if result.step.is_for(result.step.limit) else "above"
    return Step(
        name=f"{SHORT_NAMES[result.test]} against its reference",
        inputs=(
            ("now", f"{twelve_digits(now)} {result.now.reported_unit}"),
            ("reference", f"{twelve_digits(reference)} {result.reference.reported_unit}"),
            ("row", f"reference {side} {twelve_digits(result.step.limit)}"),
            ("ratio", twelve_digits(result.ratio)),
        ),
        result=percent_word(result.percent),
        rule=rule,
        entries=entries,
    )


def restart_condition(result: TestResult) -> str:
    """Such as "bilirubin < 1.2 mg/dL"."""
    _, reference = comparable(result.now, result.reference)
    limit = twelve_digits(result.step.restart_below * reference)
    return f"{SHORT_NAMES[result.test]} < {limit} {result.now.reported_unit}"


def restart_when(results: tuple[TestResult, ...], held: tuple[LabTest, ...]) -> str:
    """Every condition that the held tests must meet, joined by ";"."""
    return "; ".join(restart_condition(each) for each in results if each.test in held)


def limiting(results: tuple[TestResult, ...]) -> tuple[TestResult, ...]:
    """The tests that give the lowest percent."""
    lowest = lowest_percent(results)
    return tuple(result for result in results if result.percent == lowest)


def changes_of(results: tuple[TestResult, ...]) -> tuple[Change, ...]:
    """Which lower values of today would give more; empty at 100 %.

    All limiting tests must fall together: the outcome is what the other tests then allow.
    """
    lowest = lowest_percent(results)
    if lowest == FULL:
        return ()
    strict = limiting(results)
    others = [result.percent for result in results if result not in strict]
    better = min([*others, *(_next_percent(result) for result in strict)])
    conditions = " and ".join(_below(result, better) for result in strict)
    return (Change(conditions, f"{percent_word(better)} of the dose by the table"),)


def _next_percent(result: TestResult) -> Decimal:
    """The next better percent of this test's row."""
    if result.percent == HOLD:
        return FIFTY
    if result.percent == FIFTY and result.step.to_80 is not None:
        return EIGHTY
    return FULL


def _below(result: TestResult, percent: Decimal) -> str:
    """The condition under which one test allows `percent`."""
    step = result.step
    begins = {FIFTY: step.hold, EIGHTY: step.to_50, FULL: step.to_80 or step.to_50}[percent]
    _, reference = comparable(result.now, result.reference)
    limit = twelve_digits(begins * reference)
    return f"{SHORT_NAMES[result.test]} < {limit} {result.now.reported_unit}"
