"""The record of changes only grows: the database refuses anything else."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from hepatica.server.store.triggers import create_append_only


def _create(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    del apps
    create_append_only(editor, "identity_identitychange", "a change of an identity")


class Migration(migrations.Migration):
    dependencies = (("identity", "0002_identitychange"),)
    operations = (migrations.RunPython(_create),)
