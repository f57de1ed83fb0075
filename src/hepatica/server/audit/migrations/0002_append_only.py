"""Looks and refusals only grow: the database refuses anything else."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from hepatica.server.store.triggers import create_append_only


def _create(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    del apps
    create_append_only(editor, "audit_auditlook", "a look at the log")
    create_append_only(editor, "audit_refusedpassage", "a refused passage")


class Migration(migrations.Migration):
    dependencies = (("audit", "0001_initial"),)
    operations = (migrations.RunPython(_create),)
