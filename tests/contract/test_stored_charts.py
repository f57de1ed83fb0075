"""Charts sealed by earlier versions are read today, byte for byte as they were stored."""

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from hepatica.casefile.load import load_case
from hepatica.casefile.redact import redact
from hepatica.casefile.verify import verify
from hepatica.core.chart.fold import Chart, fold_course
from hepatica.library.errors import InputErrors
from tests.unit.cli.calls import run

HERE = Path(__file__).parent
STORED = HERE / "stored" / "adjuvant-six-cycles.schema-1.jsonl"
WRITTEN = STORED.with_name("adjuvant-six-cycles.written.yaml")
NOW = datetime(2026, 8, 1, tzinfo=UTC)
# Written down when the chart was stored. Neither may ever change.
BYTES = "86cec084ccb8921a1f2e3e905e8c78f2cbaced7c6e219eecc3276c13d165c143"
HEAD = "4c884cef035f37552e1035938b037f48d356d7a1307ebc7cf8c11b190a188e52"


def entries(chart: Chart) -> tuple[object, ...]:
    """The entries of the course at the clock of these tests."""
    return fold_course(chart, at=NOW, known_by=NOW).entries


def test_the_stored_bytes_are_the_bytes_that_were_stored() -> None:
    """Nobody has written the example anew."""
    assert sha256(STORED.read_bytes()).hexdigest() == BYTES


def test_schema_1_verifies_with_its_old_head() -> None:
    """As it stands; no line is converted."""
    found = verify(STORED.read_text("utf-8"), head=HEAD)
    assert (True, HEAD, ("1",), 0) == (found.is_intact, found.head, found.schemas, found.redacted)


def test_schema_1_is_read_into_the_same_course() -> None:
    """The written chart it was made from and the sealed one give the same entries."""
    old, new = load_case(STORED, now=NOW), load_case(WRITTEN, now=NOW)
    assert (True, HEAD) == (old.is_sealed, old.head)
    assert len(old.entries) > 50
    assert entries(new) == entries(old)


def test_verify_says_which_schemas_a_chart_holds() -> None:
    """In one line, for the old chart."""
    result = run("chart", "verify", str(STORED))
    assert f"head {HEAD}; schema 1; whole in itself" in result.stdout


def test_a_text_of_schema_1_cannot_be_redacted() -> None:
    """There the hash covers the text itself."""
    with pytest.raises(InputErrors) as raised:
        redact(STORED, "holiday", field="text", reason="named a place", now=NOW)
    assert ["E504"] == [error.code.name for error in raised.value.errors]
