"""The hazard log, and what proves it."""

from __future__ import annotations

from functools import cache
from typing import Any

from tests.safety.scenario import scenarios
from tools.hazard_pages import hazard_log


@cache
def hazards() -> dict[str, Any]:
    """The hazard log as written."""
    return hazard_log()


def proofs(kind: str) -> list[tuple[str, str]]:
    """Hazard and name of every proof of one kind: scenario, injection or test."""
    return [
        (hazard["id"], proof.removeprefix(f"{kind}:"))
        for hazard in hazards()["hazards"]
        for proof in hazard["proof"]
        if proof.startswith(f"{kind}:")
    ]


def proofs_of_control(control: str) -> list[str]:
    """The scenarios by which the log proves one control."""
    of_control = {each.id for each in scenarios() if each.control == control}
    return sorted(name for _, name in proofs("scenario") if name in of_control)
