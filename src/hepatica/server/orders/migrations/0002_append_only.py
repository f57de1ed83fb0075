"""Orders, visits and their steps only grow: the database refuses anything else."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from hepatica.server.store.triggers import create_append_only


def _create(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    del apps
    one = "held.chart_id = NEW.chart_id AND held.entry = NEW.entry"
    create_append_only(editor, "orders_order", "an order", [one])
    create_append_only(editor, "orders_visit", "a visit")
    for of in ("order", "visit"):
        same = [
            f"held.{of}_id = NEW.{of}_id AND held.kind = NEW.kind",
            f"held.{of}_id = NEW.{of}_id AND held.pair <> '' AND held.pair = NEW.pair "
            "AND held.by_id = NEW.by_id",
        ]
        create_append_only(editor, f"orders_stepof{of}", f"a step of the {of}", same)


class Migration(migrations.Migration):
    dependencies = (("orders", "0001_initial"),)
    operations = (migrations.RunPython(_create),)
