"""The pages of docs/safety that are made from its tables: hazard log and error injection."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from hepatica.library.strict_yaml import read_yaml

SAFETY = Path(__file__).resolve().parent.parent / "docs" / "safety"
MADE = "<!-- made by ./dev docs: do not edit -->"

# What noticed an error, from the strongest to nothing.
_KINDS = ("door", "control", "rule", "draft", "alert", "due item", "no effect", "missed")

Row = dict[str, Any]


def hazard_log() -> Row:
    """hazards.yaml as written."""
    return _read("hazards.yaml")


def error_injection() -> Row:
    """error-injection.yaml as written."""
    return _read("error-injection.yaml")


def _read(name: str) -> Row:
    root: Any = read_yaml((SAFETY / name).read_bytes(), name=name).root
    return dict(root)


def render_hazard_log() -> str:
    """The page hazard-log.md."""
    log = hazard_log()
    head = ("hazard", "cause", "harm", "severity", "stopped by", "proof", "what remains", "status")
    parts = [
        f"# Hazard log\n\n{MADE}\n",
        "How to read it: [README](README.md). Hazards are never deleted.\n",
        _table(("severity", "meaning"), ((r["word"], r["meaning"]) for r in log["severities"])),
        _table(("status", "meaning"), ((r["word"], r["meaning"]) for r in log["statuses"])),
        "## Hazards\n",
        _table(head, (_hazard(hazard) for hazard in log["hazards"])),
        "## Controls\n",
        _table(("control", "name", "hazards", "scenarios"), _controls(log)),
        "## Measures that are not controls\n",
        _table(
            ("measure", "kind", "what"),
            ((m["name"], m["kind"], m["what"]) for m in log["measures"]),
        ),
    ]
    return "\n".join(parts)


def _hazard(hazard: Row) -> tuple[str, ...]:
    stops = [*hazard["control"], *hazard.get("measures", [])]
    return (
        f"**{hazard['id']}** {hazard['hazard']} ({hazard['category']})",
        hazard["cause"],
        hazard["harm"],
        hazard["severity"],
        _lines(stops),
        _lines(_short(proof) for proof in hazard["proof"]) or "none",
        hazard["residual"],
        hazard["status"],
    )


def _short(proof: str) -> str:
    """A proof without the folders of a test."""
    kind, _, name = proof.partition(":")
    return f"{kind} {name.rpartition('/')[2].replace('.py::', ' ')}"


def _controls(log: Row) -> Iterator[tuple[str, ...]]:
    for control in log["controls"]:
        named = [hazard for hazard in log["hazards"] if control["id"] in hazard["control"]]
        proofs = (
            row["id"]
            for row in _read_scenarios(control["id"])
            for hazard in named
            if f"scenario:{row['id']}" in hazard["proof"]
        )
        yield control["id"], control["name"], _lines(h["id"] for h in named), _lines(proofs)


def _read_scenarios(control: str) -> list[Row]:
    file = SAFETY.parents[1] / "tests" / "safety" / "scenarios" / f"{control}.yaml"
    root: Any = read_yaml(file.read_bytes(), name=file.name).root
    return list(root["scenarios"])


def render_error_injection() -> str:
    """The page error-injection.md."""
    found = error_injection()
    intro = (
        "Each row is one error in one input of an order, put into a synthetic chart that is right "
        "otherwise, and what noticed it in a real run. *Alone* is without a second person's "
        "inputs, *with the second person* with weight, flow and last percent re-entered "
        "correctly. E… is the door, C-… a control, R-… a rule that says what is missing, "
        "*alert* and *due* are shown and stop nothing. *No effect*: dose, dates and make-up are "
        "the same as without the error."
    )
    parts = [f"# Errors put into the inputs of an order\n\n{MADE}\n\n{intro}\n", _counts(found)]
    for name, moment in found["moments"].items():
        rows = [row for row in found["rows"] if row["moment"] == name]
        parts.append(f"## {name.capitalize()}: {moment['what']}\n")
        parts.append(_table(_HEAD, (_injected(row) for row in rows)))
    return "\n".join(parts)


_HEAD = ("input", "error", "the plan says", "alone", "with the second person", "hazard")


def _injected(row: Row) -> tuple[str, ...]:
    return (
        row["input"],
        row["error"],
        row["result"],
        _noticed(row["alone"]),
        _noticed(row["with_second"]),
        row.get("hazard", ""),
    )


def _noticed(names: list[str]) -> str:
    return ", ".join(f"**{name}**" if name == "missed" else name for name in names)


def _counts(found: Row) -> str:
    """How many errors were noticed by what, at best."""
    rows = [row for row in found["rows"] if row["alone"] != ["not entered"]]
    alone = Counter(_kind(row["alone"]) for row in rows)
    second = Counter(_kind(row["with_second"]) for row in rows)
    head = (f"noticed at best by ({len(rows)} errors)", "alone", "with the second person")
    return _table(head, ((kind, str(alone[kind]), str(second[kind])) for kind in _KINDS))


def _kind(names: list[str]) -> str:
    kinds = {_kind_of(name) for name in names}
    return next(kind for kind in _KINDS if kind in kinds)


def _kind_of(name: str) -> str:
    begins = (("E", "door"), ("C-", "control"), ("R-", "rule"), ("alert", "alert"))
    found = (kind for start, kind in begins if name.startswith(start))
    return next(found, "due item" if name.startswith("due") else name)


def _lines(names: Iterable[str]) -> str:
    return "<br>".join(names)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
