"""The matrix of behaviour C1: every finding of one arm against every cause of the other.

Worked by hand from behaviour C1, C2 and E-a (rank of words). Each cell is what becomes of FUDR,
then of the systemic visit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from hepatica.core.chart.course import Course
from hepatica.core.planning import plan
from hepatica.core.rulebook import Rulebook
from tests.golden.charts import Given, fold

CAUSES = [
    "none",
    "counts",
    "neuropathy",
    "diarrhoea",
    "severe-diarrhoea",
    "hepatic",
    "biliary",
    "infection",
    "sepsis",
    "pocket-infection",
    "surgery",
    "wish-of-the-patient",
    "other",
]
# What the systemic arm does to FUDR where the pump's side has nothing against it.
ALONE = [
    "give",
    "give",
    "give",
    "give",
    "refused",
    "hold",
    "hold",
    "give",
    "refused",
    "refused",
    "give",
    "give",
    "give",
]
HELD = ["hold"] * len(CAUSES)
WORD = {"refused": ["refused" if word == "give" else word for word in ALONE]}

Side = Mapping[str, Any]


def labs(**values: str) -> Side:
    """The day's liver tests changed."""
    return {"change": {"labs-29": values}}


def ducts(finding: str) -> Side:
    """A finding in the bile ducts three days before."""
    at = "2026-02-20T10:00"
    return {"more": [{"id": "found", "kind": "biliary_finding", "at": at, "finding": finding}]}


# The pump's side, FUDR for each cause, and the systemic word where people hold nothing back.
SIDES: Mapping[str, tuple[Side, list[str], str]] = {
    "nothing": ({}, ALONE, "give"),
    "ALP at 1.5 x 88: 50 %": (labs(alp="132"), ALONE, "give"),
    "ALP at 2 x 88: hold": (labs(alp="176"), HELD, "give"),
    "bilirubin 2.9: hold": (labs(bilirubin="2.9"), HELD, "give"),
    "bilirubin 3.0: stop": (
        labs(bilirubin="3.0"),
        ["stop-pending-review"] * len(CAUSES),
        "signed-decision",
    ),
    "stricture suspected": (ducts("stricture-suspected"), WORD["refused"], "signed-decision"),
    "stricture": (
        ducts("stricture-confirmed"),
        ["permanent-stop"] * len(CAUSES),
        "signed-decision",
    ),
    "stent": (ducts("stent-placed"), ["permanent-stop"] * len(CAUSES), "signed-decision"),
    "cholangitis": (ducts("cholangitis"), HELD, "signed-decision"),
    "obstruction": (ducts("obstruction"), HELD, "signed-decision"),
    "ducts normal": (ducts("ducts-normal"), ALONE, "give"),
}


def cells() -> Iterator[tuple[str, str, str, str]]:
    """Every cell: side, cause, FUDR, systemic."""
    for side, (_, fudr, systemic) in SIDES.items():
        for cause, word in zip(CAUSES, fudr, strict=True):
            is_held = cause != "none" and systemic == "give"
            yield side, cause, word, "hold" if is_held else systemic


def arms(side: Side, cause: str) -> Given:
    """The second FUDR day of a course whose regimen ran on day 1 and 15, held back for a cause."""
    drugs = [{"drug": "oxaliplatin", "form": "infusion", "dose": "180 mg"}]
    regimen = {"regimen": "kemeny-2005-b", "version": "2026.1"}
    given = {"kind": "systemic_given", **regimen, "drugs": drugs}
    counts = {"neutrophils": "3.1 10*9/L", "platelets": "200 10*9/L", "creatinine": "0.9 mg/dL"}
    more: list[Mapping[str, Any]] = [
        {"id": "reg", "kind": "systemic_assigned", "at": "2026-01-20T09:00", **regimen},
        {"id": "v1", "at": "2026-01-26T12:00", "day": "1", **given},
        {"id": "v15", "at": "2026-02-09T12:00", "day": "15", **given},
        {"id": "cbc", "kind": "laboratory_panel", "at": "2026-02-23T07:00", "results": counts},
        *side.get("more", ()),
    ]
    if cause != "none":
        at = "2026-02-22T09:00"
        more.append({"id": "held", "kind": "systemic_withheld", "at": at, "cause": cause})
    return Given("second", change=side.get("change", {}), more=more)


@dataclass(frozen=True, slots=True)
class BothArms:
    """One course: what becomes of FUDR, and of the systemic visit ("none" without a regimen)."""

    id: str
    course: Course
    fudr: str
    systemic: str

    def passes(self, rulebook: Rulebook) -> bool:
        """Whether both arms come out as expected."""
        return (self.fudr, self.systemic) == self.found(rulebook)

    def found(self, rulebook: Rulebook) -> tuple[str, str]:
        """What the plan says."""
        made = plan(self.course, rulebook)
        return made.decision.word.value, made.systemic.word.value if made.systemic else "none"


# Toxicity as a clinician charts it, the day before the second FUDR; no regimen is assigned.
EVENTS = {
    ("diarrhoea", "2"): "give",
    ("diarrhoea", "3"): "refused",
    ("sepsis", "0"): "give",
    ("sepsis", "1"): "refused",
    ("pocket-infection", "0"): "give",
    ("pocket-infection", "1"): "refused",
    ("neuropathy", "1"): "give",
    ("neuropathy", "3"): "give",
    ("mucositis", "3"): "give",
    ("hand-foot", "3"): "give",
    ("rash", "3"): "give",
    ("febrile-neutropenia", "3"): "give",
}


@cache
def both_arms_goldens() -> Sequence[BothArms]:
    """The whole matrix, events at their grades, and the liver that avoids every drug."""
    found = [
        BothArms(f"ARMS {side} / {cause}", fold(arms(SIDES[side][0], cause)), fudr, systemic)
        for side, cause, fudr, systemic in cells()
    ]
    found += [
        BothArms(f"ARMS {event} {grade}", fold(_with_event(event, grade)), word, "none")
        for (event, grade), word in EVENTS.items()
    ]
    return [*found, _avoided("0.35", "give", "reduce"), _avoided("0.34", "hold", "avoid")]


def _with_event(event: str, grade: str) -> Given:
    entry = {"id": "event", "kind": "adverse_event", "at": "2026-02-22T09:00", "event": event}
    return Given("second", more=[{**entry, "grade": grade, "attributed_to": ["systemic"]}])


def _avoided(limit: str, fudr: str, systemic: str) -> BothArms:
    """Irinotecan alone; bilirubin 0.7 is above twice 0.34, and only above 1.5 times 0.35."""
    regimen = {"regimen": "kemeny-2003-irinotecan", "version": "2026.1"}
    bilirubin = {"value": "0.7 mg/dL", "upper_limit": f"{limit} mg/dL"}
    results = {"bilirubin": bilirubin, "neutrophils": "3.1 10*9/L", "platelets": "200 10*9/L"}
    confirmed = {"kind": "confirmation", "confirms": "cbc", "reason": "their limit"}
    more: list[Mapping[str, Any]] = [
        {"id": "reg", "kind": "systemic_assigned", "at": "2026-01-20T09:00", **regimen},
        {"id": "cbc", "kind": "laboratory_panel", "at": "2026-02-23T10:00", "results": results},
        {"id": "seen", "at": "2026-02-23T10:30", **confirmed},
    ]
    course = fold(Given("second", more=more))
    return BothArms(f"ARMS bilirubin against {limit}", course, fudr, systemic)
