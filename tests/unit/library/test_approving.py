"""Which values wait for whom, and which may be signed."""

from dataclasses import replace
from datetime import date

import pytest

from hepatica.core.chart.words import Role
from hepatica.core.protocol.provenance import Approval, Confidence, SourcedValue
from hepatica.library.approvals import Approvals
from hepatica.library.approving import (
    Asked,
    open_values,
    path_in_file,
    values_to_sign,
    void_signatures,
)
from hepatica.library.errors import ErrorCode, InputErrors
from hepatica.library.signatures import ApprovingRole, Signature

PROTOCOL = "my-dose/1"
SEEN = SourcedValue(f"{PROTOCOL}/dose/start", "0.12", "S5", Confidence.SEEN, "abstract")
DAYS = SourcedValue(f"{PROTOCOL}/dose/days", "7", "S1", Confidence.DESIGN, "ours")
RATIO = SourcedValue(f"{PROTOCOL}/liver/steps/alp/at-most 9/hold", "2", "S1", Confidence.KNOWN, "x")
RESERVE = SourcedValue("pump-1/reserve_ml", "2", "S9", Confidence.UNSURE, "y")
VALUES = (SEEN, DAYS, RATIO, RESERVE)
NOTHING = Approvals((), ())
ASKED = Asked(PROTOCOL, ApprovingRole.PRESCRIBER, "AB")
PHARMACIST = replace(ASKED, role=ApprovingRole.PHARMACIST, by="CD")


def signature(value: SourcedValue, role: ApprovingRole, by: str) -> Signature:
    """A signature on a value."""
    return Signature(value.path, value.text, role, by, date(2026, 11, 2), "read", "reason")


HALF = Approvals((), (signature(DAYS, ApprovingRole.PRESCRIBER, "AB"),))
ROW = Approval(
    DAYS.path, "7", (Role.PRESCRIBER, Role.PHARMACIST), date(2026, 11, 2), "read", "reason"
)


def paths(asked: Asked, approvals: Approvals = NOTHING) -> list[str]:
    """The paths that would be signed."""
    return [value.path for value in values_to_sign(asked, VALUES, approvals)]


def refusal(asked: Asked, approvals: Approvals = NOTHING) -> list[ErrorCode]:
    """Why nothing is signed."""
    with pytest.raises(InputErrors) as refused:
        values_to_sign(asked, VALUES, approvals)
    return [error.code for error in refused.value.errors]


def test_what_is_seen_is_not_open() -> None:
    """All but SEEN wait for both roles."""
    found = open_values(VALUES, NOTHING)
    assert [DAYS, RATIO, RESERVE] == [one.value for one in found]
    assert {tuple(ApprovingRole)} == {one.waits_for for one in found}


def test_half_approved_is_open() -> None:
    """One signature leaves a value open, for the other role."""
    (one, *_) = open_values(VALUES, HALF)
    assert (DAYS, (ApprovingRole.PHARMACIST,)) == (one.value, one.waits_for)


@pytest.mark.parametrize("is_synthetic", [False, True])
def test_approvals_for_synthetic_charts_count_there_alone(is_synthetic: bool) -> None:
    """A value approved for synthetic charts is open for patients."""
    rows = Approvals((replace(ROW, synthetic_only=True),), ())
    found = [one.value for one in open_values(VALUES, rows, is_synthetic=is_synthetic)]
    assert is_synthetic is (DAYS not in found)


def test_a_signature_of_another_value_leaves_both_roles_open() -> None:
    """A changed value waits for both again."""
    changed = replace(DAYS, text="8")
    (one, *_) = open_values([changed], HALF)
    assert tuple(ApprovingRole) == one.waits_for


