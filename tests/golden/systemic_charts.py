"""Charts of systemic courses for golden cases: one line for each entry, read through the door.

A line begins with its day, perhaps with the hour; what follows is one of
    given 15: oxaliplatin 167.5, fluorouracil at once 788, capecitabine by mouth 3940
    diarrhoea 3            any toxicity with its grade
    neutrophils 0.4        any laboratory value; "<0.5" and a unit may be written
    weight 80, dpyd 1, ugt1a1 poor, signed 80, signed 80 by surgeon
    withheld counts, withheld counts until 2025-03-20
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hepatica.casefile.laboratory import TESTS
from hepatica.core.chart.course import Course
from hepatica.core.chart.fold import fold_course
from hepatica.core.chart.systemic_words import Event
from tests.golden.charts import chart_of, instant

Node = dict[str, Any]
ASSIGNED_ON = "2025-02-20"
_UNITS = {"neutrophils": "10*9/L", "platelets": "10*9/L", "creatinine": "mg/dL"}
_WELL = {
    "neutrophils": "3.1",
    "platelets": "210",
    "bilirubin": "0.7 mg/dL, limit 1.2 mg/dL",
    "creatinine": "0.9",
    "weight": "80",
    "height": "175",
    "drawn": "",
    "weighed": "",
}
_FORMS = {" at once": "bolus", " by mouth": "by-mouth"}


@dataclass(frozen=True, slots=True)
class Facts:
    """A moment of a course: what was charted before, and what is so today.

    `now` changes what is usual of today: "neutrophils: 1.4", "weight: absent", or the day and
    hour on which blood was drawn or the patient weighed.
    """

    today: date
    lines: tuple[str, ...]
    now: Mapping[str, str] = field(default_factory=dict)
    first_day: date | None = None


def course_of(regimen: str, facts: Facts) -> Course:
    """The course of a regimen at nine in the morning of `today`."""
    at = instant(f"{facts.today}T09:00")
    return fold_course(chart_of(_entries(regimen, facts)), at=at, known_by=at)


def given_line(on: date, day: int, drugs: str) -> str:
    """The line of a visit that was given."""
    return f"{on} given {day}: {drugs}"


def _entries(regimen: str, facts: Facts) -> Iterator[Node]:
    now = {**_WELL, **facts.now}
    if now["height"] != "absent":
        yield {
            **_entry("enrolment", "enrolment", ASSIGNED_ON),
            "diagnosis": "colorectal-liver-metastases",
            "setting": "adjuvant",
            "sex": "M",
            "year_of_birth": "1965",
            "height": f"{now['height']} cm",
        }
    assigned = _entry("assigned", "systemic_assigned", f"{ASSIGNED_ON}T08:00")
    first = {} if facts.first_day is None else {"first_day": f"{facts.first_day}"}
    yield {**assigned, "regimen": regimen, "version": "2026.1", **first}
    yield {**_entry("weight-0", "weight", ASSIGNED_ON), "weight": "80 kg"}
    for number, line in enumerate(facts.lines, start=1):
        day, _, rest = line.partition(" ")
        yield _of_line(f"line-{number}", day, rest, regimen)
    if now["weight"] != "absent":
        weighed = now["weighed"] or f"{facts.today}T07:00"
        yield {**_entry("weight-now", "weight", weighed), "weight": f"{now['weight']} kg"}
    tests = {name: now[name] for name in TESTS if now.get(name, "absent") != "absent"}
    if tests:
        drawn = now["drawn"] or f"{facts.today}T07:30"
        results = {name: _result(name, text) for name, text in tests.items()}
        yield {**_entry("labs-now", "laboratory_panel", drawn), "laboratory": "a"} | {
            "results": results
        }


def _entry(name: str, kind: str, at: str) -> Node:
    return {"id": name, "kind": kind, "at": at}


def _of_line(name: str, day: str, rest: str, regimen: str) -> Node:
    word, _, said = rest.partition(" ")
    if word == "given":
        number, _, drugs = said.partition(": ")
        listed = [_given(drug) for drug in drugs.split(", ")]
        visit = {"regimen": regimen, "version": "2026.1", "day": number, "drugs": listed}
        return {**_entry(name, "systemic_given", f"{day}T10:00"), **visit}
    at = day if "T" in day else f"{day}T12:00"
    if word in TESTS:
        panel = {"laboratory": "a", "results": {word: _result(word, said)}}
        return {**_entry(name, "laboratory_panel", at), **panel}
    if word in [event.value for event in Event]:
        event = {"event": word, "grade": said, "attributed_to": ["systemic"]}
        return {**_entry(name, "adverse_event", at), **event}
    return _entry(name, "", at) | _OTHERS[word](said)


def _withheld(said: str) -> Node:
    cause, _, until = said.partition(" until ")
    named = {"until": until} if until else {}
    return {"kind": "systemic_withheld", "cause": cause, **named}


def _signed(said: str) -> Node:
    percent, _, role = said.partition(" by ")
    decision = {"kind": "decision_signed", "rule": "R-systemic-dose", "reason": "titrated"}
    return {**decision, "roles": [role or "prescriber"], "percent": percent}


_OTHERS = {
    "weight": lambda said: {"kind": "weight", "weight": f"{said} kg"},
    "dpyd": lambda said: {"kind": "patient_fact", "fact": "dpyd-activity", "activity": said},
    "ugt1a1": lambda said: {"kind": "genotype", "ugt1a1": said},
    "signed": _signed,
    "withheld": _withheld,
}


def _given(text: str) -> Node:
    name, _, amount = text.rpartition(" ")
    ending = next((each for each in _FORMS if name.endswith(each)), "")
    form = _FORMS.get(ending, "infusion")
    return {"drug": name.removesuffix(ending), "form": form, "dose": f"{amount} mg"}


def _result(name: str, text: str) -> Node | str:
    value, _, limit = text.partition(", limit ")
    unit = _UNITS.get(name, "")
    written = value if " " in value or not unit else f"{value} {unit}"
    return {"value": written, "upper_limit": limit} if limit else written
