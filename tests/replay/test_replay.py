"""Nothing that a plan says or computes changes without being seen."""

from functools import cache

from hepatica.core.plan import Plan
from tests.replay.captured import PLANS, SENTENCES, all_plans, digests, sentences


@cache
def plans() -> dict[str, Plan]:
    """All plans, made once."""
    return dict(all_plans())


def test_every_plan_is_as_captured() -> None:
    """Each plan, to the last digit, is the one captured; a difference names the plan."""
    captured = PLANS.read_text(encoding="utf-8").splitlines()
    assert captured == digests(plans()).splitlines()


def test_every_sentence_is_as_captured() -> None:
    """No sentence that people read is lost, added or changed unseen."""
    captured = SENTENCES.read_text(encoding="utf-8").splitlines()
    assert captured == sentences(plans()).splitlines()
