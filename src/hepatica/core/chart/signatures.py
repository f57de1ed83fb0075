"""Look-ups of signed decisions: is one in force for this rule?"""

from __future__ import annotations

from datetime import datetime

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import DecisionSigned, Entry
from hepatica.core.chart.words import Role, SignedRule


def signed_decision(
    course: Course,
    rule: SignedRule,
    *,
    since: datetime | None = None,
    about: str | None = None,
    roles: tuple[Role, ...] = (),
) -> Entry[DecisionSigned] | None:
    """The newest decision on `rule` that still holds.

    Args:
        course: the course as of now.
        rule: the rule it must speak to.
        since: it must not be older than this.
        about: the entry it must name.
        roles: every one of these must have signed.
    """
    for entry in reversed(course.all(DecisionSigned)):
        decision = entry.payload
        is_current = decision.valid_until is None or course.today <= decision.valid_until
        if (
            decision.rule is rule
            and is_current
            and (since is None or entry.at.earliest >= since)
            and (about is None or decision.about == about)
            and set(roles) <= set(decision.roles)
        ):
            return entry
    return None


def is_resolved(course: Course, entry_id: str) -> bool:
    """Whether a symptom, sign or finding has been signed as ended.

    A signature older than what it speaks of, or than its correction, ends nothing.
    """
    entry = course.get(entry_id)
    since = None if entry is None else entry.at.earliest
    signed = signed_decision(course, SignedRule.RESOLVED, since=since, about=entry_id)
    if signed is None or entry is None or entry.revised_at is None:
        return signed is not None
    return signed.recorded_at > entry.revised_at
