"""Nothing that a plan says or computes changes without being seen."""

import pytest

from tests.replay.captured import GROUPS, PLANS, captured_digests, digest, plans_of


@pytest.mark.parametrize("group", GROUPS)
def test_every_plan_is_as_captured(group: str) -> None:
    """Each plan, to the last digit, is the one captured; the first difference names the plan."""
    lines = (line.rpartition(" ") for line in captured_digests(group).splitlines())
    captured = {name: found for name, _, found in lines}
    made = []
    for name, each in plans_of(group):
        assert (name, captured.get(name)) == (name, digest(each))
        made.append(name)
    assert sorted(captured) == sorted(made)


def test_nothing_captured_is_left_over() -> None:
    """A file of captured plans belongs to a group that is still planned."""
    assert sorted(GROUPS) == sorted(file.stem for file in PLANS.glob("*.txt"))
