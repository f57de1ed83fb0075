"""Lots, movements and recalls only grow, and each level follows from the one before it."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from hepatica.server.store.triggers import create_append_only

# Under which a movement is refused: its level is not that of the one before it, with its change.
_DOES_NOT_FOLLOW = """CASE WHEN NEW.number = 1 THEN NEW.level_after <> NEW.change
    ELSE NOT EXISTS (SELECT 1 FROM supply_movement AS before WHERE before.lot_id = NEW.lot_id
    AND before.number = NEW.number - 1 AND before.level_after + NEW.change = NEW.level_after) END"""
_SAID = "refused: a level follows from the movement before it"
_ON_SQLITE = f"""CREATE TRIGGER supply_level_follows BEFORE INSERT ON supply_movement
    FOR EACH ROW WHEN {_DOES_NOT_FOLLOW} BEGIN SELECT RAISE(ABORT, '{_SAID}'); END"""
_ON_POSTGRESQL = (
    f"""CREATE FUNCTION supply_level_follows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF ({_DOES_NOT_FOLLOW}) THEN RAISE EXCEPTION '{_SAID}'; END IF; RETURN NEW; END $$""",
    """CREATE TRIGGER supply_level_follows BEFORE INSERT ON supply_movement
    FOR EACH ROW EXECUTE FUNCTION supply_level_follows()""",
)


def _create(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    del apps
    lot = "held.product = NEW.product AND held.lot_key = NEW.lot_key AND held.model = NEW.model"
    place = "held.lot_id = NEW.lot_id AND held.number = NEW.number"
    create_append_only(editor, "supply_lot", "a lot", [lot])
    create_append_only(
        editor, "supply_movement", "a movement of stock", [place, "held.key = NEW.key"]
    )
    create_append_only(editor, "supply_lotrecall", "a recall of a lot")
    is_postgresql = editor.connection.vendor == "postgresql"
    for statement in _ON_POSTGRESQL if is_postgresql else (_ON_SQLITE,):
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = (("supply", "0001_initial"),)
    operations = (migrations.RunPython(_create),)
