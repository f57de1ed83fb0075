"""The cases that a protocol brings along: both sides of every step of its tables."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from importlib.resources.abc import Traversable
from pathlib import Path

from hepatica.core.chart.laboratory import LabValue
from hepatica.core.chart.words import LabTest
from hepatica.core.dosing.first_dose import first_dose_percent
from hepatica.core.dosing.liver import table_percent
from hepatica.core.frozen import frozen
from hepatica.core.protocol.problems import Problem
from hepatica.core.protocol.tables import Protocol
from hepatica.core.quantities import clinical_arithmetic
from hepatica.library.errors import ErrorCode, refused
from hepatica.library.folders import read_texts
from hepatica.library.loader import CASES_FILE
from hepatica.library.strict_yaml import read_yaml
from hepatica.library.tables import read_table


class CaseTable(StrEnum):
    """The table that a case asks."""

    LIVER = "liver"
    FIRST_DOSE = "first-dose"


class Expected(StrEnum):
    """What a case must be answered with: a percent, or a word."""

    FULL = "100"
    EIGHTY = "80"
    FIFTY = "50"
    HOLD = "hold"
    STOP = "stop"


@frozen
class Case:
    """One question to a table: `now` against a reference, an upper limit or a baseline."""

    id: str
    table: CaseTable
    test: LabTest
    now: Decimal
    expect: Expected
    origin: str
    reference: Decimal | None = None
    limit: Decimal | None = None
    baseline: Decimal | None = None


@frozen
class _CaseFile:
    cases: tuple[Case, ...]


def load_cases(folder: Traversable | Path) -> tuple[Case, ...]:
    """The cases in a protocol folder.

    Raises:
        InputErrors: there are none, or they are malformed.
    """
    texts = read_texts(folder)
    if CASES_FILE not in texts:
        raise refused(ErrorCode.E320, "cases.yaml", expected="a file of cases beside the tables")
    return cases_from_text(texts[CASES_FILE])


def cases_from_text(text: str, *, name: str = "cases.yaml") -> tuple[Case, ...]:
    """The cases in a text; `name` stands in messages.

    Raises:
        InputErrors: they are malformed, or an id stands twice.
    """
    tree = read_yaml(text, name=name)
    file, _ = read_table(_CaseFile, tree, document="")
    for position, case in enumerate(file.cases):
        where = tree.where(("cases", position))
        if case.id in {earlier.id for earlier in file.cases[:position]}:
            raise refused(ErrorCode.E307, where, came=case.id, expected="each case once")
        if _base_of(case) is None:
            expected = "one of reference (liver), limit or baseline (first-dose)"
            raise refused(ErrorCode.E302, where, came=case.id, expected=expected)
    return file.cases


def failed_cases(protocol: Protocol, cases: tuple[Case, ...]) -> tuple[Problem, ...]:
    """The cases that the tables answer otherwise than expected; empty when all agree."""
    with clinical_arithmetic():
        answers = [(case, answer(protocol, case)) for case in cases]
    return tuple(
        Problem(f"cases/{case.id}", f"expected {case.expect}, the table says {said}")
        for case, said in answers
        if said != case.expect
    )


def answer(protocol: Protocol, case: Case) -> str:
    """What the tables say to a case: a percent, hold or stop."""
    stop = protocol.stops.bilirubin_stop_mg_per_dl
    if case.test is LabTest.BILIRUBIN and case.now >= stop:
        return Expected.STOP
    base = _base_of(case)
    if base is None:
        return "nothing: the case names no value to compare with"
    try:
        percent = _percent(protocol, case, base)
    except StopIteration:
        return "nothing: the table has no row for it"
    return f"{percent}" if percent else Expected.HOLD


def _percent(protocol: Protocol, case: Case, base: Decimal) -> Decimal:
    if case.table is CaseTable.LIVER:
        reference, now = _lab_value(base), _lab_value(case.now)
        return table_percent(protocol.liver, case.test, reference=reference, now=now)
    step = next(step for step in protocol.first_dose.steps if step.test is case.test)
    return first_dose_percent(step, limit=base, now=case.now)


def _base_of(case: Case) -> Decimal | None:
    """What the value is compared with: exactly one of the three, and the table's own."""
    if case.table is CaseTable.LIVER:
        return case.reference if case.limit is None and case.baseline is None else None
    given = [value for value in (case.limit, case.baseline) if value is not None]
    return given[0] if len(given) == 1 and case.reference is None else None


def _lab_value(value: Decimal) -> LabValue:
    return LabValue(value=value, reported=value, reported_unit="canonical")
