"""What holds of a drug in every regimen: classes, organ function, genotype, surgery."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from hepatica.core.chart.systemic_words import Drug, Event, GeneResult
from hepatica.core.frozen import frozen
from hepatica.core.systemic.words import (
    Bound,
    EmeticRisk,
    Organ,
    OrganEffect,
    Premedication,
    TissueRisk,
)

DRUGS = "drugs"


@frozen
class DrugClass:
    """The classes of one drug."""

    ROW_KEYS: ClassVar[tuple[str, ...]] = ("drug",)

    drug: Drug
    emetic: EmeticRisk
    tissue: TissueRisk
    premedication: Premedication


@frozen
class OrganRow:
    """What an organ function beyond `limit` does to a drug; `value` is a percent or mg/m2."""

    ROW_KEYS: ClassVar[tuple[str, ...]] = ("drug", "organ", "effect")

    drug: Drug
    organ: Organ
    bound: Bound
    limit: Decimal
    effect: OrganEffect
    value: Decimal | None

    def applies(self, measured: Decimal, times: Decimal = Decimal(1)) -> bool:
        """Whether `measured` lies beyond `limit` x `times`, compared as a product."""
        match self.bound:
            case Bound.ABOVE:
                return measured > self.limit * times
            case Bound.BELOW:
                return measured < self.limit * times
            case Bound.AT_MOST:
                return measured <= self.limit * times


@frozen
class DpydRow:
    """The first dose of a drug at a DPYD activity score."""

    ROW_KEYS: ClassVar[tuple[str, ...]] = ("drug", "activity")

    drug: Drug
    activity: Decimal
    effect: OrganEffect
    value: Decimal | None


@frozen
class Ugt1a1Row:
    """The first dose of a drug at a UGT1A1 result."""

    ROW_KEYS: ClassVar[tuple[str, ...]] = ("drug", "result")

    drug: Drug
    result: GeneResult
    effect: OrganEffect
    value: Decimal | None


@frozen
class SurgeryRow:
    """How many weeks before and after surgery a drug is not given."""

    ROW_KEYS: ClassVar[tuple[str, ...]] = ("drug",)

    drug: Drug
    weeks_before: Decimal
    weeks_after: Decimal


@frozen
class StopRow:
    """A toxicity of at least this grade that ends a drug for good, in every regimen."""

    ROW_KEYS: ClassVar[tuple[str, ...]] = ("event", "drug")

    event: Event
    grade: Decimal
    drug: Drug


@frozen
class AskRow:
    """A toxicity of at least this grade after which people decide about these drugs.

    It counts in a regimen that has no rule of its own for it, until a percent is signed.
    """

    ROW_KEYS: ClassVar[tuple[str, ...]] = ("event",)

    event: Event
    grade: Decimal
    drugs: tuple[Drug, ...]


@frozen
class VialRow:
    """The smallest vial or tablet of a drug, and how far whole ones may lie from the amount."""

    ROW_KEYS: ClassVar[tuple[str, ...]] = ("drug",)

    drug: Drug
    vial_mg: Decimal
    within_percent: Decimal


@frozen
class DrugTable:
    """drugs.yaml. `assumed_*` stand in for what a calculator was not told; a plan never asks.

    More than `told_above_percent` of the full dose, charted as given, is said.
    """

    assumed_bilirubin_uln_mg_per_dl: Decimal
    oldest_assumed_years: Decimal
    told_above_percent: Decimal
    classes: tuple[DrugClass, ...]
    organs: tuple[OrganRow, ...]
    dpyd: tuple[DpydRow, ...]
    ugt1a1: tuple[Ugt1a1Row, ...]
    surgery: tuple[SurgeryRow, ...]
    stops: tuple[StopRow, ...]
    asks: tuple[AskRow, ...]
    vials: tuple[VialRow, ...]

    def organ_rows(self, drug: Drug, organ: Organ) -> tuple[OrganRow, ...]:
        """The rows of one drug for one organ."""
        return tuple(r for r in self.organs if r.drug is drug and r.organ is organ)

    def vial_of(self, drug: Drug) -> VialRow | None:
        """The vial of a drug that may be rounded to; None for the others."""
        return next((row for row in self.vials if row.drug is drug), None)

    def class_of(self, drug: Drug) -> DrugClass:
        """The classes of a drug; the loader holds that every drug has a row."""
        return next(row for row in self.classes if row.drug is drug)
