"""Where a value comes from, how sure it is, and who approved it locally."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from hepatica.core.chart.words import Role
from hepatica.core.frozen import frozen


class Confidence(StrEnum):
    """How sure a value is. Whatever is not SEEN needs local approval."""

    SEEN = "SEEN"
    KNOWN = "KNOWN"
    UNSURE = "UNSURE"
    DESIGN = "DESIGN"


class Sha256(str):
    """A SHA-256 as 64 hexadecimal digits in lower case."""

    __slots__ = ()


@frozen
class SourcedValue:
    """One value of a data file: where it stands, what it is, where it comes from.

    `path` is "document/file/segments…", for example
    "fudr-28d/2026.1/liver/steps/ast_u_per_l/at-most 50/hold". `why` says what it was checked
    against, or why it is so; `checked` is the day of that, None when the file does not say.
    """

    path: str
    text: str
    source: str
    confidence: Confidence
    why: str = ""
    checked: date | None = None


@frozen
class Approval:
    """One value approved by two people; void when the value is no longer `value`."""

    path: str
    value: str
    approved_by: tuple[Role, Role]
    on: date
    source_read: str
    reason: str
    synthetic_only: bool = False


def unapproved(
    values: tuple[SourcedValue, ...], approvals: tuple[Approval, ...], *, is_synthetic: bool
) -> tuple[SourcedValue, ...]:
    """The values that are not SEEN and that nobody has approved for this kind of chart.

    Args:
        values: every value the plan rests on.
        approvals: the site's approvals.
        is_synthetic: whether the chart is synthetic; approvals made for synthetic charts
            count only there.
    """
    approved = {
        (approval.path, approval.value)
        for approval in approvals
        if is_synthetic or not approval.synthetic_only
    }
    return tuple(
        value
        for value in values
        if value.confidence is not Confidence.SEEN and (value.path, value.text) not in approved
    )
