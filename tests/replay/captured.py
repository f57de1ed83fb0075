"""What every golden course and example plans to say: captured, not worked out.

These are snapshots. They judge nothing by themselves: they make a change seen. A change of
clinical behaviour shows here as the plans and sentences that differ; read the difference, then
capture again with `python -m tests.replay.captured`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from hashlib import sha256
from pathlib import Path

from hepatica.core.plan import Plan
from hepatica.core.planning import plan
from tests.golden.rules import vary
from tests.golden.runner import Golden, goldens_by_file, shipped_rulebook
from tools.examples import load_charts, plan_at, read_moments

HERE = Path(__file__).parent
PLANS = HERE / "plans"
SENTENCES = HERE / "sentences.txt"

# The course goes in, the shipped values are judged elsewhere.
_LEFT_OUT = frozenset({"course", "unapproved", "in_pump"})


# What is planned together: the goldens of one file, and the examples.
GROUPS = (*goldens_by_file(), "examples")


def plans_of(group: str) -> Iterator[tuple[str, Plan]]:
    """The plan of every golden of a file, or of every example at its moments, with its name."""
    if group != "examples":
        yield from ((golden.id, _plan(golden)) for golden in goldens_by_file()[group])
        return
    charts, rulebook = load_charts(), shipped_rulebook()
    yield from ((each.name, plan_at(each, charts, rulebook)) for each in read_moments())


def _plan(golden: Golden) -> Plan:
    rulebook = shipped_rulebook()
    return plan(golden.course, vary(rulebook, golden.rules) if golden.rules else rulebook)


def all_plans() -> Mapping[str, Plan]:
    """The plans of every group."""
    return {name: each for group in GROUPS for name, each in plans_of(group)}


def digests(plans: Mapping[str, Plan]) -> str:
    """A line for each plan: its name and a hash of everything it says and computes."""
    return "".join(f"{name} {digest(each)}\n" for name, each in plans.items())


def digest(each: Plan) -> str:
    """A hash of everything a plan says and computes."""
    parts = [(part.name, getattr(each, part.name)) for part in fields(each)]
    said = repr([(name, part) for name, part in parts if name not in _LEFT_OUT])
    return sha256(said.encode()).hexdigest()[:16]


def sentences(plans: Mapping[str, Plan]) -> str:
    """Every sentence that any plan says, once, in order."""
    said = {line for each in plans.values() for line in _sentences(each)}
    return "".join(f"{line}\n" for line in sorted(said))


def _sentences(each: Plan) -> Iterator[str]:
    for finding in each.decision.findings:
        yield f"{finding.word}: {finding.reason} [{finding.rule}] needs: {finding.needs}"
    for alert in each.alerts:
        yield f"alert: {alert.text} [{alert.rule}]"
    for item in each.due:
        yield f"due: {item.text} [{item.rule}]"
    for change in each.changes:
        yield f"change: {change.condition}: {change.outcome}"
    for step in each.steps:
        names = ", ".join(name for name, _ in step.inputs)
        yield f"step: {step.name}: {names} [{step.rule}]"
    if each.reservoir is not None:
        yield f"reservoir: {each.reservoir.action}: {each.reservoir.reason}"


def captured_digests(group: str) -> str:
    """The lines captured for a group."""
    return (PLANS / f"{group}.txt").read_text(encoding="utf-8")


def main() -> None:
    """Capture."""
    for group in GROUPS:
        (PLANS / f"{group}.txt").write_text(digests(dict(plans_of(group))), encoding="utf-8")
    SENTENCES.write_text(sentences(all_plans()), encoding="utf-8")


if __name__ == "__main__":
    main()
