"""What every golden course and example plans to say: captured, not worked out.

These are snapshots. They judge nothing by themselves: they make a change seen. A change of
clinical behaviour shows here as the plans and sentences that differ; read the difference, then
capture again with `python -m tests.replay.captured`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from hepatica.core.plan import Plan
from hepatica.core.planning import plan
from tests.golden.rules import vary
from tests.golden.runner import Golden, all_goldens, shipped_rulebook
from tools.examples import load_charts, plan_at, read_moments

HERE = Path(__file__).parent
PLANS = HERE / "plans.txt"
SENTENCES = HERE / "sentences.txt"

# The course goes in, the shipped values are judged elsewhere.
_LEFT_OUT = frozenset({"course", "unapproved", "in_pump"})


def all_plans() -> Mapping[str, Plan]:
    """The plan of every golden and of every example at its moments, by name."""
    charts, rulebook = load_charts(), shipped_rulebook()
    plans = {golden.id: _plan(golden) for golden in all_goldens()}
    return plans | {each.name: plan_at(each, charts, rulebook) for each in read_moments()}


def _plan(golden: Golden) -> Plan:
    rulebook = shipped_rulebook()
    return plan(golden.course, vary(rulebook, golden.rules) if golden.rules else rulebook)


def digests(plans: Mapping[str, Plan]) -> str:
    """A line for each plan: its name and a hash of everything it says and computes."""
    return "".join(f"{name} {_digest(each)}\n" for name, each in sorted(plans.items()))


def _digest(each: Plan) -> str:
    parts = {name: part for name, part in asdict(each).items() if name not in _LEFT_OUT}
    return sha256(repr(parts).encode()).hexdigest()[:16]


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


def main() -> None:
    """Capture."""
    plans = all_plans()
    PLANS.write_text(digests(plans), encoding="utf-8")
    SENTENCES.write_text(sentences(plans), encoding="utf-8")


if __name__ == "__main__":
    main()
