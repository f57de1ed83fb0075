"""What the liver table alone says of three tests (clinical facts 2.1 and L1)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from hepatica.core.calculators.refusal import Cause, Refusal, refuse_not_above_zero
from hepatica.core.chart.laboratory import LabValue
from hepatica.core.chart.words import LabTest
from hepatica.core.dosing.liver import (
    HOLD,
    TestResult,
    find_step,
    lowest_percent,
    table_percent,
)
from hepatica.core.frozen import frozen
from hepatica.core.protocol.tables import LiverTable, Protocol
from hepatica.core.quantities import clinical_arithmetic, twelve_digits

NOT_CONSIDERED = ("scan", "holds", "history", "symptoms")


class DoseDecision(StrEnum):
    """What the tests say, the strongest first: each outranks those after it."""

    STOP = "stop"
    HOLD = "hold"
    CANNOT_DECIDE = "cannot-decide"
    GIVE = "give"


@frozen
class DoseCase:
    """Reference and present value of each test; None is unknown. U/L, bilirubin mg/dL."""

    ast_ref: Decimal | None
    ast_now: Decimal | None
    alp_ref: Decimal | None
    alp_now: Decimal | None
    bilirubin_ref: Decimal | None
    bilirubin_now: Decimal | None

    def pairs(self) -> dict[LabTest, tuple[Decimal | None, Decimal | None]]:
        """Reference and present value by test."""
        return {
            LabTest.AST: (self.ast_ref, self.ast_now),
            LabTest.ALP: (self.alp_ref, self.alp_now),
            LabTest.BILIRUBIN: (self.bilirubin_ref, self.bilirubin_now),
        }


@frozen
class DoseResult:
    """The decision, its percent (only to give), the tests it rests on, and how a hold ends.

    `percent_of`, `reference_is` and `not_considered` say what the answer does not know.
    """

    decision: str
    percent: Decimal | None
    limiting: str
    ratio_ast: Decimal | None
    ratio_alp: Decimal | None
    ratio_bilirubin: Decimal | None
    restart_when: str
    restart_percent: Decimal | None
    percent_of: str
    reference_is: str
    not_considered: str


_NAMES = {LabTest.AST: "ast", LabTest.ALP: "alp", LabTest.BILIRUBIN: "bilirubin"}
_UNITS = {LabTest.AST: "U/L", LabTest.ALP: "U/L", LabTest.BILIRUBIN: "mg/dL"}


def find_protocol(name: str, protocols: Mapping[str, Protocol]) -> Protocol | Refusal:
    """The protocol named by "id/version", or the newest version of an id."""
    versions = [p for p in protocols.values() if name in {p.name, p.heading.id}]
    if not versions:
        known = ", ".join(sorted({p.heading.id for p in protocols.values()} | set(protocols)))
        return Refusal(Cause.UNKNOWN_PROTOCOL, "protocol", name, f"one of {known}")
    return max(versions, key=lambda p: (p.heading.assignable_from, p.heading.version))


def calculate_dose(case: DoseCase, protocol: Protocol) -> DoseResult | Refusal:
    """What the liver table and the bilirubin stop of `protocol` say of `case`."""
    with clinical_arithmetic():
        refusal = refuse_not_above_zero(
            ast_ref=case.ast_ref,
            ast_now=case.ast_now,
            alp_ref=case.alp_ref,
            alp_now=case.alp_now,
            bilirubin_ref=case.bilirubin_ref,
            bilirubin_now=case.bilirubin_now,
        )
        return refusal or _compute(case, protocol)


def _compute(case: DoseCase, protocol: Protocol) -> DoseResult:
    known = _known_results(case, protocol.liver)
    decision = _decide(case, known, protocol)
    deciding = _deciding(decision, known)
    held = decision is DoseDecision.HOLD
    ratios = {result.test: result.ratio for result in known}
    return DoseResult(
        decision=decision,
        percent=lowest_percent(known) if decision is DoseDecision.GIVE else None,
        limiting=_limiting(decision, deciding),
        ratio_ast=ratios.get(LabTest.AST),
        ratio_alp=ratios.get(LabTest.ALP),
        ratio_bilirubin=ratios.get(LabTest.BILIRUBIN),
        restart_when="; ".join(map(_restart_limit, deciding)) if held else "",
        restart_percent=min(r.step.restart_percent for r in deciding) if held else None,
        percent_of=protocol.liver.percent_of,
        reference_is=protocol.liver.reference,
        not_considered=";".join(NOT_CONSIDERED),
    )


def _known_results(case: DoseCase, table: LiverTable) -> tuple[TestResult, ...]:
    """The table's answer for each test of which both values are known."""
    results = []
    for test, (reference, now) in case.pairs().items():
        if test in table.tests and reference is not None and now is not None:
            results.append(_table_result(table, test, reference, now))
    return tuple(results)


def _table_result(table: LiverTable, test: LabTest, ref: Decimal, now: Decimal) -> TestResult:
    unit = _UNITS[test]
    reference, value = LabValue(ref, ref, unit), LabValue(now, now, unit)
    percent = table_percent(table, test, reference=reference, now=value)
    return TestResult(test, find_step(table, test, reference), reference, value, percent)


def _decide(case: DoseCase, known: tuple[TestResult, ...], protocol: Protocol) -> DoseDecision:
    """A known stop or hold stands although another test is missing."""
    bilirubin = case.bilirubin_now
    if bilirubin is not None and bilirubin >= protocol.stops.bilirubin_stop_mg_per_dl:
        return DoseDecision.STOP
    if any(result.percent == HOLD for result in known):
        return DoseDecision.HOLD
    if len(known) < len(protocol.liver.tests):
        return DoseDecision.CANNOT_DECIDE
    return DoseDecision.GIVE


def _deciding(decision: DoseDecision, known: tuple[TestResult, ...]) -> tuple[TestResult, ...]:
    """The tests at the lowest percent, where a percent or a hold decided."""
    if decision not in {DoseDecision.GIVE, DoseDecision.HOLD}:
        return ()
    return tuple(result for result in known if result.percent == lowest_percent(known))


def _limiting(decision: DoseDecision, deciding: tuple[TestResult, ...]) -> str:
    if decision is DoseDecision.STOP:
        return _NAMES[LabTest.BILIRUBIN]
    return ";".join(_NAMES[result.test] for result in deciding)


def _restart_limit(result: TestResult) -> str:
    limit = result.step.restart_below * result.reference.reported
    return f"{_NAMES[result.test]} < {twelve_digits(limit)}"
