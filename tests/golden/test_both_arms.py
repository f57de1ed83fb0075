"""The matrix of behaviour C1: every finding of one arm against every cause of the other.

Worked by hand from behaviour C1, C2 and E-a (rank of words). Each cell is what becomes of FUDR,
then of the systemic visit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from hepatica.core.planning import plan
from tests.golden.charts import Given, fold
from tests.golden.runner import shipped_rulebook

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
    more = [
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


@pytest.mark.parametrize(("side", "cause", "fudr", "systemic"), list(cells()))
def test_each_cell(side: str, cause: str, fudr: str, systemic: str) -> None:
    """FUDR and the systemic visit, each by its own rules and by the other arm."""
    made = plan(fold(arms(SIDES[side][0], cause)), shipped_rulebook())
    assert made.systemic is not None
    assert (fudr, systemic) == (made.decision.word.value, made.systemic.word.value)
