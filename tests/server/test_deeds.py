"""Acts on a chart: whole, once, and on the head that was seen."""

from __future__ import annotations

import pytest

from hepatica.casefile.verify import verify
from hepatica.library.errors import ErrorCode, InputErrors
from hepatica.server.store.audit import audit
from hepatica.server.store.deeds import append, begin, find_chart, head_of, redact
from hepatica.server.store.models import Act, Line, Text
from hepatica.server.store.sealed import chart_text
from tests.server.charts import LATER, NOW, add_note, asker, begun, note, sealed_example
from tests.server.conftest import Database

pytestmark = pytest.mark.usefixtures("store")


def code_of(refusal: pytest.ExceptionInfo[InputErrors]) -> ErrorCode:
    """The code of the first error."""
    return refusal.value.errors[0].code


@pytest.mark.parametrize(
    "name", ["fast-pump", "adjuvant-six-cycles", "extrahepatic-perfusion", "programmable-pump"]
)
def test_a_chart_comes_out_as_it_went_in(name: str) -> None:
    """Byte for byte, with its texts."""
    done = begun(name)
    assert sealed_example(name) == chart_text(find_chart(name))
    assert done.head == head_of(find_chart(name))


def test_an_added_entry_stands_at_the_end_and_verifies() -> None:
    """What stood before keeps its bytes; the entry was recorded when it was added."""
    before = begun()
    done = add_note(before.head)
    text = chart_text(find_chart("fast-pump"))
    assert text.startswith(sealed_example("fast-pump"))
    assert (True, done.head) == (verify(text).is_intact, verify(text).head)
    assert '"recorded_at":"2026-11-20T13:00:00+00:00"' in text.splitlines()[-1]
    assert before.lines + 1 == done.lines


def test_the_second_writer_is_told_what_changed() -> None:
    """Nothing of it is written."""
    head = begun().head
    add_note(head, "n1", "k1")
    with pytest.raises(InputErrors) as refusal:
        add_note(head, "n2", "k2")
    assert ErrorCode.E513 is code_of(refusal)
    assert "n1 (note)" in str(refusal.value)
    assert not Line.objects.filter(entry="n2").exists()


def test_the_same_request_twice_is_done_once() -> None:
    """A double click is answered as the first click was."""
    head = begun().head
    first, second = (add_note(head), add_note(head))
    assert (False, True) == (first.is_repeated, second.is_repeated)
    assert (first.head, first.lines) == (second.head, second.lines)
    assert 2 == Act.objects.count()


@pytest.mark.parametrize("by", ["nurse-1", "nurse-2"])
def test_a_key_is_not_used_for_another_request(by: str) -> None:
    """Neither by the same person for another entry, nor by another person for the same."""
    head = begun().head
    add_note(head)
    entry = note("n2") if by == "nurse-1" else note("n1")
    with pytest.raises(InputErrors) as refusal:
        append("fast-pump", [entry], asker("k1", by), head=head, now=LATER)
    assert ErrorCode.E514 is code_of(refusal)


def test_several_entries_are_added_all_or_none() -> None:
    """The second is refused by the door, and the first is not there either."""
    head = begun().head
    wrong = {**note("n2"), "kind": "nonsense"}
    with pytest.raises(InputErrors):
        append("fast-pump", [note("n1"), wrong], asker("k"), head=head, now=LATER)
    assert (head, 1) == (head_of(find_chart("fast-pump")), Act.objects.count())


def test_an_implausible_entry_is_refused() -> None:
    """As in a written chart: 700 kg is a slip until it is confirmed."""
    head = begun().head
    heavy = {"id": "w", "kind": "weight", "at": "2026-11-20T11:00+00:00", "weight": "700 kg"}
    with pytest.raises(InputErrors) as refusal:
        append("fast-pump", [heavy], asker("k"), head=head, now=LATER)
    assert ErrorCode.E201 is code_of(refusal)


def test_a_case_is_taken_in_once() -> None:
    """Another chart of the same case is refused."""
    begun()
    other = sealed_example("fast-pump").rpartition('{"entry"')[0]
    with pytest.raises(InputErrors) as refusal:
        begin(other, asker("other"), now=NOW)
    assert ErrorCode.E512 is code_of(refusal)


def test_a_written_chart_is_not_taken_in() -> None:
    """It must be sealed first."""
    with pytest.raises(InputErrors) as refusal:
        begin("case: x\nsynthetic: yes\nutc_offset: '+00:00'\nentries: []\n", asker("k"), now=NOW)
    assert ErrorCode.E501 is code_of(refusal)


def test_an_unknown_case_is_refused() -> None:
    """By name."""
    with pytest.raises(InputErrors) as refusal:
        add_note("0" * 64, case="nobody")
    assert ErrorCode.E511 is code_of(refusal)


def test_a_redaction_takes_the_text_out_of_the_store(store: Database) -> None:
    """Every hash stays; the text is in no table any more."""
    head = begun().head
    done = append(
        "fast-pump", [note("n1", "the neighbour told it")], asker("k1"), head=head, now=LATER
    )
    gone = redact(
        "fast-pump", "n1", "text", "named a person", asker("k2"), head=done.head, now=LATER
    )
    text = chart_text(find_chart("fast-pump"))
    assert "neighbour" not in text
    assert (True, 1, ()) == (verify(text).is_intact, verify(text).redacted, verify(text).unrecorded)
    assert verify(text, head=done.head).is_intact
    assert gone.head == verify(text).head
    assert not Text.objects.filter(text__contains="neighbour").exists()
    assert () == audit().faults
