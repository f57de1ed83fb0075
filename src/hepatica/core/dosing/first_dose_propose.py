"""The proposal under the first-dose rule (behaviour D4)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hepatica.core.chart.course import Course
from hepatica.core.chart.words import Procedure
from hepatica.core.decision import Finding, FudrWord, Proposal, Step
from hepatica.core.dosing.dose_day import first_dose_procedure
from hepatica.core.dosing.explain import SHORT_NAMES, percent_word
from hepatica.core.dosing.first_dose import FirstDose
from hepatica.core.dosing.last_dose import last_dose_given, of_dose, re_escalation_percent
from hepatica.core.dosing.picture import LiverPicture
from hepatica.core.protocol.tables import Protocol
from hepatica.core.protocol.words import PercentOf

RULE = "R-first-dose"


def propose_first_dose(course: Course, protocol: Protocol, picture: LiverPicture) -> Proposal:
    """Percent by table 2.2 against the upper limits and the pre-operative values."""
    judged = picture.first_dose
    if judged is None:
        raise ValueError("the first-dose rule does not judge this dose")
    steps = _steps(judged, picture)
    if judged.held_tests:
        held = ", ".join(SHORT_NAMES[t] for t in judged.percents if t in judged.held_tests)
        reason = f"first-dose limits: {held} at hold"
        finding = Finding(FudrWord.HOLD, reason, RULE, entries=_reasons(course, picture))
        return Proposal(findings=(finding,), steps=steps)
    lacking = picture.lacking or judged.lacking
    if lacking:
        return _cannot_decide(lacking)
    return _dose(course, protocol, picture, min(judged.percents.values()), steps)


def _dose(
    course: Course,
    protocol: Protocol,
    picture: LiverPicture,
    percent: Decimal,
    steps: tuple[Step, ...],
) -> Proposal:
    """Of the starting dose for the first FUDR and after hepatectomy, else of the last dose.

    A signed re-escalation names a percent of the starting dose; the table stays the maximum.
    """
    last = picture.last
    given = None if last is None else last_dose_given(course, last)
    if last is not None and given is None:
        return _cannot_decide("the signed order of the last FUDR fill, or its ordered dose")
    raised = re_escalation_percent(course, last)
    if raised is not None:
        percent, percent_of = min(raised, percent), PercentOf.STARTING_DOSE
    else:
        percent_of = _percent_of(course, protocol, picture)
    return replace(of_dose(percent, percent_of, protocol, given), steps=steps)


def _percent_of(course: Course, protocol: Protocol, picture: LiverPicture) -> PercentOf:
    procedure = first_dose_procedure(course, picture.last)
    is_from_start = (
        picture.last is None
        or procedure is None
        or procedure.payload.procedure is Procedure.HEPATECTOMY
    )
    return protocol.first_dose.percent_of if is_from_start else PercentOf.LAST_DOSE_GIVEN


def _reasons(course: Course, picture: LiverPicture) -> tuple[str, ...]:
    """The samples that decide, and the procedure that made this a first dose."""
    procedure = first_dose_procedure(course, picture.last)
    return picture.reasons if procedure is None else (procedure.id, *picture.reasons)


def _steps(judged: FirstDose, picture: LiverPicture) -> tuple[Step, ...]:
    entries = tuple(panel.id for panel in picture.sources)
    return tuple(
        Step(
            name=f"{SHORT_NAMES[test]} for a first dose",
            inputs=(("now", f"{picture.now[test].reported} {picture.now[test].reported_unit}"),),
            result=percent_word(percent),
            rule=RULE,
            entries=entries,
        )
        for test, percent in judged.percents.items()
    )


def _cannot_decide(needs: str) -> Proposal:
    finding = Finding(FudrWord.CANNOT_DECIDE, f"missing: {needs}", RULE, needs)
    return Proposal(findings=(finding,))
