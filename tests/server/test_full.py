"""A disk that is full, a database that takes nothing more: nothing is lost, nothing half there."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, connections

from hepatica.server.store.audit import audit
from hepatica.server.store.deeds import append, find_chart, head_of
from tests.server.charts import LATER, asker, begun, note

pytestmark = pytest.mark.usefixtures("store")


def close_to_writing() -> None:
    """SQLite finds no page more, as on a full disk; PostgreSQL refuses every write."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA page_count")
            cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
        else:
            cursor.execute("SET default_transaction_read_only = on")


def test_an_act_that_finds_no_room_leaves_the_chart_as_it_was() -> None:
    """The act is refused as a whole; with room again the same request goes through once."""
    head = begun().head
    entries = [note(f"n{number}", "seen " * 400) for number in range(20)]
    close_to_writing()
    with pytest.raises(DatabaseError):
        append("fast-pump", entries, asker("k"), head=head, now=LATER)
    assert (head, ()) == (head_of(find_chart("fast-pump")), audit().faults)
    connections.close_all()
    done = append("fast-pump", entries, asker("k"), head=head, now=LATER)
    assert (False, ()) == (done.is_repeated, audit().faults)
