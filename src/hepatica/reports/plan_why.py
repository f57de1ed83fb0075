"""Why: every step of a plan, its sources, and which values nobody has approved."""

from __future__ import annotations

from collections.abc import Iterator

from hepatica.core.decision import Step
from hepatica.reports.layout import section, wrapped
from hepatica.reports.plan_text import cited
from hepatica.reports.sentences import plain
from hepatica.reports.sheet import Sheet

_LISTED = 8


def why_as_text(sheet: Sheet) -> str:
    """The steps, the sources and the values that still need approval."""
    plan = sheet.plan
    waiting = len(plan.unapproved)
    parts = (
        section("STEPS: inputs, rule, result", (x for step in plan.steps for x in _step(step))),
        section("SOURCES of the protocol and the pump", _sources(sheet)),
        section(f"NOT APPROVED BY THIS SITE: {waiting} values", _unapproved(sheet)),
    )
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def _step(step: Step) -> Iterator[str]:
    inputs = ", ".join(f"{name} {value}" for name, value in step.inputs)
    yield from wrapped(f"{step.name}: {inputs}", first="  - ")
    yield from wrapped(f"→ {plain(step.result)} [{step.rule}]{cited(step.entries)}", first="    ")


def _sources(sheet: Sheet) -> Iterator[str]:
    for source, count in sheet.sources:
        values = "1 value" if count == 1 else f"{count} values"
        yield from wrapped(
            f"{source.id}: {source.title}. {source.found_at} ({source.status.value}; {values})",
            first="  - ",
        )


def _unapproved(sheet: Sheet) -> Iterator[str]:
    waiting = sheet.plan.unapproved
    for value in waiting[:_LISTED]:
        origin = f"{value.source}, {value.confidence.value}"
        yield from wrapped(f"{value.path} = {value.text} ({origin})", first="  - ")
    if len(waiting) > _LISTED:
        yield f"  and {len(waiting) - _LISTED} more; --json lists them all"
