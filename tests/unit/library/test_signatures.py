"""Signatures of an approvals file: two people, two roles, and nothing lost."""

from dataclasses import replace
from datetime import date

import pytest

from hepatica.core.chart.words import Role
from hepatica.core.protocol.provenance import Approval
from hepatica.library.approvals import (
    Approvals,
    add_signatures,
    approvals_from_text,
    read_approvals,
)
from hepatica.library.errors import ErrorCode, InputErrors
from hepatica.library.scalars import NotReadable
from hepatica.library.signatures import (
    ApprovingRole,
    Signature,
    read_person,
    signed_approvals,
)

PRESCRIBER = Signature(
    path="a/1/dose/b c",
    value="7",
    role=ApprovingRole.PRESCRIBER,
    by="AB",
    on=date(2026, 11, 3),
    source_read='the "policy": 12',
    reason="as practised",
)
PHARMACIST = replace(
    PRESCRIBER, role=ApprovingRole.PHARMACIST, by="CD", on=date(2026, 11, 2), reason="checked"
)
NAME = "approvals.yaml"


def refusal(text: str | None, *added: Signature) -> ErrorCode:
    """Why signatures are not added."""
    with pytest.raises(InputErrors) as refused:
        add_signatures(text, added, name=NAME)
    return refused.value.errors[0].code


def test_two_signatures_make_an_approval() -> None:
    """Dated by the later one; what both read, and why, stands together."""
    expected = Approval(
        path="a/1/dose/b c",
        value="7",
        approved_by=(Role.PRESCRIBER, Role.PHARMACIST),
        on=date(2026, 11, 3),
        source_read='the "policy": 12',
        reason="as practised; checked",
    )
    assert (expected,) == signed_approvals([PHARMACIST, PRESCRIBER])


@pytest.mark.parametrize(
    "second",
    [
        replace(PRESCRIBER, by="CD"),
        replace(PHARMACIST, value="8"),
        replace(PHARMACIST, value="7.0"),
        replace(PHARMACIST, path="a/2/dose/b c"),
    ],
)
def test_half_approved_is_not_approved(second: Signature) -> None:
    """Another role must sign the same value of the same path, in the same digits."""
    assert () == signed_approvals([PRESCRIBER, second])


def test_a_file_is_begun() -> None:
    """The first signature begins a file that says what it is; it approves nothing yet."""
    text = add_signatures(None, [PRESCRIBER], name=NAME)
    assert text.startswith("# Approvals of protocol values")
    assert Approvals((), (PRESCRIBER,)) == read_approvals(text, name=NAME)
    assert () == approvals_from_text(text, name=NAME)


def test_what_stands_in_a_file_stays() -> None:
    """Rows and comments before the new lines are kept byte for byte."""
    row = (
        "# ours  # twice\napprovals:\n  - {path: x/1/a/b, value: 1,   approved_by: "
        "[prescriber, pharmacist], by: [AB, CD], on: 2026-11-01, source_read: a, reason: b}  # kept"
    )
    once = add_signatures(row, [PRESCRIBER], name=NAME)
    twice = add_signatures(once, [PHARMACIST], name=NAME)
    assert (True, True) == (once.startswith(row), twice.startswith(once))
    assert ["x/1/a/b", "a/1/dose/b c"] == [one.path for one in approvals_from_text(twice, name="")]


def test_signatures_that_are_not_last_are_refused() -> None:
    """New lines would fall into another part of the file."""
    row = "{path: x/1/a/b, value: 1, approved_by: [nurse, board], synthetic_only: yes, "
    text = add_signatures(None, [PRESCRIBER], name=NAME)
    text += f"approvals:\n  - {row}on: 2026-11-01, source_read: a, reason: b}}\n"
    assert ErrorCode.E376 is refusal(text, PHARMACIST)


def test_signatures_in_brackets_are_refused() -> None:
    """A list that was closed cannot be gone on with."""
    line = add_signatures(None, [PRESCRIBER], name=NAME).splitlines()[-1]
    assert ErrorCode.E376 is refusal(f"signatures: [{line.strip()[2:]}]\n", PHARMACIST)


def test_a_text_that_would_not_be_read_back_is_refused() -> None:
    """A reason with a hidden character does not enter the file."""
    assert ErrorCode.E376 is refusal(None, replace(PRESCRIBER, reason="as\u202epractised"))


def test_a_malformed_file_is_not_added_to() -> None:
    """First it has to be mended."""
    assert ErrorCode.E301 is refusal("approval: []\n", PRESCRIBER)


@pytest.mark.parametrize("by", ["AB", "ab"])
def test_one_person_is_not_two(by: str) -> None:
    """Nobody signs a value in both roles, whatever the letters' size."""
    first = replace(PRESCRIBER, by="AB1")
    second = replace(PHARMACIST, by=f"{by}1")
    assert ErrorCode.E371 is refusal(add_signatures(None, [first], name=NAME), second)


def test_one_person_may_sign_different_values_in_different_roles() -> None:
    """Two people of two roles stand under each value."""
    other = replace(PHARMACIST, path="a/1/dose/d", by="AB")
    assert add_signatures(None, [PRESCRIBER, other], name=NAME)


def test_a_file_in_which_one_person_signed_twice_is_refused() -> None:
    """Also when it was written by hand; the line is named."""
    text = add_signatures(None, [PRESCRIBER, PHARMACIST], name=NAME).replace('"CD"', '"AB"')
    with pytest.raises(InputErrors) as refused:
        approvals_from_text(text, name=NAME)
    error = refused.value.errors[0]
    assert (ErrorCode.E371, "approvals.yaml line 5", "AB") == (error.code, error.where, error.came)


@pytest.mark.parametrize("text", ["AB", "ABCD", "n1234", "7", "ward-3-17"])
def test_initials_and_staff_ids(text: str) -> None:
    """Capital initials, or an id with a digit."""
    assert text == read_person(text)


@pytest.mark.parametrize("text", ["", "A", "Ab", "ABCDE", "Dr AB", "A B", "a.b", "x" * 16 + "1"])
def test_what_may_be_a_name_is_refused(text: str) -> None:
    """A file of approvals holds no names."""
    with pytest.raises(NotReadable) as refused:
        read_person(text)
    assert ErrorCode.E381 is refused.value.code


def test_a_nurse_does_not_approve() -> None:
    """Only a prescriber and a pharmacist sign protocol values."""
    text = add_signatures(None, [PRESCRIBER], name=NAME).replace("prescriber, by", "nurse, by")
    with pytest.raises(InputErrors) as refused:
        read_approvals(text, name=NAME)
    assert ErrorCode.E304 is refused.value.errors[0].code
