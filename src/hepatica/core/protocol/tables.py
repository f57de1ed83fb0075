"""A protocol as typed tables, one class per file of its folder.

The field names are the words of the files, so that a value in the data is found here by name.
Units stand in the names; percents are of 100.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar

from hepatica.core.chart.words import (
    BiliaryFinding,
    Content,
    Diagnosis,
    ExposureKind,
    Fact,
    FactState,
    GivenWith,
    LabTest,
    Product,
    Sign,
)
from hepatica.core.frozen import frozen
from hepatica.core.protocol.provenance import Sha256
from hepatica.core.protocol.words import (
    ActBelowUln,
    ActsOn,
    AfterLastCycle,
    Against,
    BandSide,
    Effect,
    EmptiedDayMissing,
    Evacuate,
    NowValue,
    PercentOf,
    Preservative,
    ReEscalation,
    ReferenceDay,
    Refuses,
    RestReason,
    Salt,
    Status,
    StopSetting,
    WeightPolicy,
    Wound,
)


@frozen
class OtherDrug:
    """A drug of the published regimen beside FUDR, as text: nothing is computed from it."""

    ROW_KEYS: ClassVar[tuple[str, ...]] = ("drug",)

    drug: str
    route: str
    dose: str
    days: str


@frozen
class DerivedFrom:
    """The protocol version that this one was copied from, and the hash of its folder then."""

    id: str
    version: str
    sha256: Sha256

    @property
    def name(self) -> str:
        """Id and version of the source."""
        return f"{self.id}/{self.version}"

    def __str__(self) -> str:
        return f"{self.name}, SHA-256 {self.sha256}"


@frozen
class Heading:
    """protocol.yaml: what the protocol is and for whom."""

    id: str
    version: str
    title: str
    status: Status
    assignable_from: date
    diagnoses: tuple[Diagnosis, ...]
    other_drugs: tuple[OtherDrug, ...] = ()
    derived_from: DerivedFrom | None = None


@frozen
class DoseTable:
    """dose.yaml: starting dose, dosing weight, the two rounding steps."""

    starting_mg_per_kg_day: Decimal
    dosing_weight: WeightPolicy
    weight_valid_days: Decimal
    weight_change_alert_percent: Decimal
    weight_rounding_kg: Decimal
    drug_rounding_mg: Decimal
    minimum_useful_percent: Decimal


@frozen
class FirstDoseStep:
    """One row of the first-dose table; `hold_above` begins just above its number."""

    ROW_KEYS: ClassVar[tuple[str, ...]] = ("test",)

    test: LabTest
    against: Against
    to_80: Decimal | None
    to_50: Decimal
    hold: Decimal | None = None
    hold_above: Decimal | None = None


@frozen
class FirstDoseTable:
    """first_dose.yaml: the gate and limits of a first FUDR.

    `latest_days_after_surgery` None means that the protocol names no last day.
    """

    days_after_implant: Decimal
    days_after_liver_surgery: Decimal
    wound: Wound
    percent_of: PercentOf
    steps: tuple[FirstDoseStep, ...]
    latest_days_after_surgery: Decimal | None = None


@frozen
class LiverStep:
    """One row of the liver table: multiples of the reference where each step begins."""

    ROW_KEYS: ClassVar[tuple[str, ...]] = ("test", "reference")

    test: LabTest
    side: BandSide
    limit: Decimal
    to_80: Decimal | None
    to_50: Decimal
    hold: Decimal
    restart_below: Decimal
    restart_percent: Decimal

    def is_for(self, reference: Decimal) -> bool:
        """Whether `reference` (canonical unit) falls into this row's band."""
        if self.side is BandSide.AT_MOST:
            return reference <= self.limit
        return reference > self.limit


@frozen
class LiverTable:
    """liver.yaml: FUDR dose from liver tests."""

    reference: ReferenceDay
    now: NowValue
    percent_of: PercentOf
    re_escalation: ReEscalation
    act_below_uln: ActBelowUln
    emptied_day_missing: EmptiedDayMissing
    freshness_hours: Decimal
    emptied_day_hours: Decimal
    reference_hours: Decimal
    alp_warning_ratio: Decimal
    steps: tuple[LiverStep, ...]

    @property
    def tests(self) -> tuple[LabTest, ...]:
        """The tests the table needs, in its order."""
        return tuple(dict.fromkeys(step.test for step in self.steps))


@frozen
class BiliaryStop:
    """A bile duct finding and what it does."""

    ROW_KEYS: ClassVar[tuple[str, ...]] = ("finding",)

    finding: BiliaryFinding
    effect: Effect
    evacuate: Evacuate


@frozen
class SignStop:
    """A sign, the setting in which it acts, and what it does."""

    ROW_KEYS: ClassVar[tuple[str, ...]] = ("sign", "setting")

    sign: Sign
    setting: StopSetting
    acts_on: ActsOn
    effect: Effect
    evacuate: Evacuate


@frozen
class CountStop:
    """A blood count and the limit below which it acts."""

    ROW_KEYS: ClassVar[tuple[str, ...]] = ("count", "setting", "acts_on")

    count: LabTest
    below: Decimal
    setting: StopSetting
    acts_on: ActsOn
    effect: Effect


