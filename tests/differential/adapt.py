"""Turns neutral entries into Hepatica's chart, and its plan into the same plain answer."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from functools import cache
from typing import Any

from hepatica.core.chart import entries as e
from hepatica.core.chart import laboratory as lab
from hepatica.core.chart import words as w
from hepatica.core.chart.fold import Chart, fold_course
from hepatica.core.moment import Moment
from hepatica.core.plan import Plan
from hepatica.core.planning import plan
from hepatica.core.quantities import clinical_arithmetic
from hepatica.core.rulebook import Rulebook
from hepatica.library.loader import load_rulebook
from hepatica.library.units import units_of

Fields = dict[str, Any]
ZONE = timezone(timedelta(hours=1))
D = Decimal
TESTS = {
    "ast": w.LabTest.AST, "alp": w.LabTest.ALP, "alt": w.LabTest.ALT,
    "bilirubin": w.LabTest.BILIRUBIN, "white_cells": w.LabTest.WHITE_CELLS,
    "platelets": w.LabTest.PLATELETS,
}  # fmt: skip


@cache
def rulebook() -> Rulebook:
    """The shipped rulebook, read once."""
    return load_rulebook()


@cache
def instant(text: str) -> datetime:
    """An instant written with its offset."""
    return datetime.fromisoformat(text)


@cache
def moment(text: str) -> Moment:
    """An instant, or any hour of a day at the case's offset."""
    if len(text) == len("2025-03-03"):
        return Moment.some_time_on(date.fromisoformat(text), ZONE)
    return Moment.exactly(instant(text))


def maybe(value: str | None) -> Decimal | None:
    """A number that may be missing."""
    return None if value is None else D(value)


def zero(value: str | None) -> Decimal:
    """A volume that is zero when not written."""
    return D(0) if value is None else D(value)


@cache
def convert(value: str, unit: str, test: str) -> Decimal:
    """A laboratory value in its canonical unit, as the door converts it."""
    if test != "bilirubin":
        return D(value)
    with clinical_arithmetic():
        return units_of("bilirubin").units[unit].to_canonical(D(value))


def lab_value(test: str, f: Fields) -> lab.LabValue:
    """One result."""
    text = f["value"].lstrip("<")
    upper = f.get("upper")
    limit = None if upper is None else Decimal(upper)
    is_below = f["value"].startswith("<")
    return lab.LabValue(convert(text, f["unit"], test), D(text), f["unit"], is_below, limit)


def results(f: Fields) -> tuple[tuple[w.LabTest, lab.LabValue], ...]:
    """Results of one sample."""
    return tuple((TESTS[test], lab_value(test, value)) for test, value in f.items())


def day(text: str | None) -> date | None:
    """A day that may be missing."""
    return None if text is None else date.fromisoformat(text)


def roles(names: list[str]) -> tuple[w.Role, ...]:
    """Who signed."""
    return tuple(w.Role(name) for name in names)


def enrolment(f: Fields) -> e.Payload:
    """The patient enters the programme."""
    return e.Enrolment(
        w.Diagnosis(f["diagnosis"]), w.Setting(f["setting"]), w.Sex(f["sex"]),
        f["year_of_birth"], D(f["height"]),
    )  # fmt: skip


def patient_fact(f: Fields) -> e.Payload:
    """A fact about the patient."""
    state = f.get("state")
    return e.PatientFact(
        w.Fact(f["fact"]), None if state is None else w.FactState(state),
        maybe(f.get("activity")), f.get("version"),
    )  # fmt: skip


def pump_filled(f: Fields) -> e.Payload:
    """A fill."""
    return e.PumpFilled(
        content=w.Content(f["content"]), prepared_ml=D(f["prepared"]),
        injected_ml=D(f["injected"]), returned_ml=zero(f.get("returned")),
        line_dead_space_ml=zero(f.get("line_dead_space")),
        outside_reservoir_ml=zero(f.get("outside")),
        is_pocket_fill_suspected=f.get("pocket", False), is_aborted=f.get("aborted", False),
        fudr_mg=maybe(f.get("fudr")), order=f.get("order"),
        ordered_mg_per_kg_day=maybe(f.get("ordered_dose")),
    )  # fmt: skip


def order_signed(f: Fields) -> e.Payload:
    """A signed order."""
    return e.OrderSigned(
        protocol=f["protocol"], version=f["version"], dose_mg_per_kg_day=D(f["dose"]),
        percent=D(f["percent"]), dosing_weight_kg=D(f["dosing_weight"]),
        flow_ml_per_day=D(f["flow"]), volume_ml=D(f["volume"]), fudr_mg=D(f["fudr"]),
        liver_tests=results(f["liver_tests"]), chart_head=f["chart_head"],
        known_by=instant(f["known_by"]), laboratory=f.get("laboratory"),
    )  # fmt: skip


