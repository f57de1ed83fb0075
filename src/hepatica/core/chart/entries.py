"""The kinds of chart entry: what was observed, given, decided, signed or corrected.

Every quantity is a Decimal in the unit its name ends with; the door, `casefile`, parses text.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Generic, TypeVar

from hepatica.core.chart.additive import Additive
from hepatica.core.chart.complication_entries import COMPLICATION_KINDS, ComplicationPayload
from hepatica.core.chart.explant import PumpExplanted
from hepatica.core.chart.laboratory import LaboratoryPanel, LabValue
from hepatica.core.chart.pump_rate import PumpRateSet
from hepatica.core.chart.redaction import Redaction
from hepatica.core.chart.systemic_entries import SYSTEMIC_KINDS, SystemicPayload
from hepatica.core.chart.words import (
    AccessResult,
    BiliaryFinding,
    CheckResult,
    Content,
    Diagnosis,
    ExposureKind,
    Fact,
    FactState,
    GivenWith,
    LabTest,
    Operation,
    Procedure,
    Role,
    ScanCode,
    Setting,
    Sex,
    Sign,
    SignedRule,
    Vessel,
)
from hepatica.core.frozen import frozen
from hepatica.core.moment import Moment


@frozen
class Enrolment:
    """The patient enters the programme."""

    diagnosis: Diagnosis
    setting: Setting
    sex: Sex
    year_of_birth: int
    height_cm: Decimal


@frozen
class PatientFact:
    """A fact that may refuse an additive, the access or FUDR; the newest of its kind holds.

    `activity` is set for DPYD only, `state` for every other fact; `version` for consent.
    """

    fact: Fact
    state: FactState | None
    activity: Decimal | None = None
    version: str | None = None


@frozen
class Weight:
    """A weighing."""

    weight_kg: Decimal


@frozen
class ProtocolAssigned:
    """The protocol version this course follows from now on."""

    protocol: str
    version: str
    given_with: GivenWith


@frozen
class PumpImplanted:
    """A pump, the flow on its own label (a programmable one has none), its catheter as trimmed."""

    model: str
    serial: str
    label_flow_ml_per_day: Decimal | None
    reservoir_ml: Decimal
    vessel: Vessel
    catheter_length_cm: Decimal | None = None
    udi_di: str | None = None
    catalogue: str | None = None
    lot: str | None = None
    distributed: date | None = None


@frozen
class PerfusionScan:
    """A technetium perfusion scan through the pump's bolus path."""

    code: ScanCode
    has_tip_hot_spot: bool = False


@frozen
class ProcedureDone:
    """A procedure on the liver, catheter, artery or pump."""

    procedure: Procedure


@frozen
class PumpAccessed:
    """The reservoir was emptied, or the attempt failed.

    `remainder_ml` is the estimated volume that could not be withdrawn; `pump_serial` is read
    at the bedside. A failed attempt has no withdrawn volume.
    """

    result: AccessResult
    withdrawn_ml: Decimal | None = None
    remainder_ml: Decimal = Decimal(0)
    pump_serial: str | None = None


@frozen
class PumpFilled:
    """What went in.

    `outside_reservoir_ml` is the volume known to lie outside the reservoir; when
    `is_pocket_fill_suspected` that volume is unknown. `order` is the entry id of the signed
    order; `ordered_mg_per_kg_day` is given when a FUDR fill was ordered on paper.
    """

    content: Content
    prepared_ml: Decimal
    injected_ml: Decimal
    returned_ml: Decimal = Decimal(0)
    line_dead_space_ml: Decimal = Decimal(0)
    outside_reservoir_ml: Decimal = Decimal(0)
    is_pocket_fill_suspected: bool = False
    is_aborted: bool = False
    fudr_mg: Decimal | None = None
    additives: tuple[Additive, ...] = ()
    order: str | None = None
    ordered_mg_per_kg_day: Decimal | None = None

    @property
    def net_ml(self) -> Decimal:
        """Volume that stayed in the reservoir (behaviour F5); mL."""
        return (
            self.injected_ml
            - self.returned_ml
            - self.line_dead_space_ml
            - self.outside_reservoir_ml
        )


@frozen
class SymptomReport:
    """A symptom or sign."""

    sign: Sign


@frozen
class BiliaryReport:
    """A finding in the bile ducts."""

    finding: BiliaryFinding


