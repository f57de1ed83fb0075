"""What stands on every printed paper: for whom, for when, how sure, and on which chart."""

from __future__ import annotations

from hepatica.core.frozen import frozen
from hepatica.core.plan import Plan
from hepatica.reports.figures import instant
from hepatica.reports.plan_text import marks, protocol_name


@frozen
class Head:
    """Title, moment, marks and hash of a paper. `created` dates its PDF: the plan's moment."""

    title: str
    about: str
    moment: str
    known_by: str
    created: str
    marks: str
    is_draft: bool
    watermark: str
    hash: str
    protocol: str


def head_of(plan: Plan, title: str) -> Head:
    """The head of a paper about one plan."""
    course = plan.course
    return Head(
        title=title,
        about=f"case {course.case}",
        moment=instant(course.at),
        known_by=instant(course.known_by),
        created=course.at.isoformat(),
        marks=marks(plan),
        is_draft=plan.is_draft or plan.is_replay,
        watermark=watermark(plan),
        hash=course.head,
        protocol=protocol_name(plan),
    )


def watermark(plan: Plan) -> str:
    """What is printed across the page, a word on each line."""
    words = {
        "DRAFT": plan.is_draft,
        "REPLAY": plan.is_replay,
        "UNSEALED": not plan.course.is_sealed,
        "SYNTHETIC": plan.course.is_synthetic,
    }
    return "\n".join(word for word, is_shown in words.items() if is_shown)
