"""Errors put one at a time into the inputs of an order, and which check catches each."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from hepatica.core.decision import Finding, FudrWord
from hepatica.core.plan import Plan
from hepatica.library.errors import InputErrors
from hepatica.library.strict_yaml import read_yaml
from tests.safety.bench import Fields, Setup, fudr_answer, merge, reservoir_answer

TABLE = Path(__file__).resolve().parents[2] / "docs" / "safety" / "error-injection.yaml"

# Words by which a plan stops because of the error, and not because it believes the wrong value.
_NOTICED = (FudrWord.REFUSED, FudrWord.CANNOT_DECIDE)
# A hold that no test explains: the board is asked.
_ASKS = "R-minimum-useful-dose"


@dataclass(frozen=True)
class Injection:
    """One error: where it is put, what the plan then says, and what noticed it.

    `alone` is without a second person's inputs, `with_second` with them, correctly re-entered.
    """

    id: str
    moment: str
    changes: Fields
    result: str
    alone: tuple[str, ...]
    with_second: tuple[str, ...]
    hazard: str


@cache
def injection_table() -> dict[str, Any]:
    """The committed table: moments and rows."""
    root: Any = read_yaml(TABLE.read_bytes(), name=TABLE.name).root
    return dict(root)


def injections() -> list[Injection]:
    """Every row of the committed table."""
    return [_injection(row) for row in injection_table()["rows"]]


def _injection(row: Fields) -> Injection:
    return Injection(
        id=row["id"],
        moment=row["moment"],
        changes={name: row[name] for name in ("change", "header", "rulebook") if name in row},
        result=row["result"],
        alone=tuple(row["alone"]),
        with_second=tuple(row["with_second"]),
        hazard=row.get("hazard", ""),
    )


@dataclass(frozen=True)
class Outcome:
    """What came out of one run: the plan's answers in short, and what noticed the error."""

    result: str
    noticed: tuple[str, ...]


def run(injection: Injection, *, with_second: bool) -> Outcome:
    """The error put in, with or without the second person's correct inputs."""
    clean = _clean(injection.moment, with_second=with_second)
    try:
        made = _setup(injection.moment, injection.changes, with_second=with_second).plan()
    except InputErrors as refused:
        return Outcome("refused at the door", tuple(sorted({e.code.name for e in refused.errors})))
    noticed = _noticed(made, clean)
    is_same = _answers(made) == _answers(clean)
    return Outcome(_result(made), noticed or (("no effect",) if is_same else ("missed",)))


@cache
def _clean(moment: str, *, with_second: bool) -> Plan:
    """The plan before any error."""
    return _setup(moment, {}, with_second=with_second).plan()


def _setup(moment: str, changes: Fields, *, with_second: bool) -> Setup:
    base = injection_table()["moments"][moment]
    change = deepcopy(base.get("change", {}))
    second = dict(base["second"])
    wanted = deepcopy(changes.get("change", {}))
    merge(second, wanted.pop("second", {}))
    merge(change, wanted)
    return Setup(
        datetime.fromisoformat(base["at"]),
        change=change,
        add=[second] if with_second else [],
        header=changes.get("header", {}),
        rulebook=changes.get("rulebook", ()),
    )


def _noticed(made: Plan, clean: Plan) -> tuple[str, ...]:
    """Checks that speak now and did not speak before the error, in a fixed order."""
    before = {_key(finding) for finding in clean.decision.findings}
    found = {
        finding.control or finding.rule
        for finding in made.decision.findings
        if (finding.word in _NOTICED or finding.rule == _ASKS) and _key(finding) not in before
    }
    found |= set(made.bound_by) - set(clean.bound_by) - {"C-15", "C-16", "C-17"}
    alerts = {alert.rule for alert in made.alerts} - {alert.rule for alert in clean.alerts}
    due = {item.rule for item in made.due if item.rule == "R-flow"} - {
        item.rule for item in clean.due
    }
    has_draft = {value.path for value in made.unapproved} - {v.path for v in clean.unapproved}
    return (
        *sorted(found),
        *(f"alert {rule}" for rule in sorted(alerts)),
        *(f"due {rule}" for rule in sorted(due)),
        *(("draft",) if has_draft else ()),
    )


def _key(finding: Finding) -> tuple[str, str]:
    return finding.rule, finding.reason


def _answers(made: Plan) -> list[Any]:
    after = made.refill_after_fill
    drawn = None if made.makeup is None else made.makeup.drawn
    return [fudr_answer(made), reservoir_answer(made), after and after.date, drawn]


def _result(made: Plan) -> str:
    answer = fudr_answer(made)
    after = made.refill_after_fill
    if "mg" not in answer:
        return " ".join([answer["word"], answer.get("until", "")]).strip()
    access = "" if after is None else f", next access by {after.date}"
    return f"{answer['word']} {answer['mg']} mg{access}"
