"""The access log only grows: the database refuses anything else."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from hepatica.server.store.triggers import create_append_only


def _create(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    del apps
    create_append_only(editor, "access_access", "a line of the access log")


class Migration(migrations.Migration):
    dependencies = (("access", "0001_initial"),)
    operations = (migrations.RunPython(_create),)
