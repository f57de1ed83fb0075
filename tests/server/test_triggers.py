"""What the database itself refuses, with nothing of ours in between."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from hepatica.server.store.audit import audit
from tests.server.charts import add_note, begun

pytestmark = pytest.mark.usefixtures("store")
_LINE = "chart_id, act_id, number, stored, prev, hash, entry, kind, redacts"
_COPY = "chart_id, act_id, {number}, stored, {prev}, hash || 'x', entry || 'x', kind, redacts"


def refused(statement: str) -> str:
    """What the database says; the statement must not go through."""
    with pytest.raises(DatabaseError) as refusal, transaction.atomic():
        connection.cursor().execute(statement)
    return str(refusal.value)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE store_line SET stored = '{}' WHERE number = 3", "a line is never changed"),
        ("UPDATE store_line SET number = number + 1000", "a line is never changed"),
        ("DELETE FROM store_line WHERE number = 3", "a line is never deleted"),
        ("DELETE FROM store_line", "a line is never deleted"),
        ("UPDATE store_act SET by = 'somebody'", "an act is never changed"),
        ("DELETE FROM store_act", "an act is never deleted"),
        ("UPDATE store_chart SET is_synthetic = NOT is_synthetic", "a chart is never changed"),
        ("DELETE FROM store_chart", "a chart is never deleted"),
        ("UPDATE store_text SET text = 'x'", "a free text is never changed"),
        ("DELETE FROM store_text", "a redaction of it stands in the chart"),
    ],
)
def test_what_is_written_is_not_changed(statement: str, said: str) -> None:
    """Whoever asks, and whatever the way."""
    add_note(begun().head)
    assert said in refused(statement)
    assert () == audit().faults


@pytest.mark.parametrize(
    ("number", "prev"),
    [
        ("number + 500", "hash"),  # a gap
        ("(SELECT max(number) + 1 FROM store_line)", "prev"),  # at the end, behind another line
        ("0", "prev"),  # a second header
        ("5", "prev"),  # in the middle
    ],
)
def test_no_line_is_put_elsewhere_than_at_the_end(number: str, prev: str) -> None:
    """In the middle, after a gap, or behind a line that is not the last."""
    begun()
    columns = _COPY.format(number=number, prev=prev)
    refused(f"INSERT INTO store_line ({_LINE}) SELECT {columns} FROM store_line WHERE number = 5")
    assert () == audit().faults


@pytest.mark.parametrize("table", ["store_chart", "store_act", "store_line", "store_text"])
def test_nothing_is_replaced(table: str) -> None:
    """SQLite's INSERT OR REPLACE deletes without asking; PostgreSQL's upsert is an update."""
    add_note(begun().head)
    if connection.vendor == "sqlite":
        refused(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    else:
        refused(
            f"INSERT INTO {table} SELECT * FROM {table} "
            "ON CONFLICT (id) DO UPDATE SET id = excluded.id"
        )
    assert () == audit().faults


@pytest.mark.parametrize("table", ["store_chart", "store_act", "store_line", "store_text"])
def test_a_table_is_not_emptied_at_a_stroke(table: str) -> None:
    """PostgreSQL's TRUNCATE asks no trigger of rows."""
    add_note(begun().head)
    statement = (
        f"TRUNCATE {table} CASCADE" if connection.vendor == "postgresql" else f"DELETE FROM {table}"
    )
    refused(statement)
    assert () == audit().faults
