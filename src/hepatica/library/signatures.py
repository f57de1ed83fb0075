"""Signatures under approvals: one person, one value, one line of the approvals file.

An approval needs two signatures on the same value: a prescriber's and a pharmacist's, by two
people. One signature alone approves nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum

from hepatica.core.chart.words import Role
from hepatica.core.frozen import frozen
from hepatica.core.protocol.provenance import Approval
from hepatica.library.errors import ErrorCode, InputError, InputErrors
from hepatica.library.scalars import NotReadable
from hepatica.library.strict_yaml import Tree

SIGNATURES = "signatures"
_INITIALS = re.compile(r"[A-Z]{2,4}")
_STAFF_ID = re.compile(r"(?=.*[0-9])[A-Za-z0-9][A-Za-z0-9-]{0,15}")
_HEADING = """\
# Approvals of protocol values by this site. One line of `signatures` is one person's word on one
# value; prescriber and pharmacist must both sign it. Written by `hepatica protocol approve`.
"""


class ApprovingRole(StrEnum):
    """Who signs an approval; each value needs both."""

    PRESCRIBER = "prescriber"
    PHARMACIST = "pharmacist"

    @property
    def other(self) -> ApprovingRole:
        """The role that signs beside this one."""
        return next(role for role in ApprovingRole if role is not self)


@frozen
class Signature:
    """One person's word on one value.

    `by` is initials or a staff id, never a name; `source_read` says what the person read.
    """

    path: str
    value: str
    role: ApprovingRole
    by: str
    on: date
    source_read: str
    reason: str

    @property
    def person(self) -> str:
        """Whoever signed, as compared with others: AB and ab are one person."""
        return self.by.casefold()


def read_person(text: str) -> str:
    """Initials or a staff id.

    Raises:
        NotReadable: E381, it may be a name.
    """
    if _INITIALS.fullmatch(text) or _STAFF_ID.fullmatch(text):
        return text
    expected = "two to four capital initials, or a staff id with a digit; no name"
    raise NotReadable(ErrorCode.E381, expected, "AB")


def check_signatures(tree: Tree, signatures: Sequence[Signature]) -> None:
    """Refuse signatures that are not by two people.

    Raises:
        InputErrors: E381, `by` may be a name; E371, one person signed a value in both roles.
    """
    errors = [
        error
        for position in range(len(signatures))
        for error in _errors(tree, position, signatures)
    ]
    if errors:
        raise InputErrors(errors)


def signed_approvals(signatures: Iterable[Signature]) -> tuple[Approval, ...]:
    """The approvals that two signatures make, dated by the later one."""
    return tuple(_approval(*pair) for pair in _by_value(signatures) if len(pair) == 2)


def with_signatures(text: str | None, added: Sequence[Signature]) -> str:
    """The text of an approvals file with signatures added at its end.

    Nothing that stands in it is changed, comments included.

    Args:
        text: the file as it is; None when there is none.
        added: the new signatures.
    """
    before = _HEADING if text is None else text
    if before and not before.endswith("\n"):
        before += "\n"
    heading = "" if re.search(rf"^{SIGNATURES}:", before, re.MULTILINE) else f"{SIGNATURES}:\n"
    return before + heading + "".join(_line(signature) for signature in added)


def _errors(tree: Tree, position: int, signatures: Sequence[Signature]) -> Iterator[InputError]:
    signature = signatures[position]
    where = tree.where((SIGNATURES, position, "by"))
    try:
        read_person(signature.by)
    except NotReadable as error:
        yield InputError(error.code, where, signature.by, error.expected, error.example)
    if any(_by_one_person(signature, earlier) for earlier in signatures[:position]):
        other = signature.role.other
        expected = f"another person than the {other} of {signature.path}"
        yield InputError(ErrorCode.E371, where, signature.by, expected, "CD")


def _by_one_person(one: Signature, two: Signature) -> bool:
    same_value = (one.path, one.value) == (two.path, two.value)
    return same_value and one.person == two.person and one.role is not two.role


def _by_value(signatures: Iterable[Signature]) -> list[list[Signature]]:
    """For each value the first signature of each role, in the order of the roles."""
    found: dict[tuple[str, str], dict[ApprovingRole, Signature]] = {}
    for signature in signatures:
        of_value = found.setdefault((signature.path, signature.value), {})
        of_value.setdefault(signature.role, signature)
    return [[pair[role] for role in ApprovingRole if role in pair] for pair in found.values()]


def _approval(first: Signature, second: Signature) -> Approval:
    return Approval(
        path=first.path,
        value=first.value,
        approved_by=(Role(first.role.value), Role(second.role.value)),
        on=max(first.on, second.on),
        source_read=_together(first.source_read, second.source_read),
        reason=_together(first.reason, second.reason),
    )


def _together(first: str, second: str) -> str:
    return first if first == second else f"{first}; {second}"


def _line(signature: Signature) -> str:
    cells = {
        "path": _quoted(signature.path),
        "value": _quoted(signature.value),
        "role": signature.role.value,
        "by": _quoted(signature.by),
        "on": signature.on.isoformat(),
        "source_read": _quoted(signature.source_read),
        "reason": _quoted(signature.reason),
    }
    return "  - {" + ", ".join(f"{name}: {cell}" for name, cell in cells.items()) + "}\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
