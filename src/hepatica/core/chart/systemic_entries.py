"""Entries about systemic treatment, its toxicity, and days the patient is away."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hepatica.core.chart.systemic_words import (
    Attribution,
    Drug,
    Event,
    Form,
    GeneResult,
    WithheldCause,
)
from hepatica.core.frozen import frozen


@frozen
class SystemicAssigned:
    """The regimen version that runs beside the pump from now on; the newest holds.

    `first_day` is day 1 of its first cycle; None leaves it to the pump's own cycle.
    """

    regimen: str
    version: str
    first_day: date | None = None


@frozen
class DrugGiven:
    """One drug of one visit; mg of one giving, by mouth of each taking."""

    drug: Drug
    form: Form
    dose_mg: Decimal


@frozen
class SystemicGiven:
    """Systemic drugs given on `day` of the regimen's cycle."""

    regimen: str
    version: str
    day: int
    drugs: tuple[DrugGiven, ...]


@frozen
class SystemicWithheld:
    """People held the whole regimen back; it holds until treatment is given again.

    `until` is the day on which it is looked at again, if one was set.
    """

    cause: WithheldCause
    until: date | None = None


@frozen
class Genotype:
    """The UGT1A1 genotype. DPYD is charted as a patient fact."""

    ugt1a1: GeneResult


@frozen
class AdverseEvent:
    """A toxicity by its CTCAE grade, 1 to 5; grade 0 says that it has ended.

    The newest entry of the same event holds. `term` names an event "other".
    """

    event: Event
    grade: int
    attributed_to: tuple[Attribution, ...]
    term: str | None = None


@frozen
class Away:
    """Days on which the patient cannot come, both included."""

    since: date
    until: date


SystemicPayload = (
    SystemicAssigned | SystemicGiven | SystemicWithheld | Genotype | AdverseEvent | Away
)

# Their order among entries of equal time: what was found, what was decided, what was done.
SYSTEMIC_KINDS: tuple[type[SystemicPayload], ...] = (
    Genotype,
    AdverseEvent,
    Away,
    SystemicAssigned,
    SystemicWithheld,
    SystemicGiven,
)
