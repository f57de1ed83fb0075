"""What earlier visits did to each drug: dose levels lost, drugs left out, doses given last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import Entry
from hepatica.core.chart.laboratory import LaboratoryPanel, LabValue
from hepatica.core.chart.systemic_entries import AdverseEvent, SystemicGiven
from hepatica.core.chart.systemic_words import Drug, Form
from hepatica.core.quantities import Unknown, twelve_digits
from hepatica.core.systemic.amount import compute_bsa, round_amount
from hepatica.core.systemic.patient import Lowered
from hepatica.core.systemic.regimen import DrugDose, Regimen, SystemicRules
from hepatica.core.systemic.visits import given_of, weight_at
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
    course: Course, rules: SystemicRules, *, height_cm: Decimal | None
) -> Mapping[Key, Lowered]:
    """For each drug of the regimen what came before, under whichever regimen.

    A toxicity lowers a dose from the first visit on; several after one visit cost one level. One
    that ends a drug does so whenever it was charted.
    """
    regimen, visits = rules.regimen, course.all(SystemicGiven)
    found: dict[Key, _Found] = {}
    for visit, key, effect, reason, entry in _triggers(course, rules, visits):
        _note(found.setdefault(key, _Found()), visit, effect, reason, entry)
    given = given_of(course, regimen.id)
    rows = {(row.drug, row.form): row for row in regimen.drugs}
    had = {(drug.drug, drug.form) for each in given for drug in each.payload.drugs}
    return {
        key: Lowered(
            levels=len(toxic.visits),
            effect=toxic.effect,
            reasons=tuple(toxic.reasons),
            entries=tuple(toxic.entries),
            last_dose=_last_dose(course, rules, row, given, height_cm),
            was_given=key in had,
            asks=tuple(_asked(course, rules, row, visits)),
        )
        for key, row in rows.items()
        for toxic in (found.get(key, _Found()),)
    }


def _asked(
    course: Course, rules: SystemicRules, row: DrugDose, visits: tuple[Entry[SystemicGiven], ...]
) -> Iterator[str]:
    """Toxicity since the last visit for which the regimen has no rule: people decide."""
    since = visits[-1].at.day if visits else None
    for event in course.all(AdverseEvent):
        name, grade = event.payload.event, event.payload.grade
        is_new = since is None or event.at.day >= since
        is_ruled = any(r.event is name and grade >= r.grade for r in rules.regimen.events)
        for ask in rules.drugs.asks if is_new and not is_ruled else ():
            if ask.event is name and grade >= ask.grade and row.drug in ask.drugs:
                yield f"{name.value} grade {grade}"


def _note(found: _Found, visit: int, effect: Effect, reason: str, entry: str) -> None:
    order = list(Effect)
    if found.effect is None or order.index(effect) > order.index(found.effect):
        found.effect = effect
    if effect is Effect.LOWER:
        found.visits.add(visit)
    found.reasons[reason] = None
    found.entries[entry] = None


def _triggers(
    course: Course, rules: SystemicRules, visits: tuple[Entry[SystemicGiven], ...]
) -> Iterator[tuple[int, Key, Effect, str, str]]:
    """Each toxicity with the visit it followed, and what it does to which drug."""
    regimen = rules.regimen
    for event in course.all(AdverseEvent):
        # A toxicity of the day of a visit is taken to follow it: nobody charts its hour well.
        visit = sum(1 for each in visits if each.at.day <= event.at.day)
        reason = f"{event.payload.event.value} grade {event.payload.grade}"
        for key, effect in _effects(rules, event.payload):
            if visit or effect is Effect.STOP:
                yield visit, key, effect, reason, event.id
    starts = [each.at.earliest for each in visits]
    for panel in course.all(LaboratoryPanel):
        visit = _visit_before(starts, panel.at.latest)
        for count in regimen.counts if visit else ():
            value = panel.payload.get(count.count)
            if value is not None and _is_below(value, count.below):
                name = count.count.value.partition("_")[0]
                reason = f"{name} {twelve_digits(value.value)} x10^9/L"
                yield visit, (count.drug, count.form), count.effect, reason, panel.id


def _effects(rules: SystemicRules, event: AdverseEvent) -> Iterator[tuple[Key, Effect]]:
    """What a toxicity does: by the rules of the regimen, and by those of its drugs anywhere."""
    for rule in rules.regimen.events:
        if rule.event is event.event and event.grade >= rule.grade:
            yield (rule.drug, rule.form), rule.effect
    for stop in rules.drugs.stops:
        if stop.event is event.event and event.grade >= stop.grade:
            for row in rules.regimen.drugs:
                if row.drug is stop.drug:
                    yield (row.drug, row.form), Effect.STOP


def _is_below(value: LabValue, limit: Decimal) -> bool:
    """Whether a count lies below a limit; "<0.5" does lie below 0.5."""
    return value.value < limit or (value.is_below and value.value == limit)


def _visit_before(starts: list[datetime], moment: datetime) -> int:
    """The number of the visit that a moment follows; 0 before the first."""
    return sum(1 for start in starts if start < moment)


def _last_dose(
    course: Course,
    rules: SystemicRules,
    row: DrugDose,
    given: tuple[Entry[SystemicGiven], ...],
    height_cm: Decimal | None,
) -> Decimal | Unknown | None:
    """What was given last of a drug, in its unit, where it lay below the full dose.

    An amount that is the full dose but for the rounding counts as the full dose. Unknown where
    the weight of that visit is not charted.
    """
    regimen, vial = rules.regimen, rules.drugs.vial_of(row.drug)
    for visit in reversed(given):
        for drug in visit.payload.drugs:
            if (drug.drug, drug.form) == (row.drug, row.form) and row.dose is not None:
                each = _per_unit(course, regimen, row, visit, height_cm)
                if each is None:
                    return Unknown(f"height, and a weight at the visit of {visit.at.day}")
                full = round_amount(regimen, vial, row.dose * each)
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
    """What one unit of dose was in mg at a visit: the body surface, the weight, or one."""
    if row.unit is DoseUnit.MG:
        return Decimal(1)
    weight_kg = weight_at(course, visit)
    if row.unit is DoseUnit.MG_PER_KG:
        return weight_kg
    if weight_kg is None or height_cm is None:
        return None
    return compute_bsa(regimen, height_cm=height_cm, weight_kg=weight_kg)
