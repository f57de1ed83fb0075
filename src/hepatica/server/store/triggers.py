"""What the database itself refuses: changes of what is written, and lines that do not follow.

The same rules for SQLite and PostgreSQL. Whoever owns the database can drop them; then the
chain of each chart and the record of acts show what was done (`audit.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Table, event, name, condition under which the event is refused, message.
_Rule = tuple[str, str, str, str, str]
_FIRST = "0" * 64
_RULES = (
    ("store_chart", "UPDATE", "chart_unchanged", "TRUE", "a chart is never changed"),
    ("store_chart", "DELETE", "chart_kept", "TRUE", "a chart is never deleted"),
    ("store_act", "UPDATE", "act_unchanged", "TRUE", "an act is never changed"),
    ("store_act", "DELETE", "act_kept", "TRUE", "an act is never deleted"),
    ("store_line", "UPDATE", "line_unchanged", "TRUE", "a line is never changed"),
    ("store_line", "DELETE", "line_kept", "TRUE", "a line is never deleted"),
    (
        "store_line",
        "INSERT",
        "line_follows",
        # Names of tables alone are put together here, and nothing that came from outside.
        f"""CASE WHEN NEW.number = 0 THEN NEW.prev <> '{_FIRST}'
        ELSE NOT EXISTS (SELECT 1 FROM store_line AS before WHERE before.chart_id = NEW.chart_id
            AND before.number = NEW.number - 1 AND before.hash = NEW.prev) END""",
        "a line follows the last line of its chart",
    ),
    ("store_text", "UPDATE", "text_unchanged", "TRUE", "a free text is never changed"),
    (
        "store_text",
        "DELETE",
        "text_kept",
        """NOT EXISTS (SELECT 1 FROM store_line AS held JOIN store_line AS taken
            ON taken.chart_id = held.chart_id
            WHERE held.id = OLD.line_id AND taken.kind = 'redaction'
            AND taken.redacts = held.entry || ' ' || OLD.path)""",
        "a free text is deleted only when a redaction of it stands in the chart",
    ),
)


# SQLite deletes what INSERT OR REPLACE stands in the way of, and asks no trigger of deletion.
_REPLACED_BY = {
    "store_chart": 'held.id = NEW.id OR held."case" = NEW."case"',
    "store_act": "held.id = NEW.id OR held.key = NEW.key",
    "store_line": "held.id = NEW.id OR held.chart_id = NEW.chart_id "
    "AND (held.number = NEW.number OR held.entry = NEW.entry)",
    "store_text": "held.id = NEW.id OR held.line_id = NEW.line_id AND held.path = NEW.path",
}


def create(editor: BaseDatabaseSchemaEditor) -> None:
    """Put every trigger of the store in place."""
    _create(editor, _RULES, _REPLACED_BY)


def create_append_only(
    editor: BaseDatabaseSchemaEditor, table: str, what: str, same: Iterable[str] = ()
) -> None:
    """Let a table only grow.

    Args:
        editor: of the migration.
        table: its name in the database.
        what: one row of it, in words: "a line of the access log".
        same: conditions, beside the same id, under which a new row (NEW) would replace a row
            (held) that is there.
    """
    rules = (
        (table, "UPDATE", f"{table}_unchanged", "TRUE", f"{what} is never changed"),
        (table, "DELETE", f"{table}_kept", "TRUE", f"{what} is never deleted"),
    )
    _create(editor, rules, {table: " OR ".join(("held.id = NEW.id", *same))})


def _create(
    editor: BaseDatabaseSchemaEditor, rules: Iterable[_Rule], replaced_by: Mapping[str, str]
) -> None:
    for statement in _statements(editor.connection.vendor, rules, replaced_by):
        editor.execute(statement, params=None)


def _statements(vendor: str, rules: Iterable[_Rule], replaced_by: Mapping[str, str]) -> list[str]:
    if vendor == "postgresql":
        return [statement for rule in rules for statement in _postgresql(*rule)]
    return [_sqlite(*rule) for rule in (*rules, *_not_replaced(replaced_by))]


def _not_replaced(replaced_by: Mapping[str, str]) -> Iterator[_Rule]:
    for table, same in replaced_by.items():
        taken = f"EXISTS (SELECT 1 FROM {table} AS held WHERE {same})"
        yield table, "INSERT", f"{table}_not_replaced", taken, "nothing is replaced"


def _sqlite(table: str, event: str, name: str, refused: str, message: str) -> str:
    return (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW WHEN {refused} "
        f"BEGIN SELECT RAISE(ABORT, 'refused: {message}'); END"
    )


def _postgresql(table: str, event: str, name: str, refused: str, message: str) -> list[str]:
    row = "OLD" if event == "DELETE" else "NEW"
    made = [
        _function(name, f"IF ({refused}) THEN {_raised(message)}; END IF; RETURN {row};"),
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]
    if event == "DELETE":  # TRUNCATE asks no trigger of rows
        at_once = f"{name}_at_once"
        made += [
            _function(at_once, f"{_raised('a table is never emptied')};"),
            f"CREATE TRIGGER {at_once} BEFORE TRUNCATE ON {table} EXECUTE FUNCTION {at_once}()",
        ]
    return made


def _function(name: str, body: str) -> str:
    return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"


def _raised(message: str) -> str:
    return f"RAISE EXCEPTION 'refused: {message}'"
