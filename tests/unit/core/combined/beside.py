"""A course on its second FUDR day with a regimen beside the pump, for tests of both arms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hepatica.core.plan import Plan
from hepatica.core.planning import plan
from hepatica.library.loader import load_rulebook
from tests.golden.charts import Given, fold

Entry = Mapping[str, Any]

COUNTS: Entry = {
    "id": "cbc",
    "kind": "laboratory_panel",
    "at": "2026-02-23T07:00",
    "results": {"neutrophils": "3.1 10*9/L", "platelets": "200 10*9/L", "creatinine": "0.9 mg/dL"},
}


def assigned(regimen: str, **more: str) -> Entry:
    """A regimen assigned before the first FUDR."""
    at = "2026-01-20T09:00"
    entry = {"id": "reg", "kind": "systemic_assigned", "at": at, "regimen": regimen}
    return {**entry, "version": "2026.1", **more}


def given(regimen: str, name: str, at: str, day: str) -> Entry:
    """A visit at which something was given."""
    drugs = [{"drug": "leucovorin", "form": "infusion", "dose": "700 mg"}]
    visit = {"id": name, "kind": "systemic_given", "at": at, "regimen": regimen, "day": day}
    return {**visit, "version": "2026.1", "drugs": drugs}


def signed(rule: str, at: str, *roles: str, **more: str) -> Entry:
    """A signed decision."""
    entry = {"id": f"signed-{rule}", "kind": "decision_signed", "at": at, "rule": rule}
    return {**entry, "roles": list(roles or ("board",)), "reason": "discussed", **more}


def event(name: str, grade: str, at: str = "2026-02-21T10:00", **more: str) -> Entry:
    """A toxicity as a clinician charts it."""
    entry = {"id": f"{name}-{grade}", "kind": "adverse_event", "at": at, "event": name}
    return {**entry, "grade": grade, "attributed_to": ["systemic"], **more}


def plan_of(
    *more: Entry, change: Mapping[str, Any] | None = None, at: str = "", chart: str = "second"
) -> Plan:
    """The plan of that day."""
    course = fold(Given(chart, change=change or {}, more=more), at=at)
    return plan(course, load_rulebook())


def words(made: Plan) -> dict[str, str]:
    """What is proposed of each drug."""
    drugs: Sequence[Any] = made.systemic.drugs if made.systemic else ()
    return {drug.row.name: drug.word.value for drug in drugs}
