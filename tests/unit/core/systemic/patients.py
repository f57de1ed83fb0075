"""Small pieces that the tests of systemic treatment share: rules, a well patient, a course."""

from datetime import date
from decimal import Decimal
from typing import Any

from hepatica.core.chart.course import Course
from hepatica.core.chart.systemic_words import Drug, Form
from hepatica.core.quantities import clinical_arithmetic
from hepatica.core.systemic.decide import decide
from hepatica.core.systemic.patient import Bilirubin, Clearance, Lowered, SystemicPatient
from hepatica.core.systemic.proposal import DrugProposal
from hepatica.core.systemic.regimen import DrugDose, Regimen, SystemicRules
from hepatica.library.regimens import shipped_rules
from tests.golden.systemic_charts import Facts, course_of

OXALIPLATIN = (Drug.OXALIPLATIN, Form.INFUSION)
BOLUS = (Drug.FLUOROURACIL, Form.BOLUS)
INFUSION = (Drug.FLUOROURACIL, Form.INFUSION)
IRINOTECAN = (Drug.IRINOTECAN, Form.INFUSION)
FULL = (
    "2025-03-03 given 1: oxaliplatin 167.5, leucovorin 788, fluorouracil at once 788, "
    "fluorouracil 4728"
)


def rules(name: str) -> SystemicRules:
    """A shipped regimen with what holds of its drugs."""
    return shipped_rules(f"{name}/2026.1")


def regimen(name: str) -> Regimen:
    """A shipped regimen."""
    return rules(name).regimen


def row_of(name: str, key: tuple[Drug, Form]) -> DrugDose:
    """One drug of a shipped regimen."""
    return next(row for row in regimen(name).drugs if (row.drug, row.form) == key)


def well(**facts: Any) -> SystemicPatient:
    """A patient of 1.97 m2 and 80 kg against whom nothing speaks, but for these facts."""
    healthy: dict[str, Any] = {
        "weight_kg": Decimal(80),
        "bsa_m2": Decimal("1.97"),
        "neutrophils": Decimal("3.1"),
        "platelets": Decimal(210),
        "bilirubin": bilirubin("0.7"),
        "clearance": Clearance(Decimal(90)),
    }
    return SystemicPatient(**(healthy | facts))


def bilirubin(value: str) -> Bilirubin:
    """A bilirubin of a laboratory whose upper limit is 1.2 mg/dL."""
    return Bilirubin(Decimal(value), Decimal("1.2"), "mg/dL")


def later(history: dict[tuple[Drug, Form], Lowered] | None = None, **facts: Any) -> SystemicPatient:
    """A well patient at a later visit, who had each drug before."""
    had = {key: Lowered(was_given=True) for key in (OXALIPLATIN, BOLUS, INFUSION, IRINOTECAN)}
    return well(is_first=False, lowered=had | (history or {}), **facts)


def decided(name: str, patient: SystemicPatient) -> dict[str, DrugProposal]:
    """Every drug of a regimen by its name."""
    found = rules(name)
    with clinical_arithmetic():
        drugs = decide(found, patient, found.regimen.in_order)
    return {drug.row.name: drug for drug in drugs}


def course(name: str, *lines: str, today: str = "2025-03-17", **now: str) -> Course:
    """A course of a regimen, whose day 1 is 3 March 2025, at nine on the morning of `today`."""
    facts = Facts(date.fromisoformat(today), lines, now, date(2025, 3, 3))
    return course_of(name, facts)
