"""The rulebook that ships, its sources, and a site's approvals."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from hepatica.core.chart.words import Role
from hepatica.core.protocol.provenance import Confidence, unapproved
from hepatica.library.approvals import approvals_from_text, load_approvals, void_approvals
from hepatica.library.errors import ErrorCode, InputErrors
from hepatica.library.loader import (
    load_device_from_text,
    load_protocol_from_texts,
    load_rulebook,
    rulebook_of,
    shipped_complications,
    shipped_devices,
    shipped_grading,
    shipped_gradings,
    shipped_protocols,
    shipped_regimens,
    shipped_sources,
)
from hepatica.library.monitoring import shipped_monitoring
from hepatica.library.questions import shipped_questions
from hepatica.library.recalls import shipped_recalls
from hepatica.library.regimens import shipped_drugs, shipped_regimen
from hepatica.library.sources import read_sources
from tests.unit.library.shipped_texts import NAME, changed

APPROVAL = """\
approvals:
  - path: fudr-28d/2026.1/calendar/early_days
    value: 2
    approved_by: [prescriber, pharmacist]
    by: ["AB", "CD"]
    on: 2026-11-01
    source_read: local policy
    reason: agreed in the pump meeting
"""


def refused_approval(old: str, new: str) -> ErrorCode:
    """Why an approvals file with one change is refused."""
    with pytest.raises(InputErrors) as refused:
        approvals_from_text(APPROVAL.replace(old, new), name="approvals.yaml")
    return refused.value.errors[0].code


def test_the_rulebook_holds_what_ships() -> None:
    """The protocols and devices are found by their names."""
    book = load_rulebook()
    assert set(shipped_protocols()) == set(book.protocols)
    assert {NAME, "fudr-35d/2026.1", "n9945/2026.1"} <= set(book.protocols)
    assert set(shipped_devices()) == set(book.devices)


def test_every_cited_source_is_used() -> None:
    """The list of sources holds none that no value cites."""
    groups = (
        *load_rulebook().values.values(),
        shipped_complications().values,
        shipped_questions().values,
        shipped_monitoring().values,
        *(each.values for each in shipped_recalls()),
        *(shipped_grading(name).values for name in shipped_gradings()),
        *(shipped_regimen(name).values for name in shipped_regimens()),
        shipped_drugs().values,
    )
    cited = {value.source for values in groups for value in values}
    assert cited == set(shipped_sources())


def test_a_source_stands_once() -> None:
    """Two sources with one id cannot be told apart."""
    row = "  - {id: S1, title: a, found_at: b, status: read, read: c}\n"
    with pytest.raises(InputErrors) as refused:
        read_sources(f"sources:\n{row}{row}")
    assert ErrorCode.E307 is refused.value.errors[0].code


def test_a_protocol_that_contradicts_itself_is_refused() -> None:
    """A protocol whose tables are not sound does not enter a rulebook."""
    loaded = load_protocol_from_texts(changed("liver", "hold: 5,", "hold: 4,"))
    with pytest.raises(InputErrors) as refused:
        rulebook_of([loaded], [])
    assert ErrorCode.E323 is refused.value.errors[0].code


def test_a_malformed_device_is_refused() -> None:
    """A device file goes through the same door."""
    with pytest.raises(InputErrors) as refused:
        load_device_from_text("id: x\nnames: [y]\n", name="x.yaml")
    assert {ErrorCode.E302} == {error.code for error in refused.value.errors}


def test_an_approval_is_read(tmp_path: Path) -> None:
    """An approval keeps who, when, and on what grounds."""
    file = tmp_path / "approvals.yaml"
    file.write_text(APPROVAL)
    (approval,) = load_approvals(file)
    assert ((Role.PRESCRIBER, Role.PHARMACIST), False) == (
        approval.approved_by,
        approval.synthetic_only,
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('by: ["AB", "CD"]', "by: [AB]"),
        ('by: ["AB", "CD"]', "by: [AB, ab]"),  # one person
        ('by: ["AB", "CD"]', "by: [AB, Miller]"),  # a name
        ('    by: ["AB", "CD"]\n', ""),
        ("[prescriber, pharmacist]", "[nurse, coordinator]"),
    ],
)
def test_a_row_without_prescriber_and_pharmacist_by_name_is_refused(old: str, new: str) -> None:
    """Such a row would take a patient's order out of DRAFT."""
    assert ErrorCode.E330 is refused_approval(old, new)


def test_an_approval_of_tomorrow_is_refused() -> None:
    """In a row and in a signature."""
    signed = (
        "signatures:\n  - {path: a/1/b/c, value: 7, role: prescriber, by: AB, on: 2026-11-02, "
        "source_read: x, reason: y}\n"
    )
    for text in (APPROVAL.replace("2026-11-01", "2026-11-02"), signed):
        with pytest.raises(InputErrors) as refused:
            approvals_from_text(text, name="a.yaml", today=date(2026, 11, 1))
        assert ErrorCode.E382 is refused.value.errors[0].code
        assert 1 >= len(approvals_from_text(text, name="a.yaml", today=date(2026, 11, 2)))


def test_an_approved_value_is_no_longer_open() -> None:
    """What two people approved needs no more approval."""
    book = load_rulebook()
    approvals = approvals_from_text(APPROVAL, name="approvals.yaml")
    open_values = unapproved(book.values[NAME], approvals, is_synthetic=False)
    assert f"{NAME}/calendar/early_days" not in {value.path for value in open_values}


def test_two_different_roles_are_needed() -> None:
    """One role alone, or one role twice, approves nothing."""
    alone = refused_approval("[prescriber, pharmacist]", "[prescriber]")
    twice = refused_approval("[prescriber, pharmacist]", "[nurse, nurse]")
    assert (ErrorCode.E330, ErrorCode.E307) == (alone, twice)


@pytest.mark.parametrize("line", [li for li in APPROVAL.splitlines()[2:] if " by:" not in li])
def test_nothing_of_an_approval_may_be_missing(line: str) -> None:
    """Each part of an approval is needed."""
    assert ErrorCode.E302 is refused_approval(f"{line}\n", "")


def test_an_approval_of_another_value_is_void() -> None:
    """An approval is for one value; it is void for any other, and says why."""
    approvals = approvals_from_text(APPROVAL.replace("value: 2", "value: 3"), name="a.yaml")
    (void,) = void_approvals(replace(load_rulebook(), approvals=approvals))
    assert "fudr-28d/2026.1/calendar/early_days is 2, and 3 was approved" == void.why


def test_an_approval_of_nothing_is_void() -> None:
    """An approval of a value that does not exist is reported, not an error."""
    approvals = approvals_from_text(APPROVAL.replace("early_days", "late_days"), name="a.yaml")
    (void,) = void_approvals(replace(load_rulebook(), approvals=approvals))
    assert "there is no value fudr-28d/2026.1/calendar/late_days" == void.why


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """A wrong name ends in a clear refusal."""
    with pytest.raises(InputErrors) as refused:
        load_rulebook(tmp_path / "approvals.yaml")
    assert ErrorCode.E119 is refused.value.errors[0].code


def test_what_is_not_seen_is_open() -> None:
    """Without approvals exactly the values that are not SEEN are open."""
    values = load_rulebook().values[NAME]
    expected = tuple(value for value in values if value.confidence is not Confidence.SEEN)
    assert expected == unapproved(values, (), is_synthetic=True)
