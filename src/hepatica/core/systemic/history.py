"""What earlier visits did to each drug: dose levels lost, drugs left out, doses given last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import Entry, Weight
from hepatica.core.chart.laboratory import LaboratoryPanel, LabValue
from hepatica.core.chart.systemic_entries import AdverseEvent, SystemicGiven
from hepatica.core.chart.systemic_words import Drug, Form
from hepatica.core.quantities import round_half_up, twelve_digits
from hepatica.core.systemic.amount import compute_bsa
from hepatica.core.systemic.patient import Lowered
from hepatica.core.systemic.regimen import DrugDose, Regimen
from hepatica.core.systemic.visits import given_of
from hepatica.core.systemic.words import DoseUnit, Effect

Key = tuple[Drug, Form]


@dataclass(slots=True)
class _Found:
    """What was found of one drug so far; a visit costs a level at most once."""

    visits: set[int] = field(default_factory=set)
    effect: Effect | None = None
    reasons: dict[str, None] = field(default_factory=dict)
    entries: dict[str, None] = field(default_factory=dict)


def lowered_doses(
    course: Course, regimen: Regimen, *, height_cm: Decimal | None
) -> Mapping[Key, Lowered]:
    """For each drug of the regimen what its earlier visits did to it.

    Toxicity counts from the first visit on. Several events after one visit cost one level.
    """
    given = given_of(course, regimen.id)
    found: dict[Key, _Found] = {}
    if given:
        for visit, key, effect, reason, entry in _triggers(course, regimen, given):
            _note(found.setdefault(key, _Found()), visit, effect, reason, entry)
    rows = {(row.drug, row.form): row for row in regimen.drugs}
    had = {(drug.drug, drug.form) for each in given for drug in each.payload.drugs}
    return {
        key: Lowered(
            levels=len(toxic.visits),
            effect=toxic.effect,
            reasons=tuple(toxic.reasons),
            entries=tuple(toxic.entries),
            last_dose=_last_dose(course, regimen, row, given, height_cm),
            was_given=key in had,
        )
        for key, row in rows.items()
        for toxic in (found.get(key, _Found()),)
    }


def _note(found: _Found, visit: int, effect: Effect, reason: str, entry: str) -> None:
    order = list(Effect)
    if found.effect is None or order.index(effect) > order.index(found.effect):
        found.effect = effect
    if effect is Effect.LOWER:
        found.visits.add(visit)
    found.reasons[reason] = None
    found.entries[entry] = None


def _triggers(
    course: Course, regimen: Regimen, given: tuple[Entry[SystemicGiven], ...]
) -> Iterator[tuple[int, Key, Effect, str, str]]:
    """Each toxicity since the first visit, with the visit it followed."""
    starts = [each.at.earliest for each in given]
    for event in course.all(AdverseEvent):
        visit = _visit_before(starts, event.at.latest)
        for rule in regimen.events if visit else ():
            if rule.event is event.payload.event and event.payload.grade >= rule.grade:
                reason = f"{rule.event.value} grade {event.payload.grade}"
                yield visit, (rule.drug, rule.form), rule.effect, reason, event.id
    for panel in course.all(LaboratoryPanel):
        visit = _visit_before(starts, panel.at.latest)
        for count in regimen.counts if visit else ():
            value = panel.payload.get(count.count)
            if value is not None and _is_below(value, count.below):
                name = count.count.value.partition("_")[0]
                reason = f"{name} {twelve_digits(value.value)} x10^9/L"
                yield visit, (count.drug, count.form), count.effect, reason, panel.id


def _is_below(value: LabValue, limit: Decimal) -> bool:
    """Whether a count lies below a limit; "<0.5" does lie below 0.5."""
    return value.value < limit or (value.is_below and value.value == limit)


def _visit_before(starts: list[datetime], moment: datetime) -> int:
    """The number of the visit that a moment follows; 0 before the first."""
    return sum(1 for start in starts if start < moment)


def _last_dose(
    course: Course,
    regimen: Regimen,
    row: DrugDose,
    given: tuple[Entry[SystemicGiven], ...],
    height_cm: Decimal | None,
) -> Decimal | None:
    """What was given last of a drug, in its unit, where it lay below the full dose.

    An amount that is the full dose but for the rounding counts as the full dose.
    """
    for visit in reversed(given):
        for drug in visit.payload.drugs:
            if (drug.drug, drug.form) == (row.drug, row.form) and row.dose is not None:
                each = _per_unit(course, regimen, row, visit, height_cm)
                if each is None:
                    return None
                full = round_half_up(row.dose * each, step=regimen.dose_rounding_mg)
                is_full = drug.dose_mg + regimen.dose_rounding_mg >= full
                return None if is_full else drug.dose_mg / each
    return None


def _per_unit(
    course: Course,
    regimen: Regimen,
    row: DrugDose,
    visit: Entry[SystemicGiven],
    height_cm: Decimal | None,
) -> Decimal | None:
    """What one unit of dose was in mg at a visit: the body surface, the weight, or one.

    By mouth twice a day it is twice the surface: a chart holds the amount of each day.
    """
    if row.unit is DoseUnit.MG:
        return Decimal(1)
    weighed = [w for w in course.all(Weight) if w.at.earliest <= visit.at.latest]
    if not weighed:
        return None
    weight_kg = weighed[-1].payload.weight_kg
    if row.unit is DoseUnit.MG_PER_KG:
        return weight_kg
    if height_cm is None:
        return None
    surface = compute_bsa(regimen, height_cm=height_cm, weight_kg=weight_kg)
    return 2 * surface if row.unit is DoseUnit.MG_PER_M2_TWICE_A_DAY else surface
