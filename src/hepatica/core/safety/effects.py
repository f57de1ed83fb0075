"""What a row of the stop table does, whatever it is about."""

from __future__ import annotations

from hepatica.core.decision import FudrWord, Narrowing
from hepatica.core.protocol.words import ActsOn, Effect
from hepatica.core.safety.control import found, told

_WORDS = {
    Effect.PERMANENT_STOP: FudrWord.PERMANENT_STOP,
    Effect.HOLD: FudrWord.HOLD,
    Effect.REFUSE: FudrWord.REFUSED,
}
_ASKED_BEFORE = {
    ActsOn.FUDR: "before FUDR",
    ActsOn.ACCESS: "before the needle",
    ActsOn.BOTH: "before the needle and FUDR",
}


def act_on_fudr(
    effect: Effect, acts_on: ActsOn, *, what: str, rule: str, entry: str, needs: str
) -> Narrowing:
    """What a row says about FUDR: a stop, hold or refusal, or a question of attribution.

    A row about the needle alone says nothing here; control C-17 acts on it.
    """
    if effect is Effect.ASK:
        question = f"{what}: is it the pump or the other drug? To be answered"
        return told(f"{question} {_ASKED_BEFORE[acts_on]}", rule, entry)
    if acts_on is ActsOn.ACCESS:
        return told(f"{what}: the needle is refused", rule, entry)
    return found(_WORDS[effect], what, rule, needs, entry)


def keeps_needle_out(effect: Effect, acts_on: ActsOn) -> bool:
    """Whether a row refuses the access."""
    return acts_on is not ActsOn.FUDR and effect is not Effect.ASK
