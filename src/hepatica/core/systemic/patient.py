"""What a systemic decision looks at, whether it came from a chart or from a calculator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal

from hepatica.core.chart.systemic_words import Drug, Event, Form, GeneResult
from hepatica.core.frozen import frozen
from hepatica.core.quantities import Unknown
from hepatica.core.systemic.words import Effect

_NOT_GIVEN = Unknown("this value")


@frozen
class Bilirubin:
    """Total bilirubin and the laboratory's upper limit, both in the unit reported."""

    value: Decimal
    upper_limit: Decimal
    unit: str


@frozen
class Clearance:
    """Creatinine clearance, mL/min. `is_lowest`: it may be higher, sex or age are not known."""

    ml_per_min: Decimal
    is_lowest: bool = False


@frozen
class Below:
    """A count that the laboratory reports as below its limit of detection; 10*9/L."""

    limit: Decimal


@frozen
class Lowered:
    """What earlier toxicity did to one drug: so many levels down, or left out; and why.

    `last_dose` is what was given last, in the unit of its row, where that was below the full dose,
    and Unknown where it cannot be told. `asks` says for which toxicity people must decide.
    """

    levels: int = 0
    effect: Effect | None = None
    reasons: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    last_dose: Decimal | Unknown | None = None
    was_given: bool = False
    asks: tuple[str, ...] = ()

    @property
    def is_free(self) -> bool:
        """Whether nothing that came before speaks against the full dose."""
        return not (self.levels or self.effect or self.asks or self.last_dose is not None)


@frozen
class SystemicPatient:
    """The facts of one day. Counts in 10*9/L; what is not known is Unknown.

    `dpyd_activity` and `ugt1a1` None means not tested. `open_events` are toxicities that have not
    ended. `lowered` is the history of each drug; `percent_signed`, of the full dose, was signed for
    this visit and takes the place of the history of those drugs that have one, else of all.
    `is_titrated`: a percent was signed before, so that the rule for a first dose no longer holds.
    """

    weight_kg: Decimal | Unknown = _NOT_GIVEN
    bsa_m2: Decimal | Unknown = _NOT_GIVEN
    neutrophils: Decimal | Below | Unknown = _NOT_GIVEN
    platelets: Decimal | Below | Unknown = _NOT_GIVEN
    bilirubin: Bilirubin | Unknown = _NOT_GIVEN
    clearance: Clearance | Unknown = _NOT_GIVEN
    dpyd_activity: Decimal | None = None
    ugt1a1: GeneResult | None = None
    open_events: tuple[tuple[Event, int], ...] = ()
    lowered: Mapping[tuple[Drug, Form], Lowered] = field(default_factory=dict)
    is_first: bool = True
    percent_signed: Decimal | None = None
    is_titrated: bool = False

    def signed_for(self, drug: Drug, form: Form) -> Decimal | None:
        """The percent signed for a drug: for those with a history, or for all without any."""
        is_lifted = not self.lowered_of(drug, form).is_free
        is_for_all = all(each.is_free for each in self.lowered.values())
        return self.percent_signed if is_lifted or is_for_all else None

    def lowered_of(self, drug: Drug, form: Form) -> Lowered:
        """The history of one drug."""
        return self.lowered.get((drug, form), Lowered())

    def had(self, drug: Drug, form: Form) -> bool:
        """Whether a drug was given before; a first visit may have gone without it."""
        return not self.is_first and self.lowered_of(drug, form).was_given