def decision_signed(f: Fields) -> e.Payload:
    """A signed decision."""
    return e.DecisionSigned(
        w.SignedRule(f["rule"]), roles(f["roles"]), f["reason"], day(f.get("valid_until")),
        f.get("about"), maybe(f.get("percent")), f.get("segment"),
    )  # fmt: skip


def pump_accessed(f: Fields) -> e.Payload:
    """The needle in the pump."""
    return e.PumpAccessed(
        w.AccessResult(f["result"]), maybe(f.get("withdrawn")), zero(f.get("remainder")),
        f.get("pump_serial"),
    )  # fmt: skip


PAYLOADS: dict[str, Callable[[Fields], e.Payload]] = {
    "enrolment": enrolment,
    "patient_fact": patient_fact,
    "weight": lambda f: e.Weight(D(f["weight"])),
    "laboratory_panel": lambda f: lab.LaboratoryPanel(results(f["results"]), f.get("laboratory")),
    "protocol_assigned": lambda f: e.ProtocolAssigned(
        f["protocol"], f["version"], w.GivenWith(f["given_with"])
    ),
    "pump_implanted": lambda f: e.PumpImplanted(
        f["model"], f["serial"], D(f["label_flow"]), D(f["reservoir"]), w.Vessel(f["vessel"])
    ),
    "perfusion_scan": lambda f: e.PerfusionScan(w.ScanCode(f["code"])),
    "procedure": lambda f: e.ProcedureDone(w.Procedure(f["procedure"])),
    "pump_accessed": pump_accessed,
    "pump_filled": pump_filled,
    "symptom_report": lambda f: e.SymptomReport(w.Sign(f["sign"])),
    "biliary_finding": lambda f: e.BiliaryReport(w.BiliaryFinding(f["finding"])),
    "order_signed": order_signed,
    "decision_signed": decision_signed,
    "flow_accepted": lambda f: e.FlowAccepted(D(f["flow"]), w.Role(f["role"]), f["reason"]),
    "exposure": lambda f: e.Exposure(
        w.ExposureKind(f["exposure"]), date.fromisoformat(f["since"]), day(f.get("until"))
    ),
    "surgery_planned": lambda f: e.SurgeryPlanned(
        w.Operation(f["operation"]), date.fromisoformat(f["date"])
    ),
    "pump_and_catheter_check": lambda f: e.PumpAndCatheterCheck(
        w.CheckResult(f["result"]), roles(f["roles"])
    ),
    "confirmation": lambda f: e.Confirmation(f["confirms"], f["reason"]),
    "void": lambda f: e.Void(f["voids"], f["reason"]),
}


def chart_of(entries: list[Fields]) -> Chart:
    """Hepatica's chart of neutral entries."""
    kinds = {entry["id"]: entry["kind"] for entry in entries}
    made = tuple(entry_of(entry, kinds) for entry in entries)
    return Chart("differential", is_synthetic=True, entries=made, head="", is_sealed=False)


def entry_of(f: Fields, kinds: dict[str, str]) -> e.Entry[e.Payload]:
    """One entry; a correction needs the kind of what it corrects."""
    at = moment(f["at"])
    recorded = f.get("recorded_at")
    known = at.earliest if recorded is None else moment(recorded).earliest
    if f["kind"] != "correction":
        return e.Entry(f["id"], at, known, PAYLOADS[f["kind"]](f))
    root = f["corrects"]
    kinds[f["id"]] = kinds[root]
    replacement = PAYLOADS[kinds[f["id"]]](f["entry"])
    return e.Entry(f["id"], at, known, e.Correction(f["corrects"], replacement, f["reason"]))


def hepatica_plan(chart: Chart, at: str) -> Fields:
    """Hepatica's plan at a moment, in the plain form of the second implementation."""
    now = instant(at)
    return answer(plan(fold_course(chart, at=now, known_by=now), rulebook()))


def answer(found: Plan) -> Fields:
    """The parts of a plan that are compared."""
    flow, refill, reservoir = found.flow, found.refill, found.reservoir
    content = reservoir.content if reservoir else None
    safe = refill.date if refill else None
    return {
        "word": found.decision.word.value,
        "dose_mg_per_kg_day": found.decision.dose_mg_per_kg_day,
        "percent": found.decision.percent,
        "mg": found.fill.fudr_mg if found.fill else None,
        "flow": flow.concentration_flow_ml_per_day if flow else None,
        "fast_bound": refill.fast_bound_ml_per_day if refill else None,
        "safe_refill_date": safe.isoformat() if safe else None,
        "safe_status": refill.status.value if refill else None,
        "action": reservoir.action.value if reservoir else None,
        "content": content.value if content else None,
        "by_date": reservoir.by.isoformat() if reservoir else None,
        "codes": [f"{f.word.value}: {f.reason} [{f.rule}]" for f in found.decision.findings],
    }
