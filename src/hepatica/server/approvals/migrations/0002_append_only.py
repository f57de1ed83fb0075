"""Signatures of values only grow: the database refuses anything else."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from hepatica.server.store.triggers import create_append_only


def _create(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    del apps
    same = [
        "held.path = NEW.path AND held.value = NEW.value AND held.role = NEW.role",
        "held.path = NEW.path AND held.value = NEW.value AND held.account_id = NEW.account_id",
    ]
    create_append_only(editor, "approvals_signedvalue", "a signature of a value", same)


class Migration(migrations.Migration):
    dependencies = (("approvals", "0001_initial"),)
    operations = (migrations.RunPython(_create),)
