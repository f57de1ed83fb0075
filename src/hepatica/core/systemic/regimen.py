"""A regimen as one table: drugs, days, treat-if limits, dose levels, and what lowers a dose.

The field names are the words of the files, so that a value in the data is found here by name.
"""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from hepatica.core.body.surface import SurfaceFormula
from hepatica.core.chart.systemic_words import Drug, Event, Form
from hepatica.core.chart.words import LabTest
from hepatica.core.frozen import frozen
from hepatica.core.systemic.drugs import DrugTable
from hepatica.core.systemic.words import Amounts, DoseUnit, Effect, Standing


@frozen
class DrugDose:
    """One drug of a regimen. `days` are of its cycle; `for_days` is how long each lasts.

    `dose` None means that the source states none: nobody can order from it. `loading` is the
    dose of the very first day, where it differs.
    """

    ROW_KEYS: ClassVar[tuple[str, ...]] = ("drug", "form")

    drug: Drug
    form: Form
    dose: Decimal | None
    unit: DoseUnit
    hours: Decimal | None
    order: Decimal
    days: tuple[Decimal, ...]
    for_days: Decimal = Decimal(1)
    loading: Decimal | None = None

    @property
    def name(self) -> str:
        """The drug, and for fluorouracil how it is given: a regimen may give it twice."""
        is_twofold = self.drug is Drug.FLUOROURACIL
        return f"{self.drug.value} {self.form.value}" if is_twofold else self.drug.value


@frozen
class DoseLevel:
    """A lowered dose of one drug, in the unit of its full dose; level 1 is the first step down."""

    ROW_KEYS: ClassVar[tuple[str, ...]] = ("drug", "form", "level")

    drug: Drug
    form: Form
    level: Decimal
    dose: Decimal


@frozen
class CountRule:
    """A blood count between two visits, and what it does to a drug from then on."""

    ROW_KEYS: ClassVar[tuple[str, ...]] = ("count", "drug", "form")

    count: LabTest
    below: Decimal
    drug: Drug
    form: Form
    effect: Effect


@frozen
class EventRule:
    """A toxicity of at least this grade, and what it does to a drug from then on."""

    ROW_KEYS: ClassVar[tuple[str, ...]] = ("event", "drug", "form", "effect")

    event: Event
    grade: Decimal
    drug: Drug
    form: Form
    effect: Effect


@frozen
class TreatIf:
    """When a visit goes ahead. A count of None is not asked for.

    `events_at_most` is the highest grade of an open toxicity; neuropathy is not asked. A visit
    that may not go ahead is put off by `delay_days`; after `longest_delay_days` a board decides.
    """

    neutrophils_at_least: Decimal | None
    platelets_at_least: Decimal | None
    events_at_most: Decimal
    labs_valid_hours: Decimal
    weight_valid_days: Decimal
    early_days: Decimal
    delay_days: Decimal
    longest_delay_days: Decimal


@frozen
class Regimen:
    """One version of a regimen.

    `beside` names the pump protocols whose published partner it is. `bsa_rounding_m2` and
    `dose_rounding_mg` are its two rounding steps, both half-up; `amounts` says whether whole vials
    are drawn up instead, a site's choice.
    """

    id: str
    version: str
    title: str
    standing: Standing
    cycle_days: Decimal
    bsa_formula: SurfaceFormula
    bsa_rounding_m2: Decimal
    dose_rounding_mg: Decimal
    amounts: Amounts
    treat_if: TreatIf
    drugs: tuple[DrugDose, ...]
    beside: tuple[str, ...] = ()
    levels: tuple[DoseLevel, ...] = ()
    counts: tuple[CountRule, ...] = ()
    events: tuple[EventRule, ...] = ()

    @property
    def name(self) -> str:
        """Id and version."""
        return f"{self.id}/{self.version}"

    @property
    def visit_days(self) -> tuple[int, ...]:
        """The days of the cycle on which something begins, in order."""
        return tuple(sorted({int(day) for row in self.drugs for day in row.days}))

    def on_day(self, day: int) -> tuple[DrugDose, ...]:
        """What begins on a day of the cycle, in the order of giving."""
        return tuple(row for row in self.in_order if day in row.days)

    @property
    def in_order(self) -> tuple[DrugDose, ...]:
        """Every drug, in the order of giving."""
        return tuple(sorted(self.drugs, key=lambda row: row.order))

    def levels_of(self, row: DrugDose) -> tuple[Decimal, ...]:
        """The lowered doses of a drug, first step first."""
        found = [one for one in self.levels if (one.drug, one.form) == (row.drug, row.form)]
        return tuple(one.dose for one in sorted(found, key=lambda one: one.level))


@frozen
class SystemicRules:
    """A regimen, and what holds of its drugs in every regimen."""

    regimen: Regimen
    drugs: DrugTable
