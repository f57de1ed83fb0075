"""What a systemic decision looks at, whether it came from a chart or from a calculator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from hepatica.core.chart.systemic_words import Drug, Event, Form, GeneResult
from hepatica.core.quantities import Unknown
from hepatica.core.systemic.words import Effect

_NOT_GIVEN = Unknown("this value")


@dataclass(frozen=True, slots=True)
class Bilirubin:
    """Total bilirubin and the laboratory's upper limit, both in the unit reported."""

    value: Decimal
    upper_limit: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Clearance:
    """Creatinine clearance, mL/min. `is_lowest`: it may be higher, sex or age are not known."""

    ml_per_min: Decimal
    is_lowest: bool = False


@dataclass(frozen=True, slots=True)
class Lowered:
    """What earlier toxicity did to one drug: so many levels down, or left out; and why.

    `last_dose` is what was given last, in the unit of its row, where that was below the full dose;
    `was_given` whether it was ever given in this regimen.
    """

    levels: int = 0
    effect: Effect | None = None
    reasons: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    last_dose: Decimal | None = None
    was_given: bool = False


@dataclass(frozen=True, slots=True)
class SystemicPatient:
    """The facts of one day. Counts in 10*9/L; what is not known is Unknown.

    `dpyd_activity` and `ugt1a1` None means not tested. `open_events` are toxicities that have not
    ended. `lowered` is the history of each drug; `percent_signed`, of the full dose, was signed for
    this visit and takes the place of that history, but for drugs that were left out.
    """

    weight_kg: Decimal | Unknown = _NOT_GIVEN
    bsa_m2: Decimal | Unknown = _NOT_GIVEN
    neutrophils: Decimal | Unknown = _NOT_GIVEN
    platelets: Decimal | Unknown = _NOT_GIVEN
    bilirubin: Bilirubin | Unknown = _NOT_GIVEN
    clearance: Clearance | Unknown = _NOT_GIVEN
    dpyd_activity: Decimal | None = None
    ugt1a1: GeneResult | None = None
    open_events: tuple[tuple[Event, int], ...] = ()
    lowered: Mapping[tuple[Drug, Form], Lowered] = field(default_factory=dict)
    is_first: bool = True
    percent_signed: Decimal | None = None

    def lowered_of(self, drug: Drug, form: Form) -> Lowered:
        """The history of one drug."""
        return self.lowered.get((drug, form), Lowered())

    def had(self, drug: Drug, form: Form) -> bool:
        """Whether a drug was given before; a first visit may have gone without it."""
        return not self.is_first and self.lowered_of(drug, form).was_given