@frozen
class FactStop:
    """A patient fact and what it refuses; one that refuses nothing is shown."""

    ROW_KEYS: ClassVar[tuple[str, ...]] = ("fact",)

    fact: Fact
    state: FactState
    refuses: Refuses


@frozen
class StopTable:
    """stops.yaml: what stops FUDR or the needle, and what must leave the pump."""

    bilirubin_stop_mg_per_dl: Decimal
    evacuate_within_hours: Decimal
    hold_review_weeks: Decimal
    hold_review_cycles: Decimal
    dpyd_refuse_at_most: Decimal
    dpyd_alert_at_most: Decimal
    biliary: tuple[BiliaryStop, ...]
    signs: tuple[SignStop, ...]
    counts: tuple[CountStop, ...]
    patient_facts: tuple[FactStop, ...]


@frozen
class Calendar:
    """calendar.yaml: the days of a cycle. `weeks_before_liver_surgery` None means ask.

    `glycerin_days` lie between glycerin fills; `explant_question_months` after the last FUDR
    the board is asked whether the pump is to be taken out.
    """

    cycle_days: Decimal
    dwell_days: Decimal
    empty_window_days: Decimal
    rest_days: Decimal
    glycerin_days: Decimal
    early_days: Decimal
    planned_cycles: Decimal
    after_last_cycle: AfterLastCycle
    follow_up_months: Decimal
    explant_question_months: Decimal
    weeks_before_liver_surgery: Decimal | None


@frozen
class ProductStrength:
    """What one mL of a product holds: mg, or units for heparin. None means not stated."""

    ROW_KEYS: ClassVar[tuple[str, ...]] = ("product",)

    product: Product
    strength_per_ml: Decimal | None
    salt: Salt
    preservative: Preservative


@frozen
class FillContent:
    """The drugs beside FUDR in one kind of fill; the rest is 0.9 % saline, or glycerin.

    Dexamethasone is a fixed amount, or mg for each day that the reservoir lasts, or none.
    `glycerin_percent` is the strength of the site's glycerin; None means not stated.
    """

    ROW_KEYS: ClassVar[tuple[str, ...]] = ("content",)

    content: Content
    dexamethasone_mg: Decimal | None
    heparin_units: Decimal | None
    dexamethasone_mg_per_day: Decimal | None = None
    glycerin_percent: Decimal | None = None

    @property
    def has_dexamethasone(self) -> bool:
        """Whether any goes in, whatever rule gives its amount."""
        return self.dexamethasone_mg is not None or self.dexamethasone_mg_per_day is not None


@frozen
class AdditiveLimit:
    """Limits of one additive, mg or units. Soft alerts, hard refuses."""

    ROW_KEYS: ClassVar[tuple[str, ...]] = ("product",)

    product: Product
    soft_per_fill: Decimal
    hard_per_fill: Decimal
    soft_per_day: Decimal
    hard_per_day: Decimal


@frozen
class RestContent:
    """What goes in when FUDR does not, by reason."""

    ROW_KEYS: ClassVar[tuple[str, ...]] = ("reason",)

    reason: RestReason
    content: Content


@frozen
class FillTable:
    """fills.yaml: products, make-up, additive limits, rest content."""

    products: tuple[ProductStrength, ...]
    vial_mg: Decimal
    contents: tuple[FillContent, ...]
    additive_limits: tuple[AdditiveLimit, ...]
    rest_content: tuple[RestContent, ...]


@frozen
class ExposureFactor:
    """How much faster the pump may run under an exposure."""

    ROW_KEYS: ClassVar[tuple[str, ...]] = ("exposure",)

    exposure: ExposureKind
    factor: Decimal


@frozen
class FlowTable:
    """flow.yaml: which flow sets the concentration, and the fast bound."""

    measurements_averaged: Decimal
    agreement_percent: Decimal
    largest_step_down: Decimal
    recheck_percent: Decimal
    refuse_percent: Decimal
    accepted_for_fills: Decimal
    shortest_dwell_hours: Decimal
    spread_factor: Decimal
    smallest_spread_percent: Decimal
    spread_left_out_percent: Decimal
    exposures: tuple[ExposureFactor, ...]


@frozen
class SoftDose:
    """The dose above which an order alerts, by setting; mg/kg/day."""

    ROW_KEYS: ClassVar[tuple[str, ...]] = ("setting",)

    setting: GivenWith
    above: Decimal


@frozen
class LimitTable:
    """limits.yaml: soft and hard limits of an order."""

    hard_mg_per_kg_day: Decimal
    hard_mg_per_fill: Decimal
    hard_mg_per_ml: Decimal
    soft_mg_per_ml: Decimal
    soft_mg_per_kg_day: tuple[SoftDose, ...]
    order_margin_mg: Decimal
    change_percent: Decimal


@frozen
class Protocol:
    """One immutable version of a protocol."""

    heading: Heading
    dose: DoseTable
    first_dose: FirstDoseTable
    liver: LiverTable
    stops: StopTable
    calendar: Calendar
    fills: FillTable
    flow: FlowTable
    limits: LimitTable

    @property
    def name(self) -> str:
        """Id and version, as a chart cites it: "fudr-28d/2026.1"."""
        return f"{self.heading.id}/{self.heading.version}"
