"""The proposal under the first-dose rule (behaviour D4)."""

from __future__ import annotations

from decimal import Decimal

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import LaboratoryPanel
from hepatica.core.chart.words import LabTest, Procedure
from hepatica.core.decision import Finding, FudrWord, Proposal, Step
from hepatica.core.dosing.dose_day import first_dose_procedure
from hepatica.core.dosing.explain import SHORT_NAMES, percent_word
from hepatica.core.dosing.first_dose import apply_first_dose
from hepatica.core.dosing.last_dose import last_dose_given
from hepatica.core.dosing.liver import HOLD
from hepatica.core.dosing.picture import LiverPicture
from hepatica.core.dosing.samples import Values, baseline, latest_complete
from hepatica.core.protocol.tables import Protocol
from hepatica.core.protocol.words import PercentOf
from hepatica.core.quantities import HUNDRED, Unknown

RULE = "R-first-dose"


def propose_first_dose(course: Course, protocol: Protocol, picture: LiverPicture) -> Proposal:
    """Percent by table 2.2 against the upper limits and the pre-operative values."""
    if picture.lacking:
        return _cannot_decide(picture.lacking)
    percents = apply_first_dose(
        protocol.first_dose,
        now=picture.now,
        pre_operative=_pre_operative(course, protocol, picture),
        required=protocol.liver.tests,
    )
    if isinstance(percents, Unknown):
        return _cannot_decide(percents.needs)
    steps = _steps(percents, picture)
    percent = min(percents.values())
    if percent == HOLD:
        held = [SHORT_NAMES[test] for test, each in percents.items() if each == HOLD]
        finding = Finding(FudrWord.HOLD, f"first-dose limits: {', '.join(held)} at hold", RULE)
        return Proposal(findings=(finding,), steps=steps)
    return _dose(course, protocol, picture, percent, steps)


def _pre_operative(course: Course, protocol: Protocol, picture: LiverPicture) -> Values:
    """The newest complete sample before the implant, or before the procedure in question."""
    procedure = first_dose_procedure(course, picture.last)
    if procedure is None or picture.last is None:
        panel = baseline(course, protocol.liver)
    else:
        panels = course.all(LaboratoryPanel)
        panel = latest_complete(panels, procedure.at.latest, protocol.liver)
    return {} if panel is None else dict(panel.payload.results)


def _dose(
    course: Course,
    protocol: Protocol,
    picture: LiverPicture,
    percent: Decimal,
    steps: tuple[Step, ...],
) -> Proposal:
    """Of the starting dose for the first FUDR and after hepatectomy, else of the last dose."""
    procedure = first_dose_procedure(course, picture.last)
    is_from_start = (
        picture.last is None
        or procedure is None
        or procedure.payload.procedure is Procedure.HEPATECTOMY
    )
    percent_of = protocol.first_dose.percent_of if is_from_start else PercentOf.LAST_DOSE_GIVEN
    base: Decimal | None = protocol.dose.starting_mg_per_kg_day
    if percent_of is PercentOf.LAST_DOSE_GIVEN:
        base = None if picture.last is None else last_dose_given(course, picture.last)
    if base is None:
        return _cannot_decide("the signed order of the last FUDR fill, or its ordered dose")
    return Proposal(percent * base / HUNDRED, percent, percent_of.value, steps=steps)


def _steps(percents: dict[LabTest, Decimal], picture: LiverPicture) -> tuple[Step, ...]:
    entries = tuple(panel.id for panel in picture.sources)
    return tuple(
        Step(
            name=f"{SHORT_NAMES[test]} for a first dose",
            inputs=(("now", f"{picture.now[test].reported} {picture.now[test].reported_unit}"),),
            result=percent_word(percent),
            rule=RULE,
            entries=entries,
        )
        for test, percent in percents.items()
    )


def _cannot_decide(needs: str) -> Proposal:
    finding = Finding(FudrWord.CANNOT_DECIDE, f"missing: {needs}", RULE, needs)
    return Proposal(findings=(finding,))
