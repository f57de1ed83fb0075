"""Entries about systemic treatment, its toxicity and days away, each in a few words."""

from __future__ import annotations

from enum import Enum

from hepatica.core.chart.entries import Payload
from hepatica.core.chart.systemic_entries import (
    AdverseEvent,
    Away,
    DrugGiven,
    Genotype,
    SystemicAssigned,
    SystemicGiven,
    SystemicWithheld,
)
from hepatica.core.chart.systemic_words import Form
from hepatica.core.toxicity.events import name_of_event
from hepatica.reports.figures import as_written


def words_of_systemic(payload: Payload) -> str:
    """What such an entry says; empty for an entry of another kind."""
    match payload:
        case SystemicAssigned(regimen=regimen, version=version, first_day=first):
            begins = "by the cycle of the pump" if first is None else f"on {first}"
            return f"{regimen}/{version}, day 1 {begins}"
        case SystemicGiven(regimen=regimen, version=version, day=day, drugs=drugs):
            return f"{regimen}/{version}, day {day}: {', '.join(map(_drug, drugs))}"
        case SystemicWithheld(cause=cause, until=until):
            again = "" if until is None else f", to be looked at again on {until}"
            return f"held back, cause: {_plain(cause)}{again}"
        case _:
            return _of_patient(payload)


def _of_patient(payload: Payload) -> str:
    match payload:
        case AdverseEvent(grade=grade, attributed_to=causes):
            name = name_of_event(payload)
            said = f"{name} grade {grade}" if grade else f"{name} has ended (grade 0)"
            return f"{said}, attributed to {' and '.join(map(_plain, causes))}"
        case Genotype(ugt1a1=result):
            return f"UGT1A1 {result.value}"
        case Away(since=since, until=until):
            return f"{since}" if since == until else f"{since} to {until}"
        case _:
            return ""


def _drug(given: DrugGiven) -> str:
    """Such as "irinotecan infusion 300 mg"; by mouth the amount is that of each day."""
    by_day = " a day" if given.form is Form.BY_MOUTH else ""
    return f"{given.drug.value} {_plain(given.form)} {as_written(given.dose_mg)} mg{by_day}"


def _plain(word: Enum) -> str:
    return str(word.value).replace("-", " ")