def test_void_approvals_and_signatures_are_said() -> None:
    """What was approved, by whom, and what it is now; other protocols are left alone."""
    other = replace(ROW, path="other/1/dose/days")
    gone = replace(ROW, path=f"{PROTOCOL}/dose/gone", value="1")
    stale = replace(signature(RESERVE, ApprovingRole.PHARMACIST, "CD"), value="3")
    found = void_signatures(VALUES, Approvals((ROW, other, gone), (stale,)), [PROTOCOL, "pump-1"])
    assert [
        "my-dose/1/dose/gone: 1 was approved (prescriber and pharmacist), there is no such value",
        "pump-1/reserve_ml: 3 was approved (pharmacist CD), it is 2 now",
    ] == [one.why for one in found]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (replace(ASKED, stated=("dose/days=7",)), [DAYS.path]),
        (replace(ASKED, stated=(f"{PROTOCOL}/dose/days=7",)), [DAYS.path]),
        (replace(ASKED, stated=("pump-1/reserve_ml=2",)), [RESERVE.path]),
        (replace(ASKED, files=("dose",)), [DAYS.path]),
        (replace(ASKED, files=("dose.yaml", "pump-1")), [DAYS.path, RESERVE.path]),
        (replace(ASKED, sources=("S1",)), [DAYS.path, RATIO.path]),
        (replace(ASKED, sources=("S1",), files=("liver",)), [DAYS.path, RATIO.path]),
    ],
)
def test_what_is_asked_for_is_signed(asked: Asked, expected: list[str]) -> None:
    """Values one by one, by file, by source; each once, and only open ones."""
    assert expected == paths(asked)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (replace(ASKED, stated=("dose/days=8",)), [ErrorCode.E373]),
        (replace(ASKED, stated=("dose/days=7.0",)), [ErrorCode.E373]),
        (replace(ASKED, stated=("dose/days",)), [ErrorCode.E372]),
        (replace(ASKED, stated=("dose/day=7", "dose/days=8")), [ErrorCode.E372, ErrorCode.E373]),
        (replace(ASKED, stated=("dose/start=0.12",)), [ErrorCode.E375]),
        (replace(ASKED, files=("doses",)), [ErrorCode.E372]),
        (replace(ASKED, sources=("S2",)), [ErrorCode.E372]),
        (replace(ASKED, sources=("S5",)), [ErrorCode.E375]),
        (ASKED, [ErrorCode.E375]),
    ],
)
def test_what_cannot_be_signed(asked: Asked, expected: list[ErrorCode]) -> None:
    """Another value, no value, one that needs no approval, a file or source that is not there."""
    assert expected == refusal(asked)


def test_nobody_signs_twice() -> None:
    """The same role again is refused for one value, and passed over for a file."""
    assert [ErrorCode.E375] == refusal(replace(ASKED, stated=("dose/days=7",)), HALF)
    assert [RATIO.path] == paths(replace(ASKED, sources=("S1",)), HALF)


def test_the_other_role_completes() -> None:
    """The pharmacist signs what the prescriber has signed."""
    assert [DAYS.path] == paths(replace(PHARMACIST, stated=("dose/days=7",)), HALF)


@pytest.mark.parametrize("by", ["AB", "ab"])
def test_nobody_is_the_second_person_to_themselves(by: str) -> None:
    """The same person in the other role is refused, for one value and for a file."""
    same = replace(PHARMACIST, by=by)
    assert [ErrorCode.E371] == refusal(replace(same, stated=("dose/days=7",)), HALF)
    assert [ErrorCode.E371] == refusal(replace(same, sources=("S1",)), HALF)


def test_an_approved_value_is_not_signed_again() -> None:
    """What two people approved waits for nobody."""
    done = Approvals((ROW,), ())
    assert [ErrorCode.E375] == refusal(replace(ASKED, stated=("dose/days=7",)), done)


def test_the_path_within_a_file() -> None:
    """Also when the id of the protocol ends like the name of a file."""
    assert ("days", "reserve_ml") == (
        path_in_file(DAYS.path, PROTOCOL),
        path_in_file(RESERVE.path, PROTOCOL),
    )
