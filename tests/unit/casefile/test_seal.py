import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hepatica.casefile.load import load_case
from hepatica.casefile.seal import Break, Verification, seal, verify, write_atomically
from hepatica.library.errors import InputErrors

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
CASE = (
    "case: small\nsynthetic: yes\nutc_offset: Z\nentries:\n"
    "  - {id: e01, kind: weight, at: 2025-03-01, weight: 70.50 kg}\n"
    "  - {id: e02, kind: note, at: 2025-03-02T08:00Z, text: Müller's sign}\n"
    "  - {id: e03, kind: weight, at: 2025-03-03, weight: 71 kg}\n"
    "  - {id: e04, kind: weight, at: 2025-03-04, weight: 72 kg}\n"
)
SEALED = seal(CASE, now=NOW)
LINES = SEALED.splitlines(keepends=True)


def resealed(line: str, prev: str) -> str:
    """A line with valid hashes of its own behind `prev`, as a forger would make it."""
    found = json.loads(line)
    content = json.dumps(found["entry"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    found["prev"] = prev
    found["hash"] = hashlib.sha256((prev + content).encode()).hexdigest()
    return json.dumps(found, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n"


def hash_of(line: str) -> str:
    """The hash a line holds."""
    return str(json.loads(line)["hash"])


def broken(found: Verification) -> tuple[Break | None, int | None, str | None]:
    """What broke, and where first."""
    return found.broken, found.line, found.entry


def test_first_line_by_hand() -> None:
    """The first line is the header behind 64 zeros; its hash worked out with plain sha256."""
    content = '{"case":"small","schema":"2","synthetic":"yes","utc_offset":"Z"}'
    zeros = "0" * 64
    digest = hashlib.sha256((zeros + content).encode()).hexdigest()
    assert f'{{"chart":{content},"hash":"{digest}","prev":"{zeros}"}}\n' == LINES[0]


def test_numbers_stay_as_written() -> None:
    """A sealed weight of 70.50 kg keeps its zero, and gains recorded_at and schema."""
    assert {
        "id": "e01",
        "kind": "weight",
        "at": "2025-03-01",
        "recorded_at": "2025-03-01T00:00:00+00:00",
        "schema": "2",
        "weight": "70.50 kg",
    } == json.loads(LINES[1])["entry"]


def test_sealed_chart_loads_like_the_written_one() -> None:
    """Entries and head are the same; only the seal differs."""
    written, sealed = load_case(CASE, now=NOW), load_case(SEALED, now=NOW)
    assert (written.entries, written.head) == (sealed.entries, sealed.head)
    assert (False, True) == (written.is_sealed, sealed.is_sealed)


def test_intact_chart_verifies() -> None:
    """An untouched chart gives its head hash and number of entries."""
    found = verify(SEALED, head=hash_of(LINES[-1]))
    assert (True, hash_of(LINES[-1]), 4) == (found.is_intact, found.head, found.entries)


@pytest.mark.parametrize("position", range(0, len(SEALED.encode()) - 1, 7))
def test_any_changed_byte_is_found(position: int) -> None:
    """One byte changed anywhere, and the chart no longer verifies."""
    spoiled = bytearray(SEALED.encode())
    spoiled[position] = ord("7") if spoiled[position] != ord("7") else ord("8")
    assert not verify(spoiled.decode("utf-8", "replace")).is_intact


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SEALED.replace("71 kg", "77 kg"), (Break.ALTERED, 4, "e03")),
        (SEALED.replace('"id":"e03"', '"id": "e03"'), (Break.ALTERED, 4, "e03")),
        ("".join(LINES[:2] + LINES[3:]), (Break.REMOVED, 3, "e03")),
        ("".join(LINES[1:]), (Break.REMOVED, 1, "e01")),
        (
            "".join([*LINES[:3], LINES[4], LINES[3]]),
            (Break.REORDERED, 4, "e04"),
        ),
        ("".join([*LINES[:3], LINES[2], *LINES[3:]]), (Break.INSERTED, 4, "e02")),
        (
            "".join([*LINES[:3], resealed(LINES[4], hash_of(LINES[2])), *LINES[3:]]),
            (Break.INSERTED, 4, "e04"),
        ),
        (SEALED[:-20], (Break.TRUNCATED, 5, None)),
        (SEALED[:-1], (Break.TRUNCATED, 5, "e04")),
        ("", (Break.TRUNCATED, 1, None)),
        (
            "".join([LINES[0], "hello\n", *LINES[1:]]),
            (Break.UNREADABLE, 2, None),
        ),
        (SEALED.replace("\n", "\r\n"), (Break.ALTERED, 1, None)),
    ],
    ids=[
        "value altered",
        "spelling altered",
        "entry removed",
        "header removed",
        "entries swapped",
        "entry twice",
        "entry forged",
        "last line cut",
        "last line end cut",
        "empty",
        "foreign line",
        "line ends changed",
    ],
)
def test_first_break_is_named(text: str, expected: tuple[Break, int, str | None]) -> None:
    """Verification says what happened, on which line, to which entry."""
    assert expected == broken(verify(text))


def test_rewritten_end_is_found_by_the_head() -> None:
    """A chart whose end was cut verifies alone, and not against the head that was printed."""
    shorter = "".join(LINES[:-1])
    assert verify(shorter).is_intact
    assert (Break.REMOVED, 4, "e03") == broken(verify(shorter, head=hash_of(LINES[-1])))


def test_older_head_is_found_in_a_longer_chart() -> None:
    """The head of an earlier printing is still in the chart after entries were added."""
    assert verify(SEALED, head=hash_of(LINES[2])).is_intact


def test_entries_out_of_order_cannot_be_sealed() -> None:
    """Sealing needs entries in the order they were recorded."""
    lines = CASE.splitlines(keepends=True)
    with pytest.raises(InputErrors) as raised:
        seal("".join([*lines[:4], lines[6], lines[4]]), now=NOW)
    assert ["E147"] == [error.code.name for error in raised.value.errors]


def test_sealed_chart_is_not_sealed_twice() -> None:
    """A sealed chart is refused by sealing."""
    with pytest.raises(InputErrors) as raised:
        seal(SEALED, now=NOW)
    assert ["E160"] == [error.code.name for error in raised.value.errors]


def test_sealing_validates_first() -> None:
    """A case the door refuses is not sealed."""
    with pytest.raises(InputErrors):
        seal(CASE.replace("71 kg", "71 stone"), now=NOW)


def test_writing_replaces_the_whole_file(tmp_path: Path) -> None:
    """The new text stands there, and nothing else is left in the folder."""
    path = tmp_path / "chart.jsonl"
    path.write_text("old", encoding="utf-8")
    write_atomically(path, SEALED)
    assert SEALED.encode() == path.read_bytes()
    assert [path] == list(tmp_path.iterdir())


def test_failed_writing_leaves_the_old_file(tmp_path: Path) -> None:
    """When the text cannot be written the old file stays and no half file is left."""
    path = tmp_path / "chart.jsonl"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(UnicodeEncodeError):
        write_atomically(path, "half \ud800")
    assert "old" == path.read_text(encoding="utf-8")
    assert [path] == list(tmp_path.iterdir())
