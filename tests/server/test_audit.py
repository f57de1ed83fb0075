"""With the triggers gone, the audit finds what was done, and names it."""

from __future__ import annotations

import pytest
from django.db import connection

from hepatica.server.store.audit import audit
from hepatica.server.store.triggers import _REPLACED_BY, _RULES, _not_replaced
from tests.server.charts import add_note, begun

pytestmark = pytest.mark.usefixtures("store")


def tamper(statement: str) -> None:
    """As the owner of the database, who has dropped every trigger."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for table, _, name, _, _ in _RULES:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
        else:
            for _, _, name, _, _ in (*_RULES, *_not_replaced(_REPLACED_BY)):
                cursor.execute(f"DROP TRIGGER {name}")
        for each in statement.split(";"):
            cursor.execute(each)


def faults() -> list[str]:
    """What the audit says of the one chart."""
    found = audit().faults
    assert {"fast-pump"} >= {fault.case for fault in found}
    return [fault.what for fault in found]


def test_a_whole_store_has_no_fault() -> None:
    """Counted: one chart, its lines, two acts."""
    lines = add_note(begun().head).lines
    found = audit()
    assert (1, lines, 2, ()) == (found.charts, found.lines, found.acts, found.faults)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE store_line SET stored = replace(stored, '1.3 mL', '1.4 mL')", "line"),
        ("UPDATE store_line SET stored = 'x' WHERE number = 4", "line 5"),
        ("UPDATE store_text SET text = 'another'", "line"),
        ("DELETE FROM store_text", "is gone, and no redaction says so"),
        (
            "DELETE FROM store_text; "
            "DELETE FROM store_line WHERE number = (SELECT max(number) FROM store_line)",
            "ended at another line",
        ),
        ("UPDATE store_act SET head_after = 'x' WHERE key = 'k1'", "ended at another line"),
    ],
)
def test_what_was_done_is_named(statement: str, said: str) -> None:
    """A changed number, a spoiled line, a changed or stolen text, a missing end, a forged act."""
    add_note(begun().head)
    before = audit()
    assert () == before.faults
    tamper(statement)
    assert any(said in fault for fault in faults())


def test_a_line_taken_from_the_middle_is_missed() -> None:
    """Neither chain nor numbers agree."""
    add_note(begun().head)
    with_text = "SELECT line_id FROM store_text"
    tamper(f"DELETE FROM store_line WHERE number = 7 AND id NOT IN ({with_text})")
    assert any("gap" in fault for fault in faults())
    assert any(fault.startswith("line 8") for fault in faults())


def test_two_lines_that_changed_places_are_named() -> None:
    """The numbers are whole; the chain is not."""
    begun()
    tamper(
        "UPDATE store_line SET number = CASE number WHEN 5 THEN 10005 WHEN 6 THEN 5 ELSE number END"
    )
    with connection.cursor() as cursor:
        cursor.execute("UPDATE store_line SET number = 6 WHERE number = 10005")
    assert any(fault.startswith("line 6") for fault in faults())
