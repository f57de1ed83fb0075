"""A site's approvals: which value, by which two people, on what grounds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from hepatica.core.chart.words import Role
from hepatica.core.frozen import frozen
from hepatica.core.protocol.provenance import Approval
from hepatica.core.rulebook import Rulebook
from hepatica.library.errors import ErrorCode, InputError, InputErrors, refused
from hepatica.library.folders import read_text_of
from hepatica.library.scalars import NotReadable
from hepatica.library.signatures import (
    SIGNATURES,
    ApprovingRole,
    Signature,
    check_signatures,
    read_person,
    signed_approvals,
    with_signatures,
)
from hepatica.library.strict_yaml import Tree, read_yaml
from hepatica.library.tables import read_table


@frozen
class VoidApproval:
    """An approval that approves nothing, and why."""

    approval: Approval
    why: str


@frozen
class _Row:
    path: str
    value: str
    approved_by: tuple[Role, ...]
    on: date
    source_read: str
    reason: str
    by: tuple[str, ...] = ()
    synthetic_only: bool = False


@frozen
class _ApprovalsFile:
    approvals: tuple[_Row, ...] = ()
    signatures: tuple[Signature, ...] = ()


@frozen
class Approvals:
    """What an approvals file says: rows that two roles approved, and single signatures."""

    rows: tuple[Approval, ...]
    signatures: tuple[Signature, ...]

    @property
    def complete(self) -> tuple[Approval, ...]:
        """The approvals that count: the rows, and each value that both roles have signed."""
        return (*self.rows, *signed_approvals(self.signatures))


def load_approvals(path: Path, *, today: date | None = None) -> tuple[Approval, ...]:
    """The approvals in a file that count.

    Either `approvals: - {path, value, approved_by, by, on, source_read, reason}`, or two of
    `signatures: - {path, value, role, by, on, source_read, reason}` on the same value. A row
    with `synthetic_only: yes` need not name persons.

    Args:
        path: the file.
        today: the day after which no approval may be dated; None where no clock is asked.

    Raises:
        InputErrors: the file cannot be read or is malformed, or an approval does not name a
            prescriber and a pharmacist, two people (E330), or a person signed in both roles
            (E371), or is dated after today (E382).
    """
    return approvals_from_text(read_text_of(path), name=path.name, today=today)


def approvals_from_text(text: str, *, name: str, today: date | None = None) -> tuple[Approval, ...]:
    """The approvals in a text; `name` stands in messages.

    Raises:
        InputErrors: as `load_approvals`.
    """
    return read_approvals(text, name=name, today=today).complete


def read_approvals(text: str, *, name: str, today: date | None = None) -> Approvals:
    """Everything in an approvals file, also what is signed by one role only.

    Raises:
        InputErrors: as `load_approvals`.
    """
    tree = read_yaml(text, name=name)
    file, _ = read_table(_ApprovalsFile, tree, document="")
    errors = [
        _needs_two(tree, position, row)
        for position, row in enumerate(file.approvals)
        if not _is_by_two(row)
    ]
    if today is not None:
        errors += _from_the_future(tree, file, today)
    if errors:
        raise InputErrors(errors)
    check_signatures(tree, file.signatures)
    return Approvals(tuple(_approval(row) for row in file.approvals), file.signatures)


def add_signatures(text: str | None, added: Sequence[Signature], *, name: str) -> str:
    """The text of an approvals file with signatures added; whatever stands in it stays.

    Args:
        text: the file as it is; None when there is none.
        added: the new signatures.
        name: the file's name, for messages.

    Raises:
        InputErrors: the file is malformed; a person would sign in both roles (E371); the
            signatures would not be read back as they were given (E376).
    """
    before = Approvals((), ()) if text is None else read_approvals(text, name=name)
    after = with_signatures(text, added)
    if _read_again(after, name) != Approvals(before.rows, (*before.signatures, *added)):
        raise refused(
            ErrorCode.E376,
            name,
            expected="`signatures` as the last part of the file, one line for each signature, "
            "and plain text in each of them",
            example='  - {path: …, value: "2", role: prescriber, by: "AB", …}',
            remedy="Nothing was written.",
        )
    return after


def _read_again(text: str, name: str) -> Approvals | None:
    """What a reader will find; None when the lines do not fit where they were added."""
    try:
        return read_approvals(text, name=name)
    except InputErrors as refusal:
        if any(error.code in {ErrorCode.E371, ErrorCode.E381} for error in refusal.errors):
            raise
        return None


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
        "a prescriber and a pharmacist, and who they are, or synthetic_only: yes",
        'approved_by: [prescriber, pharmacist], by: ["AB", "CD"]',
    )


def _is_by_two(row: _Row) -> bool:
    """For synthetic charts two roles are enough; for patients they are named, and approve."""
    if len(row.approved_by) != 2:
        return False
    if row.synthetic_only and not row.by:
        return True
    people = {person.casefold() for person in row.by if _is_person(person)}
    roles = {role.value for role in row.approved_by}
    return len(people) == len(row.by) == 2 and roles == set(ApprovingRole)


def _is_person(text: str) -> bool:
    try:
        read_person(text)
    except NotReadable:
        return False
    return True


def _from_the_future(tree: Tree, file: _ApprovalsFile, today: date) -> list[InputError]:
    dated = [
        *((("approvals", n, "on"), row.on) for n, row in enumerate(file.approvals)),
        *(((SIGNATURES, n, "on"), signed.on) for n, signed in enumerate(file.signatures)),
    ]
    return [
        InputError(ErrorCode.E382, tree.where(path), f"{on}", "today or an earlier day", f"{today}")
        for path, on in dated
        if on > today
    ]
