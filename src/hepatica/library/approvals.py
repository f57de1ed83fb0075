"""A site's approvals: which value, by which two people, on what grounds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hepatica.core.chart.words import Role
from hepatica.core.protocol.provenance import Approval
from hepatica.core.rulebook import Rulebook
from hepatica.library.errors import ErrorCode, InputError, InputErrors
from hepatica.library.folders import read_text_of
from hepatica.library.strict_yaml import Tree, read_yaml
from hepatica.library.tables import read_table


@dataclass(frozen=True, slots=True)
class VoidApproval:
    """An approval that approves nothing, and why."""

    approval: Approval
    why: str


@dataclass(frozen=True, slots=True)
class _Row:
    path: str
    value: str
    approved_by: tuple[Role, ...]
    on: date
    source_read: str
    reason: str
    synthetic_only: bool = False


@dataclass(frozen=True, slots=True)
class _ApprovalsFile:
    approvals: tuple[_Row, ...]


def load_approvals(path: Path) -> tuple[Approval, ...]:
    """The approvals in a file: `approvals: - {path, value, approved_by, on, source_read, reason}`.

    Raises:
        InputErrors: the file cannot be read or is malformed, or an approval does not name two
            people of different roles.
    """
    return approvals_from_text(read_text_of(path), name=path.name)


def approvals_from_text(text: str, *, name: str) -> tuple[Approval, ...]:
    """The approvals in a text; `name` stands in messages.

    Raises:
        InputErrors: as `load_approvals`.
    """
    tree = read_yaml(text, name=name)
    file, _ = read_table(_ApprovalsFile, tree, document="")
    errors = [
        _needs_two(tree, position, row)
        for position, row in enumerate(file.approvals)
        if len(row.approved_by) != 2
    ]
    if errors:
        raise InputErrors(errors)
    return tuple(_approval(row) for row in file.approvals)


def void_approvals(rulebook: Rulebook) -> tuple[VoidApproval, ...]:
    """The approvals whose value is not, or is no longer, the one in the rulebook."""
    present = {value.path: value.text for values in rulebook.values.values() for value in values}
    return tuple(
        VoidApproval(approval, _why_void(approval, present.get(approval.path)))
        for approval in rulebook.approvals
        if present.get(approval.path) != approval.value
    )


def _why_void(approval: Approval, text: str | None) -> str:
    if text is None:
        return f"there is no value {approval.path}"
    return f"{approval.path} is {text}, and {approval.value} was approved"


def _approval(row: _Row) -> Approval:
    first, second = row.approved_by
    return Approval(
        path=row.path,
        value=row.value,
        approved_by=(first, second),
        on=row.on,
        source_read=row.source_read,
        reason=row.reason,
        synthetic_only=row.synthetic_only,
    )


def _needs_two(tree: Tree, position: int, row: _Row) -> InputError:
    return InputError(
        ErrorCode.E330,
        tree.where(("approvals", position, "approved_by")),
        ", ".join(row.approved_by),
        "two people of different roles",
        "[prescriber, pharmacist]",
    )