@frozen
class OrderSigned:
    """A FUDR order as its prescriber signed it.

    `liver_tests` are the values the decision acted on: they become the next reference.
    `percent` is of the starting dose. `chart_head` is the hash the order was planned on,
    `known_by` the moment up to which the chart was read.
    """

    protocol: str
    version: str
    dose_mg_per_kg_day: Decimal
    percent: Decimal
    dosing_weight_kg: Decimal
    flow_ml_per_day: Decimal
    volume_ml: Decimal
    fudr_mg: Decimal
    liver_tests: tuple[tuple[LabTest, LabValue], ...]
    chart_head: str
    known_by: datetime
    laboratory: str | None = None


@frozen
class InputsReEntered:
    """A second person's reading of the primary records, without sight of the order.

    `last_percent` is the last FUDR dose given as a percent of the starting dose; None before
    the first FUDR.
    """

    weight_kg: Decimal
    flow_ml_per_day: Decimal
    last_percent: Decimal | None
    by: Role


@frozen
class DecisionSigned:
    """A decision that a rule leaves to people; `valid_until` is the last civil day it holds."""

    rule: SignedRule
    roles: tuple[Role, ...]
    reason: str
    valid_until: date | None = None
    about: str | None = None
    percent: Decimal | None = None
    segment: str | None = None


@frozen
class FlowAccepted:
    """A measured flow outside the label's band accepted for use."""

    flow_ml_per_day: Decimal
    role: Role
    reason: str


@frozen
class Exposure:
    """Fever, flight or altitude, reported or planned; `until` None means not known."""

    exposure: ExposureKind
    since: date
    until: date | None = None


@frozen
class SurgeryPlanned:
    """Surgery on a coming date."""

    operation: Operation
    on: date


@frozen
class PumpAndCatheterCheck:
    """Imaging or contrast study of pump and catheter, signed."""

    result: CheckResult
    roles: tuple[Role, ...]


@frozen
class Confirmation:
    """An implausible or contradictory entry looked at again and found true."""

    confirms: str
    reason: str


@frozen
class Correction:
    """The whole content of an earlier entry, put right; it keeps the earlier entry's `at`."""

    corrects: str
    replacement: Payload
    reason: str


@frozen
class Void:
    """An earlier entry is withdrawn; a void of a void restores."""

    voids: str
    reason: str


@frozen
class Note:
    """Free text."""

    text: str


Payload = (
    Enrolment
    | PatientFact
    | Weight
    | LaboratoryPanel
    | ProtocolAssigned
    | PumpImplanted
    | PumpExplanted
    | PumpRateSet
    | PerfusionScan
    | ProcedureDone
    | PumpAccessed
    | PumpFilled
    | SymptomReport
    | BiliaryReport
    | OrderSigned
    | InputsReEntered
    | DecisionSigned
    | FlowAccepted
    | Exposure
    | SurgeryPlanned
    | PumpAndCatheterCheck
    | ComplicationPayload
    | SystemicPayload
    | Confirmation
    | Correction
    | Void
    | Note
    | Redaction
)

# Entries of equal time stand in this order: what was found, what was decided, what was done.
KIND_ORDER: tuple[type[Payload], ...] = (
    Enrolment,
    PatientFact,
    Weight,
    LaboratoryPanel,
    ProtocolAssigned,
    ProcedureDone,
    PumpExplanted,
    PumpImplanted,
    PumpRateSet,
    PerfusionScan,
    SymptomReport,
    BiliaryReport,
    *COMPLICATION_KINDS,
    *SYSTEMIC_KINDS,
    Exposure,
    SurgeryPlanned,
    OrderSigned,
    InputsReEntered,
    PumpAccessed,
    PumpAndCatheterCheck,
    FlowAccepted,
    DecisionSigned,
    PumpFilled,
    Confirmation,
    Correction,
    Void,
    Note,
    Redaction,
)

P_co = TypeVar("P_co", bound=Payload, covariant=True)


@frozen
class Entry(Generic[P_co]):
    """One line of a chart: true `at`, learned `recorded_at`, last corrected `revised_at`."""

    id: str
    at: Moment
    recorded_at: datetime
    payload: P_co
    revised_at: datetime | None = None

    @property
    def learned_at(self) -> datetime:
        """When the chart learned what the entry says now."""
        return self.revised_at or self.recorded_at
