"""Scenarios: a chart that goes wrong when one numbered control is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from hepatica.core.safety.control import Control
from hepatica.core.safety.controls import CONTROLS
from hepatica.library.strict_yaml import read_yaml
from tests.safety.bench import ANSWERS, HERE, Setup

FOLDER = HERE / "scenarios"


@dataclass(frozen=True)
class Scenario:
    """One chart at one moment, and one of the plan's answers with all controls and without one.

    `safe` is that answer under all controls, `harm` the answer without `control`, word for word.
    """

    id: str
    control: str
    hazard: str
    answer: str
    setup: Setup
    safe: dict[str, str]
    harm: dict[str, str]

    def outcome(self, controls: Sequence[Control] = CONTROLS) -> dict[str, str]:
        """The answer this scenario looks at, under the controls given."""
        return ANSWERS[self.answer](self.setup.plan(controls))


def without(control_id: str) -> tuple[Control, ...]:
    """All controls but one."""
    return tuple(control for control in CONTROLS if control.id != control_id)


@cache
def scenarios() -> tuple[Scenario, ...]:
    """Every scenario, in the order of the controls."""
    found = []
    for file in sorted(FOLDER.glob("*.yaml")):
        root: Any = read_yaml(file.read_bytes(), name=file.name).root
        found += [_scenario(root["control"], row) for row in root["scenarios"]]
    return tuple(found)


def _scenario(control: str, row: dict[str, Any]) -> Scenario:
    changes = {
        name: row[name] for name in ("change", "leave_out", "add", "rulebook") if name in row
    }
    return Scenario(
        id=row["id"],
        control=control,
        hazard=row["hazard"],
        answer=row["answer"],
        setup=Setup(datetime.fromisoformat(row["at"]), **changes),
        safe=row["safe"],
        harm=row["harm"],
    )
