"""The facts of today that a systemic decision rests on, read from a chart."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from hepatica.core.body.kidney import compute_creatinine_clearance
from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import DecisionSigned, Enrolment, Entry, PatientFact, Weight
from hepatica.core.chart.laboratory import LaboratoryPanel, LabValue
from hepatica.core.chart.signatures import signed_decision
from hepatica.core.chart.systemic_entries import AdverseEvent, Genotype, SystemicGiven
from hepatica.core.chart.systemic_words import Event
from hepatica.core.chart.words import Fact, LabTest, Role, SignedRule
from hepatica.core.moment import elapsed_days
from hepatica.core.quantities import Unknown
from hepatica.core.systemic.amount import compute_bsa
from hepatica.core.systemic.history import lowered_doses
from hepatica.core.systemic.patient import Below, Bilirubin, Clearance, SystemicPatient
from hepatica.core.systemic.regimen import Regimen, SystemicRules
from hepatica.core.systemic.visits import given_of

_HOURS_PER_DAY = 24


def facts_of(course: Course, rules: SystemicRules) -> SystemicPatient:
    """Everything a decision about this regimen looks at today.

    Of each test the newest fresh value counts: counts recover, and a visit put off is for that.
    """
    regimen = rules.regimen
    enrolment = course.latest(Enrolment)
    height = None if enrolment is None else enrolment.payload.height_cm
    given = given_of(course, regimen.id)
    genotype = course.latest(Genotype)
    return SystemicPatient(
        weight_kg=_weight(course, regimen),
        bsa_m2=_surface(course, regimen, height),
        neutrophils=_count(course, regimen, LabTest.NEUTROPHILS, "neutrophils"),
        platelets=_count(course, regimen, LabTest.PLATELETS, "platelets"),
        bilirubin=_bilirubin(course, regimen),
        clearance=_clearance(course, regimen),
        dpyd_activity=_dpyd(course),
        ugt1a1=None if genotype is None else genotype.payload.ugt1a1,
        open_events=open_events(course),
        lowered=lowered_doses(course, rules, height_cm=height),
        is_first=not given,
        percent_signed=_percent_signed(course),
        is_titrated=bool(given) and _signed(course) is not None,
    )


def open_events(course: Course) -> tuple[tuple[Event, int], ...]:
    """Each toxicity by its newest grade, where that is not 0."""
    newest = {(e.payload.event, e.payload.term): e.payload.grade for e in course.all(AdverseEvent)}
    return tuple((event, grade) for (event, _), grade in newest.items() if grade)


def newest_value(course: Course, regimen: Regimen, test: LabTest) -> LabValue | None:
    """The newest value of a test that is fresh enough for this regimen."""
    limit = regimen.treat_if.labs_valid_hours
    for panel in reversed(course.all(LaboratoryPanel)):
        value = panel.payload.get(test)
        if value is not None:
            age = elapsed_days(panel.at.earliest, course.at) * _HOURS_PER_DAY
            return value if age <= limit else None
    return None


def _missing(regimen: Regimen, what: str) -> Unknown:
    return Unknown(f"{what} within {regimen.treat_if.labs_valid_hours} h")


def _count(course: Course, regimen: Regimen, test: LabTest, name: str) -> Decimal | Below | Unknown:
    value = newest_value(course, regimen, test)
    if value is None:
        return _missing(regimen, name)
    return Below(value.value) if value.is_below else value.value


def _weight(course: Course, regimen: Regimen) -> Decimal | Unknown:
    days = regimen.treat_if.weight_valid_days
    weighing = course.latest(Weight)
    if weighing is None or (course.today - weighing.at.day).days > days:
        return Unknown(f"a weight at most {days} days old")
    return weighing.payload.weight_kg


def _surface(course: Course, regimen: Regimen, height_cm: Decimal | None) -> Decimal | Unknown:
    weight = _weight(course, regimen)
    if height_cm is None:
        return Unknown("the enrolment with sex and height")
    if isinstance(weight, Unknown):
        return weight
    return compute_bsa(regimen, height_cm=height_cm, weight_kg=weight)


def _bilirubin(course: Course, regimen: Regimen) -> Bilirubin | Unknown:
    value = newest_value(course, regimen, LabTest.BILIRUBIN)
    if value is None:
        return _missing(regimen, "bilirubin")
    if value.upper_limit is None:
        return Unknown("the laboratory's upper limit of bilirubin")
    return Bilirubin(value.reported, value.upper_limit, value.reported_unit)


def _clearance(course: Course, regimen: Regimen) -> Clearance | Unknown:
    """By Cockcroft and Gault with the weight of today; the older age the year of birth allows."""
    enrolment, weight = course.latest(Enrolment), _weight(course, regimen)
    creatinine = newest_value(course, regimen, LabTest.CREATININE)
    if creatinine is None:
        return _missing(regimen, "creatinine")
    if enrolment is None:
        return Unknown("the enrolment with sex and height")
    if isinstance(weight, Unknown):
        return weight
    age = Decimal(course.today.year - enrolment.payload.year_of_birth)
    found = compute_creatinine_clearance(
        sex=enrolment.payload.sex,
        age_years=age,
        weight_kg=weight,
        creatinine_mg_per_dl=creatinine.value,
    )
    return Clearance(found)


def _dpyd(course: Course) -> Decimal | None:
    tested = [e.payload for e in course.all(PatientFact) if e.payload.fact is Fact.DPYD_ACTIVITY]
    return tested[-1].activity if tested else None


def _percent_signed(course: Course) -> Decimal | None:
    """A percent signed by a prescriber holds for one visit, and speaks of what was known then.

    It must be newer than the last visit and not older than the newest toxicity.
    """
    visits, events = course.all(SystemicGiven), course.all(AdverseEvent)
    since = [each.at.latest for each in visits[-1:]]
    since += [each.at.earliest for each in events if each.payload.grade]
    signed = _signed(course, since=max(since, default=None))
    return None if signed is None else signed.payload.percent


def _signed(course: Course, since: datetime | None = None) -> Entry[DecisionSigned] | None:
    roles = (Role.PRESCRIBER,)
    return signed_decision(course, SignedRule.SYSTEMIC_DOSE, since=since, roles=roles)
